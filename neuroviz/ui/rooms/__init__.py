"""Rooms as a visitor meets them: opened on the wall, followed on every other screen.

visit   what a session knows of its room, and what is done there
part    what its browser is shown
watch   one thread that looks at all rooms, and tells the browsers what has changed
push    how a browser is told something without a script run
"""
