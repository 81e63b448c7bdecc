"""What a row of the table on the page about reliability is: something broken, what becomes of it, what is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """``OK``: taken as it is meant; ``FLAG``: this person is held and reported; ``STOP``: nothing is written."""

    OK = "OK"
    FLAG = "FLAG"
    STOP = "STOP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One row.

    Parameters
    ----------
    group
        Heading of the table it stands in.
    given
        What is in the sheet or answer, in words and Markdown.
    outcome
        What must become of it.
    made
        What the tool makes of it, in words and Markdown; empty where nothing needs saying.
    told
        The messages about it, word for word, all of them.
    """

    group: str
    given: str
    outcome: Outcome
    made: str = ""
    told: tuple[str, ...] = ()


def table(cases: Iterable[Case]) -> str:
    """Return the cases as Markdown tables, one a group, in the order groups come first."""
    grouped: dict[str, list[Case]] = {}
    for case in cases:
        grouped.setdefault(case.group, []).append(case)
    return "\n".join(
        f"### {group}\n\n| What comes in | Outcome | What the tool says |\n|---|---|---|\n" + "".join(map(_line, rows))
        for group, rows in grouped.items()
    )


def _line(case: Case) -> str:
    made = f": {case.made}" if case.made else ""
    told = "<br>".join(_shown(sentence) for sentence in case.told) or "–"
    return f"| {case.given} | **{case.outcome}**{made} | {told} |\n"


def _shown(sentence: str) -> str:
    """Return a message as Markdown that shows it; addresses outside example.org are no business of the page."""
    sentence = sentence.replace("@gmail.com", "@gmail…").replace("<", "&lt;").replace("|", "\\|")
    return sentence.replace("*", "\\*").replace("_", "\\_").replace("{", "&#123;")
