from mentorship_gsheets.people import Attendance, Role, Roster
from mentorship_gsheets.scoring import score
from mentorship_gsheets.scoring.quality import grade_pairs, left_reason, worst
from mentorship_gsheets.settings import Priority, Settings
from tests.scoring.people import mentee, mentor

SETTINGS = Settings(priorities=(Priority.ATTENDANCE, Priority.FIELDS))
ADA = mentor("Ada", fields=("x",), attendance=Attendance.VIRTUAL)
CY = mentor("Cy", fields=("y",), attendance=Attendance.IN_PERSON)
BO = mentee("Bo", fields=("x",), attendance=Attendance.VIRTUAL)
DEE = mentee("Dee", fields=("x",))
SCORED = score(Roster((ADA, CY), (BO, DEE)), SETTINGS)


def test_pairs_are_graded_with_their_weak_points() -> None:
    pairs = [(one.email, other.email) for one in (BO, DEE) for other in (ADA, CY)]
    assert [(pair.mentee.name, pair.mentor.name, pair.fit, pair.weak) for pair in grade_pairs(SCORED, pairs)] == [
        ("Bo", "Ada", 100, ""),
        ("Bo", "Cy", 0, "one of them attends virtually and little overlap of fields"),
        ("Dee", "Ada", 67, "too little is known"),
        ("Dee", "Cy", 34, "little overlap of fields"),
    ]


def test_the_worst_come_first() -> None:
    graded = grade_pairs(SCORED, [(BO.email, ADA.email), (DEE.email, CY.email)])
    assert [pair.mentee.name for pair in worst(graded, 1)] == ["Dee"]


def test_reasons_for_getting_nobody() -> None:
    lab = {"affiliation": "Lab"}
    scored = score(
        Roster((mentor("A", **lab), mentor("B", capacity=0)), (mentee("C", **lab), mentee("D"), mentee("E"))), SETTINGS
    )
    assert left_reason(scored, Role.MENTEE, "c@example.org") == (
        "may meet no mentor: 1 at the same place and 1 without a place"
    )
    assert left_reason(scored, Role.MENTEE, "d@example.org") == (
        "may meet 1 of 2 mentors, and others needed those more"
    )
    assert left_reason(scored, Role.MENTOR, "b@example.org") == "takes nobody (Capacity 0, or all places are taken)"
    assert left_reason(scored, Role.MENTOR, "a@example.org") == "may meet 2 of 3 mentees, and others needed those more"
    assert left_reason(score(Roster((ADA, CY), (BO,)), SETTINGS), Role.MENTOR, CY.email) == "is left over as a reserve"
    assert left_reason(score(Roster((), (BO,)), SETTINGS), Role.MENTEE, BO.email) == "meets no mentor: there are none"
