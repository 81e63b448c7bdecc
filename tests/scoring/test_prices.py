import pytest

from mentorship_gsheets.scoring.prices import difference, price
from mentorship_gsheets.settings import Priority


@pytest.mark.parametrize("priority", list(Priority))
def test_every_priority_has_words_for_more_and_less(priority: Priority) -> None:
    for amount in (1, -1, 37, -37, 100, -200):
        assert difference(priority, amount) != ""


@pytest.mark.parametrize(
    ("priority", "amount", "words"),
    [
        (Priority.SPREAD, 1, "one more place beyond a mentor's first"),
        (Priority.SPREAD, 2, "2 more places beyond a mentor's first"),
        (Priority.BIN, -100, "one pair fewer without a shared field or bin"),
        (Priority.BIN, 35, "35 points less in shared fields or bins"),
        (Priority.ATTENDANCE, 300, "3 more mixed pairs"),
        (Priority.CHANGED, -2, "2 standing pairs more kept"),
        (Priority.TOPICS, 1, "1 point less in topics"),
    ],
)
def test_differences_in_words(priority: Priority, amount: int, words: str) -> None:
    assert difference(priority, amount) == words


def test_a_price_tells_the_first_differences_and_never_the_tie() -> None:
    tiers = (Priority.SPREAD, Priority.SECTOR, Priority.TOPICS, None)
    assert price(tiers, (0, 0, 10, 5, 3)) == "10 points less in sector, 5 points less in topics"
    assert price(tiers, (0, 0, 10, -5, 3), most=1) == "10 points less in sector"
    assert (
        price(tiers, (2, -1, 0, 0, 0)) == "2 more mentees without a mentor, but one place fewer beyond a mentor's first"
    )
