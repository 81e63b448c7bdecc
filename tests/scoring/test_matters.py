"""What matters most to each mentee, as a criterion of its own."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship_gsheets.matching import solve
from mentorship_gsheets.people import Participant, Roster
from mentorship_gsheets.scoring import score
from mentorship_gsheets.scoring.comparisons import answers
from mentorship_gsheets.settings import Priority, Settings
from tests.scoring.people import mentee, mentor

RULES = Settings(priorities=(Priority.MATTERS, Priority.TOPICS, Priority.FIELDS, Priority.SECTOR, Priority.TIME_ZONE))


def costs(mentees: list[Participant], mentors: list[Participant]) -> list[list[int]]:
    scored = score(Roster(tuple(mentors), tuple(mentees)), RULES)
    place = scored.priorities.index(Priority.MATTERS)
    cost: list[list[int]] = scored.problem.tiers[place].cost[:].tolist()
    return cost


def test_it_costs_one_where_the_own_criterion_is_not_met_or_not_known() -> None:
    mentors = [
        mentor("A", topics=("grants", "jobs"), time_zone="UTC"),
        mentor("B", topics=("talks",), time_zone="UTC+2"),
        mentor("C", time_zone="UTC+5"),
    ]
    mentees = [
        mentee("D", topics=("grants", "talks"), matters="topics"),
        mentee("E", time_zone="UTC", matters="Time zone"),
        mentee("F", topics=("grants",)),
        mentee("G", topics=("grants",), matters="somebody kind"),
    ]
    assert costs(mentees, mentors) == [[0, 0, 1], [0, 0, 1], [0, 0, 0], [0, 0, 0]]


def test_without_anybody_who_chose_there_is_no_such_tier() -> None:
    scored = score(Roster((mentor("A", topics=("x",)),), (mentee("B", topics=("x",)),)), RULES)
    assert Priority.MATTERS not in scored.priorities


CHOICES = st.sampled_from(["topics", "overlap of fields", "sector", ""])
SOME = st.lists(st.sampled_from("ab"), max_size=2, unique=True).map(tuple)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(CHOICES, SOME, SOME, st.sampled_from("xy")), min_size=1, max_size=4), st.data())
def test_as_many_mentees_as_can_be_get_what_matters_most(
    wants: list[tuple[str, str, str, str]], data: st.DataObject
) -> None:
    """Against all assignments there are."""
    offers = data.draw(st.lists(st.tuples(SOME, SOME, st.sampled_from("xy")), min_size=len(wants), max_size=4))
    mentees = [
        mentee(f"M{n}", matters=choice, topics=topics, fields=fields, sector=sector)
        for n, (choice, topics, fields, sector) in enumerate(wants)
    ]
    mentors = [
        mentor(f"T{n}", topics=topics, fields=fields, sector=sector, affiliation=f"House {n}")
        for n, (topics, fields, sector) in enumerate(offers)
    ]
    scored = score(Roster(tuple(mentors), tuple(mentees)), RULES)

    def met(one: Participant, two: Participant) -> bool:
        shared = {
            "topics": bool(answers(one.topics) & answers(two.topics)),
            "overlap of fields": bool(answers(one.fields) & answers(two.fields)),
            "sector": one.sector == two.sector,
            "": True,
        }
        return shared[one.matters]

    fewest = min(
        sum(not met(one, two) for one, two in zip(mentees, chosen, strict=False))
        for chosen in permutations(mentors, len(mentees))
    )
    found = solve(scored.problem)
    unmet = (
        found.objective[1 + scored.priorities.index(Priority.MATTERS)] if Priority.MATTERS in scored.priorities else 0
    )
    assert unmet == fewest
