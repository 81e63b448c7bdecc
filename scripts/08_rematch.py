"""Mend the pairs after somebody withdrew, changing as little as possible."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("rematch")
