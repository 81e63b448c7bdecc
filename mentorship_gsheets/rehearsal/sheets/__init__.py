"""Google Sheets, imitated: spreadsheets, their cells, rules and formulas, over the calls of the Sheets API."""

from mentorship_gsheets.rehearsal.call import Handler
from mentorship_gsheets.rehearsal.sheets import methods_books, methods_values
from mentorship_gsheets.rehearsal.sheets.files import (
    copy_spreadsheet,
    create_spreadsheet,
    delete_spreadsheet,
    export_csv,
    import_csv,
)
from mentorship_gsheets.rehearsal.sheets.workbook import export_xlsx

HANDLERS: dict[str, Handler] = {**methods_books.METHODS, **methods_values.METHODS}
"""Every method of the Sheets API by its discovery id."""

__all__ = [
    "HANDLERS",
    "copy_spreadsheet",
    "create_spreadsheet",
    "delete_spreadsheet",
    "export_csv",
    "export_xlsx",
    "import_csv",
]
