"""Make the page for paper."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("print")
