"""A whole programme run from setup to the first mails, and what it left behind."""

import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from email import message_from_bytes, policy

from mentorship_gsheets.cli.mailroom import mailbox_of, make_drafts, send_drafts
from mentorship_gsheets.cli.options import Options
from mentorship_gsheets.cli.out_folder import OutFolder
from mentorship_gsheets.cli.rounds import further_rounds
from mentorship_gsheets.cli.session import Session
from mentorship_gsheets.cli.show import console, say, show_table
from mentorship_gsheets.cli.steps import check, pull, setup
from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.mailings import Mailing
from mentorship_gsheets.mailings.rendering import Order
from mentorship_gsheets.programmes import programme_of
from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.settings import ROUND
from mentorship_gsheets.spreadsheet.plan import Plan, Table
from mentorship_gsheets.stages import bin as bin_stage
from mentorship_gsheets.stages import color, match
from mentorship_gsheets.tabs.catalogue import DRAFTS
from mentorship_gsheets.workspace.meter import Meter
from mentorship_gsheets.workspace.paper import for_paper
from mentorship_gsheets.workspace.private_files import write_private

_NEEDS = ("not-understood", "unread-answer", "guessed-question", "unused-question")
"""Findings about what was not understood, the gravest first."""

_FIRST = 3

_LONGEST_NAME = 60
"""Letters of a file name that say whom a draft goes to; file systems take 255 bytes."""

_REVIEWED = 10
"""How many drafts the rehearsal's organizer ticks as read, so that there is something to send and to look at."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command of the programme: its name and what it does to an open session."""

    name: str
    run: Callable[[Session], Plan]


def run_programme(
    google: Rehearsal, out: OutFolder, given: Mapping[str, str], *, yes: bool, quiet: bool, all_lines: bool = False
) -> int:
    """Run every stage against a rehearsal, say what each did, and leave workbook and drafts in ``out``.

    Parameters
    ----------
    google
        A running server with a fresh sheet.
    out
        The folder for the results.
    given
        What ``setup`` writes into Settings: field name of `Settings` -> text.
    yes, quiet, all_lines
        As on the command line.

    Returns
    -------
    int
        How many changes a second run of all stages would make, which is 0 unless something is wrong.

    Raises
    ------
    MentorshipError
        A stage stopped: too little of the answers is understood, for one.
    """
    clock = _Clock()
    meter = Meter(clock=clock, sleep=clock.skip)
    options = Options(google.sheet, str(google.key_path), yes=yes, quiet=quiet, all_lines=all_lines, rehearsed=True)
    steps = [
        Step("setup", lambda session: setup(session, given)),
        Step("pull", pull),
        Step("color", lambda session: session.carry_out(color.plan)),
        Step("bin", lambda session: session.carry_out(bin_stage.plan)),
        Step("match", lambda session: session.carry_out(match.plan)),
        Step("check", check),
        Step("draft matches", lambda session: make_drafts(session, Order(_introductions(session)))),
    ]
    rows = [_run(step, options, meter, quiet) for step in steps]
    _export(options, out, meter)
    if _tick(google, Session.open(options, meter)):
        steps.append(Step("send", lambda session: send_drafts(session, None)))
        rows.append(_run(steps[-1], options, meter, quiet))
    left = _changes_of_second_run(steps, options, meter)
    if ROUND in Session.open(options, meter).settings.own:
        for name, work in further_rounds(google, lambda: Session.open(options, meter)):
            rows.append(_run(Step(name, work), options, meter, quiet))
            left += _changes_of_second_run([Step(name, work)], options, meter)
    show_table(Table("What it took", ("Stage", "Seconds", "Sheets calls", "Gmail calls", "Forms calls"), tuple(rows)))
    if clock.skipped >= 1:
        say(f"Google's own limits of calls a minute would add {clock.skipped:.0f} s of waiting.")
    say(f"Every stage run a second time: {counted(left, 'change')} left to make.", "green" if not left else "bold red")
    return left


def _introductions(session: Session) -> Mailing:
    """The mailing that tells people whom they meet: the first of the format."""
    return programme_of(session.settings).mailings[0]


class _Clock:
    """A clock that jumps over waits: a rehearsal has nobody's quota to respect, and only says how long they were."""

    def __init__(self) -> None:
        self.skipped = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.skipped

    def skip(self, seconds: float) -> None:
        self.skipped += seconds


def _run(step: Step, options: Options, meter: Meter, quiet: bool) -> tuple[str, ...]:
    if not quiet:
        console.rule(f"mentorship {step.name}", align="left")
    before, started = Counter(meter.counts), time.monotonic()
    plan = step.run(Session.open(options, meter, formatting=step.name == "setup"))
    _say_needs(plan)
    if plan.partial:
        raise MentorshipError(
            Finding(
                "too little of these answers is understood, so nobody was taken.",
                "Put right questions.csv and answers.csv, and run it again with --questions and --answers.",
                "not-understood",
                Level.STOP,
            )
        )
    calls: Counter[str] = Counter()
    for (service, _), count in (meter.counts - before).items():
        calls[service] += count
    seconds = f"{time.monotonic() - started:.2f}"
    return (step.name, seconds, *(str(calls[service]) for service in ("sheets", "gmail", "forms")))


def _say_needs(plan: Plan) -> None:
    """Say the first three things a person should look at, of what was not understood."""
    open_ = [finding for finding in plan.findings if finding.code in _NEEDS]
    if open_:
        first = sorted(open_, key=lambda finding: (_NEEDS.index(finding.code), -finding.count))[:_FIRST]
        say(f"{counted(len(open_), 'thing')} to look at; begin with:", "bold")
        for number, finding in enumerate(first, 1):
            say(f"  {number}. {finding.what} {finding.remedy}")


def _tick(google: Rehearsal, session: Session) -> int:
    """Tick the first drafts as reviewed, in the organizer's name, and return how many."""
    tab = session.workbook.tab(DRAFTS.title)
    drafted = [row for row in tab.rows if tab.text(row, "State") == "DRAFTED"] if tab else []
    steps = [{"edit": tab.address(row, "Reviewed"), "value": True} for row in drafted[:_REVIEWED] if tab]
    act(google.world, steps)
    return len(steps)


def _export(options: Options, out: OutFolder, meter: Meter) -> None:
    """Leave the sheet as an Excel file and every draft as a mail file."""
    session = Session.open(options, meter)
    mailbox = mailbox_of(session)
    letters = [found for draft in mailbox.drafts() if (found := mailbox.get(draft.id)) is not None]
    named = sorted((people_of(found.raw), found.raw) for found in letters)
    width = len(str(len(named)))
    for number, (people, raw) in enumerate(named, 1):
        # the number keeps namesakes apart, whatever a file system takes for the same name
        write_private(out.add(f"drafts/{number:0{width}} {people}.eml"), raw)
    # last: whoever has it open sees all that came before
    write_private(out.add("workbook.xlsx"), for_paper(session.sheet.export()))


def people_of(raw: bytes) -> str:
    r"""Return whom a mail goes to, as part of a file name: names, or addresses where there are none.

    >>> people_of(b'To: "Lovelace, Ada" <ada@example.org>, bo@example.org\r\n\r\n')
    'Lovelace Ada, bo@example.org'
    """
    message = message_from_bytes(raw, policy=policy.default)
    addresses = message["To"].addresses if message["To"] else ()
    names = [re.sub(r"[^\w@.’' -]+", "", one.display_name or one.addr_spec) for one in addresses]
    return ", ".join(" ".join(name.split()) for name in names)[:_LONGEST_NAME].strip(" .") or "nobody"


def _changes_of_second_run(steps: Sequence[Step], options: Options, meter: Meter) -> int:
    """Plan every stage anew on the sheet as it is, silently, and return how many changes that comes to."""
    session = Session.open(replace(options, dry_run=True), meter, formatting=True)
    with console.capture():
        return sum(len(step.run(session).changes) for step in steps)
