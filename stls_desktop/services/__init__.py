"""What a teacher does, one function for each: plain values in, frozen values and `Changed` out.

Services are the only way from the screens to store, sync, reports and imports. They know no
widget and no thread; the caller decides which lane they run on.
"""
