"""What no seating can get below, goal by goal.

Every bound leaves rules out until the rest can be solved exactly, so it holds for all seatings. None of them relies on
the search, and that of interest not on its solver either: any prices give a bound, the solver only finds good ones.
"""

import numpy as np

from mentorship_gsheets.programmes.speed.layout import OTHER, Bools, Ints, Layout


def unwanted(layout: Layout) -> int:
    """Return how many mentees cannot meet a mentor of their first field, at least.

    Notes
    -----
    A flow in which each mentee takes one seat with a wanted mentor, in any round: how many get one at the same time.
    """
    from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy ships no types
    from scipy.sparse.csgraph import maximum_flow  # type: ignore[import-untyped]  # as above

    rounds, tables = layout.open.shape
    people = len(layout.people)
    there = np.flatnonzero(layout.here.any(axis=1))
    if not len(there):
        return 0
    reach = (layout.wanted & ~layout.barred)[:, :tables, :people] & layout.here.T[:, None, :]
    fixed = np.where(layout.pinned >= 0, layout.pinned, -1)
    for turn in range(rounds):
        pinned = np.flatnonzero(fixed[:, turn] >= 0)
        only = np.zeros((tables, people), bool)
        only[fixed[pinned, turn], pinned] = True
        # what is fixed counts as it stands, even against a ban
        reach[turn][:, pinned] = layout.wanted[turn, :tables][:, pinned] & only[:, pinned]
    turns, table, person = np.nonzero(reach)
    cell = 1 + people + turns * tables + table
    sink = 1 + people + rounds * tables
    fixed_there = _pinned(layout).ravel()
    room = np.repeat(layout.most, tables)
    if (fixed_there > room).any():
        # tables that are too full by hand leave others less than their least, and no size holds
        room = np.full(len(room), people)
    tails = np.concatenate([np.zeros(people, np.int64), 1 + person, 1 + people + np.arange(rounds * tables)])
    heads = np.concatenate([1 + np.arange(people), cell, np.full(rounds * tables, sink)])
    most = np.concatenate([np.ones(people + len(person), np.int64), room])
    graph = csr_array((most.astype(np.int32), (tails, heads)), shape=(sink + 1, sink + 1))
    return len(there) - int(maximum_flow(graph, 0, sink).flow_value)


def _pinned(layout: Layout) -> Ints:
    """Return (rounds, tables): how many seats are fixed."""
    tables = len(layout.tables)
    return np.array(
        [np.bincount(column[column >= 0], minlength=tables) for column in layout.pinned.T], np.int64
    ).reshape(layout.rounds, tables)


def again(layout: Layout, over: int = 0) -> int:
    """Return how often two mentees meet once more, at least: the larger of two bounds.

    Parameters
    ----------
    layout
        The event.
    over
        Rounds before this one are fixed, and counted as they are.

    Notes
    -----
    *Pairs.* The tables of a round seat so many pairs at least, and there are only so many pairs of people.

    *Rounds.* Whoever sits at one table in two rounds is one of those counted, so the sum over pairs of people of
    C(meetings, 2) is the sum over pairs of rounds of the pairs that share both tables. Any two rounds put the
    people who are there in both into cells (a table of the one, a table of the other), as many as rules allow.
    """
    rounds = layout.rounds
    done = sum(_pairs(np.bincount(_cells(layout, first, second))) for first in range(over) for second in range(first))
    apart = sum(
        max(_crowded(layout, first, second), _crowded(layout, second, first))
        for first in range(over, rounds)
        for second in range(first)
    )
    return max(done + apart, _pigeonhole(layout) if not over else 0)


def _cells(layout: Layout, first: int, second: int) -> Ints:
    """Return, for who was there in two rounds that are over, the number of the pair of tables."""
    both = layout.here[:, first] & layout.here[:, second]
    cells: Ints = layout.pinned[both, first] * len(layout.tables) + layout.pinned[both, second]
    return cells


def _pairs(sizes: Ints) -> int:
    """Return how many pairs there are within groups of such sizes."""
    return int((sizes * (sizes - 1)).sum()) // 2


def _even(people: int, groups: int) -> int:
    """Return the fewest pairs when people are split into groups."""
    if groups < 1:
        return people * (people - 1) // 2
    small, larger = divmod(people, groups)
    return groups * (small * (small - 1) // 2) + larger * small


def _crowded(layout: Layout, first: int, second: int) -> int:
    """Return the fewest pairs that share both tables of two rounds.

    The people of both rounds are split over the tables of the first, each table's over those of the second where they
    meet nobody twice. The cost of a table is convex in how many sit there, so one person after the other goes where it
    costs least.
    """
    people = int((layout.here[:, first] & layout.here[:, second]).sum())
    tables = len(layout.tables)
    clash = layout.clash[first, :tables, second, :tables]
    cells = (~clash & layout.open[second][None, :]).sum(axis=1)
    if (layout.pinned[:, [first, second]] >= 0).any():
        # what is fixed by hand may sit anywhere
        cells = np.full(tables, layout.open[second].sum())
    usable = np.flatnonzero(layout.open[first])
    if (layout.pinned[:, first] >= 0).any():
        usable, cells = np.arange(tables), np.full(tables, max(int(cells.max(initial=1)), tables))
    cells = cells[usable]
    if not len(cells) or not cells.max():
        return 0
    # the k-th person at a table costs (k - 1) // cells: take the cheapest so many steps
    most = max(int(layout.most[first]), -(-people // len(cells)))
    steps = np.arange(most)[None, :] // np.maximum(cells, 1)[:, None]
    return int(np.sort(steps, axis=None)[:people].sum())


def _pigeonhole(layout: Layout) -> int:
    """Return the fewest repetitions for so many meetings among so many people."""
    tables = layout.open.sum(axis=1)
    count = layout.here.sum(axis=0)
    if (layout.pinned >= 0).any() or int(layout.here.any(axis=1).sum()) < 2:
        return 0
    meetings = sum(_even(int(people), int(places)) for people, places in zip(count, tables, strict=True) if places)
    people = int(layout.here.any(axis=1).sum())
    return _even_sum(meetings, people * (people - 1) // 2)


def _even_sum(meetings: int, pairs: int) -> int:
    """Return the least sum of C(meetings, 2) over the pairs."""
    each, more = divmod(meetings, pairs)
    return pairs * (each * (each - 1) // 2) + more * each


def interest(layout: Layout, quick: bool = False) -> int:
    """Return the least sum of levels, re-meetings ignored.

    Parameters
    ----------
    layout
        The event.
    quick
        Ignore how many a table seats as well: at the door, nobody waits for a linear program that tells of the last
        goal.

    Notes
    -----
    Who meets whom is a transportation problem: a mentee takes so many different companies of mentors as there are
    rounds, and a company as many mentees as its rounds hold. The prices of its linear program are rounded to whole
    numbers; the bound is what the Lagrangian is worth with them, in integers.

    References
    ----------
    M. L. Fisher, *The Lagrangian Relaxation Method for Solving Integer Programming Problems*, Management Science 27
    (1981).
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]  # scipy ships no types
    from scipy.sparse import eye_array, kron, vstack

    if quick or (layout.pinned >= 0).any():
        return _alone(layout)
    worth, allowed, low, high, turns = _companies(layout)
    people, companies = worth.shape
    if not people or not companies:
        return _alone(layout)
    by_person = kron(eye_array(people), np.ones((1, companies)), format="csr")
    by_company = kron(np.ones((1, people)), eye_array(companies), format="csr")
    rows = vstack([by_person, by_company], format="csr")
    answer = milp(
        worth.ravel(),
        bounds=Bounds(0, allowed.ravel().astype(float)),
        constraints=LinearConstraint(rows, np.concatenate([turns, low]), np.concatenate([turns, high])),
    )
    if answer.x is None:
        return _alone(layout)
    price = _prices(worth, answer.x.reshape(worth.shape) > 0.5, allowed, low, high)
    return max(_lagrangian(worth, allowed, low, high, turns, price), _alone(layout))


def _companies(layout: Layout) -> tuple[Ints, Bools, Ints, Ints, Ints]:
    """Return what meetings with each company of mentors are worth and allowed, its sizes, and rounds a person."""
    rounds, tables = layout.open.shape
    cells = [(turn, table) for turn in range(rounds) for table in range(tables) if layout.open[turn, table]]
    groups: list[list[tuple[int, int]]] = []
    for cell in cells:
        # the same company twice is the same mentor twice
        same = next((group for group in groups if all(layout.clash[(*cell, *other)] for other in group)), None)
        if same is None:
            groups.append([cell])
        else:
            same.append(cell)
    people = len(layout.people)
    worth = np.full((people, len(groups)), 2, np.int64)
    allowed = np.zeros(worth.shape, bool)
    low, high = np.zeros(len(groups), np.int64), np.zeros(len(groups), np.int64)
    for index, group in enumerate(groups):
        for turn, table in group:
            usable = layout.here[:, turn] & ~layout.barred[turn, table, :people]
            worth[usable, index] = np.minimum(worth[usable, index], layout.level[turn, table, :people][usable])
            allowed[:, index] |= usable
            low[index] += layout.least[turn]
            high[index] += layout.most[turn]
    return worth, allowed, low, high, layout.here.sum(axis=1)


def _alone(layout: Layout) -> int:
    """Return what everybody's best table of every round costs, all else ignored; fixed seats as they are."""
    tables, people = len(layout.tables), len(layout.people)
    total = 0
    for turn in range(layout.rounds):
        level, barred = layout.level[turn, :tables, :people], layout.barred[turn, :tables, :people]
        cost = np.where(barred, OTHER, level).min(axis=0, initial=OTHER)
        fixed = np.flatnonzero(layout.pinned[:, turn] >= 0)
        cost[fixed] = level[layout.pinned[fixed, turn], fixed]
        total += int(cost[layout.here[:, turn]].sum())
    return total


def _prices(worth: Ints, chosen: Bools, allowed: Bools, low: Ints, high: Ints) -> Ints:
    """Return whole prices of the companies under which nobody would rather change.

    Notes
    -----
    Shortest ways in the residual graph: from a company to another with the mentee who changes most cheaply, from a
    company with room to the last node, and from there to a company that can lose somebody.
    """
    companies = worth.shape[1]
    load = chosen.sum(axis=0)
    way = np.full((companies + 1, companies + 1), 10**6, np.int64)
    for company in range(companies):
        mine = chosen[:, company]
        change = np.where(~chosen[mine] & allowed[mine], worth[mine] - worth[mine, company][:, None], 10**6)
        way[company, :companies] = change.min(axis=0, initial=10**6)
    way[:-1, -1][load < high] = 0
    way[-1, :-1][load > low] = 0
    distance = np.zeros(companies + 1, np.int64)
    for _ in range(companies + 1):
        distance = np.minimum(distance, (distance[:, None] + way).min(axis=0))
    prices: Ints = distance[:-1] - distance[-1]
    return prices


def _lagrangian(worth: Ints, allowed: Bools, low: Ints, high: Ints, turns: Ints, price: Ints) -> int:
    """Return the value of the Lagrangian for any prices of companies: never above the optimum."""
    reduced = np.sort(np.where(allowed, worth - price, 10**6), axis=1)
    people = np.where(np.arange(worth.shape[1])[None, :] < turns[:, None], reduced, 0).sum()
    return int(people + np.where(price >= 0, price * low, price * high).sum())


def changed(layout: Layout, standing: Ints, over: int) -> int:
    """Return how many seats have to change, at least: round by round, the others ignored.

    Parameters
    ----------
    layout
        The event as it is now.
    standing
        (people, rounds): the tables that stand, -1 for none.
    over
        How many rounds are over.
    """
    return sum(_fewest(layout, standing, over, turn) for turn in range(over, layout.rounds))


def _fewest(layout: Layout, standing: Ints, over: int, turn: int) -> int:
    """Return the fewest changed seats of one round, when only the rounds that are over bind."""
    from scipy.optimize import linear_sum_assignment

    people = np.flatnonzero(layout.here[:, turn])
    places = np.flatnonzero(layout.open[turn])
    if not len(people) or not len(places):
        return 0
    forbidden = layout.barred[turn][np.ix_(places, people)].T.copy()
    for past in range(over):
        at = np.where(layout.here[people, past], layout.pinned[people, past], len(layout.tables))
        forbidden |= layout.clash[turn][places][:, past][:, at].T
    moved = (standing[people, turn][:, None] >= 0) & (standing[people, turn][:, None] != places[None, :])
    rare = 10**4
    cost = moved.astype(np.int64) + 10**6 * forbidden
    low, high = int(layout.least[turn]), max(int(layout.most[turn]), 1)
    seats = np.repeat(cost, high, axis=1)
    # seats below the least size are filled first
    seats[:, np.tile(np.arange(high) < low, len(places))] -= rare
    row, column = linear_sum_assignment(seats)
    return int(moved[row, column // high].sum())
