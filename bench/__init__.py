"""Figures: what the program takes, beside a limit that is measured in the same run."""
