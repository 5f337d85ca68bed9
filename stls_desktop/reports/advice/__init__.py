"""The documents of an advice report: one module for each, all of them from the same values."""
