"""Run a whole conference against a Google on this computer; nothing leaves it."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("rehearse")
