"""Making a spreadsheet, in the name of a person: service accounts own no files."""

from collections.abc import Callable
from typing import Any

import gspread

from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError
from mentorship_gsheets.spreadsheet.batch import lower
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.workspace.credentials import SHEET_SCOPES
from mentorship_gsheets.workspace.key_files import Key
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.transport import Transport

_CREATE = "https://sheets.googleapis.com/v4/spreadsheets"


def make_spreadsheet(title: str, plan: Plan, key: Key, meter: Meter | None = None) -> str:
    """Make a spreadsheet with everything in it, and return its id.

    Parameters
    ----------
    title
        What it is called in Drive.
    plan
        Made on an empty workbook: its tabs are all there will be.
    key
        The log-in of the person whose it will be.
    meter
        Shared by the doors of a run; None: one of its own.

    Raises
    ------
    RefusedError
        Google said no; `UnknownError`: it may be made or not, so look into Drive before trying again.
    MentorshipError
        It is made, but nothing is in it; the finding says where it is.

    Notes
    -----
    The one tab that Google gives a new file goes in the batch that makes the others, as a file has at least one.
    """
    transport = Transport(key, SHEET_SCOPES, meter or Meter())
    client = gspread.HTTPClient(auth=None, session=transport)  # type: ignore[arg-type]  # a requests.Session in all it uses
    made: dict[str, Any] = client.request("post", _CREATE, json={"properties": {"title": title}}).json()
    id, first = str(made["spreadsheetId"]), made["sheets"][0]["properties"].get("sheetId", 0)
    requests = [*lower(plan, Workbook(id, title, ())), {"deleteSheet": {"sheetId": first}}]
    _or_say_where(id, lambda: client.batch_update(id, {"requests": requests}))
    return id


def _or_say_where(id: str, write: Callable[[], Any]) -> None:
    try:
        write()
    except MentorshipError as error:
        left = Finding(
            f"an empty spreadsheet is left at https://docs.google.com/spreadsheets/d/{id}/edit.",
            "Delete it, and run this again.",
            code="sheet-half-made",
            level=Level.STOP,
        )
        raise MentorshipError((*error.findings, left), Exit.GOOGLE) from None
