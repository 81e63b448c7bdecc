"""Planning a seating, and repairing one at the door."""

from collections.abc import Mapping, Sequence

import numpy as np

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.programmes.speed import bounds, designs
from mentorship_gsheets.programmes.speed.event import Event, Goal, Mentee, Move, Seating
from mentorship_gsheets.programmes.speed.layout import Ints, Layout, lay_out, sits
from mentorship_gsheets.programmes.speed.search import Schedule, Weights, anneal, rank, score, settled
from mentorship_gsheets.programmes.speed.sentences import goals_of
from mentorship_gsheets.programmes.speed.times import MOST_ROUNDS
from mentorship_gsheets.programmes.speed.verification import broken_rules


def plan(event: Event) -> Seating:
    """Seat everybody in every round.

    Parameters
    ----------
    event
        The event. Pins stay, also where they break a rule; then the seating says so.

    Returns
    -------
    The seating; mentees who are never there have blank seats. Its goals, in order: mentees without a mentor of
    their first field, pairs of mentees who meet again, levels of interest. The same event gives the same seating, on
    every machine and whatever the order of its people.

    Raises
    ------
    MentorshipError
        When no such seating can exist: see `impossible`.
    """
    _refuse(event, 0)
    layout = lay_out(event)
    lowest = (0, 0, bounds.unwanted(layout), bounds.again(layout), bounds.interest(layout))
    starts = _starts(layout)
    table = anneal(layout, starts, _schedule(layout), lowest=lowest)
    table = _best_rounds_first(layout, table)
    return _seating(event, layout, table, lowest)


def repair(event: Event, standing: Seating, from_round: int) -> Seating:
    """Seat everybody who is there from a round on, with as few changed seats as can be.

    Parameters
    ----------
    event
        The event as it is now: who is absent has no rounds, who has gone home is not `here`, late people are among
        the mentees.
    standing
        The seating so far. Seats of rounds that are over are kept, whatever they are.
    from_round
        The first round, from 1, that can still be changed.

    Returns
    -------
    The seating, with its moves. Its first goal is the number of changed seats of people who were seated before and are
    still there; the others follow as in `plan`.

    Raises
    ------
    MentorshipError
        When no such seating can exist: see `impossible`.
    """
    over = min(max(from_round - 1, 0), event.rounds)
    _refuse(event, over)
    layout = lay_out(event, standing.tables, over)
    before = _numbers(layout, standing)
    lowest = (
        0,
        bounds.changed(layout, before, over),
        bounds.unwanted(layout),
        bounds.again(layout, over),
        bounds.interest(layout, quick=True),
    )
    table = anneal(layout, [_filled(layout, before, over)], _AT_THE_DOOR, over, before, lowest)
    return _seating(event, layout, table, lowest, standing, before, over)


def impossible(event: Event, over: int = 0) -> list[Finding]:
    """Return why nobody could be seated by the rules, level ``stop``; empty when nothing speaks against it.

    Parameters
    ----------
    event
        The event.
    over
        How many rounds are over: they are not looked at.
    """
    if not 1 <= event.rounds <= MOST_ROUNDS:
        return [
            _stop(f"{event.rounds} rounds are planned.", f"Set Rounds to a number from 1 to {MOST_ROUNDS}.", "rounds")
        ]
    findings = []
    for turn in range(over, event.rounds):
        there = any(mentee.rounds is None or turn + 1 in mentee.rounds for mentee in event.mentees)
        if there and not any(sits(mentor, turn, over) for mentor in event.mentors):
            findings.append(
                _stop(
                    f"No mentor is there in round {turn + 1}.",
                    "Let a mentor sit in that round, or plan fewer rounds.",
                    "no-mentor",
                )
            )
    if findings:
        return findings
    longest = max((len(_rounds_of(mentee, event)) for mentee in event.mentees), default=0)
    reach = len({mentor.table for mentor in event.mentors if mentor.here or over})
    alone = all(
        len({mentor.rounds for mentor in event.mentors if mentor.table == table}) == 1
        for table in {mentor.table for mentor in event.mentors} | {pin.table for pin in event.pins}
    )
    if alone and longest > reach:
        findings.append(
            _stop(
                f"There are {event.rounds} rounds and {reach} {'table' if reach == 1 else 'tables'}, so everybody "
                "would have to meet a mentor twice.",
                f"Set Rounds to {reach} or fewer, or add tables.",
                "more-rounds-than-tables",
            )
        )
    return findings


def _refuse(event: Event, over: int) -> None:
    """Raise what is impossible."""
    findings = impossible(event, over)
    if findings:
        raise MentorshipError(findings)


def _stop(what: str, remedy: str, code: str) -> Finding:
    return Finding(what, remedy, code, Level.STOP)


def _rounds_of(mentee: Mentee, event: Event) -> set[int]:
    """Return the rounds in which a mentee is there."""
    every = set(range(1, event.rounds + 1))
    return every if mentee.rounds is None else every & mentee.rounds


def _schedule(layout: Layout) -> Schedule:
    """Return how long to search: about as many steps for every event, large ones in one run, small ones in many."""
    people, tables = len(layout.people), len(layout.tables)
    weights = tuple(
        Weights(broken=times * again, changed=0, unwanted=10 * again, again=again)
        for again, times in ((3.0, 1.0), (6.0, 3.0), (4.0, 1.0))
    )
    if people > _MANY:
        return Schedule(1, 100, tables, 0.35, 0.1, weights[:1], relabel=10)
    if people > 80:
        return Schedule(2, 70, tables, 0.5, 0.15, weights)
    return Schedule(3, 80, max(tables, 6), 0.7, 0.25, weights)


#: A repair looks among few seats.
_AT_THE_DOOR = Schedule(
    runs=1,
    sweeps=14,
    swaps=24,
    hot=0.5,
    cold=0.15,
    weights=(Weights(broken=200, changed=40, unwanted=16, again=6),),
    relabel=0,
    patience=3,
)


def _starts(layout: Layout) -> list[Ints]:
    """Return where the search begins: the best of a design given to people and mentors in many ways, or one filling.

    Notes
    -----
    Who takes which row of a design and which mentor which table are two assignment problems; solved in turns they end
    in a local optimum that depends on where they began.
    """
    words = _designed(layout) if layout.people else None
    if words is None:
        return [settled(layout, _filled(layout))]
    chance = np.random.RandomState(1)  # the generator whose stream NumPy promises to keep (NEP 19)
    found = [settled(layout, words)]
    for _ in range(_given_anew(len(words)) if layout.uniform else 0):
        found.append(settled(layout, chance.permutation(len(layout.tables))[words][chance.permutation(len(words))]))
    return sorted(found, key=lambda table: rank(layout, score(layout, table)))[:6]


def _given_anew(people: int) -> int:
    """Return how often a design is given to people anew: it helps where seats are tight, and costs a cube of people."""
    return 0 if people > _MANY else min(150, 10_000 // max(people, 1))


#: From so many people on, one run of the search has more to find than a design has to offer.
_MANY = 150


def _designed(layout: Layout) -> Ints | None:
    """Return seats by a design; None unless tables are the same in all rounds, or different ones in each."""
    if layout.uniform:
        return designs.seats(len(layout.tables), layout.rounds, len(layout.people)) if layout.here.all() else None
    counts = layout.open.sum(axis=1)
    if layout.clash.any() or (layout.pinned >= 0).any() or not layout.here.all() or len(set(counts.tolist())) > 1:
        return None
    if layout.rounds > counts[0] and not (len(layout.people) == counts[0] ** 2 and layout.rounds == counts[0] + 1):
        return None
    words = designs.seats(int(counts[0]), layout.rounds, len(layout.people), return_allowed=True)
    return np.column_stack([np.flatnonzero(layout.open[turn])[words[:, turn]] for turn in range(layout.rounds)])


def _filled(layout: Layout, before: Ints | None = None, over: int = 0) -> Ints:
    """Return seats chosen round by round, by assignment: the rules first, then what stands, then the goals.

    Parameters
    ----------
    layout
        The event.
    before
        (people, rounds): the tables that stand, -1 for none.
    over
        How many rounds are over.
    """
    nowhere = len(layout.tables)
    everybody = np.arange(len(layout.people))
    table: Ints = np.full((len(everybody), layout.rounds), nowhere)
    table[:, :over] = np.where(layout.here[:, :over], layout.pinned[:, :over], nowhere)
    later: Ints = np.where((layout.pinned >= 0) & layout.here, layout.pinned, -1)
    if before is not None:
        # seats that stand are to be kept, unless the table has no mentor any more
        usable = layout.here & (before >= 0)
        for turn in range(layout.rounds):
            usable[:, turn] &= ~layout.barred[turn, np.maximum(before[:, turn], 0), everybody]
        later = np.where(later >= 0, later, np.where(usable, before, -1))
    for turn in range(over, layout.rounds):
        people, places = np.flatnonzero(layout.here[:, turn]), np.flatnonzero(layout.open[turn])
        if not len(people):
            continue
        cost = layout.level[turn][np.ix_(places, people)].T.astype(np.int64)
        cost += 10**6 * layout.barred[turn][np.ix_(places, people)].T
        met = np.zeros((len(everybody), len(everybody)), np.int64)
        for other in range(layout.rounds):
            if other == turn:
                continue
            sits = table[:, other] if other < turn else np.where(later[:, other] >= 0, later[:, other], nowhere)
            cost += (10**6 if other < turn else 1000) * layout.clash[turn][places][:, other][:, sits[people]].T
            met += (sits[:, None] == sits[None, :]) & (sits != nowhere)[:, None]
        np.fill_diagonal(met, 0)
        standing = later[:, turn]
        for index, place in enumerate(places.tolist()):
            cost[:, index] += 6 * met[np.ix_(people, np.flatnonzero(standing == place))].sum(axis=1)
        sat = standing[people]
        cost += 1000 * ((sat[:, None] >= 0) & (sat[:, None] != places[None, :]))
        fixed = layout.pinned[people, turn]
        table[people[fixed >= 0], turn] = fixed[fixed >= 0]
        free = np.flatnonzero(fixed < 0)
        taken = np.bincount(fixed[fixed >= 0], minlength=nowhere)[places]
        table[people[free], turn] = _assigned(
            cost[free], places, taken, int(layout.least[turn]), int(layout.most[turn])
        )
    return table


def _assigned(cost: Ints, places: Ints, taken: Ints, least: int, most: int) -> Ints:
    """Return a place for every row of costs, sizes within bounds as far as what is taken allows."""
    from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]  # scipy ships no types

    room = np.maximum(most - taken, 0)
    # fixed seats may leave too little room: then tables grow evenly
    while room.sum() < len(cost):
        room += 1
    column = np.repeat(np.arange(len(places)), room)
    place = np.concatenate([np.arange(count) for count in room]) if len(room) else column
    first = place + taken[column] < least
    _, seat = linear_sum_assignment(cost[:, column] - 10**8 * first[None, :])
    chosen: Ints = places[column[seat]]
    return chosen


def _best_rounds_first(layout: Layout, table: Ints) -> Ints:
    """Return the same seating with the rounds in the order of interest, where a round is like any other."""
    if not layout.uniform or not layout.here.all():
        return table
    everybody = np.arange(len(layout.people))
    worth = [float(layout.level[turn, table[:, turn], everybody].sum()) for turn in range(layout.rounds)]
    return table[:, np.argsort(worth, kind="stable")]


def _numbers(layout: Layout, standing: Seating) -> Ints:
    """Return (people, rounds): the numbers of the tables that stand; -1 for a blank seat, or a table of nobody."""
    number = {text: index for index, text in enumerate(layout.tables)}
    found = np.full((len(layout.people), layout.rounds), -1, np.int64)
    for index, mentee in enumerate(layout.people):
        for turn, text in enumerate(standing.tables.get(mentee.email, ())[: layout.rounds]):
            # a table that no longer exists is none of ours: its people sit elsewhere, and that is a change
            found[index, turn] = number.get(text, len(layout.tables) if text else -1)
    return found


def _seating(
    event: Event,
    layout: Layout,
    table: Ints,
    lowest: Sequence[int],
    standing: Seating | None = None,
    before: Ints | None = None,
    over: int = 0,
) -> Seating:
    """Return the seating with goals, broken rules and moves."""
    names = (*layout.tables, "")
    seats = {
        mentee.email: tuple(names[place] for place in row)
        for mentee, row in zip(layout.people, table.tolist(), strict=True)
    }
    reached = score(layout, table, before)
    if reached[0]:
        # a seating that breaks rules may be better than any that keeps them
        lowest = tuple(map(min, lowest, reached))
    goals: tuple[Goal, ...] = goals_of(layout, table, reached, lowest, repaired=standing is not None)
    moves = _moves(standing.tables, seats) if standing else ()
    return Seating(seats, goals, tuple(broken_rules(event, seats, standing, over)), moves)


def _moves(before: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]]) -> tuple[Move, ...]:
    """Return every seat that is another than before, newcomers and absent people included."""
    moves = []
    for email, seats in after.items():
        old = before.get(email, ())
        for turn, place in enumerate(seats):
            was = old[turn] if turn < len(old) else ""
            if was != place:
                moves.append(Move(email, turn + 1, was, place))
    return tuple(sorted(moves))
