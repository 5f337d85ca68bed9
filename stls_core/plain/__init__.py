"""Plain English: how hard a text is to read, and which of its words a reader may not follow.

Pure and offline. Texts, names and word lists are handed in; nothing is looked up, nothing is
changed, and nothing is ever marked: a finding is a place, what is hard there and what to try.
"""
