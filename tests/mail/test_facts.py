from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.mail.facts import (
    about,
    day,
    form_link,
    meeting_time,
    name_of,
    pair_facts,
    person_facts,
    plain,
    reason,
    setting_facts,
)
from mentorship_gsheets.people import Attendance
from mentorship_gsheets.settings import Settings
from tests.mail.mail import ADA, BO, CY, DEE, SETTINGS


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada \n\t Lovelace ", "Ada Lovelace"),
        ("Ada\r\nBcc: everybody@example.org", "Ada Bcc: everybody@example.org"),
        ("Ada\u2028Lovelace\u00a0x", "Ada Lovelace x"),
        ("\u202eecalevoL\u202c", "ecalevoL"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("half \ud83d surrogate", "half surrogate"),
        ("nul\x00bell\x07", "nulbell"),
        ("👩\u200d💻 stays joined", "👩\u200d💻 stays joined"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
        ("{{ x }} {% y %} {# z #} {{{", "{ { x } } { % y % } { # z # } { { {"),
        ("C# and F#, 100% {ok}", "C# and F#, 100% {ok}"),
    ],
)
def test_texts_become_one_harmless_line(typed: str, kept: str) -> None:
    assert plain(typed) == kept


def test_long_texts_end_in_dots() -> None:
    assert plain("ab " * 200, 10) == "ab ab ab…"


@given(st.text())
def test_plain_is_plain_already(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    assert len(plain(text).splitlines()) <= 1


def test_nameless_people_go_by_their_address() -> None:
    assert name_of(replace(ADA, name=" \u200b ")) == "ada@example.org"


def test_days_are_written_out_whatever_the_locale() -> None:
    assert day(date(2028, 2, 29)) == "Tuesday 29 February 2028"


@pytest.mark.parametrize(
    ("setting", "link"),
    [
        ("", ""),
        ("Form Responses 1", ""),
        ("1abcdefghijklmnopqrstuvwxyz", "https://docs.google.com/forms/d/1abcdefghijklmnopqrstuvwxyz/viewform"),
        ("https://docs.google.com/forms/d/1a-_c/edit#responses", "https://docs.google.com/forms/d/1a-_c/viewform"),
        ("https://docs.google.com/forms/d/e/1FA/viewform?x=1", "https://docs.google.com/forms/d/e/1FA/viewform?x=1"),
        (" https://example.org/form ", "https://example.org/form"),
        ("javascript:alert(1)", ""),
    ],
)
def test_the_setting_becomes_the_address_people_fill_in(setting: str, link: str) -> None:
    assert form_link(setting) == link


def test_settings_become_facts() -> None:
    assert setting_facts(replace(SETTINGS, meeting="2027-07-06 09:05")) == {
        "programme": "PyConf 2027",
        "organizers": "Mo and Lu",
        "contact": "committee@example.org",
        "dates": "Monday 5 July 2027 to Sunday 11 July 2027",
        "starts": "Monday 5 July 2027",
        "conduct": "https://example.org/conduct",
        "silent_by": "Tuesday 6 July 2027",
        "video": "Jitsi Meet (https://meet.jit.si)",
        "answer_by": "Friday 25 June 2027",
        "matches_by": "Friday 2 July 2027",
        "meeting": "Tuesday 6 July 2027, 09:05 (Europe/Paris)",
        "form_link": "https://docs.google.com/forms/d/1abcdefghijklmnopqrstuvwxyz/viewform",
        "after_link": "https://example.org/how-was-it?year=2027&lang=en",
    }


def test_blank_settings_are_blank_facts() -> None:
    blank = {name for name, value in setting_facts(Settings(sender="mentors@example.org")).items() if not value}
    assert blank == {
        "programme", "organizers", "dates", "starts", "conduct", "answer_by", "matches_by", "silent_by", "meeting",
        "form_link", "after_link",
    }  # fmt: skip
    assert setting_facts(Settings(sender="mentors@example.org"))["contact"] == "mentors@example.org"


def test_a_meeting_time_is_a_day_and_an_hour() -> None:
    assert [meeting_time(text) is None for text in ("2027-07-06 12:30", "2027-07-06T12:30", "noon", "")] == [
        False,
        False,
        True,
        True,
    ]


def test_people_are_described_by_what_is_known() -> None:
    assert about(ADA) == "Institute of Clouds; academia; Physics; Meteorology, Geology"
    assert about(replace(CY, fields=())) == ""


def test_a_reason_names_what_both_share_whatever_the_capitals() -> None:
    assert reason(ADA, BO) == (
        "you both work in Meteorology, Geology, you both want to talk about grants and you share a sector (academia)"
    )


def test_the_block_is_a_reason_where_no_field_is_shared() -> None:
    first, second = replace(ADA, bin="Earth", sector=""), replace(CY, bin="Earth")
    assert reason(first, second) == "your work is close (Earth)"


@pytest.mark.parametrize("block", ["Other", ""])
def test_knowing_nothing_is_no_reason(block: str) -> None:
    assert reason(replace(ADA, bin=block), replace(CY, bin=block)) == ""


def test_free_text_is_never_passed_on() -> None:
    secret = replace(ADA, notes="my boss is awful"), replace(BO, notes="my boss is awful")
    assert [value for value in pair_facts(*secret).values() if "boss" in value] == []


def test_who_is_virtual() -> None:
    assert [
        pair_facts(mentor, mentee)["who_is_virtual"] for mentor, mentee in ((ADA, BO), (ADA, CY), (DEE, BO), (DEE, CY))
    ] == [
        "",
        "Cy takes part",
        "Dee takes part",
        "both of you take part",
    ]
    assert pair_facts(ADA, replace(BO, attendance=Attendance.UNKNOWN))["who_is_virtual"] == ""


def test_both_come_in_person_only_where_both_said_so() -> None:
    unknown = replace(BO, attendance=Attendance.UNKNOWN)
    told = [pair_facts(mentor, mentee)["both_in_person"] for mentor, mentee in ((ADA, BO), (ADA, unknown), (ADA, CY))]
    assert told == ["yes", "", ""]


def test_one_person_alone_or_with_the_partner_until_now() -> None:
    assert person_facts(BO) == {"name": "Bo Lindqvist", "role": "mentee", "partner_role": "mentor", "goal": ""}
    assert person_facts(BO, [ADA], [DEE]) == {
        "name": "Bo Lindqvist",
        "role": "mentee",
        "partner_role": "mentor",
        "goal": "",
        "partner": "Ada Łoś",
        "partners_left": "Dee",
    }
