"""What a seating reaches, in words."""

from collections.abc import Sequence

import numpy as np

from mentorship_gsheets.counts import counted
from mentorship_gsheets.programmes.speed import designs
from mentorship_gsheets.programmes.speed.event import Goal
from mentorship_gsheets.programmes.speed.layout import FIRST, SHARED, Ints, Layout


def goals_of(
    layout: Layout, table: Ints, reached: Sequence[int], lowest: Sequence[int], *, repaired: bool
) -> tuple[Goal, ...]:
    """Return the goals of a seating, the most important first.

    Parameters
    ----------
    layout
        The event.
    table
        (people, rounds): who sits where.
    reached, lowest
        The score (see `search.score`) of the seating, and what none can get below.
    repaired
        Whether changed seats are a goal.
    """
    _, changed, unwanted, again, interest = reached
    _, least_changed, least_unwanted, least_again, least_interest = lowest
    goals = (
        Goal("no wanted", unwanted, least_unwanted, _unwanted(layout, unwanted, least_unwanted)),
        Goal("met again", again, least_again, _again(layout, again, least_again)),
        Goal("interest", interest, least_interest, _interest(layout, table, interest, least_interest)),
    )
    named = {goal.name: goal for goal in goals}
    counted_goals = tuple(named[name] for name in layout.order)
    if not repaired:
        return counted_goals
    seats = counted(changed, "seat")
    words = f"{seats} of those who stay {'is' if changed == 1 else 'are'} changed; {_lowest(changed, least_changed)}."
    return (Goal("changed", changed, least_changed, words), *counted_goals)


def _lowest(value: int, bound: int) -> str:
    """Return how far below a value another seating could be."""
    return "no seating has fewer" if value == bound else f"no seating can have fewer than {bound}"


def _unwanted(layout: Layout, value: int, bound: int) -> str:
    if not value:
        return "Everybody meets a mentor of their first field."
    silent = sum(not mentee.fields and bool(row.any()) for mentee, row in zip(layout.people, layout.here, strict=True))
    meets = "meets" if value == 1 else "meet"
    named = f" ({counted(silent, 'of them')} named no field)".replace("of thems", "of them") if silent else ""
    return (
        f"{counted(value, 'person', 'people')} {meets} no mentor of their first field{named}; {_lowest(value, bound)}."
    )


def _again(layout: Layout, value: int, bound: int) -> str:
    if not value:
        return "No two mentees sit together twice."
    times = "once" if value == 1 else f"{value} times"
    words = f"Two mentees who have met already sit together again {times}; "
    words += "no seating has fewer" if value == bound else f"no seating can have fewer than {bound}"
    more = more_tables(layout)
    if more:
        words += f"; with {counted(more, 'more table', 'more tables')} it would be 0"
    return words + "."


def more_tables(layout: Layout) -> int:
    """Return how many more tables would let nobody meet twice, by a design that is known; 0 when unknown."""
    if not layout.uniform or not layout.here.all():
        return 0
    tables = len(layout.tables)
    found = (more for more in range(1, 4) if designs.perfect(tables + more, layout.rounds, len(layout.people)))
    return next(found, 0)


def _interest(layout: Layout, table: Ints, value: int, bound: int) -> str:
    rounds, everybody = range(layout.rounds), np.arange(len(layout.people))
    levels = np.stack([layout.level[turn, table[:, turn], everybody] for turn in rounds], axis=1)[layout.here]
    first, shared = int((levels == FIRST).sum()), int((levels == SHARED).sum())
    return (
        f"Of {counted(levels.size, 'meeting')} with a table, {first} are about the first field, {shared} about another "
        f"field of theirs, {levels.size - first - shared} about none of them or unknown (0, 1 and 2 points, together "
        f"{value}; {_lowest(value, bound)})."
    )
