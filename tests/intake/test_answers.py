"""Answers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.intake.answers import (
    JOIN,
    read_attendance,
    read_capacity,
    read_roles,
    read_status,
    read_yes_no,
    split_choices,
)
from mentorship_gsheets.people import Attendance, Role, Status

IN_PERSON, VIRTUAL, UNKNOWN = Attendance
MENTOR, MENTEE = frozenset({Role.MENTOR}), frozenset({Role.MENTEE})
BOTH, NEITHER = MENTOR | MENTEE, frozenset[Role]()


@pytest.mark.parametrize(
    ("text", "capacity", "problem"),
    [
        ("", None, ""),
        ("2", 2, ""),
        (" 2 ", 2, ""),
        ("2.0", 2, ""),
        ("two", 2, ""),
        ("Two mentees, please", 2, ""),
        ("up to 3", 3, ""),
        ("no more than 2", 2, ""),
        ("٣", 3, ""),
        ("0", 0, ""),
        ("none", 0, ""),
        ("50", 50, ""),
        ("2-3", 2, "is a range: 2 is taken"),
        ("2 - 3", 2, "is a range: 2 is taken"),
        ("3 or 2", 2, "is a range: 2 is taken"),
        ("one or two", 1, "is a range: 1 is taken"),
        ("2/3/2027", None, "is a date: that of Settings is taken"),
        ("2-Mar", None, "is a date: that of Settings is taken"),
        ("1,5", 1, "is no whole number: 1 is taken"),
        ("2.5", 2, "is no whole number: 2 is taken"),
        ("2+", 2, "has no upper end: 2 is taken"),
        ("2 or more", 2, "has no upper end: 2 is taken"),
        ("lots", None, "is no number: that of Settings is taken"),
        ("as needed", None, "is no number: that of Settings is taken"),
        ("-1", None, "is no number from 0 to 50: that of Settings is taken"),
        ("51", None, "is no number from 0 to 50: that of Settings is taken"),
        ("9" * 5000, None, "is no number from 0 to 50: that of Settings is taken"),
    ],
)
def test_capacity_is_the_least_that_was_offered(text: str, capacity: int | None, problem: str) -> None:
    assert read_capacity(text) == (capacity, problem)


@given(st.text(max_size=60))
def test_any_capacity_is_in_range_or_said_to_be_unreadable(text: str) -> None:
    capacity, problem = read_capacity(text)
    assert (capacity is None and bool(problem or not text.strip() or not text.isprintable())) or 0 <= (
        capacity or 0
    ) <= 50


@pytest.mark.parametrize(
    ("text", "attendance", "clear"),
    [
        ("In person", IN_PERSON, True),
        ("in-person", IN_PERSON, True),
        ("I will be attending onsite in Rotterdam", IN_PERSON, True),
        ("On site", IN_PERSON, True),
        ("I'll be there!", IN_PERSON, True),
        ("In Präsenz", IN_PERSON, True),
        ("Virtually", VIRTUAL, True),
        ("VIRTUAL TICKET", VIRTUAL, True),
        ("Online", VIRTUAL, True),
        ("remote, via Zoom", VIRTUAL, True),
        ("I'll be there virtually", VIRTUAL, True),
        ("not in person", VIRTUAL, True),
        ("Not virtually", IN_PERSON, True),
        ("", UNKNOWN, True),
        ("unknown", UNKNOWN, True),
        ("Conference and tutorials", UNKNOWN, False),
        ("in person or online", UNKNOWN, False),
        ("=IMPORTXML(A1)", UNKNOWN, False),
    ],
)
def test_attendance_by_words(text: str, attendance: Attendance, clear: bool) -> None:
    assert read_attendance(text) == (attendance, clear)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Mentor", MENTOR),
        ("yes as mentor", MENTOR),
        ("Yes, as a mentor", MENTOR),
        ("I want to be a mentor", MENTOR),
        ("I would like to mentor", MENTOR),
        ("Sign me up for mentor duty", MENTOR),
        ("mentors", MENTOR),
        ("mentee", MENTEE),
        ("Yes, as a mentee", MENTEE),
        ("I would like a mentor", MENTEE),
        ("I'd like to be matched with a mentor", MENTEE),
        ("Looking for a mentor", MENTEE),
        ("Find mentor", MENTEE),
        ("to be mentored", MENTEE),
        ("Both", BOTH),
        ("As both: mentor and mentee", BOTH),
        ("Mentor & mentee", BOTH),
        ("Mentor, Mentee", BOTH),
        ("I can be a mentor and would like a mentor", BOTH),
        ("no", NEITHER),
        ("No, thank you", NEITHER),
        ("Neither", NEITHER),
        ("Not this year", NEITHER),
        ("FALSE", NEITHER),
        ("", None),
        ("yes", None),
        ("maybe", None),
        ("No, but perhaps as a mentor next year", None),
        ("Mentorin", MENTOR),
    ],
)
def test_roles_by_words(text: str, roles: frozenset[Role] | None) -> None:
    assert read_roles(text) == roles


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True),
        ("Yes, my first", True),
        ("TRUE", True),
        ("no", False),
        ("FALSE", False),
        ("", None),
        ("2019", None),
    ],
)
def test_yes_and_no(text: str, value: bool | None) -> None:
    assert read_yes_no(text) is value


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("withdrawn", Status.WITHDRAWN),
        (" Withdrawn", Status.WITHDRAWN),
        ("No answer", Status.NO_ANSWER),
        ("", Status.BY_HAND),
        ("gone", None),
    ],
)
def test_status_in_any_case_and_blank_for_rows_typed_by_hand(text: str, status: Status | None) -> None:
    assert read_status(text) == status


OPTIONS = ("Physics", "Meteorology, Geology", "Geology", "Data science, machine learning, statistics")


@pytest.mark.parametrize(
    ("cell", "choices"),
    [
        ("", ()),
        ("Physics", ("Physics",)),
        ("physics, GEOLOGY", ("Physics", "Geology")),
        ("Meteorology, Geology", ("Meteorology, Geology",)),
        ("Geology, Meteorology, Geology", ("Geology", "Meteorology, Geology")),
        (
            "Physics, Data science, machine learning, statistics",
            ("Physics", "Data science, machine learning, statistics"),
        ),
        ("Physics, cats, dogs", ("Physics", "cats", "dogs")),
        ("cats,, Physics, ,dogs", ("cats", "Physics", "dogs")),
        ("Physics;Geology\nPhysics", ("Physics", "Geology")),
        (" ; ,", ()),
    ],
)
def test_choices_with_commas_survive_in_one_cell(cell: str, choices: tuple[str, ...]) -> None:
    assert split_choices([cell], OPTIONS) == choices


def test_without_known_choices_every_comma_parts() -> None:
    assert split_choices(["Physics, cats"]) == ("Physics", "cats")


@given(st.lists(st.sampled_from(OPTIONS), unique=True))
def test_known_choices_come_back_from_a_cell_joined_with_semicolons(chosen: list[str]) -> None:
    assert split_choices([JOIN.join(chosen)], OPTIONS) == tuple(chosen)


@given(st.lists(st.text(max_size=20), max_size=4))
def test_splitting_what_was_split_and_joined_changes_nothing(values: list[str]) -> None:
    choices = split_choices(values, OPTIONS)
    # a lone choice with a comma in it is one only where it is known
    assert len(choices) == 1 or split_choices([JOIN.join(choices)], OPTIONS) == choices
