"""A person from the texts of a row, and back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.errors import Level
from mentorship_gsheets.intake.person import person_values, read_person
from mentorship_gsheets.intake.values.non_answers import is_none, read_name
from mentorship_gsheets.people import Attendance, Participant, Role, Status

ADA = {"Email": "ada@example.org", "Name": "Ada", "Status": "answered"}


def codes(texts: dict[str, str]) -> list[tuple[str, Level]]:
    _, findings = read_person(Role.MENTOR, texts)
    return [(finding.code, finding.level) for finding in findings]


def test_all_columns_are_read() -> None:
    texts = {
        "Email": "ADA@example.org",
        "Name": " Ada\u200b  Lovelace",
        "Status": "Answered",
        "Attendance": "virtually",
        "Bin": "CompSci",
        "Fields": "Physics, Mathematics",
        "Capacity": "2",
        "Keep": "TRUE",
        "Sector": "Academia",
        "Topics": "Careers; Talks, papers",
        "Affiliation": "University of X",
        "Time zone": "UTC+2",
        "Languages": "English, French",
        "Notes": "One\nTwo",
        "First time": "yes",
        "Left out": "no",
        "Source": "form",
    }
    assert read_person(Role.MENTOR, texts, {"Topics": ("Careers", "Talks, papers")}) == (
        Participant(
            "ada@example.org",
            "Ada Lovelace",
            Role.MENTOR,
            attendance=Attendance.VIRTUAL,
            fields=("Physics", "Mathematics"),
            sector="Academia",
            topics=("Careers", "Talks, papers"),
            affiliation="University of X",
            time_zone="UTC+2",
            languages=("English", "French"),
            capacity=2,
            notes="One\nTwo",
            bin="CompSci",
            keep=True,
            first_time=True,
            status=Status.ANSWERED,
            source="form",
        ),
        [],
    )


def test_a_row_without_an_address_is_nobody_and_held() -> None:
    person, (finding,) = read_person(Role.MENTEE, {"Name": "Ada"})
    assert (person, str(finding), finding.level) == (None, "the address of Ada is blank. Type one address.", Level.HELD)


@pytest.mark.parametrize(
    ("column", "text", "code", "level"),
    [
        ("Capacity", "lots", "unclear-capacity", Level.NOTE),
        ("Capacity", "2-3", "unclear-capacity", Level.NOTE),
        ("Attendance", "sometimes", "unclear-attendance", Level.NOTE),
        ("Status", "gone", "unclear-status", Level.HELD),
        ("Name", "x" * 300, "long-name", Level.HELD),
        ("Name", "bo@example.org", "name-is-address", Level.HELD),
    ],
)
def test_what_is_unclear_is_reported(column: str, text: str, code: str, level: Level) -> None:
    assert codes({**ADA, column: text}) == [(code, level)]


@pytest.mark.parametrize("name", ["Nan", "007", "None", "TRUE", "=1+1", "José 🚀", "د. آدا", "王小明"])
def test_odd_names_are_names(name: str) -> None:
    person, findings = read_person(Role.MENTOR, {**ADA, "Name": name})
    assert person is not None
    assert (person.name, findings) == (name, [])


_WORDS = st.text(st.sampled_from("abc é,王🚀'=+"), max_size=12).map(lambda text: " ".join(text.split()))
_CHOICES = st.lists(_WORDS.filter(lambda text: bool(text.strip(" ,"))), max_size=3).map(tuple)


@given(
    st.builds(
        Participant,
        email=st.just("ada@example.org"),
        name=_WORDS,
        role=st.sampled_from(list(Role)),
        attendance=st.sampled_from(list(Attendance)),
        fields=_CHOICES,
        sector=_WORDS,
        topics=_CHOICES,
        affiliation=_WORDS,
        time_zone=_WORDS,
        languages=_CHOICES,
        capacity=st.none() | st.integers(0, 50),
        notes=_WORDS,
        bin=_WORDS,
        first_time=st.none() | st.booleans(),
        left_out=st.booleans(),
        status=st.sampled_from(list(Status)),
        source=_WORDS,
    )
)
def test_what_the_sheet_holds_of_a_person_is_the_person(person: Participant) -> None:
    # a cell with nothing but signs is no answer, and "a" may be a word for nothing in some language
    said = {
        name: text
        for name in ("sector", "affiliation", "time_zone", "notes")
        if not is_none(text := getattr(person, name))
    }
    person = replace(
        person,
        name=read_name(person.name).value or "",
        **{name: said.get(name, "") for name in ("sector", "affiliation", "time_zone", "notes")},
    )  # type: ignore[union-attr]  # a name is always read
    texts = {header: str(value) for header, value in person_values(person).items()}
    options = {"Fields": person.fields, "Topics": person.topics, "Languages": person.languages}
    again, _ = read_person(person.role, texts, options)
    assert again is not None
    assert {**person_values(again), **dict.fromkeys(options)} == {**person_values(person), **dict.fromkeys(options)}
