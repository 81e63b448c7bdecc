"""One run of a command: read once, decide, show, ask, write once, read back, prove."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import click

from mentorship_gsheets.cli.options import Options
from mentorship_gsheets.cli.show import console, errors, plan_json, say, show_findings, show_plan
from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError
from mentorship_gsheets.programmes import read_settings
from mentorship_gsheets.records.memory import remembering
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import DRAFTS, LEDGER_KEY
from mentorship_gsheets.text import as_key
from mentorship_gsheets.workspace.key_files import Key, load
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.sheets import Sheet, open_sheet

_SHORT_WAIT = 5.0

Stage = Callable[[Workbook, Settings], Plan]


class Session:
    """A sheet being worked on; ``workbook`` is always what was read last.

    Parameters
    ----------
    options
        How to show, whether to ask.
    sheet
        The open sheet.
    key
        The key it was opened with.
    formatting
        Read notes and dropdowns too, which only ``setup`` looks at.
    """

    def __init__(self, options: Options, sheet: Sheet, key: Key, formatting: bool = False) -> None:
        self.options = options
        self.sheet = sheet
        self.key = key
        self.meter = sheet.meter
        with console.status("Reading the sheet …"):
            self.workbook = sheet.read(formatting)

    @classmethod
    def open(cls, options: Options, meter: Meter | None = None, formatting: bool = False) -> "Session":
        """Open and read the sheet that the options name.

        ``meter`` counts and paces the calls of a run of several commands; without one, the session has its own.

        Raises
        ------
        MentorshipError
            The key or the sheet cannot be used, or Google cannot be reached.
        """
        key = load(options.credentials)
        sheet = open_sheet(options.sheet, key, meter or Meter(on_wait=Waits()), take_over=options.take_over)
        return cls(options, sheet, key, formatting)

    @property
    def settings(self) -> Settings:
        """The settings as the sheet has them now; unreadable ones stop everything, all of them named.

        Raises
        ------
        MentorshipError
            Some line of the ``Settings`` tab cannot be read.
        """
        settings, findings = read_settings(self.workbook)
        stops = [finding for finding in findings if finding.level is Level.STOP]
        if stops:
            raise MentorshipError(stops)
        return settings

    def carry_out(self, stage: Stage, needs_settings: bool = True) -> Plan:
        """Plan, show, ask, write, read back, and plan again to prove that nothing is left: every stage is idempotent.

        ``session.workbook`` is the sheet afterwards.

        Parameters
        ----------
        stage
            Makes the plan of what the sheet says.
        needs_settings
            False for the one stage that makes the ``Settings`` tab.

        Returns
        -------
        Plan
            The plan that was shown.

        Raises
        ------
        MentorshipError
            The plan must not be written (its findings say why), or it was written and something is left to do.
        """
        with console.status("Thinking …"):
            plan = self._decide(stage, needs_settings)
        if not self.agreed_to(plan):
            return plan
        self.write(plan)
        left = self._decide(stage, needs_settings)
        if not left.empty:
            raise MentorshipError(
                Finding(
                    f"{plan.stage} is written, but {counted(len(left.changes), 'change')} came up since: "
                    "somebody is editing.",
                    f"Run mentorship {plan.stage} again.",
                    code="changed-meanwhile",
                )
            )
        if not self.options.silent:
            say(*_ended(plan))
        return plan

    def agreed_to(self, plan: Plan, beside: str = "") -> bool:
        """Show a plan and ask whether to go on.

        Parameters
        ----------
        plan
            The plan.
        beside
            What there is to do beside the sheet, counted; empty: nothing.

        Returns
        -------
        bool
            False, without asking, when there is nothing to do or nothing is to be done.

        Raises
        ------
        MentorshipError
            The plan must not be written; its findings, shown before, say why.
        """
        plan = replace(plan, findings=(*plan.findings, *self.sheet.barred(plan)))
        self._show(plan)
        if plan.stops:
            raise MentorshipError(
                Finding(f"{plan.stage} wrote nothing.", "See above; --force releases a brake.", level=Level.STOP)
            )
        if (plan.empty and not beside) or self.options.only_looks:
            return False
        work = ", ".join(filter(None, (counted(len(plan.changes), "change"), beside)))
        if self.options.yes or agreed(f"Write this ({work})?", self.options.rehearsed):
            return True
        if self.options.rehearsed:
            raise MentorshipError(
                Finding(
                    f"you said no at {plan.stage}, and what follows builds on it: the rehearsal ends here.",
                    "Run it again, and press Enter to go on; --yes goes on by itself.",
                    "rehearsal-declined",
                )
            )
        return False

    def write(self, plan: Plan, hold: timedelta | None = None, takes_back: tuple[int, ...] = ()) -> None:
        """Write a plan in one batch and read back; say what people changed meanwhile.

        Parameters
        ----------
        plan
            The plan.
        hold
            Keeps other operators away for so long, because more is to be written; ``None``: done.
        takes_back
            Numbers of the runs that the plan takes back.

        Raises
        ------
        MentorshipError
            As `Sheet.apply` does.
        """
        with console.status("Writing …"):
            self.workbook = self.sheet.apply(remembering(plan, self.workbook), self.workbook, hold, takes_back)
        show_findings(self.sheet.findings)
        self.sheet.findings.clear()

    def read_again(self) -> None:
        """Read the sheet anew; raises as `Sheet.read`."""
        self.workbook = self.sheet.read()

    def forget(self) -> None:
        """Delete the hidden copies that undo takes from; raises as `Sheet.forget`."""
        with console.status("Deleting the hidden copies …"):
            self.sheet.forget()
        show_findings(self.sheet.findings)
        if not self.options.silent:
            say("The hidden copies that undo takes from are deleted.", "green")

    def _decide(self, stage: Stage, needs_settings: bool) -> Plan:
        return stage(self.workbook, self.settings if needs_settings else Settings())

    def _show(self, plan: Plan) -> None:
        if self.options.as_json:
            click.echo(plan_json(plan))
        elif self.options.quiet:
            show_findings([finding for finding in plan.findings if finding.level is not Level.NOTE])
        else:
            show_plan(plan, self.options.all_lines, self._named, brief=self.options.rehearsed)

    def _named(self, title: str, key: str) -> str:
        """Return the names of those a letter goes to, for its line in Drafts, whose key is a hash; else the key."""
        tab = self.workbook.tab(title) if title == DRAFTS.title else None
        rows = tab.keyed(LEDGER_KEY).get(as_key(key), ()) if tab else ()
        return re.sub(r" *<[^>]*>", "", tab.text(rows[0], "To")) or key if tab and rows else key


def _ended(plan: Plan) -> tuple[str, str]:
    """Return the last line of a command, and its style: that all is done only where nothing is left to look at."""
    if plan.partial:
        return "Written and read back; it asks you first.", "yellow"
    grave = sum(finding.level is not Level.NOTE for finding in plan.findings)
    if grave:
        return f"Written and read back. {counted(grave, 'thing')} above to look at.", "yellow"
    if plan.findings:
        return f"Written and read back; see {counted(len(plan.findings), 'note')} above.", "green"
    return "Written, read back, nothing left to do.", "green"


def agreed(question: str, usual: bool = False) -> bool:
    """Ask, and return the answer; where nobody can answer, say that ``--yes`` is needed.

    Parameters
    ----------
    question
        The question.
    usual
        What Enter alone means.

    Returns
    -------
    True for yes.

    Raises
    ------
    MentorshipError
        Standard input is no terminal.
    """
    if not sys.stdin.isatty():
        raise MentorshipError("nobody is here to be asked: add --yes to write.", Exit.USAGE)
    return click.confirm(question, default=usual)


@dataclass(slots=True)
class Waits:
    """Says that the tool waits, how long and why; short waits for a reason that was told already are not."""

    _why: str = ""
    _seconds: float = 0.0

    def __call__(self, seconds: float, why: str) -> None:
        """Say it on standard error."""
        if why == self._why and seconds <= min(self._seconds, _SHORT_WAIT):
            return
        self._why, self._seconds = why, seconds
        # a bar on the same screen is drawn anew below the line only if the line comes from the console of the bar
        shown = console if console.is_terminal and errors.is_terminal else errors
        shown.print(f"waiting {seconds:.0f} s: {why}", style="dim")
