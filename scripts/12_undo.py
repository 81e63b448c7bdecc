"""Take back what the last command wrote into the sheet."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("undo")
