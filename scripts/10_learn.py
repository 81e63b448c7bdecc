"""Say what went with good pairs, and what came of what was tried out."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("learn")
