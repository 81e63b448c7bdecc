"""Find the best pairs and write both match columns."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("match")
