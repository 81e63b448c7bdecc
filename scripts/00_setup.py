"""Prepare the sheet: tabs, headers, dropdowns, colours, settings, mails."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("setup")
