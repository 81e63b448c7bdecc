"""What the sheet says now: slots, who sits in them, and who waits for one."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import Arrangement, Group, Standing
from mentorship_gsheets.ledger import Entry, State
from mentorship_gsheets.mailings.context import held_people
from mentorship_gsheets.people import Identity, Participant, Role
from mentorship_gsheets.programmes.office_hours.booking import Opening, Week, Wish
from mentorship_gsheets.programmes.office_hours.requests import Request, read_requests, weekly_limits
from mentorship_gsheets.programmes.office_hours.slots import STATES, Slot, read_slots
from mentorship_gsheets.programmes.pairs.standing import read_never
from mentorship_gsheets.records.ledger_rows import read_ledger
from mentorship_gsheets.records.roster import locate, read_roster, resolver
from mentorship_gsheets.scoring import never_key
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import DRAFTS
from mentorship_gsheets.tabs.people_tabs import PeopleTabs
from mentorship_gsheets.text import as_key

OFFERED, WITHDRAWN, DONE, NO_SHOW = STATES


@dataclass(frozen=True, kw_only=True)
class OfficeStanding(Standing):
    """Slots and requests; besides what every format has:

    Parameters
    ----------
    slots
        Every slot that can be told from the others, in the order of the sheet.
    requests
        Address of a mentee -> what they asked for.
    limits
        Address of a mentor -> sessions a week; absent where the cell cannot be read.
    held
        Addresses by role of people whose rows contradict themselves.
    barred
        (slot, mentee) that must not be booked: bans, and sessions that were cancelled after the mail.
    now
        When it was read.
    mending
        Bookings of people who have withdrawn, and of slots that were, are over.
    """

    slots: tuple[Slot, ...]
    requests: Mapping[str, Request]
    limits: Mapping[str, int]
    held: Mapping[Role, frozenset[str]]
    barred: frozenset[tuple[str, str]]
    now: datetime
    mending: bool = False

    def upcoming(self, slot: Slot) -> bool:
        """Return whether a slot still lies ahead."""
        return not slot.over(self.now)

    def called_off(self, slot: Slot) -> bool:
        """Return whether nobody will be there: the slot or its mentor was withdrawn."""
        mentor = self.roster.find(Role.MENTOR, slot.mentor)
        return slot.state == WITHDRAWN or (mentor is not None and mentor.withdrawn)

    def stays(self, slot: Slot, mentee: str) -> bool:
        """Return whether a booking ahead still holds: nobody has called it off or withdrawn."""
        person = self.roster.find(Role.MENTEE, mentee)
        return not self.called_off(slot) and person is not None and not person.withdrawn

    def opening(self, slot: Slot, booked: Collection[str]) -> Opening | None:
        """Return a slot as something to book, beside the mentees who stay in it; None where nobody can be added."""
        mentor = self.roster.find(Role.MENTOR, slot.mentor)
        if slot.faulty or slot.week is None or mentor is None or not self.upcoming(slot) or self.called_off(slot):
            return None
        if slot.mentor in self.held[Role.MENTOR] or slot.mentor not in self.limits:
            return None
        unclear = sum(not email for _, email in slot.lines)
        taken = len(booked) + unclear
        return Opening(as_key(slot.key), slot.week, max(0, slot.seats - taken), taken > 0)

    def left_to_open(self, booked: Mapping[str, Collection[str]]) -> dict[Week, int]:
        """Return how many slots of each week may still be opened, beside the bookings given by key of the slot."""
        used: Counter[Week] = Counter()
        weeks = set()
        for slot in self.slots:
            if slot.week is None or slot.mentor not in self.limits:
                continue
            weeks.add(slot.week)
            unclear = any(not email for _, email in slot.lines)
            if slot.state not in (WITHDRAWN, NO_SHOW) and (booked.get(slot.key) or unclear):
                used[slot.week] += 1
        return {week: max(0, self.limits[week[0]] - used[week]) for week in weeks}

    def wish(self, mentee: str, booked: str = "") -> Wish | None:
        """Return what a mentee would take; None for those who ask for nothing, or have withdrawn, or are held."""
        person, request = self.roster.find(Role.MENTEE, mentee), self.requests.get(mentee)
        if person is None or person.withdrawn or mentee in self.held[Role.MENTEE] or request is None:
            return None
        picks = request.picks if not booked or booked in request.picks else (*request.picks, booked)
        allowed = tuple(pick for pick in picks if (pick, mentee) not in self.barred)
        return Wish(mentee, allowed, request.waited, request.had, booked if booked in allowed else "")


def group_of(slot: Slot, mentees: Iterable[str]) -> Group:
    """Return a slot with its mentees as a group; its key is the id of the slot.

    Parameters
    ----------
    slot
        The slot.
    mentees
        Addresses of those booked there.
    """
    return Group(
        slot.key,
        slot.key,
        ((Role.MENTOR, slot.mentor),),
        tuple((Role.MENTEE, email) for email in mentees),
        f"slot {slot.key}",
        slot.starts,
        slot.minutes,
        slot.place,
    )


def read_standing(
    workbook: Workbook, settings: Settings, people: PeopleTabs, now: datetime, mending: bool = False
) -> OfficeStanding:
    """Read people, slots and bookings.

    Parameters
    ----------
    workbook, settings
        As read.
    people
        How the tabs of people look.
    now
        Slots that began before are over.
    mending
        What was called off counts as over already.

    Returns
    -------
    OfficeStanding
        People, slots and bookings; what cannot be read is among its findings.

    Raises
    ------
    MentorshipError
        A tab or column is missing.
    """
    roster, findings = read_roster(workbook, people)
    never, unknown = read_never(workbook, roster)
    mentors = {person.email: person for person in roster.mentors}
    slots, wrong = read_slots(workbook, mentors, resolver(roster.mentors), resolver(roster.mentees), settings.time_zone)
    requests, doubts = read_requests(workbook, roster, [slot.key for slot in slots])
    limits, unread = weekly_limits(workbook, roster, settings)
    findings = [*findings, *unknown, *wrong, *doubts, *unread]
    held = held_people(findings)
    banned = {(line.mentor, line.mentee) for line in never}
    barred = {
        (as_key(slot.key), mentee.email)
        for slot in slots
        for mentee in roster.mentees
        if slot.mentor == mentee.email or (banned and _banned(banned, mentors.get(slot.mentor), mentee))
    }
    barred |= set(_cancelled(workbook, settings, slots))
    base = OfficeStanding(
        roster,
        Arrangement(()),
        tuple(locate(findings, workbook)),
        slots=tuple(slots),
        requests=requests,
        limits=limits,
        held={role: frozenset(email for kind, email in held if kind is role) for role in Role},
        barred=frozenset(barred),
        now=now,
        mending=mending,
    )
    return _with_groups(base)


def _banned(banned: Collection[tuple[str, str]], mentor: Participant | None, mentee: Participant) -> bool:
    names = ({person.email, as_key(person.name)} - {""} if person else set() for person in (mentor, mentee))
    ones, others = names
    return any(never_key(one) in ones and never_key(other) in others for one, other in banned)


def _cancelled(workbook: Workbook, settings: Settings, slots: Iterable[Slot]) -> Iterator[tuple[str, str]]:
    """Yield the sessions that people were told of and that the sheet does not name any more: nobody books them again.

    A mentee who cancels has the line in ``Booked`` removed; the slot is for whoever waits, not for the same person.
    """
    if workbook.tab(DRAFTS.title) is None:
        return
    there = {(as_key(slot.key), email) for slot in slots for email in slot.booked}
    for entry in read_ledger(workbook, settings):
        yield from _told_of(entry) - there


def _told_of(entry: Entry) -> set[tuple[str, str]]:
    if entry.state is not State.SENT or entry.kind.matter not in ("match", "rematch"):
        return set()
    keys = [as_key(who.removeprefix("group ")) for who in entry.people if who.startswith("group ")]
    mentees = [who.removeprefix("mentee ") for who in entry.persons if who.startswith("mentee ")]
    return {(key, mentee) for key in keys for mentee in mentees}


def _with_groups(base: OfficeStanding) -> OfficeStanding:
    whole: list[Group] = []
    doubtful: list[Group] = []
    named: set[Identity] = set()
    for slot in base.slots:
        mentees = slot.booked
        ahead = base.upcoming(slot)
        if ahead and base.mending:
            mentees = tuple(email for email in mentees if base.stays(slot, email))
        if not mentees or not slot.mentor:
            named |= {(Role.MENTEE, email) for email in mentees if ahead}
            continue
        group = group_of(slot, mentees)
        sure = not slot.faulty and slot.starts is not None and len(slot.booked) == len(slot.lines)
        holds = not ahead or all(base.stays(slot, email) for email in mentees)
        (whole if sure and holds else doubtful).append(group)
        if ahead:
            named |= set(group.people)
    without = tuple(
        person.identity
        for person in base.roster.mentees
        if not person.withdrawn and person.identity not in named and base.requests[person.email].picks
    )
    # whoever asks for no slot, and every mentor, is not left over: nobody owes them a mail
    silent = {person.identity for person in base.roster if person.identity not in without}
    return replace(
        base,
        arrangement=Arrangement(tuple(whole), without),
        doubtful=tuple(doubtful),
        named=frozenset(named | silent),
    )


def booking_findings(standing: OfficeStanding) -> list[Finding]:
    """Return what is wrong with the bookings that stand, and which slots are past."""
    return [*_slot_findings(standing), *_double(standing), *_over_limit(standing)]


def _slot_findings(standing: OfficeStanding) -> Iterator[Finding]:
    for slot in standing.slots:
        if not standing.upcoming(slot):
            if slot.state == OFFERED:
                what = f"slot {slot.key} is past."
                remedy = "Write done or no-show into State." if slot.booked else "Set its State to withdrawn."
                yield Finding(what, remedy, "past-slot", Level.NOTE, None, where=slot.starts_cell)
            continue
        if slot.booked and standing.called_off(slot):
            what = f"slot {slot.key} is withdrawn, and somebody is booked."
            yield Finding(what, "Run: mentorship rematch", "withdrawn-slot", Level.HELD, None, where=slot.booked_cell)
        for email in slot.booked:
            person = standing.roster.find(Role.MENTEE, email)
            if person is None:
                what, remedy = f"slot {slot.key}: {email} is nobody in Mentees.", "Correct the line, or add the row."
                yield Finding(what, remedy, "unknown-booking", Level.HELD, None, where=slot.booked_cell)
            elif person.withdrawn:
                what = f"slot {slot.key}: {person.name or email} has withdrawn."
                remedy = "Run: mentorship rematch"
                yield Finding(what, remedy, "withdrawn", Level.HELD, person.identity, where=slot.booked_cell)
        if slot.seats and len(slot.lines) > slot.seats:
            what = f"slot {slot.key}: {len(slot.lines)} are booked, and Seats says {slot.seats}."
            remedy = "Take somebody out, or raise Seats."
            yield Finding(what, remedy, "over-seats", Level.HELD, (Role.MENTOR, slot.mentor), where=slot.booked_cell)


def _double(standing: OfficeStanding) -> Iterator[Finding]:
    by_mentee: dict[str, list[Slot]] = defaultdict(list)
    for slot in standing.slots:
        if standing.upcoming(slot) and not standing.called_off(slot):
            for email in slot.booked:
                by_mentee[email].append(slot)
    for email, theirs in by_mentee.items():
        if len(theirs) > 1:
            keys = " and ".join(slot.key for slot in theirs)
            person = standing.roster.find(Role.MENTEE, email)
            what = f"{(person and person.name) or email} is booked in {keys}."
            remedy = "Take the line out of all but one of them."
            for slot in theirs[1:]:
                yield Finding(what, remedy, "double-booking", Level.HELD, (Role.MENTEE, email), where=slot.booked_cell)


def _over_limit(standing: OfficeStanding) -> Iterator[Finding]:
    weeks: dict[Week, list[Slot]] = defaultdict(list)
    for slot in standing.slots:
        if slot.week is not None and slot.booked and slot.state not in (WITHDRAWN, NO_SHOW):
            weeks[slot.week].append(slot)
    for week, theirs in weeks.items():
        most = standing.limits.get(week[0])
        last = max(theirs, key=lambda slot: slot.starts.astimezone(UTC) if slot.starts else standing.now)
        if most is None or len(theirs) <= most or not standing.upcoming(last):
            continue
        mentor = standing.roster.find(Role.MENTOR, week[0])
        monday = date.fromisocalendar(week[1], week[2], 1)
        what = (
            f"{(mentor and mentor.name) or week[0]} has {len(theirs)} sessions in the week from {monday} "
            f"and offers {most}."
        )
        remedy = "Empty Booked of one of them, or raise Sessions a week in Mentors."
        yield Finding(what, remedy, "over-week", Level.HELD, (Role.MENTOR, week[0]), where=last.booked_cell)
