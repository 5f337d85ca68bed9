"""A caseload in invented schools with invented people, for trying the program and for pictures."""
