from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.people import Participant, Roster, Told
from mentorship_gsheets.scoring import kinds as registry
from mentorship_gsheets.scoring import score
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.columns import read_number, told
from mentorship_gsheets.scoring.kinds import KINDS, part_for
from mentorship_gsheets.scoring.kinds.awake import ENOUGH, together
from mentorship_gsheets.scoring.part import Shared, grade_pair
from mentorship_gsheets.scoring.prices import difference
from mentorship_gsheets.scoring.reasons import said, why
from mentorship_gsheets.settings import Settings
from tests.scoring.people import mentee, mentor

SETTINGS = Settings()


def criterion(how: How, name: str = "Mine") -> Criterion:
    return Criterion(name, how, "Has", "Wants")


def says(make: object, name: str, text: str = "", *choices: str) -> Participant:
    """Somebody who says one thing under the column of the organizer's own."""
    header = "has" if make is mentor else "wants"
    more = {header: Told(text, choices or tuple(text.split("; ")))} if text else {}
    return make(name, more=more)  # type: ignore[operator]  # one of the two makers of people


def costs(how: How, mentees: list[Participant], mentors: list[Participant]) -> list[list[int]]:
    (part,) = score(Roster(tuple(mentors), tuple(mentees)), Settings(priorities=(criterion(how),))).parts
    return part.cost[:].tolist()


def test_the_same_answer_counts_in_any_spelling() -> None:
    mentors = [says(mentor, "A", "PARIS "), says(mentor, "B", "Rome"), says(mentor, "C"), says(mentor, "D", "n/a")]
    assert costs(How.SAME, [says(mentee, "Bo", "Paris")], mentors) == [[0, 100, 50, 50]]


def test_overlap_is_the_part_of_all_choices_that_is_shared() -> None:
    mentors = [says(mentor, "A", "Law"), says(mentor, "B", "law; art; tea"), says(mentor, "C", "Tea")]
    assert costs(How.OVERLAP, [says(mentee, "Bo", "Law")], mentors) == [[0, 50, 100]]


def test_offers_are_counted_by_what_is_wanted() -> None:
    mentors = [says(mentor, "A", "CVs; visas; tax"), says(mentor, "B", "visas"), says(mentor, "C", "tax")]
    assert costs(How.OFFERS, [says(mentee, "Bo", "CVs; visas")], mentors) == [[0, 50, 100]]


def test_a_mentor_with_as_much_has_not_more() -> None:
    mentors = [says(mentor, "A", "12 years"), says(mentor, "B", "3"), says(mentor, "C", "many"), says(mentor, "D", "0")]
    assert costs(How.MORE, [says(mentee, "Bo", "3"), says(mentee, "Cy", "0")], mentors) == [
        [0, 100, 50, 100],
        [0, 0, 50, 100],
    ]


def test_numbers_are_close_by_the_whole_range() -> None:
    mentors = [says(mentor, "A", "1"), says(mentor, "B", "2.1"), says(mentor, "C", "11"), says(mentor, "D", "some")]
    assert costs(How.CLOSE, [says(mentee, "Bo", "1")], mentors) == [[0, 11, 100, 37]]


def test_people_are_awake_together_by_their_clocks() -> None:
    mentors = [
        says(mentor, "A", "UTC"),
        says(mentor, "B", "UTC+8"),
        says(mentor, "C", "UTC+12"),
        says(mentor, "D", "?"),
    ]
    assert costs(How.AWAKE, [says(mentee, "Bo", "UTC")], mentors) == [[0, 80, 100, 60]]


def test_texts_are_compared_by_their_words() -> None:
    mentors = [says(mentor, "A", "publishing books"), says(mentor, "B", "gardening"), says(mentor, "C")]
    assert costs(How.TEXT, [says(mentee, "Bo", "how to publish")], mentors) == [[0, 100, 50]]


def test_wishes_of_both_sides_count_first_choice_first() -> None:
    bo = says(mentee, "Bo", "two people", "ada@example.org", "cy@example.org")
    mentors = [says(mentor, "Ada"), says(mentor, "Cy"), says(mentor, "Dee"), says(mentor, "Eve", "x", "bo@example.org")]
    # whom nobody wished for and who wishes for nobody is unknown to Zed: the average of all others
    assert costs(How.WISHES, [bo, says(mentee, "Zed")], mentors) == [[0, 20, 100, 50], [54, 54, 54, 100]]


def test_of_many_wishes_five_count_and_the_first_of_two_the_same() -> None:
    names = [f"{letter}@example.org" for letter in "abcdefg"]
    bo = says(mentee, "Bo", "many", "a@example.org", *names)
    assert costs(How.WISHES, [bo], [says(mentor, name[0]) for name in names]) == [[0, 40, 60, 80, 100, 100, 100]]


@pytest.mark.parametrize(
    ("how", "said_one", "said_other", "sentence"),
    [
        (How.SAME, "Paris", "paris", "Bo and Ada both say Paris (Mine)."),
        (How.OVERLAP, "Law; Art", "art; tea", "Bo and Ada both chose Art (Mine)."),
        (How.OFFERS, "CVs; visas", "visas", "Bo and Ada are a pair though Bo wants visas, which Ada offers (Mine)."),
        (How.MORE, "3", "12 years", "Bo and Ada are a pair though Ada has more than Bo: 12 years against 3 (Mine)."),
        (How.CLOSE, "3", "3", "Bo and Ada both say 3 (Mine)."),
        (How.AWAKE, "UTC", "UTC+2", "Bo and Ada both are awake for 12 hours of a day at once."),
        (How.TEXT, "I publish", "publishing", "Bo and Ada both wrote of publish (Mine)."),
    ],
)
def test_why_says_what_two_people_share(how: How, said_one: str, said_other: str, sentence: str) -> None:
    bo, ada = says(mentee, "Bo", said_one), says(mentor, "Ada", said_other)
    known = Settings(priorities=(criterion(how),))
    assert why(bo, ada, known) == sentence


def test_why_says_who_wished_for_whom() -> None:
    known = Settings(priorities=(criterion(How.WISHES),))
    bo, ada = says(mentee, "Bo", "x", "ada@example.org"), says(mentor, "Ada", "y", "bo@example.org")
    assert "Bo and Ada wished for each other (Mine)" in why(bo, ada, known)
    assert "Bo wished for Ada (Mine)" in why(bo, says(mentor, "Ada"), known)
    assert "Ada wished for Bo (Mine)" in why(says(mentee, "Bo"), ada, known)


def incomplete(how: How) -> list[str]:
    """What a member of the register lacks, in words."""
    kind = KINDS.get(how)
    if kind is None:
        return ["no file"]
    part = part_for(criterion(how, "A {brace}"))
    amounts = (1, -1, 37, -200, WORST, -WORST, 3 * WORST)
    words = [difference(criterion(how, "A {brace}"), amount) for amount in amounts]
    bo, ada = says(mentee, "Bo", "UTC", "ada@example.org"), says(mentor, "Ada", "UTC", "bo@example.org")
    if how in (How.OVERLAP, How.OFFERS):
        bo, ada = says(mentee, "Bo", "Law"), says(mentor, "Ada", "law")
    if kind.content == "number":
        bo, ada = says(mentee, "Bo", "3"), says(mentor, "Ada", "3.5" if how is How.MORE else "3")
    shared = part.share(bo, ada, SETTINGS)
    holds = {
        "prices": all("A {brace}" in text for text in words),
        "what it means": part.means.endswith(".") and "Has" in part.means and "Wants" in part.means,
        "a best grade for two who are alike": grade_pair(part, bo, ada, SETTINGS) == 0 or how is How.TEXT,
        "no grade where one said nothing": grade_pair(part, bo, says(mentor, "Cy"), SETTINGS) is None
        or how is How.WISHES,
        "something shared": bool(shared) or how is How.TEXT,
        "nothing shared with who said nothing": part.share(says(mentee, "Bo"), says(mentor, "Cy"), SETTINGS)
        in (Shared(), Shared(column="A {brace}")),
        "words for Why": bool(shared and (part.both(shared) or part.aside(bo, ada, shared))) or how is How.TEXT,
        "no word for mails": part.mail is None,
        "what a person said": said(criterion(how), bo) != "",
        "the weak point": "A {brace}" in part.weak,
        "what keeps a must": part.fits is not None and 0 <= part.fits < WORST,
    }
    return [what for what, there in holds.items() if not there]


@pytest.mark.parametrize("how", list(How), ids=lambda how: how.name)
def test_every_how_is_complete(how: How) -> None:
    assert (how.name, incomplete(how)) == (how.name, [])


def test_every_how_is_declared_in_the_file_of_its_name() -> None:
    here = {path.stem for path in Path(registry.__path__[0]).glob("*.py")} - {"__init__"}
    assert {how.name.lower() for how in How} ^ here == set()


def test_a_how_without_a_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "KINDS", {})
    with pytest.raises(LookupError, match=r"^no file in scoring/kinds declares How\.SAME$"):
        part_for(Criterion("nobody asked before", How.SAME, "x", "y"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12000), ("0", 0), ("-3", -3000), ("3.25", 3250), ("3,25", 3250), ("1,000", 1_000_000),
        ("1.234.567", 1_234_567_000), ("about 7 years", 7000), ("5-10", 7500), ("5 – 10 years", 7500), ("20+", 20000),
        ("", None), ("many", None), ("1 or 2", None), ("2027-07-05", None), ("\uff13", 3000), ("1;2", None),
    ],
)  # fmt: skip
def test_one_number_is_read_and_no_other(text: str, number: int | None) -> None:
    assert read_number(text) == number


@given(st.integers(-(10**9), 10**9))
def test_every_whole_number_is_read(number: int) -> None:
    assert read_number(str(number)) == number * 1000
    assert read_number(f"{number} years") == number * 1000


def test_the_tools_own_columns_can_be_compared_too() -> None:
    ada = mentor("Ada", fields=("Law", "Art"), sector="industry", capacity=2)
    assert [told(ada, header).text for header in ("FIELDS", "Sector", "Capacity", "Topics")] == [
        "Law; Art", "industry", "2", "",
    ]  # fmt: skip


def test_a_must_keeps_pairs_that_are_not_known_to_fit_apart() -> None:
    mentors = [says(mentor, "A", "Paris"), says(mentor, "B", "Rome"), says(mentor, "C")]
    must = Settings(priorities=(), musts=(criterion(How.SAME, "Same {city}"),))
    scored = score(Roster(tuple(mentors), (says(mentee, "Bo", "Paris"), says(mentee, "Cy"))), must)
    assert scored.problem.eligible.tolist() == [[True, False, False], [False, False, False]]
    (rule,) = scored.stopped_by(0, 1)
    assert rule.says(scored.mentees[0], scored.mentors[1]) == (
        "Bo and B do not keep “Same {city}”, a must in Criteria."
    )


def test_a_must_of_hours_is_kept_by_people_in_reach() -> None:
    apart = [says(mentor, name, f"UTC+{hours}") for name, hours in (("A", 8), ("B", 9))]
    scored = score(
        Roster(tuple(apart), (says(mentee, "Bo", "UTC"),)), Settings(priorities=(), musts=(criterion(How.AWAKE),))
    )
    assert scored.problem.eligible.tolist() == [[True, False]]
    assert [together(0, 60 * hours) >= ENOUGH for hours in (8, 9)] == [True, False]


def test_a_row_of_wishes_with_one_column_speaks_of_that_side_alone() -> None:
    told = {
        columns: KINDS[How.WISHES].meaning(Criterion("Wishes", How.WISHES, *columns))
        for columns in (("", "Wish"), ("Wish", ""), ("Likes", "Wish"))
    }
    rest = "up to five, first choice first, as Name <address>, one a line."
    assert told == {
        ("", "Wish"): f"Mentees get whom they name under Wish; {rest}",
        ("Wish", ""): f"Mentors get whom they name under Wish; {rest}",
        ("Likes", "Wish"): f"People get whom they name: mentees under Wish, mentors under Likes; {rest}",
    }
