"""Opening a book for a call: to look at, or to change."""

from __future__ import annotations

from types import TracebackType

from mentorship_gsheets.rehearsal import access
from mentorship_gsheets.rehearsal.call import ApiError, Call
from mentorship_gsheets.rehearsal.sheets import archive
from mentorship_gsheets.rehearsal.sheets.drafts import Draft
from mentorship_gsheets.rehearsal.sheets.model import Book
from mentorship_gsheets.rehearsal.sheets.protection import locks, respected
from mentorship_gsheets.rehearsal.sheets.view import View, view_of


def opened(call: Call) -> Book:
    """The book a call names, not to be changed; raises Google's refusal where the caller may not read it."""
    id = call.params["spreadsheetId"]
    access.require(call, id, "reader", access.SPREADSHEET)
    return archive.load(call.store, id)


def viewed(call: Call, calculated: bool = True) -> View:
    """Open the book that a call names.

    Parameters
    ----------
    call
        Who asks for what: the caller, the parameters and the body.
    calculated
        Whether formulas are to be calculated: not where nobody asks for results.

    Returns
    -------
    View
        The view.

    Raises
    ------
    ApiError
        As :func:`opened` does.
    """
    book = opened(call)
    calculation = archive.calculation(call.store, book.id)
    return view_of(book, calculation) if calculated else View(book, {}, calculation)


def drafted(call: Call) -> Draft:
    """A draft of the book a call is going to change; raises where the caller may not."""
    id = call.params["spreadsheetId"]
    file = access.require(call, id, "writer", access.SPREADSHEET)
    owner = next((entry["emailAddress"] for entry in file["permissions"] if entry["role"] == "owner"), "")
    return Draft(archive.load(call.store, id).draft(), archive.calculation(call.store, id), call.caller.email, owner)


def kept(call: Call, draft: Draft) -> None:
    """Put a changed draft in the place of the book, and note the time in its Drive file.

    Parameters
    ----------
    call
        Who asks for what: the caller, the parameters and the body.
    draft
        The draft.

    Raises
    ------
    ApiError
        Google's refusal where cells changed that the caller may not edit.
    """
    before = archive.load(call.store, draft.book.id)
    respected(draft.book, locks(before, draft.caller, draft.owner))
    archive.save(call.store, draft.book)
    access.touch(call.store, call.clock, draft.book.id, name=draft.book.properties["title"])


class Within:
    """Says before a refusal raised inside which part of the request it is about."""

    def __init__(self, part: str) -> None:
        self._part = part

    def __enter__(self) -> None:
        """Nothing to do yet."""

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Reword a refusal; let everything else through."""
        if isinstance(error, ApiError) and self._part:
            raise ApiError(error.code, error.status, f"Invalid {self._part}: {error.message}") from error
