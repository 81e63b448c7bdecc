"""What bookings are compared with: one invented programme a seed; the suite takes a few, the command all of them."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from mentorship_gsheets.programmes.office_hours.booking import Opening, Week, Wish, book, waiting_levels
from tests.programmes.office_hours.sheet import book_of, matched_book
from tests.programmes.office_hours.test_instances import mentee_rows, mentor_rows, slot_rows
from tests.sheets import lines

KINDS = {
    "2x6x2w": (2, 6, 2, 3, 4, 1),
    "3x7x1w": (3, 7, 1, 3, 3, 2),
    "4x40x2w": (4, 40, 2, 6, 6, 2),
    "60x600x8w": (60, 600, 8, 4, 5, 2),
}
"""Kind of published instance -> mentors, mentees, weeks, slots of a mentor and week, picks, sessions a week."""


def invented(kind: str, seed: int) -> dict[str, Any]:
    """A programme of a kind, as the published ones are written down; its optimum is not known."""
    mentors, mentees, weeks, offered, picks, most = KINDS[kind]
    draw = random.Random(f"{kind} {seed}")  # noqa: S311 - make-believe, not cryptography
    names = [f"mentor{number:02}@example.org" for number in range(1, mentors + 1)]
    places = [(name, week) for name in names for week in range(weeks) for _ in range(offered)]
    slots = [
        {"slot": f"S{number:04}", "mentor": name, "week": week, "seats": 1}
        for number, (name, week) in enumerate(places, 1)
    ]
    # some slots are wanted by many
    weights = [1 + 9 * draw.random() ** 4 for _ in slots]
    people = []
    for number in range(1, mentees + 1):
        chosen = dict.fromkeys(draw.choices([one["slot"] for one in slots], weights, k=draw.randint(1, picks)))
        people.append({"email": f"mentee{number:03}@example.net", "waited": draw.randint(0, 3), "picks": list(chosen)})
    limits = {name: draw.randint(max(0, most - 1), most) for name in names}
    return {"mentors": names, "per_week": limits, "slots": slots, "mentees": people}


def problem(told: dict[str, Any]) -> tuple[list[Opening], list[Wish], dict[Week, int]]:
    """A programme as the solver takes it."""
    openings = [Opening(one["slot"], (one["mentor"], 2027, one["week"]), one["seats"]) for one in told["slots"]]
    wishes = [Wish(one["email"], tuple(one["picks"]), one["waited"]) for one in told["mentees"]]
    return openings, wishes, {one.week: told["per_week"][one.week[0]] for one in openings}


def every_booking(
    openings: Sequence[Opening], wishes: Sequence[Wish], limits: dict[Week, int]
) -> Iterator[dict[str, str]]:
    there = {one.slot: one for one in openings}
    for chosen in product(*([None, *(pick for pick in wish.picks if pick in there)] for wish in wishes)):
        taken = Counter(slot for slot in chosen if slot)
        if any(count > there[slot].seats for slot, count in taken.items()):
            continue
        opened = Counter(there[slot].week for slot in taken if not there[slot].counted)
        if all(count <= limits.get(week, len(openings)) for week, count in opened.items()):
            yield {wish.mentee: slot for wish, slot in zip(wishes, chosen, strict=True) if slot}


def worth(wishes: Sequence[Wish], slots: dict[str, str]) -> tuple[int, ...]:
    booked = [wish for wish in wishes if wish.mentee in slots]
    most = max((len(wish.picks) for wish in wishes), default=0)
    return (
        -len(booked),
        sum(wish.booked != "" and wish.mentee not in slots for wish in wishes),
        sum(wish.booked not in ("", slots[wish.mentee]) for wish in booked),
        *(-sum(wish.waited >= least for wish in booked) for least in waiting_levels(wishes)),
        *(-sum(slots[wish.mentee] in wish.picks[:first] for wish in booked) for first in range(1, most + 1)),
        sum(wish.had for wish in booked),
    )


def exact(told: dict[str, Any]) -> tuple[int, ...]:
    """The optimum by another solver: one integer program a goal, the values before it held."""
    openings, wishes, limits = problem(told)
    pairs = [(row, slot, place) for row, wish in enumerate(wishes) for place, slot in enumerate(wish.picks)]
    week = {one.slot: one.week for one in openings}
    limit: dict[Any, int] = {("row", row): 1 for row in range(len(wishes))}
    limit |= {one.slot: one.seats for one in openings} | limits
    number = {key: place for place, key in enumerate(limit)}
    cells = [
        (number[key], column) for column, (row, slot, _) in enumerate(pairs) for key in (("row", row), slot, week[slot])
    ]
    shape = (len(limit), len(pairs))
    matrix = csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), shape=shape)
    most = max((len(wish.picks) for wish in wishes), default=0)
    goals = [np.ones(len(pairs))]
    goals += [np.array([wishes[row].waited >= least for row, _, _ in pairs]) for least in waiting_levels(wishes)]
    goals += [np.array([place < first for _, _, place in pairs]) for first in range(1, most + 1)]
    rules = [LinearConstraint(matrix, ub=list(limit.values()))]
    values = []
    for goal in goals:
        found = milp(-goal.astype(float), constraints=rules, integrality=np.ones(len(pairs)), bounds=Bounds(0, 1))
        value = round(found.fun)
        values.append(value)
        rules.append(LinearConstraint(-goal.astype(float)[None, :], ub=value + 0.5))
    return tuple(values)


def judged(told: dict[str, Any], booked: dict[str, str]) -> tuple[int, ...]:
    """What bookings come to, looked at without any solver; an assertion names the rule that they break."""
    slots = {one["slot"]: one for one in told["slots"]}
    picks = {one["email"]: one["picks"] for one in told["mentees"]}
    assert [who for who, slot in booked.items() if slot not in picks[who]] == []
    assert [slot for slot, many in Counter(booked.values()).items() if many > slots[slot]["seats"]] == []
    weeks: dict[tuple[str, int], set[str]] = defaultdict(set)
    for slot in booked.values():
        weeks[slots[slot]["mentor"], slots[slot]["week"]].add(slot)
    assert [week for week, mine in weeks.items() if len(mine) > told["per_week"][week[0]]] == []
    _, wishes, _ = problem(told)
    value = worth([wish for wish in wishes if wish.picks], booked)
    # nobody has a session to lose or to change, and nobody had one
    return (value[0], *value[3:-1])


def check_sheet(kind: str, seed: int) -> int:
    """A programme pasted into a sheet, matched and read back, is as good as the other solver says."""
    told = invented(kind, seed)
    sheet = matched_book(book_of(mentor_rows(told), mentee_rows(told), slot_rows(told)))
    rows = lines(sheet, "Slots", "Slot", "Booked")
    booked = {line.rpartition("<")[2].rstrip(">"): slot for slot, cell in rows for line in cell.splitlines()}
    assert judged(told, booked) == exact(told)
    return 1


def check_enumeration(seed: int) -> int:
    """A small programme reaches the best of all its bookings, certified."""
    told = invented("2x6x2w", seed)
    openings, wishes, limits = problem(told)
    found = book(openings, wishes, limits)
    assert found.value == found.bound == min(worth(wishes, slots) for slots in every_booking(openings, wishes, limits))
    return 1


def check_orders(seed: int) -> int:
    """Ten orders of the rows give one result."""
    openings, wishes, limits = problem(invented("4x40x2w", seed))
    draw = random.Random(seed)  # noqa: S311 - an order, not cryptography
    found = book(openings, wishes, limits)
    for _ in range(10):
        draw.shuffle(openings)
        draw.shuffle(wishes)
        assert book(openings, wishes, limits) == found
    return 10
