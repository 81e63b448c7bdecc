"""What is told to pairs of organizers, and when: nothing that does not stand in the sheet."""

from dataclasses import replace

import pytest

from mentorship_gsheets.mail import read_message
from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.organizers.programme import call_for_mentors
from mentorship_gsheets.stages import check
from tests.programmes.long_term.year import Year
from tests.programmes.organizers.sheet import (
    ADA,
    BO,
    ORGANIZERS,
    as_of,
    day_of,
    found,
    logged,
    person,
    rules,
    sheet,
    year,
)
from tests.sheets import lines


def told(letters: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Kind and readers of letters, all of them sent."""
    assert {state for _, _, state, *_ in letters} <= {"SENT"}
    return sorted((kind, *people) for _, kind, _, *people in letters)


def last(one: Year) -> str:
    """The text that was sent last."""
    return read_message(one.box.sent[-1]).content.text


def introduced(**mentee: str) -> Year:
    """The two, with their introduction sent."""
    one = year(**mentee)
    assert told(one.mails("matches")) == [("organizer-introduction", "Ada", "Bo")]
    return one


def test_the_introduction_says_the_role_the_conference_and_what_is_wanted_and_known() -> None:
    one = introduced(Conference="PyFirst", Attendees="90", Conference_starts="2027-09-17", Goal="Lose no money")
    text = last(one)
    assert "- Bo is the mentee, who is preparing PyFirst (90 attendees): bo@example.org" in text
    assert "It begins on Friday 17 September 2027." in text
    assert "Bo would like help with: Budget; Venue." in text
    assert "What Bo wants to have reached: Lose no money" in text
    assert "You take on no task of the conference" in text
    assert "About 20 hours in all are meant for it." in text


def test_a_conference_nobody_named_is_not_spoken_of() -> None:
    text = last(introduced(Conference="", Help_with="", Conference_starts="next year"))
    assert "- Bo is the mentee: bo@example.org" in text
    assert [word for word in ("begins", "would like help", "wants to have reached") if word in text] == []


def test_the_day_of_the_introduction_stands_in_the_sheet_once_it_was_sent() -> None:
    one = introduced()
    one.match()
    assert lines(one.book, "Mentees", "Introduced") == [("2027-01-04",)]
    one.join(Role.MENTOR, **person("Cy"))
    one.edit(Role.MENTOR, "Ada", "Status", "withdrawn")
    one.rematch()
    assert lines(one.book, "Mentees", "Introduced") == [("",)]
    assert told(one.mails("rematch")) == [("organizer-new-partner", "Cy", "Bo")]


def test_a_line_a_month_says_what_stands_in_hours_and_nothing_else() -> None:
    one = introduced(Conference="PyFirst", Conference_starts="2027-09-17")
    one.later(29)
    assert one.mails("month") == []
    one.later(1)
    assert told(one.mails("month")) == [("organizer-month", "Ada", "Bo")]
    # nothing is known: no word of hours that were spent
    assert "since our last mail" not in last(one)
    assert "So far that is" not in last(one)
    assert "PyFirst begins on Friday 17 September 2027." in last(one)
    one.later(30)
    logged(one, (day_of(one, 20), ADA, BO, "1.5", "venue"), (day_of(one, 3), BO, ADA, "2", "{{ sponsor }} list"))
    one.mails("month")
    assert "you have told us of 3.5 hours in 2 conversations, the last one about: { { sponsor } } list." in last(one)
    assert "So far that is 3.5 hours in 2 conversations, of about 20 hours" in last(one)
    one.later(30)
    logged(one, (day_of(one, 1), ADA, BO, "12.5", ""))
    one.mails("month")
    assert "you have told us of 12.5 hours in 1 conversation. Thank you" in last(one)
    assert "Few are left" in last(one)
    one.later(30)
    logged(one, (day_of(one, 1), ADA, BO, "4", ""))
    one.mails("month")
    assert "All of them are used." in last(one)
    # once the conference has begun nobody gets a line any more
    one.later(150)
    assert one.mails("month") == []


def test_a_line_of_theirs_that_cannot_be_read_keeps_the_sum_from_being_said() -> None:
    one = introduced()
    one.later(30)
    logged(one, (day_of(one, 2), ADA, BO, "2", "budget"), (day_of(one, 1), ADA, BO, "long", ""))
    one.mails("month")
    assert "hours in" not in last(one)


def test_amber_from_80_percent_on_then_used_and_silent_after_four_weeks() -> None:
    one = introduced()
    logged(one, (day_of(one), ADA, BO, "15.5", ""))
    assert found(one) == []
    one.later(1)
    logged(one, (day_of(one), ADA, BO, "0.5", ""))
    assert found(one) == [("hours-nearly-used", "the pair of Bo has used 16 of 20 hours.")]
    logged(one, (day_of(one), ADA, BO, "4", ""))
    assert found(one) == [("hours-used", "the pair of Bo has used all hours: 20 of 20.")]
    one.settings = rules(Hours_for_a_pair="100")
    one.later(27)
    assert found(one) == []
    one.later(1)
    assert found(one) == [("pair-silent", "of the pair of Bo nothing has stood in Hours for 28 days.")]


def test_a_sum_of_the_sheet_that_is_not_that_of_the_lines_is_said() -> None:
    one = introduced()
    logged(one, (day_of(one), ADA, BO, "1.5", ""))
    one.edit(Role.MENTEE, "Bo", "Hours so far", "1,5")
    one.edit(Role.MENTEE, "Bo", "Last hour", day_of(one))
    assert found(one) == []
    one.edit(Role.MENTEE, "Bo", "Hours so far", "0")
    assert found(one) == [("hours-other-sum", "the sheet says “0” and the lines of Hours come to “1.5”.")]


def test_a_pair_that_was_not_introduced_is_not_called_silent_nor_one_whose_conference_is_over() -> None:
    one = year()
    one.later(100)
    assert found(one) == []
    one = introduced(Conference_starts="2027-02-01")
    one.later(28)
    assert found(one) == []


def test_how_it_was_is_asked_once_the_conference_has_begun() -> None:
    one = Year(
        sheet(
            [person("Ada", Mentee_match=BO), person("Cy", Mentee_match="Dee <dee@example.org>")],
            [
                person("Bo", Mentor_match=ADA, Conference_starts="2027-02-01"),
                person("Dee", Mentor_match="Cy <cy@example.org>", Conference_starts="in spring"),
            ],
        ),
        rules(),
        ORGANIZERS,
    )
    one.mails("matches")
    assert one.mails("after") == []
    one.later(28)
    assert told(one.mails("after")) == [("organizer-after", "Ada"), ("organizer-after", "Bo")]
    assert [code for code, _ in found(one)] == ["no-conference-day", "pair-silent"]
    # the two go their ways after the conference: nobody is told that a partner has left
    one.edit(Role.MENTEE, "Bo", "Mentor match", "")
    one.edit(Role.MENTOR, "Ada", "Mentee match", "")
    assert one.mails("rematch") == []


def test_the_call_says_who_waits_and_for_what_and_of_nobody_who_it_is() -> None:
    book = sheet(
        [person("Ada")],
        [
            person("Bo", Help_with="Budget; Sponsors"),
            person("Dee", Help_with="budget; a hall in Ghent"),
            person("Flo", Status="withdrawn", Help_with="Budget"),
        ],
    )
    one = Year(book, rules(), ORGANIZERS)
    settings = replace(one.settings, form="https://forms.example.org/x")
    text = call_for_mentors(as_of(one).read(book, settings), settings)
    assert text.startswith("First Conferences: you have run a conference?")
    assert "About 20 hours" in text
    assert "2 organizers wait for a mentor now. They ask about: budget (2)." in text
    assert text.endswith("Say here that you would: https://forms.example.org/x\n")
    assert [word for word in ("Ghent", "BoConf", "Dee") if word in text] == []


@pytest.mark.parametrize("name", ["matches", "month", "after"])
def test_without_any_pair_nothing_is_due(name: str) -> None:
    one = Year(sheet([person("Ada")], [person("Bo", Status="withdrawn")]), rules(), ORGANIZERS)
    if name == "matches":
        assert [finding.code for finding in check.plan(one.book, one.settings).findings] == []
    else:
        assert one.mails(name) == []
