"""The tab ``Slots``: how it looks, and its rows as slots with a time that is sure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.intake.answers import read_yes_no
from mentorship_gsheets.people import Participant
from mentorship_gsheets.programmes.office_hours.booking import Week
from mentorship_gsheets.records.roster import needed_tab
from mentorship_gsheets.records.starts import read_locals, read_moment, read_whole, zone_named
from mentorship_gsheets.spreadsheet.tab import Column, FilterView, TabSpec
from mentorship_gsheets.spreadsheet.workbook import Row, Tab, Workbook
from mentorship_gsheets.text import as_key

STATES = ("offered", "withdrawn", "done", "no-show")
ON_ONE_LINE = "Booked on one line"
SLOTS = TabSpec(
    "Slots",
    (
        Column("Slot", "A short name, as S07; Picks of mentees name it.", 60),
        Column("Mentor", "The mentor's address, or the name as it stands in Mentors.", 200),
        Column("Starts", "As 2027-07-06 16:00, in the zone beside it.", 125),
        Column("Time zone", "As Europe/Paris. Blank: the mentor's, or else that of Settings.", 105),
        Column("Minutes", "How long.", 65),
        Column("Where", "Place or address of the call.", 140),
        Column("Seats", "How many mentees. Blank: 1.", 50),
        Column(
            "State",
            "withdrawn: the mentor cannot. done: it took place. no-show: the mentor did not come. Blank: offered.",
            80,
            choices=STATES,
        ),
        Column("Booked", "One mentee a line, as Name <address>. Filled cells are kept.", 300, wrap=True),
        Column("Keep", "Ticked: a rematch never changes this slot.", 55, checkbox=True),
        Column("Invited", "When invitations have gone out.", 90, ours=True),
        Column(ON_ONE_LINE, "Several mentees on one line, for Mentees.", 60, ours=True, hidden=True),
    ),
    frozen_columns=1,
    filters=(FilterView("Nobody booked", "Booked", blank=True),),
    # eight weeks of sixty mentors are pasted without adding rows first
    rows=2500,
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot.

    Parameters
    ----------
    key
        Its id as typed; folded, it is what picks name.
    row
        Number of its row.
    mentor
        Address; empty where nobody here is named.
    starts
        With the zone of the slot; None where no time can be relied on.
    minutes
        0 where nobody has said.
    place
        As typed.
    seats
        At least 0.
    state
        One of `STATES`.
    week
        Which limit of the mentor it counts towards; None without a time.
    booked
        Addresses of the mentees in ``Booked``, in its order.
    lines
        The lines of ``Booked`` as they stand.
    keep
        ``Keep`` is ticked.
    faulty
        Something about it must be mended before anybody can be booked.
    starts_cell, booked_cell
        Where the two cells are, as ``Slots!C7``.
    """

    key: str
    row: int
    mentor: str
    starts: datetime | None
    minutes: int
    place: str
    seats: int
    state: str
    week: Week | None
    booked: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    keep: bool
    faulty: bool
    starts_cell: str = ""
    booked_cell: str = ""

    @property
    def ends(self) -> datetime | None:
        """When it is over; a slot of unknown length when it has begun."""
        return self.starts and self.starts.astimezone(UTC) + timedelta(minutes=self.minutes)

    def over(self, now: datetime) -> bool:
        """Return whether it is past: somebody said so, or its time has come."""
        return self.state in ("done", "no-show") or (self.starts is not None and self.starts <= now)


Resolve = Callable[[str], tuple[str, str]]
"""A line of text -> the address it means, and what is the matter; see `records.roster.resolver`."""


def slots_tab(workbook: Workbook) -> Tab:
    """Return the tab ``Slots``; without it, `MentorshipError` names the tabs there are."""
    return needed_tab(workbook, SLOTS.title)


def week_of(starts: datetime, zone: tzinfo) -> tuple[int, int]:
    """Return year and week (ISO 8601, from Monday) of a time on the clock of a zone.

    Parameters
    ----------
    starts
        With a time zone.
    zone
        The zone.

    Examples
    --------
    >>> from zoneinfo import ZoneInfo
    >>> week_of(datetime(2027, 7, 5, 1, tzinfo=UTC), ZoneInfo("America/Lima"))
    (2027, 26)
    """
    year, week, _ = starts.astimezone(zone).isocalendar()
    return year, week


def read_slots(
    workbook: Workbook, mentors: Mapping[str, Participant], find_mentor: Resolve, find_mentee: Resolve, zone: str
) -> tuple[list[Slot], list[Finding]]:
    """Read every row of ``Slots``.

    Parameters
    ----------
    workbook
        With the tab.
    mentors
        Address -> mentor.
    find_mentor, find_mentee
        Whom a text means.
    zone
        The time zone of the programme, which holds where neither slot nor mentor has one.

    Returns
    -------
    slots
        Each id once: rows that share one are absent.
    findings
        What is wrong, with its cell. A slot that cannot be booked for it is marked as faulty; all others go on.

    Raises
    ------
    MentorshipError
        There is no such tab.
    """
    tab = slots_tab(workbook)
    findings: list[Finding] = []
    times = read_locals(tab, "Starts", workbook.locale)
    slots = []
    for rows in tab.keyed("Slot").values():
        if len(rows) > 1:
            numbers = " and ".join(str(row.number) for row in rows)
            what = f"slot {tab.text(rows[0], 'Slot')} stands in rows {numbers}."
            findings.append(_wrong(tab, rows[1], "Slot", what, "Give each slot a name of its own.", "two-slots"))
            continue
        wrong: list[Finding] = []
        slots.append(_slot(tab, rows[0], mentors, (find_mentor, find_mentee), (zone, times), wrong))
        findings += wrong
    for row in tab.rows:
        if not tab.text(row, "Slot") and (tab.text(row, "Mentor") or tab.text(row, "Starts")):
            what, remedy = "this slot has no name.", "Write a short one, as S07."
            findings.append(_wrong(tab, row, "Slot", what, remedy, "no-slot-name"))
    late, overlapping = _overlapping(tab, slots)
    return [replace(slot, faulty=slot.faulty or slot.key in late) for slot in slots], [*findings, *overlapping]


def _wrong(tab: Tab, row: Row | int, header: str, what: str, remedy: str, code: str) -> Finding:
    return Finding(what, remedy, code, Level.HELD, where=tab.address(row, header))


def _slot(
    tab: Tab,
    row: Row,
    mentors: Mapping[str, Participant],
    find: tuple[Resolve, Resolve],
    clock: tuple[str, Mapping[int, datetime]],
    wrong: list[Finding],
) -> Slot:
    key = tab.text(row, "Slot")

    def fault(header: str, what: str, remedy: str, code: str) -> None:
        wrong.append(_wrong(tab, row, header, f"slot {key}: {what}", remedy, code))

    mentor, problem = find[0](tab.text(row, "Mentor"))
    if mentor not in mentors:
        what = f"{tab.text(row, 'Mentor') or 'the blank cell'} {problem or 'is nobody in Mentors'}."
        fault("Mentor", what, "Write an address as it stands in Mentors.", "no-such-mentor")
        mentor = ""
    theirs = mentors[mentor].time_zone if mentor else ""
    zone, times = clock
    zones = (tab.text(row, "Time zone"), theirs, zone)
    starts = read_moment(tab, row, "Starts", zones, times.get(row.number), wrong, f"slot {key}")
    state = as_key(tab.text(row, "State")).replace("no show", "no-show") or STATES[0]
    if state not in STATES:
        fault("State", f"“{tab.text(row, 'State')}” is no state.", f"Write one of: {', '.join(STATES)}.", "bad-state")
    minutes = read_whole(tab.text(row, "Minutes"))
    if minutes is None or (minutes == 0 and tab.text(row, "Minutes")):
        said = tab.text(row, "Minutes")
        fault("Minutes", f"“{said}” is no length.", "Write how many minutes, as 30.", "bad-minutes")
    seats = read_whole(tab.text(row, "Seats")) if tab.text(row, "Seats") else 1
    if not seats:
        fault("Seats", f"“{tab.text(row, 'Seats')}” is no number of seats.", "Write 1 or more.", "bad-seats")
    faults = len(wrong)
    lines = []
    for line in filter(str.strip, tab.cell(row, "Booked").text.splitlines()):
        email, problem = find[1](line)
        lines.append((line.strip(), email))
        if problem:
            what = f"“{line.strip()[:80]}” {problem}."
            fault("Booked", what, "Write Name <address> as it stands in Mentees.", "unclear-booking")
    week = None
    if starts is not None and mentor:
        week = (mentor, *week_of(starts, zone_named(theirs) or starts.tzinfo or UTC))
    return Slot(
        key,
        row.number,
        mentor,
        starts,
        minutes or 0,
        tab.text(row, "Where"),
        seats or 0,
        state,
        week,
        tuple(dict.fromkeys(email for _, email in lines if email)),
        tuple(lines),
        read_yes_no(tab.text(row, "Keep")) is True,
        faults > 0,
        tab.address(row, "Starts"),
        tab.address(row, "Booked"),
    )


def _overlapping(tab: Tab, slots: list[Slot]) -> tuple[set[str], Iterator[Finding]]:
    """The keys of slots that begin while an earlier one of the mentor is not over; a booked one goes first."""
    by_mentor: dict[str, list[Slot]] = {}
    for slot in slots:
        if slot.mentor and slot.starts is not None and slot.state == STATES[0] and not slot.faulty:
            by_mentor.setdefault(slot.mentor, []).append(slot)
    late: dict[str, tuple[Slot, Slot]] = {}
    for theirs in by_mentor.values():
        held: list[Slot] = []
        for slot in sorted(theirs, key=lambda one: (not one.booked, _moment(one), as_key(one.key))):
            first = next((one for one in held if _meet(one, slot)), None)
            if first is None:
                held.append(slot)
            else:
                late[slot.key] = (first, slot)
    return set(late), (
        _wrong(
            tab,
            slot.row,
            "Starts",
            f"slot {slot.key} overlaps slot {first.key} of the same mentor.",
            "Change the time of one of them, or set its State to withdrawn.",
            "overlapping-slots",
        )
        for first, slot in late.values()
    )


def _moment(slot: Slot) -> datetime:
    return slot.starts.astimezone(UTC) if slot.starts else datetime.max.replace(tzinfo=UTC)


def _meet(one: Slot, other: Slot) -> bool:
    begin, end = _moment(one), one.ends or _moment(one)
    start, stop = _moment(other), other.ends or _moment(other)
    return begin == start or (begin < stop and start < end)
