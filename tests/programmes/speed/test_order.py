"""The goals of speed mentoring in the order of the tab ``Criteria``."""

from dataclasses import replace

import pytest

from mentorship_gsheets.programmes import format_named, read_settings
from mentorship_gsheets.programmes.speed import Event, Mentee, Mentor, plan, verify
from mentorship_gsheets.programmes.speed.event import GOALS
from mentorship_gsheets.programmes.speed.standing import read_standing
from mentorship_gsheets.spreadsheet.workbook import Workbook
from tests.programmes.speed.events import best
from tests.sheets import drawn, tab

# what is best for interest makes two mentees meet again
CONTRARY = Event(
    tuple(Mentor(f"m{n}@example.org", f"M{n}", fields, f"T{n}") for n, fields in enumerate(((), ("c", "a"), ("c",)))),
    tuple(
        Mentee(f"p{n}@example.org", f"P{n}", fields)
        for n, fields in enumerate((("c",), (), ("b", "c"), ("c",), ("b",)))
    ),
    2,
)


@pytest.mark.parametrize(
    "order",
    [GOALS, GOALS[::-1], ("interest", "met again", "no wanted"), ("met again",), ("interest",), ()],
    ids=lambda order: ", ".join(order) or "none",
)
def test_a_seating_is_the_best_in_every_order(order: tuple[str, ...]) -> None:
    given = replace(CONTRARY, order=order)
    seating, truth = plan(given), best(given)
    verify(given, seating)
    assert truth is not None
    assert [(goal.name, goal.value) for goal in seating.goals] == [(goal, truth[GOALS.index(goal)]) for goal in order]


def test_the_order_matters_here() -> None:
    by_interest = replace(CONTRARY, order=("interest", "met again", "no wanted"))
    assert (best(CONTRARY), best(by_interest)) == ((3, 0, 11), (3, 1, 10))


def test_the_rows_of_the_tab_are_the_goals() -> None:
    speed = format_named("speed mentoring")

    def order(*rows: list[str]) -> tuple[str, ...]:
        special = {
            "Settings": tab("Settings", ["Setting", "Value"], [["Format", "speed mentoring"]]),
            "Criteria": tab("Criteria", ["Criterion", "Use"], rows),
        }
        book = Workbook("book", "Book", tuple(special.get(each.title) or drawn(each) for each in speed.tabs()))
        settings, findings = read_settings(book)
        assert findings == []
        return read_standing(book, settings).event.order

    assert order() == GOALS
    assert order(["points of interest", "in this order"], ["times two mentees meet again", "off"]) == ("interest",)
