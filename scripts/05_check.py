"""Check that both sides of every pair agree."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("check")
