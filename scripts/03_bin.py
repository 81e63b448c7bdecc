"""Sort people into blocks of about equal size."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("bin")
