"""The sheet's door: one read gives a `Workbook`, one batch carries out a `Plan` and reads back."""

import gspread

from mentorship_gsheets.batch import lower
from mentorship_gsheets.plan import Plan
from mentorship_gsheets.workbook import Workbook
from mentorship_gsheets.workspace.addresses import document_id
from mentorship_gsheets.workspace.credentials import EXPORT_SCOPES, SHEET_SCOPES, Key
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.snapshot import mask, read_reading
from mentorship_gsheets.workspace.transport import Transport

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def open_sheet(where: str, key: Key, meter: Meter | None = None) -> "Sheet":
    """Return the sheet that an address or id names; Google is not asked yet.

    Parameters
    ----------
    where
        Whole address or id.
    key
        Opens it.
    meter
        Shared by the doors of a run; None: one of its own.

    Raises
    ------
    MentorshipError
        The address names no sheet, or the key cannot be read.
    """
    return Sheet(document_id(where, "sheet"), key, meter or Meter())


class Sheet:
    """An open spreadsheet."""

    def __init__(self, id: str, key: Key, meter: Meter) -> None:
        self.id = id
        self.key = key
        self.meter = meter
        self._client = gspread.HTTPClient(auth=None, session=Transport(key, SHEET_SCOPES, meter))  # type: ignore[arg-type]  # gspread: "pass auth=None and session"

    def read(self, furnished: bool = False) -> Workbook:
        """Read everything the tool looks at, in one call.

        Parameters
        ----------
        furnished
            Read the notes and dropdowns too, which only ``setup`` looks at and which double the reply.

        Raises
        ------
        RefusedError
            It is not shared, not there, no Google Sheet, or Google cannot be reached.
        """
        return read_reading(self._client.fetch_sheet_metadata(self.id, params={"fields": mask(furnished)})).workbook

    def apply(self, plan: Plan, workbook: Workbook) -> Workbook:
        """Carry out a plan made on ``workbook`` in one atomic batch, and return the sheet as it is then.

        Raises
        ------
        RefusedError
            Nothing was written.
        UnknownError
            The plan may be written or not.
        """
        requests = lower(plan, workbook)
        body = {"requests": requests, "includeSpreadsheetInResponse": True}
        address = f"https://sheets.googleapis.com/v4/spreadsheets/{self.id}:batchUpdate"
        reply = self._client.request("post", address, params={"fields": mask(True, "updatedSpreadsheet")}, json=body)
        return read_reading(reply.json()["updatedSpreadsheet"]).workbook

    def export(self) -> bytes:
        """Return the sheet as an .xlsx file; needs the Drive API and a scope of its own."""
        drive = Transport(self.key, EXPORT_SCOPES, self.meter)
        address = f"https://www.googleapis.com/drive/v3/files/{self.id}/export"
        return drive.request("GET", address, params={"mimeType": XLSX}).content
