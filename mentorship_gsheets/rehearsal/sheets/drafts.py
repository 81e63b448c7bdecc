"""The draft a batch works on, and how its requests are answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mentorship_gsheets.rehearsal.sheets.engine import Calculation
from mentorship_gsheets.rehearsal.sheets.model import Book
from mentorship_gsheets.rehearsal.sheets.view import View, view_of

Body = Mapping[str, Any]
Request = Callable[["Draft", Body], "dict[str, Any] | None"]
"""Carries out one request on the draft; what it returns is the request's reply, ``None`` an empty one."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A book being changed by ``caller`` (an address); thrown away when a later request of the batch fails."""

    book: Book
    calculation: Calculation
    caller: str

    def view(self) -> View:
        """The draft as it stands, calculated."""
        return view_of(self.book, self.calculation)
