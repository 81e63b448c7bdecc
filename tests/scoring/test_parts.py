import pytest

from mentorship_gsheets.people import Attendance, Participant, Roster
from mentorship_gsheets.scoring import score
from mentorship_gsheets.settings import Priority, Settings
from tests.scoring.people import mentee, mentor

IN_PERSON, VIRTUAL = Attendance.IN_PERSON, Attendance.VIRTUAL


def costs(priority: Priority, mentees: list[Participant], mentors: list[Participant]) -> list[list[int]]:
    (part,) = score(Roster(tuple(mentors), tuple(mentees)), Settings(priorities=(priority,))).parts
    return part.cost[:].tolist()


@pytest.mark.parametrize(
    ("one", "other", "cost"),
    [
        ({"fields": ("Astronomy",)}, {"fields": ("astronomy ", "Physics")}, 0),
        ({"fields": ("Astronomy",)}, {"fields": ("Physics",)}, 100),
        ({"fields": ("Astronomy",), "bin": "Sky"}, {"fields": ("Physics",), "bin": "sky"}, 0),
        ({"bin": "Other"}, {"bin": "Other", "fields": ("Physics",)}, 0),
    ],
)
def test_pairs_share_a_field_or_a_block(one: dict[str, object], other: dict[str, object], cost: int) -> None:
    assert costs(Priority.BLOCK, [mentee("Bo", **one)], [mentor("Ada", **other)]) == [[cost]]


def test_attendance_is_the_same_mixed_or_worth_the_average() -> None:
    mentees = [mentee("B", attendance=VIRTUAL), mentee("C", attendance=IN_PERSON), mentee("D")]
    mentors = [mentor("A", attendance=VIRTUAL), mentor("B", attendance=VIRTUAL), mentor("E", attendance=IN_PERSON)]
    assert costs(Priority.ATTENDANCE, mentees, mentors) == [[0, 0, 100], [100, 100, 0], [50, 50, 50]]


def test_overlap_of_fields_does_not_reward_ticking_everything() -> None:
    mentors = [mentor("A", fields=("x",)), mentor("B", fields=("x", "y", "z"))]
    assert costs(Priority.FIELDS, [mentee("Bo", fields=("x",))], mentors) == [[0, 50]]


def test_topics_are_what_the_mentee_asked_for() -> None:
    mentors = [mentor("A", topics=("Grants", "jobs", "teaching")), mentor("B", topics=("jobs",)), mentor("C")]
    assert costs(Priority.TOPICS, [mentee("Bo", topics=("grants", "Jobs"))], mentors) == [[0, 50, 25]]


def test_languages_and_sector_are_common_or_not() -> None:
    mentors = [mentor("A", languages=("french",), sector="Industry"), mentor("B", languages=("Thai",), sector="school")]
    bo = [mentee("Bo", languages=("English", "French"), sector="industry")]
    assert costs(Priority.LANGUAGES, bo, mentors) == [[0, 100]]
    assert costs(Priority.SECTOR, bo, mentors) == [[0, 100]]


def test_time_zones_count_unless_both_are_at_the_conference() -> None:
    mentors = [
        mentor("A", time_zone="UTC+6", attendance=IN_PERSON),
        mentor("B", time_zone="UTC+6", attendance=VIRTUAL),
        mentor("C", time_zone="somewhere"),
    ]
    bo = [mentee("Bo", time_zone="UTC", attendance=IN_PERSON)]
    assert costs(Priority.TIME_ZONE, bo, mentors) == [[0, 50, 25]]


def test_free_text_needs_notes_on_both_sides() -> None:
    mentors = [
        mentor("A", notes="publishing books"),
        mentor("B", notes="gardening"),
        mentor("C", topics=("publishing",)),
    ]
    assert costs(Priority.NOTES, [mentee("Bo", notes="how to publish")], mentors) == [[0, 100, 50]]


def test_a_part_nobody_answered_is_no_tier() -> None:
    scored = score(Roster((mentor("A"),), (mentee("B"),)), Settings())
    assert scored.priorities == (Priority.SPREAD, Priority.FAIRNESS, None)


def test_people_left_out_last_time_come_first() -> None:
    roster = Roster((mentor("A", left_out=True), mentor("B")), (mentee("C", left_out=True), mentee("D")))
    scored = score(roster, Settings(priorities=(Priority.LEFT_OUT,)))
    assert scored.problem.tiers[0].cost[:].tolist() == [[0, 1], [1, 2]]


def test_breaking_a_standing_pair_costs_one() -> None:
    roster = Roster((mentor("A"), mentor("B")), (mentee("C"), mentee("D")))
    standing = [("c@example.org", "b@example.org")]
    scored = score(roster, Settings(priorities=(Priority.CHANGED,)), standing=standing)
    assert scored.problem.tiers[0].cost[:].tolist() == [[True, False], [True, True]]


def test_fairness_is_the_squared_lack_of_fit() -> None:
    mentors = [mentor("A", fields=("x",)), mentor("B", fields=("y",)), mentor("C", fields=("x", "y", "z"))]
    settings = Settings(priorities=(Priority.FIELDS, Priority.FAIRNESS))
    scored = score(Roster(tuple(mentors), (mentee("M", fields=("x",)),)), settings)
    assert scored.fit([0, 0, 0], [0, 1, 2]).tolist() == [100, 0, 50]
    assert scored.problem.tiers[1].cost[:].tolist() == [[0, 16, 0]]
