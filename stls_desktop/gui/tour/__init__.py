"""The tour: drives the real windows by keyboard and mouse, saves a picture of every screen.

It is handed a function that starts the program, because only the composition root may make one.
It reaches into no screen: what it touches it finds by its accessible name, as a teacher does.
"""

from stls_desktop.gui.tour.walk import CHAPTERS, take

__all__ = ["CHAPTERS", "take"]
