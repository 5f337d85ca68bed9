"""Reading what others hand us: school lists and, later, pupil files.

Everything here is pure: bytes and plain values in, frozen values out. It must not open the
store, show a window or reach the network; a service does the writing.
"""
