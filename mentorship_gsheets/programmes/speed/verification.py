"""What a seating is held to, looked at seat by seat: this module knows of no search, design or bound."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from mentorship_gsheets.programmes.speed.event import Event, Mentor, Seating


class NotSoundError(ValueError):
    """A seating is not what it says; the argument is why."""


def verify(event: Event, seating: Seating, standing: Seating | None = None, from_round: int = 1) -> None:
    """Check a seating against its event.

    Parameters
    ----------
    event, seating
        What was to be planned, and the plan.
    standing, from_round
        For a repair: the seating before, and the first round that could be changed.

    Raises
    ------
    NotSoundError
        When a rule is broken that the seating does not own up to, a pin or a round that is over is changed, a value is
        not that of the seats, or a bound is above its value.
    """
    over = min(from_round - 1, event.rounds) if standing else 0
    broken = tuple(broken_rules(event, seating.tables, standing, over))
    if broken != seating.broken:
        raise NotSoundError(f"rules broken: {broken}, owned up to: {seating.broken}")
    if standing:
        for email, seats in standing.tables.items():
            kept = tuple(seats[:over]) + ("",) * (over - len(seats))
            if seating.tables.get(email, ())[:over] != kept:
                raise NotSoundError(f"{email}: a round that is over is changed")
    for pin in event.pins:
        seats = seating.tables.get(pin.email, ())
        if over < pin.round <= len(seats) and seats[pin.round - 1] not in ("", pin.table):
            raise NotSoundError(f"{pin.email}: the seat of round {pin.round} was chosen by hand and is changed")
    found = values(event, seating.tables, standing, over)
    for goal in seating.goals:
        if goal.value != found[goal.name]:
            raise NotSoundError(f"{goal.name} is {found[goal.name]}, not {goal.value}")
        if goal.bound > goal.value:
            raise NotSoundError(f"{goal.name}: the bound {goal.bound} is above {goal.value}")


def values(
    event: Event, tables: Mapping[str, tuple[str, ...]], standing: Seating | None = None, over: int = 0
) -> dict[str, int]:
    """Return the value of every goal: ``changed``, ``no wanted``, ``met again``, ``interest``.

    Parameters
    ----------
    event
        The event.
    tables
        Address -> table of every round.
    standing, over
        The seating before, and how many of its rounds are over.
    """
    mentees = {mentee.email: mentee for mentee in event.mentees}
    unwanted = interest = changed = 0
    for email, seats in tables.items():
        fields = mentees[email].fields if email in mentees else ()
        levels = []
        for turn, table in enumerate(seats):
            if table:
                theirs = {text for mentor in mentors_at(event, table, turn + 1, over) for text in mentor.fields}
                levels.append(2 if not theirs & set(fields) else 0 if fields[0] in theirs else 1)
        unwanted += bool(levels) and 0 not in levels
        interest += sum(levels)
        if standing and email in standing.tables:
            before = standing.tables[email]
            changed += sum(
                bool(old) and bool(new) and old != new for old, new in zip(before[over:], seats[over:], strict=False)
            )
    met = Counter(
        pair
        for turn in range(event.rounds)
        for group in _groups(tables, turn).values()
        for pair in combinations(sorted(group), 2)
    )
    again = sum(times * (times - 1) // 2 for times in met.values())
    return {"changed": changed, "no wanted": unwanted, "met again": again, "interest": interest}


def mentors_at(event: Event, table: str, turn: int, over: int = 0) -> tuple[Mentor, ...]:
    """Return the mentors at a table in a round, from 1, when so many rounds are over.

    Parameters
    ----------
    event
        Who they are.
    table
        As `Mentor.table` has it.
    turn
        The round, from 1.
    over
        How many rounds are over: in those, whoever has gone since was there.
    """
    return tuple(
        mentor
        for mentor in event.mentors
        if mentor.table == table and (mentor.here or turn <= over) and (mentor.rounds is None or turn in mentor.rounds)
    )


def _groups(tables: Mapping[str, tuple[str, ...]], turn: int) -> dict[str, list[str]]:
    """Return who sits at which table in a round, from 0."""
    found = defaultdict(list)
    for email, seats in tables.items():
        if turn < len(seats) and seats[turn]:
            found[seats[turn]].append(email)
    return found


def broken_rules(
    event: Event, tables: Mapping[str, tuple[str, ...]], standing: Seating | None = None, over: int = 0
) -> Iterator[str]:
    """Yield a sentence for every hard rule that a seating breaks from the first round that is not over.

    Parameters
    ----------
    event
        The event.
    tables
        Address -> table of every round.
    standing
        The seating before, for a repair: then table sizes have the event's slack.
    over
        How many rounds are over: what happened there is broken by nobody, but meeting its mentors again would be.
    """
    names = {mentee.email: mentee.name or mentee.email for mentee in event.mentees}
    names |= {mentor.email: mentor.name or mentor.email for mentor in event.mentors}
    for email, seats in sorted(tables.items()):
        met: dict[str, int] = {}
        for turn, table in enumerate(seats):
            mentors = mentors_at(event, table, turn + 1, over) if table else ()
            for mentor in mentors:
                if mentor.email in met and turn >= over:
                    yield (
                        f"{names.get(email, email)} meets {names[mentor.email]} in round {met[mentor.email]} and again "
                        f"in round {turn + 1}."
                    )
                met.setdefault(mentor.email, turn + 1)
                if turn >= over and (email, mentor.email) in event.never:
                    who = f"{names.get(email, email)} sits with {names[mentor.email]}"
                    yield f"{who} in round {turn + 1}, which is ruled out."
            if turn >= over and table and not mentors:
                yield f"{names.get(email, email)} sits at table {table} in round {turn + 1}, where no mentor is."
    for mentee in sorted(event.mentees, key=lambda one: one.email):
        for turn in range(over, event.rounds):
            there = mentee.rounds is None or turn + 1 in mentee.rounds
            seats = tables.get(mentee.email, ())
            if there and not (turn < len(seats) and seats[turn]):
                yield f"{names[mentee.email]} has no seat in round {turn + 1}."
    slack = event.slack if standing else 0
    places = sorted({mentor.table for mentor in event.mentors})
    for turn in range(over, event.rounds):
        sizes = {table: len(group) for table, group in _groups(tables, turn).items()}
        open_tables = [table for table in places if mentors_at(event, table, turn + 1, over)]
        if not open_tables:
            continue
        low, rest = divmod(sum(sizes.values()), len(open_tables))
        least, most = max(low - slack, 0), low + bool(rest) + slack
        for table in open_tables:
            if not least <= sizes.get(table, 0) <= most:
                fair = str(least) if least == most else f"{least} to {most}"
                yield f"Table {table} has {sizes.get(table, 0)} people in round {turn + 1} instead of {fair}."
