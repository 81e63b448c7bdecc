"""Small rosters with random criteria of the organizer's own, and the truth about them by slow and simple means.

Nothing here calls scoring but for texts, whose likeness is a number that only the code itself defines.
"""

import random
from collections.abc import Iterator
from itertools import product

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.matching import solve
from mentorship_gsheets.people import Participant, Role, Roster, Told
from mentorship_gsheets.programmes.pairs.optimum import arrange
from mentorship_gsheets.scoring import score
from mentorship_gsheets.scoring.words import text_costs
from mentorship_gsheets.settings import Judged, Priority, Settings

WORDS = ("Law", "Art", "Tea", "Sea")
TEXTS = ("publishing a thesis", "grants for a thesis", "publishing grants", "n/a")
ZONES = {"UTC": 0, "UTC+5": 300, "UTC-8": -480, "UTC+9:30": 570, "UTC+12": 720, "the moon": None}
NUMBERS = {"3": 3.0, "10 years": 10.0, "2,5": 2.5, "4-6": 5.0, "0": 0.0, "many": None}
NOTHING = ("", "n/a", "Other")


def instance(seed: int) -> tuple[Roster, Settings]:
    """At most four a side, with up to five criteria of all kinds in any order, some of them musts."""
    rng = random.Random(seed)  # noqa: S311 - made-up people, no secrets
    sizes = rng.randint(1, 4), rng.randint(1, 4)
    names = [
        [f"{role}{number}@{role}{number}.example.org" for number in range(size)]
        for role, size in zip("ab", sizes, strict=True)
    ]
    criteria = [_criterion(rng, number) for number in range(rng.randint(1, 5))]

    def person(role: Role, side: int, number: int) -> Participant:
        more = {}
        for one in criteria:
            column = one.mentor_column if role is Role.MENTOR else one.mentee_column
            if column and rng.random() < 0.8:
                more[column.casefold()] = _said(rng, one.how, names[1 - side])
        capacity = rng.choice([0, 1, 1, 2, 3]) if role is Role.MENTOR else None
        return Participant(
            names[side][number], f"P{side}{number}", role, capacity=capacity, more=more, left_out=rng.random() < 0.2
        )

    mentees = tuple(person(Role.MENTEE, 0, number) for number in range(sizes[0]))
    mentors = tuple(person(Role.MENTOR, 1, number) for number in range(sizes[1]))
    judged: list[Judged] = [*criteria, *rng.sample([Priority.SPREAD, Priority.LEFT_OUT], rng.randint(0, 2))]
    rng.shuffle(judged)
    musts = tuple(one for one in judged if isinstance(one, Criterion) and rng.random() < 0.15)
    return Roster(mentors, mentees), Settings(priorities=tuple(one for one in judged if one not in musts), musts=musts)


def _criterion(rng: random.Random, number: int) -> Criterion:
    how = rng.choice(list(How))
    sides = (f"Has {number}", f"Wants {number}")
    if how is How.WISHES:
        sides = rng.choice([sides, (sides[0], ""), ("", sides[1])])
    return Criterion(f"Criterion {number}", how, *sides)


def _said(rng: random.Random, how: How, others: list[str]) -> Told:
    if how is How.WISHES:
        wishes = tuple(rng.sample(others, rng.randint(0, len(others))))
        return Told("\n".join(wishes), wishes)
    if how in (How.OVERLAP, How.OFFERS):
        chosen = tuple(rng.sample(WORDS, rng.randint(1, 3)))
        said = (
            tuple(rng.choice([word, word.upper()]) for word in chosen)
            if rng.random() < 0.9
            else (rng.choice(NOTHING[1:]),)
        )
        return Told("; ".join(said), said)
    texts = {How.SAME: (*WORDS, *NOTHING), How.TEXT: TEXTS, How.AWAKE: tuple(ZONES)}.get(how, tuple(NUMBERS))
    text = rng.choice(texts)
    return Told(text, (text,) if text else ())


def grades(one: Criterion, roster: Roster) -> list[list[int | None]]:
    """What each pair costs in a criterion, mentees by mentors; None where one of the two said too little."""
    mentees, mentors = _ordered(roster)
    left = [person.more.get(one.mentee_column.casefold(), Told()) for person in mentees]
    right = [person.more.get(one.mentor_column.casefold(), Told()) for person in mentors]
    if one.how is How.TEXT:
        texts = [["" if told.text == "n/a" else told.text for told in side] for side in (left, right)]
        distinct = [list(dict.fromkeys(side)) for side in texts]
        table = text_costs(*distinct).tolist()
        found = [[table[distinct[0].index(a)][distinct[1].index(b)] for b in texts[1]] for a in texts[0]]
        return [[None if cost < 0 else cost for cost in row] for row in found]
    known = [value for told in (*left, *right) if (value := NUMBERS.get(told.text)) is not None]
    span = max(known, default=0.0) - min(known, default=0.0)
    table = [[None] * len(mentors) for _ in mentees]
    for row, mine in enumerate(left):
        for column, theirs in enumerate(right):
            table[row][column] = _grade(one.how, mine, theirs, span, mentees[row].email, mentors[column].email)
    return table


def _words(told: Told) -> set[str]:
    return {word.casefold() for word in told.choices} - {"n/a", "other"}


def _grade(how: How, mine: Told, theirs: Told, span: float, mentee: str, mentor: str) -> int | None:
    if how is How.WISHES:
        costs = [
            min(20 * told.choices.index(email), 100) if email in told.choices[:5] else 100
            for told, email in ((mine, mentor), (theirs, mentee))
            if told.choices
        ]
        return sum(costs) // len(costs) if costs else None
    if how is How.SAME:
        said = [told.text.casefold() for told in (mine, theirs)]
        return None if set(said) & {text.casefold() for text in NOTHING} else 100 * (said[0] != said[1])
    if how in (How.OVERLAP, How.OFFERS):
        wanted, offered = _words(mine), _words(theirs)
        if not wanted or not offered:
            return None
        shared, most = len(wanted & offered), len(wanted)
        return 100 - (200 * shared) // (most + len(offered)) if how is How.OVERLAP else 100 - 100 * shared // most
    if how is How.AWAKE:
        one, other = ZONES.get(mine.text), ZONES.get(theirs.text)
        if one is None or other is None:
            return None
        # minute by minute: who is awake from 8 to 22 by their own clock
        minutes = (
            sum(all(480 <= (minute + zone) % 1440 < 1320 for zone in (one, other)) for minute in range(0, 1440, 10))
            * 10
        )
        return 100 * (840 - minutes) // 600
    a, b = NUMBERS.get(mine.text), NUMBERS.get(theirs.text)
    if a is None or b is None:
        return None
    if how is How.MORE:
        return 0 if b > a else 100
    return -int(-100 * abs(a - b) // span) if span else 0


FITS = {How.SAME: 0, How.MORE: 0, How.CLOSE: 10, How.AWAKE: 80}
"""The worst grade that keeps a must; any fit at all for the others."""


def _ordered(roster: Roster) -> tuple[list[Participant], list[Participant]]:
    mentees, mentors = (sorted(side, key=lambda person: person.email) for side in (roster.mentees, roster.mentors))
    return mentees, mentors


def best(roster: Roster, settings: Settings) -> tuple[int, ...]:
    """The least mentees unmatched, then the least total of each criterion, over all matchings there are."""
    mentees, mentors = _ordered(roster)
    allowed = [[True] * len(mentors) for _ in mentees]
    for must in settings.musts:
        assert isinstance(must, Criterion)
        for row, line in enumerate(grades(must, roster)):
            for column, cost in enumerate(line):
                allowed[row][column] &= cost is not None and cost <= FITS.get(must.how, 99)
    tables = list(_tables(roster, settings))
    least = None
    for chosen in product(*([*(c for c in range(len(mentors)) if line[c]), -1] for line in allowed)):
        loads = [chosen.count(column) for column in range(len(mentors))]
        if all(load <= (mentor.capacity or 0) for load, mentor in zip(loads, mentors, strict=True)):
            value = [chosen.count(-1)]
            for table in tables:
                if table is None:
                    value.append(sum(load * (load - 1) // 2 for load in loads))
                else:
                    value.append(sum(table[row][column] for row, column in enumerate(chosen) if column >= 0))
            least = value if least is None or value < least else least
    assert least is not None
    return tuple(least)


def _tables(roster: Roster, settings: Settings) -> Iterator[list[list[int]] | None]:
    """The costs of each criterion anybody said anything about; None for even loads."""
    mentees, mentors = _ordered(roster)
    for judged in settings.priorities:
        if judged is Priority.SPREAD:
            yield None
        elif judged is Priority.LEFT_OUT:
            if any(person.left_out for person in roster):
                yield [[(not one.left_out) + (not other.left_out) for other in mentors] for one in mentees]
        elif isinstance(judged, Criterion):
            table = grades(judged, roster)
            known = [cost for line in table for cost in line if cost is not None]
            if known:
                average = (2 * sum(known) + len(known)) // (2 * len(known))
                yield [[average if cost is None else cost for cost in line] for line in table]


def check_criteria(seed: int) -> None:
    """Both engines, from people to the proven vector, against all matchings there are."""
    roster, settings = instance(seed)
    expected = best(roster, settings)
    problem = score(roster, settings).problem
    # the last tier only decides between equals
    assert solve(problem, "networkx").objective[:-1] == expected
    assert solve(problem, "array").objective[:-1] == expected
    assert arrange(score(roster, settings)).matching.objective[:-1] == expected
