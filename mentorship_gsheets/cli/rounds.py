"""The further rounds of a long-term programme, played in a rehearsal: time passes, pairs end, people leave.

Nobody waits for months here: the days pass by setting back, in the organizer's name, the times of the mails that were
sent, which are all that the programme knows of time.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from mentorship_gsheets.cli.mailroom import make_drafts, send_drafts
from mentorship_gsheets.cli.session import Session
from mentorship_gsheets.mailings.rendering import Order
from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes import programme_of
from mentorship_gsheets.programmes.long_term.drawings import PAIR, Pairing
from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.settings import ROUND
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook
from mentorship_gsheets.stages import match, rematch
from mentorship_gsheets.tabs.catalogue import DRAFTS, SETTINGS
from mentorship_gsheets.tabs.people_tabs import MATCH_COLUMN, PEOPLE_TAB

_ROUNDS = ("second round", "third round", "fourth round")
_FIRST_CHECK_IN, _UNTIL_THE_NEXT_ROUND = timedelta(days=15), timedelta(days=30)

Deed = Callable[[Workbook], list[dict[str, object]]]
"""What an organizer does by hand: edits, of the sheet as it stands."""


def further_rounds(google: Rehearsal, opened: Callable[[], Session]) -> Iterator[tuple[str, Callable[[Session], Plan]]]:
    """Iterate over the commands of the rounds after the first; what happens between them is done on the way.

    Parameters
    ----------
    google
        Where the sheet is.
    opened
        Opens it anew.

    Returns
    -------
    Name and work of each command, in order.
    """
    for name in _ROUNDS:
        _do(google, opened, partial(_days_pass, days=_FIRST_CHECK_IN))
        yield from _mails(google, opened, "check-in")
        _do(google, opened, partial(_days_pass, days=_UNTIL_THE_NEXT_ROUND))
        _do(google, opened, partial(_round_begins, name=name))
        yield "rematch", lambda session: session.carry_out(partial(rematch.plan, force=True))
        yield from _mails(google, opened, "rematch")
        yield from _mails(google, opened, "graduated")
        yield "match", lambda session: session.carry_out(match.plan)
        yield from _mails(google, opened, "matches")


def _mails(
    google: Rehearsal, opened: Callable[[], Session], mailing: str
) -> Iterator[tuple[str, Callable[[Session], Plan]]]:
    def drafted(session: Session) -> Plan:
        return make_drafts(session, Order(programme_of(session.settings).mailing(mailing)))

    yield f"draft {mailing}", drafted
    _do(google, opened, _read_all)
    yield "send", lambda session: send_drafts(session, None)


def _do(google: Rehearsal, opened: Callable[[], Session], deed: Deed) -> None:
    act(google.world, deed(opened().workbook))


def _tab(workbook: Workbook, title: str) -> Tab:
    tab = workbook.tab(title)
    if tab is None:
        raise LookupError(f"the rehearsal has no tab {title}")
    return tab


def _read_all(workbook: Workbook) -> list[dict[str, object]]:
    tab = _tab(workbook, DRAFTS.title)
    drafted = [row for row in tab.rows if tab.text(row, "State") == "DRAFTED"]
    return [{"edit": tab.address(row, "Reviewed"), "value": True} for row in drafted]


def _days_pass(workbook: Workbook, days: timedelta) -> list[dict[str, object]]:
    tab = _tab(workbook, DRAFTS.title)
    steps: list[dict[str, object]] = []
    for row in tab.rows:
        if tab.text(row, "State") == "SENT":
            then = datetime.fromisoformat(tab.text(row, "Changed")) - days
            steps.append({"edit": tab.address(row, "Changed"), "value": f"{then:%Y-%m-%d %H:%M:%S}"})
    return steps


def _round_begins(workbook: Workbook, name: str) -> list[dict[str, object]]:
    """A round begins: one pair has graduated, one has ended, a mentee wants another mentor, and a mentor has left."""
    mentees, mentors = _tab(workbook, PEOPLE_TAB[Role.MENTEE]), _tab(workbook, PEOPLE_TAB[Role.MENTOR])
    settings = _tab(workbook, SETTINGS.title)
    (line,) = settings.keyed("Setting")[ROUND.casefold()]
    steps: list[dict[str, object]] = [{"edit": settings.address(line, "Value"), "value": name}]
    drafts = _tab(workbook, DRAFTS.title)
    sent = (row for row in drafts.rows if drafts.text(row, "State") == "SENT")
    told = {line for row in sent for line in drafts.text(row, "To").splitlines()}
    paired = [
        row
        for row in mentees.rows
        if mentees.text(row, MATCH_COLUMN[Role.MENTEE])
        and not mentees.text(row, PAIR)
        and any(f"<{mentees.text(row, 'Email')}>" in line for line in told)
    ]
    for row, pairing in zip(paired, Pairing, strict=False):
        steps.append({"edit": mentees.address(row, PAIR), "value": pairing.value})
    taken = {mentees.text(row, MATCH_COLUMN[Role.MENTEE]) for row in paired[: len(Pairing)]}
    running = [
        row
        for row in mentors.rows
        if mentors.text(row, MATCH_COLUMN[Role.MENTOR])
        and mentors.text(row, "Status") != "withdrawn"
        and not any(f"<{mentors.text(row, 'Email')}>" in line for line in taken)
    ]
    if running:
        steps.append({"edit": mentors.address(running[0], "Status"), "value": "withdrawn"})
    if len(running) > 1:
        # a new mentee beside a running one
        steps.append({"edit": mentors.address(running[1], "Capacity"), "value": 3})
    return steps
