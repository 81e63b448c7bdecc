"""Fetch sign-ups and form answers into the working tabs."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("pull")
