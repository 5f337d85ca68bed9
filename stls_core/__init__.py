"""The rules that the laptop and the council server share.

Pure: no files, no network, no clock, no chance and no framework. Whatever changes from run to
run (the time, random bytes, parsed code lists) is handed in by the caller.
"""
