"""Who may write: a lease on the sheet, with a fencing token.

A batch may say that its operator goes on working for a while; until then nobody else writes, unless told to take over.
Every batch is numbered, and the number is the id of a metadata entry that Google makes only once: it fences off an
operator whose lease has run out, or was taken over, without asking that operator's clock.
"""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.spreadsheet.batch.concurrency import Run
from mentorship_gsheets.spreadsheet.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody at work in this process.

    Parameters
    ----------
    name
        As the log and other operators see it.
    take_over
        Write although another operator says to be still at work.
    session
        Random; by it an operator knows runs of its own again.
    """

    name: str
    take_over: bool = False
    session: str = field(default_factory=lambda: secrets.token_hex(4))

    def next_run(
        self,
        head: Run | None,
        stage: str,
        now: datetime,
        hold: timedelta | None,
        repair: bool,
        takes_back: tuple[int, ...] = (),
    ) -> Run:
        """Return the run that comes after another.

        Parameters
        ----------
        head
            The last run; ``None`` before the first.
        stage
            Name of the stage.
        now
            With a time zone.
        hold
            How long the operator goes on working; ``None``: done with this batch.
        repair
            Whether it only puts right what the last batch overwrote.
        takes_back
            Numbers of the runs that it takes back.
        """
        return Run(
            number=head.number + 1 if head else 1,
            name=f"{self.session}-{secrets.token_hex(4)}",
            stage=stage,
            operator=self.name,
            since=iso(now),
            until=iso(now + hold) if hold else "",
            repair=repair,
            takes_back=takes_back,
        )

    def holds(self, head: Run | None) -> bool:
        """Return whether this operator said that it goes on working."""
        return head is not None and bool(head.until) and head.name.startswith(self.session)

    def blocked(self, head: Run | None, now: datetime) -> bool:
        """Return whether another operator says to be still at work.

        Parameters
        ----------
        head
            The last run; ``None`` before the first.
        now
            With a time zone.
        """
        return head is not None and not self.holds(head) and head.until > iso(now)

    def stand_back(self, head: Run | None, now: datetime) -> list[Finding]:
        """Return what to tell about another operator who never finished.

        Parameters
        ----------
        head
            The last run; ``None`` before the first.
        now
            With a time zone.

        Raises
        ------
        MentorshipError
            Another operator is at work, and is not to be taken over.
        """
        if head is None or not head.until or self.holds(head):
            return []
        if self.blocked(head, now) and not self.take_over:
            raise MentorshipError(
                Finding(
                    f"{head.operator} is at work on this sheet ({head.stage}, since {head.since}).",
                    f"Wait until they are done, {head.until} at the latest; if that run is dead, add --take-over.",
                    code="at-work",
                    level=Level.STOP,
                )
            )
        return [Finding(f"{head.operator} began {head.stage} at {head.since} and never finished.", code="taken-over")]


class LeaseLostError(MentorshipError):
    """The time this operator claimed is over, or another one has written since: nothing more may be done.

    Parameters
    ----------
    finding
        What to tell.
    workbook
        The sheet as the other operator left it, or None where there is no other: then what was done may be written
        down still.
    """

    def __init__(self, finding: Finding, workbook: Workbook | None = None) -> None:
        super().__init__(finding)
        self.workbook = workbook


def run_out(head: Run) -> LeaseLostError:
    """Return the error for work that went on longer than its operator had said."""
    what = f"this run was to be over by {head.until} and is not: the computer slept, or Google was slow. It stops here."
    remedy = "Run the command again; it goes on where this one stopped."
    return LeaseLostError(Finding(what, remedy, code="lease-over", level=Level.STOP))


def taken_over(head: Run | None, workbook: Workbook) -> LeaseLostError:
    """Return the error for work that another operator has taken over.

    Parameters
    ----------
    head
        The run that did; ``None``: nothing is left of the claim.
    workbook
        The sheet as it is now, where it is known.
    """
    who = f"{head.operator} ({head.stage}, {head.since})" if head else "somebody"
    return LeaseLostError(
        Finding(
            f"{who} has taken over, so this run stops here.",
            "Once they are done, run the command again; it goes on from there.",
            code="lease-taken",
            level=Level.STOP,
        ),
        workbook,
    )


def overtaken(head: Run, written: bool) -> MentorshipError:
    """Return the error for a batch whose number another operator's took first.

    Parameters
    ----------
    head
        That operator's run.
    written
        Whether part of the plan is written.
    """
    mine = "part of yours is written" if written else "nothing of yours was"
    return MentorshipError(
        Finding(
            f"{head.operator} has just written to this sheet ({head.stage}, {head.since}); {mine}.",
            "Run this again: it begins with what is there now.",
            code="just-written",
            level=Level.STOP,
        )
    )


def iso(moment: datetime) -> str:
    """Return an aware moment in UTC to the second; sorts as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
