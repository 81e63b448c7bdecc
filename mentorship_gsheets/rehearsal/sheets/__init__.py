"""Google Sheets, imitated: spreadsheets, their cells, rules and formulas, over the calls of the Sheets API."""

from mentorship_gsheets.rehearsal.sheets.handlers import HANDLERS, create_spreadsheet

__all__ = ["HANDLERS", "create_spreadsheet"]
