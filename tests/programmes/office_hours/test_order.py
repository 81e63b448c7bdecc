"""The goals of office hours in the order of the tab ``Criteria``."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.programmes import format_named, read_settings
from mentorship_gsheets.programmes.office_hours.booking import GOALS, OfficeGoal, Opening, Wish, book, waiting_levels
from tests.sheets import tab, workbook

WEEK = ("ada@example.org", 2027, 27)
SLOTS = ("S1", "S2")


def worth(wishes: list[Wish], slots: dict[str, str], order: list[OfficeGoal]) -> tuple[int, ...]:
    """What bookings come to, the most important first, less being better."""
    booked = [wish for wish in wishes if wish.mentee in slots]
    most = max((len(wish.picks) for wish in wishes), default=0)
    parts = {
        OfficeGoal.LOST: [sum(wish.booked != "" and wish not in booked for wish in wishes)],
        OfficeGoal.CHANGED: [sum(wish.booked not in ("", slots[wish.mentee]) for wish in booked)],
        OfficeGoal.WAITED: [-sum(wish.waited >= least for wish in booked) for least in waiting_levels(wishes)],
        OfficeGoal.CHOICE: [-sum(slots[w.mentee] in w.picks[:first] for w in booked) for first in range(1, most + 1)],
        OfficeGoal.HAD: [sum(wish.had for wish in booked)],
    }
    return (-len(booked), *(value for goal in order for value in parts[goal]))


@st.composite
def wished(draw: st.DrawFn) -> list[Wish]:
    return [
        Wish(
            f"m{number}@example.org",
            picks := tuple(draw(st.permutations(SLOTS)))[: draw(st.integers(1, 2))],
            draw(st.integers(0, 2)),
            draw(st.integers(0, 2)),
            draw(st.sampled_from(("", *picks))),
        )
        for number in range(draw(st.integers(1, 4)))
    ]


@settings(max_examples=60)
@given(wished(), st.lists(st.sampled_from(GOALS), unique=True))
def test_every_order_is_kept_exactly(wishes: list[Wish], order: list[OfficeGoal]) -> None:
    openings = [Opening(slot, WEEK) for slot in SLOTS]
    found = book(openings, wishes, {}, order)
    every = (
        {wish.mentee: slot for wish, slot in zip(wishes, chosen, strict=True) if slot}
        for chosen in product(*(("", *wish.picks) for wish in wishes))
        if all(chosen.count(slot) < 2 for slot in SLOTS)
    )
    least = min(worth(wishes, slots, order) for slots in every)
    assert (found.value, found.bound, worth(wishes, dict(found.slots), order)) == (least, least, least)


def test_the_rows_of_the_tab_are_the_goals() -> None:
    def goals(*rows: list[str]) -> tuple[object, ...]:
        line = tab("Settings", ["Setting", "Value"], [["Format", "office hours"]])
        settings, findings = read_settings(workbook(line, tab("Criteria", ["Criterion", "Use"], rows)))
        assert findings == []
        return format_named("office hours").standing_order(settings)

    assert goals() == GOALS
    assert goals(["First choices", "in this order"], ["who waited longest goes first", "off"]) == (OfficeGoal.CHOICE,)
    assert goals(["sessions stay as they are", "off"]) == ()
