"""STLS Desktop: the program on a specialist teacher's laptop."""

__version__ = "0.1.0"
