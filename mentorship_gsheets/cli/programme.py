"""A whole programme run from setup to the first mails, and what it left behind."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mentorship_gsheets.cli.mailroom import mailbox_of, make_drafts, send_drafts
from mentorship_gsheets.cli.options import Options
from mentorship_gsheets.cli.session import Session
from mentorship_gsheets.cli.show import console, say, show_table
from mentorship_gsheets.cli.steps import check, pull, setup
from mentorship_gsheets.plan import Plan, Table
from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.stages import bin as bin_stage
from mentorship_gsheets.stages import color, match
from mentorship_gsheets.stages.draft import Order
from mentorship_gsheets.stages.due import Mailing
from mentorship_gsheets.stages.tabs import DRAFTS
from mentorship_gsheets.workspace.meter import Meter

_REVIEWED = 10
"""How many drafts the rehearsal's organizer ticks as read, so that there is something to send and to look at."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the programme: its name and what it does to an open session."""

    name: str
    run: Callable[[Session], object]


def run_programme(google: Rehearsal, out: Path, given: Mapping[str, str], *, yes: bool, quiet: bool) -> None:
    """Run every stage against a rehearsal, say what each did, and leave workbook and drafts in ``out``.

    Parameters
    ----------
    google
        A running server with a fresh sheet.
    out
        A folder.
    given
        What ``setup`` writes into Settings: field name of `Settings` -> text.
    yes, quiet
        As on the command line.
    """
    meter = Meter()
    options = Options(sheet=google.sheet, credentials=str(google.key_path), yes=yes, quiet=quiet)
    steps = (
        Step("setup", lambda session: setup(session, given)),
        Step("pull", pull),
        Step("color", lambda session: session.carry_out(color.plan)),
        Step("bin", lambda session: session.carry_out(bin_stage.plan)),
        Step("match", lambda session: session.carry_out(match.plan)),
        Step("check", check),
        Step("draft matches", lambda session: make_drafts(session, Order(Mailing.MATCHES))),
    )
    rows = [_run(step, options, meter, quiet) for step in steps]
    _export(options, out)
    ticked = _tick(google, Session.open(options))
    if ticked:
        rows.append(_run(Step("send", lambda session: send_drafts(session, None)), options, meter, quiet))
    show_table(Table("What it took", ("Stage", "Seconds", "Sheets calls", "Gmail calls", "Forms calls"), tuple(rows)))
    left = _second_run(Session.open(options))
    say(f"Every stage run a second time: {left} changes left to make.", "green" if not left else "bold red")


def _run(step: Step, options: Options, meter: Meter, quiet: bool) -> tuple[str, ...]:
    if not quiet:
        console.rule(f"mentorship {step.name}", align="left")
    before, started = Counter(meter.counts), time.monotonic()
    step.run(Session.open(options, meter, furnished=step.name == "setup"))
    calls: Counter[str] = Counter()
    for (service, _), count in (meter.counts - before).items():
        calls[service] += count
    seconds = f"{time.monotonic() - started:.2f}"
    return (step.name, seconds, *(str(calls[service]) for service in ("sheets", "gmail", "forms")))


def _tick(google: Rehearsal, session: Session) -> int:
    """Tick the first drafts as reviewed, in the organizer's name, and return how many."""
    tab = session.workbook.tab(DRAFTS.title)
    drafted = [row for row in tab.rows if tab.text(row, "State") == "DRAFTED"] if tab else []
    steps = [{"edit": tab.address(row, "Reviewed"), "value": True} for row in drafted[:_REVIEWED] if tab]
    act(google.world, steps)
    return len(steps)


def _export(options: Options, out: Path) -> None:
    """Leave the sheet as an Excel file and every draft as a mail file."""
    session = Session.open(options)
    (out / "workbook.xlsx").write_bytes(session.sheet.export())
    folder = out / "drafts"
    folder.mkdir(exist_ok=True)
    mailbox = mailbox_of(session)
    for draft in mailbox.drafts():
        found = mailbox.get(draft.id)
        if found is not None:
            (folder / f"{draft.id}.eml").write_bytes(found.raw)


def _second_run(session: Session) -> int:
    """Plan every stage anew on the sheet as it is, and return how many changes that comes to."""
    plans: list[Plan] = [
        stage(session.workbook, session.settings) for stage in (color.plan, bin_stage.plan, match.plan)
    ]
    return sum(len(plan.changes) for plan in plans)
