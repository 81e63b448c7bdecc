"""Write again what undo took back."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("redo")
