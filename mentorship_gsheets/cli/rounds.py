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
from mentorship_gsheets.programmes import AnyProgramme, programme_of
from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook
from mentorship_gsheets.stages import match, rematch
from mentorship_gsheets.tabs.catalogue import DRAFTS

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
        _do(google, opened, partial(_round_begins, programme_of(opened().settings), name=name))
        yield "rematch", lambda session: session.carry_out(partial(rematch.plan, force=True))
        for mailing in ("rematch", "graduated"):
            yield from _mails(google, opened, mailing)
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


def _round_begins(programme: AnyProgramme, workbook: Workbook, name: str) -> list[dict[str, object]]:
    return [{"edit": cell, "value": value} for cell, value in programme.round_begins(workbook, name).items()]
