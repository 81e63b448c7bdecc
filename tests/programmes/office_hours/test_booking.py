"""Bookings equal to what trying everything finds, and to the published optima."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.programmes.office_hours.booking import Opening, Week, Wish, book
from tests.programmes.office_hours.checks import check_sheet, every_booking, worth

WEEKS = (("ada@example.org", 2027, 27), ("bo@example.org", 2027, 27))
SHARED = Path(__file__).parents[4] / "shared" / "instances" / "slots"


@st.composite
def small(draw: st.DrawFn, seats: int) -> tuple[list[Opening], list[Wish], dict[Week, int]]:
    slots = [f"S{number}" for number in range(draw(st.integers(1, 5)))]
    openings = [
        Opening(slot, draw(st.sampled_from(WEEKS)), draw(st.integers(1, seats)), draw(st.booleans())) for slot in slots
    ]
    wishes = []
    for number in range(draw(st.integers(1, 4))):
        picks = tuple(draw(st.lists(st.sampled_from(slots), max_size=3, unique=True)))
        booked = draw(st.sampled_from(("", *picks[:1])))
        waited, had = draw(st.integers(0, 3)), draw(st.integers(0, 2))
        wishes.append(Wish(f"m{number}@example.org", picks, waited, had, booked))
    return openings, wishes, {week: draw(st.integers(0, 3)) for week in WEEKS}


@pytest.mark.parametrize("seats", [1, 3])
def test_nothing_better_exists(seats: int) -> None:
    @settings(max_examples=60)
    @given(small(seats))
    def check(instance: tuple[list[Opening], list[Wish], dict[Week, int]]) -> None:
        openings, wishes, limits = instance
        found = book(openings, wishes, limits)
        wished = [wish for wish in wishes if wish.picks]
        best = min(worth(wished, slots) for slots in every_booking(openings, wished, limits))
        assert found.value == worth(wished, dict(found.slots)) == best == found.bound
        assert dict(found.slots) in list(every_booking(openings, wished, limits))
        assert book(openings[::-1], wishes[::-1], limits).slots == found.slots

    check()


@pytest.mark.skipif(not SHARED.is_dir(), reason="the instances stand beside the project")
@pytest.mark.parametrize("name", ["slots-2x6x2w", "slots-3x7x1w", "slots-4x40x2w", "slots-60x600x8w"])
def test_the_published_optimum(name: str) -> None:
    instance = json.loads((SHARED / f"{name}.json").read_text("utf-8"))
    openings = [Opening(one["slot"], (one["mentor"], 2027, one["week"]), one["seats"]) for one in instance["slots"]]
    wishes = [Wish(one["email"], tuple(one["picks"]), one["waited"]) for one in instance["mentees"]]
    limits = {one.week: instance["per_week"][one.week[0]] for one in openings}
    found = book(openings, wishes, limits)
    exact = instance["exact"]
    assert (found.value[0], *found.value[3:-1]) == (exact["booked"], *exact["waited"], *exact["choices"])
    assert found.bound == found.value


@pytest.mark.parametrize("kind", ["2x6x2w", "3x7x1w", "4x40x2w"])
def test_invented_programmes_are_booked_as_another_solver_books_them(kind: str) -> None:
    assert [check_sheet(kind, seed) for seed in range(2)] == [1, 1]
