"""What can be wrong: findings about the sheet, and the one error a user ever sees."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Exit(IntEnum):
    """Exit codes of every command."""

    FINE = 0
    FINDINGS = 1
    USAGE = 2
    GOOGLE = 3


class Level(StrEnum):
    """How much a finding stops: ``note`` nothing, ``held`` the person it names, ``stop`` the whole write."""

    NOTE = "note"
    HELD = "held"
    STOP = "stop"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing an organizer should look at.

    Parameters
    ----------
    what
        One sentence: what is the matter.
    remedy
        One sentence: what to do about it; empty when there is nothing to do.
    code
        A short stable name (``two-rows``, ``over-capacity``) for tests and the list of messages in the docs.
    level
        How much it stops.
    who
        ``(role, e-mail)`` of the person concerned, or None.
    column
        Header of the column concerned, or empty.
    where
        Cell address (``Mentors!G7``). Thought knows people and columns only, so the stages fill this in.
    answer
        The answer of a form that it speaks of, as it was given; empty where it speaks of none.
    count
        How many rows gave that answer; 0 where it speaks of none.
    """

    what: str
    remedy: str = ""
    code: str = ""
    level: Level = Level.NOTE
    who: tuple[str, str] | None = None
    column: str = ""
    where: str = ""
    answer: str = ""
    count: int = 0

    def __str__(self) -> str:
        """Return the finding as one line: where, what, what to do."""
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what} {self.remedy}".rstrip()


class MentorshipError(Exception):
    """The one error that is meant for the user: shown without a traceback, all its findings together.

    Parameters
    ----------
    findings
        A sentence, a finding, or several findings.
    exit_code
        What the command exits with.
    """

    def __init__(self, findings: str | Finding | Iterable[Finding], exit_code: Exit = Exit.FINDINGS) -> None:
        if isinstance(findings, str):
            findings = Finding(findings, level=Level.STOP)
        self.findings = (findings,) if isinstance(findings, Finding) else tuple(findings)
        self.exit_code = exit_code
        super().__init__("\n".join(str(finding) for finding in self.findings))


def unwritable(path: object, error: OSError) -> MentorshipError:
    """Return the error for a file or folder on this computer that cannot be written, as the system says why.

    Parameters
    ----------
    path
        The file or folder.
    error
        What the system says.
    """
    return MentorshipError(f"{path} cannot be written ({error.strerror}).", Exit.USAGE)
