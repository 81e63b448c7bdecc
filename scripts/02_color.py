"""Colour the rows of virtual attendees."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("color")
