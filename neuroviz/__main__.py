"""`python -m neuroviz` opens the app."""

from neuroviz.command import main

main()
