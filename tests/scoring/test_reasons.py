import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.mail.facts import reason
from mentorship_gsheets.people import Attendance, Participant, Role, Roster
from mentorship_gsheets.scoring.phrases import called
from mentorship_gsheets.scoring.reasons import LONGEST, shared_by, why
from mentorship_gsheets.settings import Priority, Settings
from tests.scoring.people import mentee, mentor, rosters

SETTINGS = Settings()
IN_PERSON, VIRTUAL = Attendance.IN_PERSON, Attendance.VIRTUAL


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        (
            {"fields": ("Astronomy", "Physics"), "attendance": IN_PERSON},
            {"fields": ("physics", "astronomy"), "attendance": IN_PERSON},
            "Bo and Ada both work in Astronomy and Physics, and come in person.",
        ),
        ({"bin": "Sky"}, {"bin": "sky"}, "Bo and Ada both stand in the bin Sky; little is known of Bo and Ada."),
        ({"bin": "Other"}, {"bin": "Other"}, "Bo and Ada: too little is known of Bo and Ada to say more."),
        (
            {"fields": ("Health, medicine", "Law")},
            {"fields": ("Law", "Health, medicine")},
            "Bo and Ada both work in “Health, medicine” and Law.",
        ),
        ({"fields": ("a",)}, {"fields": ("b",)}, "Bo and Ada are a pair though they share no field."),
        (
            {"attendance": VIRTUAL, "sector": "industry"},
            {"attendance": IN_PERSON, "sector": "Industry"},
            "Bo and Ada both come from industry; only Bo attends virtually.",
        ),
        (
            {"topics": ("grants",), "languages": ("English", "Thai")},
            {"topics": ("jobs",), "languages": ("Thai", "English")},
            "Bo and Ada both speak Thai; Ada did not offer what Bo asked about.",
        ),
        (
            {"time_zone": "UTC+1", "notes": "Publishing in Rust"},
            {"time_zone": "Europe/Oslo", "notes": "I published a rust book"},
            "Bo and Ada both live at most two hours apart, and wrote of publishing and rust.",
        ),
        ({}, {"topics": ("jobs",)}, "Bo and Ada: too little is known of Bo to say more."),
        ({}, {}, "Bo and Ada: too little is known of Bo and Ada to say more."),
    ],
)
def test_the_sentence_says_what_the_two_have_in_common(
    one: dict[str, object], other: dict[str, object], sentence: str
) -> None:
    assert why(mentee("Bo", **one), mentor("Ada", **other), SETTINGS) == sentence


def test_priorities_switched_off_are_not_spoken_of() -> None:
    bo, ada = mentee("Bo", fields=("x",), sector="y"), mentor("Ada", fields=("x",), sector="y")
    assert why(bo, ada, Settings(priorities=(Priority.SECTOR,))) == "Bo and Ada both come from y."


def test_long_and_hostile_words_are_cut_to_one_line() -> None:
    bo = mentee("Bo", fields=("=IMPORTXML(1)\n" * 20,))
    ada = mentor("Ada", fields=bo.fields)
    assert why(bo, ada, SETTINGS) == "Bo and Ada both work in =IMPORTXML(1) =IMPORTXML(1) =IMPORTXML(…."


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Lovelace", "Ada"),
        ("Dr. Ada Lovelace", "Ada"),
        ("LOVELACE, Ada", "Ada"),
        ("J. R. Tolkien", "Tolkien"),
        ("陳大文", "陳大文"),
        ("Guest 12", "Guest 12"),
        ("", "x@example.org"),
    ],
)
def test_what_people_are_called(name: str, expected: str) -> None:
    assert called(mentor(name, email="x@example.org")) == expected


@given(
    st.builds(Participant, st.just("a@example.org"), st.text(), st.just(Role.MENTEE)), st.text(), st.text(), st.text()
)
def test_the_sentence_is_one_line_of_limited_length(bo: Participant, name: str, field: str, topic: str) -> None:
    people = [
        Participant(bo.email, text, role, fields=(field,), topics=(topic,), notes=topic)
        for text, role in ((bo.name, Role.MENTEE), (name, Role.MENTOR))
    ]
    sentence = why(people[0], people[1], SETTINGS)
    assert len(sentence) <= LONGEST
    assert sentence.splitlines() == [sentence]


@pytest.mark.parametrize(
    ("said", "other", "sheet", "mail"),
    [
        ({"sector": "Académie"}, {"sector": "academie"}, "come from Académie", "you share a sector (academie)"),
        ({"fields": ("Écologie",)}, {"fields": ("ecologie ",)}, "work in Écologie", "you both work in ecologie"),
        ({"bin": "Sky"}, {"bin": "\uff33KY"}, "stand in the bin Sky", "your work is close (\uff33KY)"),
    ],
)
def test_the_sheet_and_the_mail_word_one_decision(
    said: dict[str, object], other: dict[str, object], sheet: str, mail: str
) -> None:
    bo, ada = mentee("Bo", attendance=VIRTUAL, **said), mentor("Ada", attendance=IN_PERSON, **other)
    first = why(bo, ada, SETTINGS).split(";")[0]
    assert (first, reason(ada, bo, SETTINGS)) == (f"Bo and Ada both {sheet}", mail)


def test_the_mail_does_not_speak_of_what_is_switched_off() -> None:
    said = {"fields": ("x",), "sector": "y", "topics": ("z",)}
    settings = Settings(priorities=(Priority.TOPICS, Priority.SECTOR))
    assert (
        reason(mentor("Ada", **said), mentee("Bo", **said), settings)
        == "you both want to talk about z and you share a sector (y)"
    )


@given(rosters(3))
def test_the_mail_gives_a_reason_exactly_where_something_that_may_be_told_is_shared(roster: Roster) -> None:
    for bo in roster.mentees:
        for ada in roster.mentors:
            told = [part for part, shared in shared_by(bo, ada, SETTINGS) if shared and part.mail]
            assert bool(told) == bool(reason(ada, bo, SETTINGS))
            if told:
                assert "too little is known" not in why(bo, ada, SETTINGS)
