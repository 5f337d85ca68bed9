"""STLS Desktop: the program on a specialist teacher's laptop."""
