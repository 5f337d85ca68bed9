"""The same report by other programs: its source for each of them, and how they are measured."""
