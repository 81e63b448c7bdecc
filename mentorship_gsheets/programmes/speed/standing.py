"""What the sheet says: who comes, to which tables, and who sits where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import Arrangement, Group, Standing
from mentorship_gsheets.intake.addresses import read_email
from mentorship_gsheets.intake.answers import read_yes_no
from mentorship_gsheets.intake.texts import clean
from mentorship_gsheets.mailings.context import held_people
from mentorship_gsheets.people import Identity, Participant, Role, Roster
from mentorship_gsheets.programmes.pairs.standing import read_never
from mentorship_gsheets.programmes.speed.drawings import COMES, HERE, NAME, PEOPLE, SEATING, TABLE, TIMES, turn_header
from mentorship_gsheets.programmes.speed.event import GOALS, Event, Mentee, Mentor, Seating
from mentorship_gsheets.programmes.speed.layout import natural
from mentorship_gsheets.programmes.speed.times import read_rounds
from mentorship_gsheets.programmes.speed.verification import mentors_at
from mentorship_gsheets.records.roster import cell_text, locate, needed_tab, read_roster
from mentorship_gsheets.scoring import never_key
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Row, Tab, Workbook
from mentorship_gsheets.tabs.catalogue import FORM_RESPONSES
from mentorship_gsheets.tabs.people_tabs import KEY
from mentorship_gsheets.text import as_answer, as_key, says_nothing

WALK_IN = "walk-in"
"""How the keys of people begin who gave no address."""


@dataclass(frozen=True, slots=True)
class Line:
    """The row of a mentee in ``Seating``.

    Parameters
    ----------
    key
        The address, or the key of somebody who gave none; a new one where the cell is blank.
    key_column, found_by
        The column and its text by which changes find the row.
    name
        As typed; may be blank.
    here
        The box: None while nobody has ticked or cleared it.
    seats
        Table of every round as it stands; blank where none does, or where it is no table of the sheet.
    unknown
        Rounds whose cell names no table there is; what was typed stays.
    row
        The row.
    addresses
        Header -> where its cell is.
    """

    key: str
    key_column: str
    found_by: str
    name: str
    here: bool | None
    seats: tuple[str, ...]
    unknown: frozenset[int]
    row: Row
    addresses: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class SpeedStanding(Standing):
    """Tables of all rounds; besides what every format has:

    Parameters
    ----------
    event
        Who is to be seated. Absent people have no rounds, mentors who have gone are not ``here``. Seats are no pins.
    seating
        The seats that stand.
    lines
        Key of a mentee -> the row in ``Seating``.
    done
        How many rounds are over.
    tables
        Key of a mentor -> the table, which the sheet may not name yet.
    boxes
        Key of a mentor -> the box ``Here``: None while nobody has ticked or cleared it.
    waiting
        Keys of mentees for whom there is no place.
    at_the_door
        The boxes decide who is there.
    comes
        Who answered the invitation, and whether with yes; others are absent.
    """

    event: Event
    seating: Seating
    lines: Mapping[str, Line]
    done: int
    tables: Mapping[str, str]
    boxes: Mapping[str, bool | None]
    waiting: frozenset[str] = frozenset()
    at_the_door: bool = False
    comes: Mapping[Identity, bool] = field(default_factory=dict)

    @property
    def stands(self) -> bool:
        """Whether anybody has a seat in a round that is not over."""
        return any(any(seats[self.done :]) for seats in self.seating.tables.values())


def read_standing(workbook: Workbook, settings: Settings) -> SpeedStanding:
    """Read people, tables and seats.

    Parameters
    ----------
    workbook, settings
        As read.

    Returns
    -------
    Everybody who is expected, the tables and the seats that stand, and findings with their cells.

    Raises
    ------
    MentorshipError
        A tab, or a column nothing works without, is missing.
    """
    roster, findings = read_roster(workbook, PEOPLE)
    seating_tab = needed_tab(workbook, SEATING.title)
    rounds, done = settings.own["Rounds"], settings.own["Rounds done"]
    comes, doubts = _comes(workbook, roster)
    findings += doubts
    side, doubts = _mentors(workbook, roster, held_people(findings), rounds)
    findings = [*findings, *doubts]
    never, unknown = read_never(workbook, roster)
    findings += unknown
    lines, doubts = _lines(seating_tab, side.texts, rounds)
    findings += doubts
    held = held_people(findings)
    mentees, doubts = _mentees(workbook, roster, lines, held, rounds, done)
    findings += [*doubts, *_too_many_done(rounds, done)]
    mentees = tuple(
        replace(mentee, rounds=frozenset()) if comes.get((Role.MENTEE, mentee.email)) is False else mentee
        for mentee in mentees
    )
    waiting = _waiting(workbook, roster, mentees, lines, settings.own["Places"])
    mentees = tuple(replace(mentee, rounds=frozenset()) if mentee.email in waiting else mentee for mentee in mentees)
    # before there are seats nobody has had a reason to tick anything
    stands = any(any(line.seats[done:]) for line in lines.values())
    event = Event(
        tuple(
            replace(
                one,
                here=one.here
                and comes.get((Role.MENTOR, one.email)) is not False
                and not (stands and side.boxes.get(one.email) is False),
            )
            for one in side.mentors
        ),
        mentees,
        rounds,
        _bans(roster, ((line.mentor, line.mentee) for line in never)),
        slack=settings.own["Size slack"],
        order=GOALS if settings.goals is None else settings.goals,
    )
    seating = Seating.typed({key: line.seats for key, line in lines.items()})
    groups = seated_groups(event, seating, settings, done)
    named = {person for group in groups for person in group.people}
    left = tuple(
        person.identity
        for person in roster
        if not person.withdrawn and person.identity not in named and comes.get(person.identity) is not False
    )
    return SpeedStanding(
        roster,
        Arrangement(groups, left),
        tuple(locate(findings, workbook)),
        named=frozenset(named),
        event=event,
        seating=seating,
        lines=lines,
        done=min(done, rounds),
        tables=side.tables,
        boxes=side.boxes,
        waiting=waiting,
        comes=comes,
    )


def _comes(workbook: Workbook, roster: Roster) -> tuple[dict[Identity, bool], list[Finding]]:
    """Return what people answered to the invitation, and what cannot be read of it: that is no answer."""
    found: dict[Identity, bool] = {}
    findings = []
    for person in roster:
        text = clean(cell_text(workbook, person, COMES))
        answer = read_yes_no(text)
        if answer is not None:
            found[person.identity] = answer
        elif text:
            what = f"“{text[:60]}” does not say whether {person.name or person.email} comes."
            findings.append(
                Finding(what, "Type yes or no, or clear the cell.", "unclear-comes", who=person.identity, column=COMES)
            )
    return found, findings


def at_the_door(standing: SpeedStanding) -> SpeedStanding:
    """Return the standing as the boxes say: who is not ticked is absent from now on."""
    mentees = tuple(
        replace(mentee, rounds=frozenset())
        if (line := standing.lines.get(mentee.email)) is not None and line.here is False
        else mentee
        for mentee in standing.event.mentees
    )
    mentors = tuple(
        replace(mentor, here=mentor.here and standing.boxes.get(mentor.email) is not False)
        for mentor in standing.event.mentors
    )
    return replace(standing, event=replace(standing.event, mentees=mentees, mentors=mentors), at_the_door=True)


def folded_fields(person: Participant) -> tuple[str, ...]:
    """Return the fields of somebody as they are compared, in their order; what tells nothing is left out."""
    return tuple(dict.fromkeys(as_answer(text) for text in person.fields if not says_nothing(text)))


def starts(settings: Settings, turn: int) -> datetime | None:
    """Return when a round, from 1, begins, with its time zone; None where the settings do not say.

    Parameters
    ----------
    settings
        For ``Begins``, ``Minutes``, the day and the time zone.
    turn
        The round, from 1.
    """
    begins: datetime | time | None = settings.own["Begins"]
    minutes: int = settings.own["Minutes"]
    if isinstance(begins, time):
        begins = datetime.combine(settings.starts, begins) if settings.starts else None
    if begins is None or (minutes < 1 and turn > 1):
        return None
    try:
        zone = ZoneInfo(settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None
    return (begins + timedelta(minutes=minutes * (turn - 1))).replace(tzinfo=zone)


def seated_groups(event: Event, seating: Seating, settings: Settings, done: int) -> tuple[Group, ...]:
    """Return everybody who sits at one table in one round as a group, round by round, tables in natural order.

    Parameters
    ----------
    event
        For who sits at which table as a mentor.
    seating
        Who sits where.
    settings
        For times and the room.
    done
        How many rounds are over.
    """
    sits: dict[tuple[int, str], list[Identity]] = {}
    for email, seats in sorted(seating.tables.items()):
        for turn, table in enumerate(seats[: event.rounds], 1):
            if table:
                sits.setdefault((turn, table), []).append((Role.MENTEE, email))
    return tuple(
        Group(
            f"{turn_header(turn)}, table {table}",
            f"Table {table}",
            tuple((Role.MENTOR, mentor.email) for mentor in mentors_at(event, table, turn, done)),
            tuple(mentees),
            turn_header(turn),
            starts(settings, turn),
            settings.own["Minutes"],
            settings.own["Room"],
        )
        for (turn, table), mentees in sorted(sits.items(), key=lambda item: (item[0][0], natural(item[0][1])))
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """The mentors: who sits somewhere, and the tables and boxes of all of them."""

    mentors: tuple[Mentor, ...]
    tables: Mapping[str, str]
    boxes: Mapping[str, bool | None]
    texts: frozenset[str]


def _mentors(
    workbook: Workbook, roster: Roster, held: Mapping[Identity, Finding], rounds: int
) -> tuple[_Side, list[Finding]]:
    """Return the mentors, and what cannot be read of them; who has withdrawn was there in the rounds that are over."""
    findings = []
    spelled: dict[str, str] = {}
    times: dict[str, frozenset[int] | None] = {}
    tables: dict[str, str] = {}
    for person in roster.mentors:
        table = clean(cell_text(workbook, person, TABLE))
        table = spelled.setdefault(as_key(table), table) if table else ""
        if person.identity in held:
            continue
        text = cell_text(workbook, person, TIMES)
        named = person.name or person.email
        try:
            found = read_rounds(text)
        except ValueError as problem:
            what, remedy = f"the rounds of {named} cannot be read: {problem}.", "Type them as 1 to 3 or 1; 4"
            findings.append(_about(person, what, f"{remedy}, or clear the cell for all.", "unclear-rounds"))
            continue
        if found is not None and not found & set(range(1, rounds + 1)):
            what = f"{named} comes in none of the {counted(rounds, 'round')}, but in “{text}”."
            findings.append(_about(person, what, "Correct the cell, or Rounds in Settings.", "no-such-round"))
            continue
        tables[person.email], times[person.email] = table, found
    free = (str(number) for number in range(1, len(roster.mentors) + len(spelled) + 1) if str(number) not in spelled)
    # in the order of addresses, so that sorting the rows changes nothing
    tables |= {
        person.email: next(free)
        for person in sorted(roster.mentors, key=lambda person: person.email)
        if tables.get(person.email) == "" and not person.withdrawn
    }
    mentors = tuple(
        Mentor(
            person.email,
            person.name or person.email,
            folded_fields(person),
            tables[person.email],
            times[person.email],
            here=not person.withdrawn,
        )
        for person in sorted(roster.mentors, key=lambda person: person.email)
        if tables.get(person.email)
    )
    tables = {mentor.email: mentor.table for mentor in mentors if mentor.here}
    boxes = {
        person.email: read_yes_no(cell_text(workbook, person, HERE))
        for person in roster.mentors
        if person.email in tables
    }
    return _Side(mentors, tables, boxes, frozenset({*spelled.values(), *tables.values()})), findings


def _lines(tab: Tab, tables: Iterable[str], rounds: int) -> tuple[dict[str, Line], list[Finding]]:
    """Return the rows of ``Seating`` by key, and what is wrong with them."""
    known = {as_key(table): table for table in tables}
    findings: list[Finding] = []
    if tab.column(KEY) is None or tab.column(NAME) is None:
        what = "Seating has no column “Email”, or none called “Name”."
        return {}, [Finding(what, "Give it its name back, or run: mentorship setup.", "no-column", Level.STOP)]
    headers = [turn_header(turn) for turn in range(1, rounds + 1)]
    found: dict[str, list[Line]] = {}
    rows = [row for row in tab.rows if any(tab.text(row, header) for header in (KEY, NAME, *headers))]
    walk_ins = [as_key(tab.text(row, KEY)) for row in rows]
    number = 0
    for row in rows:
        typed, name = tab.text(row, KEY), clean(tab.text(row, NAME))
        email, problem = read_email(typed) if typed else ("", "")
        key_column, found_by = KEY, typed
        if as_key(typed).startswith(WALK_IN):
            email, problem = as_key(typed), ""
        elif not typed and name and len(tab.keyed(NAME)[as_key(name)]) == 1:
            number += 1
            while f"{WALK_IN} {number}" in walk_ins:
                number += 1
            email, key_column, found_by = f"{WALK_IN} {number}", NAME, tab.text(row, NAME)
        if problem or not email:
            findings.append(
                Finding(
                    f"this row of Seating names nobody{f': the address {problem}' if problem else ''}.",
                    "Type an address, or a name that no other row has, or clear the row.",
                    "nobody-in-row",
                    where=tab.address(row, KEY),
                )
            )
            continue
        seats, unknown = [], set()
        for turn, header in enumerate(headers, 1):
            text = clean(tab.text(row, header))
            seats.append(known.get(as_key(text), "") if text else "")
            if text and not seats[-1]:
                unknown.add(turn)
                findings.append(
                    Finding(
                        f"no mentor has the table “{text[:60]}”.",
                        "Type a table that stands in Mentors, or clear the cell and run: mentorship match",
                        "unknown-table",
                        Level.HELD,
                        (Role.MENTEE, email),
                        where=tab.address(row, header),
                    )
                )
        here = read_yes_no(tab.text(row, HERE))
        addresses = {header: tab.address(row, header) for header in (KEY, HERE, *headers)}
        line = Line(email, key_column, found_by, name, here, tuple(seats), frozenset(unknown), row, addresses)
        found.setdefault(email, []).append(line)
    for email, several in found.items():
        if len(several) > 1:
            numbers = " and ".join(str(line.row.number) for line in several)
            findings.append(
                Finding(
                    f"{several[0].name or email} stands in rows {numbers} of Seating.",
                    "Keep one row, delete the other.",
                    "two-seatings",
                    Level.HELD,
                    (Role.MENTEE, email),
                    where=tab.address(several[1].row, KEY),
                )
            )
    return {email: several[0] for email, several in found.items() if len(several) == 1}, findings


def _mentees(
    workbook: Workbook,
    roster: Roster,
    lines: Mapping[str, Line],
    held: Mapping[Identity, Finding],
    rounds: int,
    done: int,
) -> tuple[tuple[Mentee, ...], list[Finding]]:
    """Return who is to be seated: signed up or typed into ``Seating``; late people in the rounds that are left."""
    people: dict[str, Participant] = {person.email: person for person in roster.mentees}
    tab = needed_tab(workbook, SEATING.title)
    found, findings = [], []
    unreadable = {who[1] for who, finding in held.items() if who[0] is Role.MENTEE and finding.code != "unknown-table"}
    for email in sorted({*people, *lines}):
        person, line = people.get(email), lines.get(email)
        if email in unreadable:
            continue
        if person is None and line is not None and not email.startswith(WALK_IN):
            findings.append(
                Finding(
                    f"{line.name or email} stands in Seating and not in Mentees, so no field is known.",
                    "Add a row to Mentees with address, name and fields, or clear the row if it is a mistake.",
                    "seating-only",
                    who=(Role.MENTEE, email),
                    where=tab.address(line.row, KEY),
                )
            )
        name = (line.name if line else "") or (person.name if person else "") or email
        fields = folded_fields(person) if person else ()
        found.append(Mentee(email, name, fields, _there(person, line, rounds, done)))
    return tuple(found), findings


def _waiting(
    workbook: Workbook, roster: Roster, mentees: Iterable[Mentee], lines: Mapping[str, Line], places: int
) -> frozenset[str]:
    """Return those for whom there is no place: who has a row in ``Seating`` keeps it, then the first to answer go."""
    expected = [mentee.email for mentee in mentees if mentee.rounds != frozenset()]
    if not places or len(expected) <= places:
        return frozenset()
    tab = workbook.tab(FORM_RESPONSES.title)
    answered: dict[str, str] = {}
    for row in tab.rows if tab else ():
        email, _ = read_email(tab.text(row, "Address")) if tab else ("", "")
        when = tab.text(row, "Submitted") if tab else ""
        if email and when:
            answered[email] = min(when, answered.get(email, when))

    def turn(email: str) -> tuple[bool, bool, bool, str, str]:
        person = roster.find(Role.MENTEE, email)
        left_out = person is not None and person.left_out
        # rows typed by hand tell no time: after those who answered, by address
        return email not in lines, not left_out, email not in answered, answered.get(email, ""), email

    return frozenset(sorted(expected, key=turn)[places:]) - lines.keys()


def _there(person: Participant | None, line: Line | None, rounds: int, done: int) -> frozenset[int] | None:
    """Return the rounds in which somebody is to have a seat; None for all."""
    if person is not None and person.withdrawn:
        return frozenset()
    turns = set(range(1, rounds + 1))
    if line is None:
        late = True
    else:
        turns -= line.unknown
        if line.here is False and not any(line.seats[done:]):
            # taken off the tables already
            return frozenset()
        late = not any(line.seats[:done])
    if late:
        turns -= set(range(1, done + 1))
    return None if len(turns) == rounds else frozenset(turns)


def _bans(roster: Roster, lines: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Return (mentee, mentor) addresses of ``Never match``, and of everybody with themselves."""
    keys: dict[Role, dict[str, list[str]]] = {role: {} for role in Role}
    for person in roster:
        for text in {never_key(person.email), never_key(person.name)}:
            keys[person.role].setdefault(text, []).append(person.email)
    bans = {(person.email, person.email) for person in roster.mentors}
    for mentor, mentee in lines:
        bans |= {
            (one, other)
            for one in keys[Role.MENTEE].get(never_key(mentee), ())
            for other in keys[Role.MENTOR].get(never_key(mentor), ())
        }
    return frozenset(bans)


def _too_many_done(rounds: int, done: int) -> list[Finding]:
    if done <= rounds:
        return []
    what = f"{counted(done, 'round')} are done, and there are only {rounds}."
    return [Finding(what, "Correct Rounds or Rounds done in Settings.", "too-many-done", Level.STOP)]


def _about(person: Participant, what: str, remedy: str, code: str) -> Finding:
    return Finding(what, remedy, code, Level.HELD, person.identity, TIMES)
