"""Save the sheet as an Excel file."""

from mentorship_gsheets.cli import main

if __name__ == "__main__":
    main("export")
