"""One spreadsheet at Google: read in one call, and batches sent until it is known what became of them."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import gspread

from mentorship_gsheets.spreadsheet.batch.concurrency import Request, Run
from mentorship_gsheets.spreadsheet.merge import Originals
from mentorship_gsheets.spreadsheet.workbook import Tab
from mentorship_gsheets.workspace.credentials import SHEET_SCOPES
from mentorship_gsheets.workspace.key_files import Key
from mentorship_gsheets.workspace.lease import overtaken
from mentorship_gsheets.workspace.meter import Meter, pauses
from mentorship_gsheets.workspace.signals import RefusedError, UnknownError
from mentorship_gsheets.workspace.snapshot import RAW_MASK, Reading, mask, read_originals, read_reading
from mentorship_gsheets.workspace.transport import Transport

_PATIENCE = 10.0


def batch_body(batch: list[Request], last: bool = True) -> dict[str, Any]:
    """Return the body that carries out a batch and, where it is the last of its plan, has the whole sheet sent back.

    Parameters
    ----------
    batch
        The requests.
    last
        Whether none follows; after the others nobody looks at the sheet.
    """
    asked = {"includeSpreadsheetInResponse": True, "responseIncludeGridData": True} if last else {}
    return {"requests": batch, **asked}


class Spreadsheet:
    """What Google keeps under one id.

    Parameters
    ----------
    id, key, meter
        As in `sheets.open_sheet`.
    formatting
        Whether notes and dropdowns are read too.
    """

    def __init__(self, id: str, key: Key, meter: Meter) -> None:
        self.id = id
        self.formatting = False
        self._meter = meter
        # gspread's own word: "pass auth=None and session=my_custom_session"
        self._client = gspread.HTTPClient(auth=None, session=Transport(key, SHEET_SCOPES, meter))  # type: ignore[arg-type]  # a requests.Session in all it uses

    def read(self) -> Reading:
        """Read everything the tool looks at, in one call."""
        return read_reading(self._client.fetch_sheet_metadata(self.id, params={"fields": mask(self.formatting)}))

    def glance(self, titles: Collection[str]) -> Reading:
        """Read some tabs, and what is remembered of runs, in one call; where one of them is gone, everything."""
        ranges = ["'" + title.replace("'", "''") + "'" for title in titles]
        try:
            asked: dict[str, Any] = {"fields": mask(), "ranges": ranges}
            reading = read_reading(self._client.fetch_sheet_metadata(self.id, params=asked))
        except RefusedError as refused:
            if refused.code != 400:
                raise
            return self.read()
        return reading if reading.runs else self.read()

    def originals(self, reading: Reading, written: bool = False, befores: Collection[Tab] | None = None) -> Originals:
        """Read what a batch overwrote, with its types.

        Parameters
        ----------
        reading
            The sheet as the last batch left it.
        written
            Whether part of the plan is written, for the error.
        befores
            The hidden tabs of one batch; None: those of the last.

        Returns
        -------
        Originals
            The cells as they were, by where they were.

        Raises
        ------
        MentorshipError
            Another operator has put it right already.
        """
        copies = reading.fresh_befores if befores is None else befores
        asked: dict[str, Any] = {"fields": RAW_MASK, "ranges": [f"'{tab.title}'" for tab in copies]}
        try:
            return read_originals(self._client.fetch_sheet_metadata(self.id, params=asked))
        except RefusedError:
            head = self.read().head
            if head is None or head == reading.head:
                raise
            raise overtaken(head, written) from None

    def post(self, content: bytes, fields: str) -> Any:
        """Carry out a batch.

        Parameters
        ----------
        content
            The batch, as `batch.size.encoded` wrote it.
        fields
            What of the reply is asked for.

        Returns
        -------
        Any
            The reply, out of JSON; other fields are absent.

        Raises
        ------
        MentorshipError
            Google refuses, or the answer is lost.
        """
        address = f"https://sheets.googleapis.com/v4/spreadsheets/{self.id}:batchUpdate"
        headers = {"Content-Type": "application/json"}
        return self._client.request("post", address, params={"fields": fields}, data=content, headers=headers).json()

    def write(self, content: bytes, run: Run, reading: Reading, written: bool, last: bool = True) -> Reading:
        """Send a batch until it is known to be there, or to be refused because the sheet changed its shape.

        Sending it again is safe: it begins with a metadata entry that can be made only once, an idempotency key.

        Parameters
        ----------
        content
            The encoded body.
        run
            The run that the batch notes down.
        reading
            The sheet as the batch was made on.
        written
            Whether an earlier batch of the same plan is there.
        last
            Whether the batch asks for the sheet to be sent back, as the last of its plan.

        Returns
        -------
        Reading
            The sheet afterwards, or, where it was not sent back, ``reading`` with ``run`` among its runs; without
            ``run`` among its runs where the batch was refused because the sheet changed.

        Raises
        ------
        MentorshipError
            Another operator has just written.
        RefusedError
            Google refuses, for another reason than a change.
        UnknownError
            The batch may be there or not, and Google cannot be asked.
        """
        waits = pauses(self._meter)
        while True:
            problem: RefusedError | UnknownError
            try:
                if not last:
                    self.post(content, "spreadsheetId")
                    return replace(reading, runs=(*reading.runs, run))
                reply = self.post(content, mask(self.formatting, "updatedSpreadsheet"))
                return read_reading(reply["updatedSpreadsheet"])
            except UnknownError as unknown:
                problem = unknown
            except RefusedError as refused:
                if refused.code != 400:
                    raise
                problem = refused
            try:
                now = self.read()
            except RefusedError:
                raise problem from None
            if run in now.runs:
                return now
            if now.head is not None and now.head.number >= run.number:
                raise overtaken(now.head, written)
            if isinstance(problem, RefusedError):
                if now.workbook == reading.workbook and now.befores == reading.befores:
                    raise problem
                return now
            pause = next(waits)
            if pause > _PATIENCE:
                raise problem
            self._meter.wait(pause, problem.findings[0].what)
