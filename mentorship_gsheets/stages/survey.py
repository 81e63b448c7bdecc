"""``survey``: who has answered so far, and how it was, summed up in ``Overview``; who never met is flagged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from statistics import fmean

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.ledger import Entry, State
from mentorship_gsheets.mailings.context import find_person
from mentorship_gsheets.mailings.schedule import check_in_days
from mentorship_gsheets.people import Form, Role, Roster, Status
from mentorship_gsheets.programmes import AnyProgramme, programme_of
from mentorship_gsheets.records.feedback import Feedback, moment_of, read_feedback, scale_of
from mentorship_gsheets.records.ledger_rows import read_ledger
from mentorship_gsheets.records.roster import locate, read_roster
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import AddRow, Change, Plan, SetCell, Table
from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook
from mentorship_gsheets.tabs.catalogue import OVERVIEW
from mentorship_gsheets.text import as_key

STAGE = "survey"
LABEL, VALUE = "Overview", "Number"

Line = tuple[str, str]
"""A line of ``Overview``: what, and the figure or text."""


@dataclass(frozen=True, slots=True)
class _Group:
    """One time people were asked how it was: its name, the letters that asked, and who said what."""

    name: str
    asked: frozenset[str]
    said: tuple[Feedback, ...]


def answered(form: Form | None) -> frozenset[str]:
    """Return the cleaned addresses of those who filled in the after-event form: nobody asks them again."""
    return frozenset(said.email for said in read_feedback(form)[0]) if form else frozenset()


_MONTH = 28
"""Days from which a check-in comes after months, and not after days."""


def plan(
    workbook: Workbook, settings: Settings, form: Form | None = None, own: Mapping[str, Form] | None = None
) -> Plan:
    """Sum up who has answered, and how it was.

    Parameters
    ----------
    workbook, settings
        The sheet as it is.
    form
        The after-event form with its answers, or None before there is one.
    own
        The forms of the format itself, by the names of their settings.

    Returns
    -------
    Plan
        Lines of ``Overview``, found by their first column and kept current; the same as tables; pairs who
        say that they never met among the findings, at the cell of who said so that names the others.

    Raises
    ------
    MentorshipError
        People or ledger cannot be read.
    """
    programme = programme_of(settings)
    roster, _ = read_roster(workbook, programme.people)
    ledger = read_ledger(workbook, settings)
    said, findings = read_feedback(form) if form else ((), [])
    groups = _groups(ledger, said, check_in_days(settings))
    lines = [*_sign_up_lines(roster), *(line for group in groups for line in _lines(group))]
    lines += programme.how_it_goes(workbook, settings, ledger, own or {})
    findings += locate(list(_never_met(programme, roster, ledger, said)), workbook)
    tab = workbook.tab(OVERVIEW.title)
    if tab is None or tab.column(LABEL) is None or tab.column(VALUE) is None:
        findings.append(Finding("the tab Overview, or one of its columns, is missing.", "Run setup.", "no-overview"))
    changes = _changes(tab, lines) if tab and tab.column(LABEL) is not None and tab.column(VALUE) is not None else ()
    told = programme.checked_in(workbook, settings, own or {})
    silent = sum(person.status in (Status.NO_ANSWER, Status.LOOKED_UP) for person in roster)
    return Plan(
        STAGE,
        (*changes, *programme.closing(workbook, settings), *told.changes),
        (*findings, *told.findings),
        (Table("Answers", ("What", "Figure"), tuple(lines)), *told.tables),
        "; ".join(
            filter(
                None,
                (
                    f"{counted(silent, 'person has', 'people have')} not answered",
                    f"{len(said)} told how it was",
                    told.summary,
                ),
            )
        ),
    )


def _sign_up_lines(roster: Roster) -> Iterator[Line]:
    for role in Role:
        here = [person for person in roster.of(role) if not person.withdrawn]
        came_back = sum(person.status is Status.ANSWERED for person in here)
        asked = came_back + sum(person.status in (Status.NO_ANSWER, Status.LOOKED_UP) for person in here)
        yield f"Sign-up: {role}s who answered", _share(came_back, asked)


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.0f} %)" if whole else "0 of 0"


def _groups(ledger: Sequence[Entry], said: Sequence[Feedback], days: Sequence[int]) -> tuple[_Group, ...]:
    """Tell the answers to a check-in from those to the mail after the event: by which of the two came last before."""
    sent = {
        matter: [entry for entry in ledger if entry.state is State.SENT and entry.kind.matter == matter]
        for matter in ("after", "check-in")
    }
    to_check_in = tuple(one for one in said if any(_came_before(entry, one) for entry in sent["check-in"]))
    after_event = tuple(one for one in said if one not in to_check_in)
    some = "After some days" if days and days[-1] < _MONTH else "After some months"
    names = (("After the event", "after", after_event), (some, "check-in", to_check_in))
    groups = [
        _Group(name, frozenset().union(*(entry.recipients for entry in sent[matter])), mine)
        for name, matter, mine in names
    ]
    return tuple(group for group in groups if group.asked or group.said)


def _came_before(entry: Entry, said: Feedback) -> bool:
    if said.email not in entry.recipients or entry.changed is None:
        return False
    came = moment_of(said.submitted)
    # an answer without a readable time counts as one to the first mail
    return came is not None and entry.changed.astimezone(UTC) <= came


def _lines(group: _Group) -> Iterator[Line]:
    name, said = group.name, group.said
    yield f"{name}: answered", _share(len(said), len(group.asked | {one.email for one in said}))
    for what, answers in (("met", [one.met for one in said]), ("would do it again", [one.again for one in said])):
        known = [answer for answer in answers if answer is not None]
        yield f"{name}: {what}", _share(sum(known), len(known))
    ratings = [one.rating for one in said if one.rating is not None]
    if ratings:
        yield f"{name}: mean rating", f"{fmean(ratings):.1f} of {scale_of(ratings)[1]}"
    comments = [comment for one in said for comment in one.comments]
    for number, comment in enumerate(comments, 1):
        yield f"{name}: comment {number}", comment


def _never_met(
    programme: AnyProgramme, roster: Roster, ledger: Sequence[Entry], said: Sequence[Feedback]
) -> Iterator[Finding]:
    by_email = {one.email: one for one in said}
    introduced = [entry for entry in ledger if entry.state is State.SENT and entry.kind.matter in ("match", "rematch")]
    for entry in introduced:
        people = [find_person(roster, who) for who in entry.persons]
        for person in people:
            said_so = by_email.get(person.email)
            if said_so is None or said_so.met is not False:
                continue
            partners = [other for other in people if other is not person]
            met = [other for other in partners if (theirs := by_email.get(other.email)) is not None and theirs.met]
            others = " and ".join(other.name or other.email for other in partners)
            more = ", who says there was one" if len(partners) == 1 else f"; {counted(len(met), 'other')} met"
            yield Finding(
                f"{person.name or person.email} says that there was no meeting with {others}{more if met else ''}.",
                "Ask them what went wrong.",
                "never-met",
                who=person.identity,
                column=programme.column_of(person.role),
            )


def _changes(tab: Tab, lines: Sequence[Line]) -> list[Change]:
    rows = tab.keyed(LABEL)
    changes: list[Change] = []
    for label, value in lines:
        found = rows.get(as_key(label), ())
        if not found:
            changes.append(AddRow(tab.title, LABEL, label, ((LABEL, label), (VALUE, value))))
        elif len(found) == 1 and tab.text(found[0], VALUE) != value:
            before = tab.cell(found[0], VALUE).text
            changes.append(SetCell(tab.title, LABEL, tab.cell(found[0], LABEL).text, VALUE, value, before))
    # a comment that was taken back leaves its line empty
    current = {as_key(label) for label, _ in lines}
    for label, found in rows.items():
        if ": comment " in label and label not in current and len(found) == 1 and tab.text(found[0], VALUE):
            key, before = tab.cell(found[0], LABEL).text, tab.cell(found[0], VALUE).text
            changes.append(SetCell(tab.title, LABEL, key, VALUE, "", before))
    return changes
