"""What a row of docs/reliability.md is: something people do, what comes of it, and what is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Texts = Mapping[str, str]


class Outcome(StrEnum):
    """What becomes of hostile or broken input."""

    OK = "OK"
    """Read as it was meant; everybody is matched and written to."""
    FLAG = "FLAG"
    """One person is held back and reported until somebody has looked; all others go on."""
    STOP = "STOP"
    """Nothing is written, and the command says why."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What one person answers, or several who may be one.

    Parameters
    ----------
    what
        As the table of the docs says it.
    typed
        Answer by question, one mapping for each row of the responses; what is absent is answered plainly.
    reads
        What the person's row says afterwards, by header; with the address, it names the row.
    outcome, told
        What comes of it, and the sentence; empty when nothing is told.
    """

    what: str
    typed: tuple[Texts, ...]
    reads: Texts = field(default_factory=dict)
    outcome: Outcome = Outcome.OK
    told: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """What an organizer does to a sheet, and the command that meets it.

    Parameters
    ----------
    what
        As the table of the docs says it.
    steps
        For `mentorship_gsheets.rehearsal.organizer.act`.
    command
        Run afterwards.
    outcome, told
        What comes of it, and the sentence; empty when nothing is told.
    held
        Address of the mentee who gets no mentor; empty: nobody is held.
    """

    what: str
    steps: tuple[Mapping[str, Any], ...]
    command: str = "match"
    outcome: Outcome = Outcome.OK
    told: str = ""
    held: str = ""


def table(rows: Iterable[Answers | Deed]) -> str:
    """Return rows as a table in Markdown."""
    lines = [f"| {_cell(row.what)} | {row.outcome} | {_cell(row.told)} |" for row in rows]
    return "\n".join(["| what happens | outcome | what is told |", "|---|---|---|", *lines])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")
