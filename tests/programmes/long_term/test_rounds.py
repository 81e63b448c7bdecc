"""Four rounds: every mail that is due is made once, and none that is not."""

import re
from dataclasses import replace
from datetime import timedelta

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.people import Form, Question, Response, Role
from mentorship_gsheets.programmes.long_term.programme import LongTermPairs
from mentorship_gsheets.programmes.pairs.learning import outcomes
from mentorship_gsheets.records.feedback import Feedback
from mentorship_gsheets.records.ledger_rows import read_ledger
from mentorship_gsheets.settings import Priority
from mentorship_gsheets.spreadsheet.plan import AddRow
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import check, setup, survey
from tests.programmes.long_term.year import LONG, START, Year, person, rules, sheet
from tests.sheets import applied, lines


def told(letters: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Kind and readers of letters, all of them sent."""
    assert {state for _, _, state, *_ in letters} <= {"SENT"}
    return sorted((kind, *people) for _, kind, _, *people in letters)


def begun() -> Year:
    """Round one: Ada and Bo, Cy and Dee are introduced, Eve waits."""
    year = Year(
        sheet(
            [person("Ada", Capacity="1"), person("Cy", Capacity="1", Area="Code")],
            [person("Bo", Goal="A talk"), person("Dee", Area="Code"), person("Eve", Left_out="")],
        ),
        rules(),
    )
    year.edit(Role.MENTOR, "Ada", "Mentee match", "Bo <bo@example.org>")
    year.edit(Role.MENTOR, "Cy", "Mentee match", "Dee <dee@example.org>")
    year.match()
    assert year.pairs() == [("Bo", "Ada"), ("Dee", "Cy"), ("Eve", "")]
    return year


def test_four_rounds() -> None:
    year = begun()
    assert told(year.mails("matches")) == [
        ("introduction", "Ada", "Bo"),
        ("introduction", "Cy", "Dee"),
        ("waiting", "Eve"),
    ]
    # a) check-ins come on their days after the introduction was sent, not at once
    for days, due in ((0, 0), (13, 0), (1, 2), (1, 0), (26, 0), (1, 2)):
        year.later(days)
        assert len(year.mails("check-in")) == due, (year.now - START).days
    assert year.mails("rematch") == []
    # round two: Bo has graduated. b) nobody is told of a change, both are congratulated
    year.later(18)
    year.settings = rules("2027 summer")
    year.edit(Role.MENTEE, "Bo", "Pair", "graduated")
    year.rematch()
    assert year.pairs() == [("Bo", ""), ("Dee", "Cy"), ("Eve", "Ada")]
    assert [line[:2] for line in lines(year.book, "Never match", "Mentor", "Mentee", "Reason")] == [
        ("Ada <ada@example.org>", "Bo <bo@example.org>")
    ]
    assert re.fullmatch(r"previous: graduated \d{4}-\d\d, 2027 summer", lines(year.book, "Never match", "Reason")[0][0])
    assert told(year.mails("graduated")) == [("graduated", "Ada", "Bo")]
    # c) the mentor's newcomer is introduced, and the graduate hears nothing
    year.match()
    assert told(year.mails("matches")) == [("introduction", "Ada", "Eve")]
    assert year.mails("rematch") == []
    # the check-ins of Cy and Dee go on after 90 days, those of the new pair begin with their own
    year.later(30)
    assert told(year.mails("check-in")) == [("pair-check-in", "Ada", "Eve"), ("pair-check-in", "Cy", "Dee")]
    # round three: somebody new waits, and a mentor takes a second one beside a running pair
    year.later(30)
    year.settings = rules("2027 autumn")
    year.join(Role.MENTEE, **person("Flo", Area="Code"))
    year.join(Role.MENTEE, **person("Gil"))
    year.edit(Role.MENTOR, "Cy", "Capacity", "2")
    year.edit(Role.MENTEE, "Flo", "Mentor match", "Cy <cy@example.org>")
    year.match()
    assert year.pairs()[1:] == [("Dee", "Cy"), ("Eve", "Ada"), ("Flo", "Cy"), ("Gil", "")]
    assert told(year.mails("matches")) == [("introduction", "Cy", "Flo"), ("waiting", "Gil")]
    # round four: d) who waits again is told again
    year.later(90)
    year.settings = rules("2027 winter")
    assert told(year.mails("matches")) == [("waiting", "Gil")]
    # the silent mentor: Dee wants another; Ada has withdrawn
    year.join(Role.MENTOR, **person("Hal", Capacity="1", Area="Code"))
    year.join(Role.MENTOR, **person("Ida", Capacity="1"))
    year.edit(Role.MENTEE, "Gil", "Status", "withdrawn")
    year.edit(Role.MENTEE, "Dee", "Pair", "wants another")
    year.edit(Role.MENTEE, "Dee", "Keep", "FALSE")
    year.edit(Role.MENTOR, "Ada", "Status", "withdrawn")
    year.rematch()
    now = dict(year.pairs())
    assert sorted((now["Dee"], now["Eve"])) == ["Hal", "Ida"]
    assert (now["Flo"], now["Bo"]) == ("Cy", "")
    assert lines(year.book, "Mentees", "Name", "Pair")[1] == ("Dee", "")
    mails = told(year.mails("rematch"))
    assert mails == sorted(
        [("new-partner", now["Dee"], "Dee"), ("new-partner", now["Eve"], "Eve"), ("partner-left", "Cy")]
    )
    assert year.mails("matches") == []
    assert year.mails("graduated") == []
    # f) another name of the programme makes nothing due
    year.settings = replace(year.settings, programme="Renamed")
    assert [year.mails(name) for name in ("matches", "rematch", "graduated")] == [[], [], []]
    # what the calendar of the day of this test says is another test's
    found = [finding for finding in check.plan(year.book, year.settings).findings if finding.code != "pair-old"]
    assert found == []
    # e) no word of a conference, whatever is not known of attendance
    words = re.compile(r"\b(lunch|conference|in the week|virtual\w*|in person)\b", re.IGNORECASE)
    assert [text for text in year.texts() if words.search(text)] == []


def test_a_mentee_who_is_done_is_not_matched_until_the_cell_is_cleared() -> None:
    year = begun()
    year.edit(Role.MENTEE, "Bo", "Pair", "ended")
    assert [finding.code for finding in check.plan(year.book, year.settings).findings] == ["pair-over"]
    year.rematch()
    year.join(Role.MENTOR, **person("Ida", Capacity="3"))
    year.match()
    assert year.pairs()[0] == ("Bo", "")
    assert lines(year.book, "Never match", "Reason")[0][0].startswith("previous: ended ")
    year.edit(Role.MENTEE, "Bo", "Pair", "")
    year.match()
    assert year.pairs()[0] == ("Bo", "Ida")


def test_a_pair_cleared_by_hand_is_told_nothing_but_congratulations() -> None:
    year = begun()
    year.mails("matches")
    year.edit(Role.MENTEE, "Bo", "Pair", "graduated")
    year.edit(Role.MENTEE, "Bo", "Mentor match", "")
    year.edit(Role.MENTOR, "Ada", "Mentee match", "")
    assert year.mails("rematch") == []
    assert told(year.mails("graduated")) == [("graduated", "Ada", "Bo")]


def test_days_nobody_made_mails_on_are_made_up_for_by_one() -> None:
    year = begun()
    year.mails("matches")
    year.later(200)
    assert len(year.mails("check-in")) == 2
    year.later(69)
    assert year.mails("check-in") == []
    year.later(1)
    assert len(year.mails("check-in")) == 2


def test_the_survey_is_sent_once_a_round() -> None:
    year = Year(sheet([person("Ada", Status="no answer")], [person("Bo")]), rules())
    assert told(year.mails("survey")) == [("round-survey", "Ada")]
    year.later(6)
    assert told(year.mails("reminder")) == [("round-reminder", "Ada")]
    year.settings = rules("2027 summer")
    assert year.mails("reminder") == []
    assert told(year.mails("survey")) == [("round-survey", "Ada")]
    year.later(6)
    assert told(year.mails("reminder")) == [("round-reminder", "Ada")]


def test_what_cannot_be_meant_under_pair_is_said() -> None:
    year = begun()
    year.edit(Role.MENTEE, "Bo", "Pair", "nearly there")
    (finding,) = check.plan(year.book, year.settings).findings
    assert (finding.code, finding.where) == ("unclear-pair", "Mentees!H2")


QUESTIONS = (
    Question("e", "Your e-mail address"),
    Question("m", "Do you meet?"),
    Question("r", "Have you reached what you set out for?", ("Yes", "Not yet")),
)


def answers(*told: tuple[str, str, str]) -> Form:
    found = tuple(
        Response(str(n), day, "", {"e": (email,), "r": (reached,)}) for n, (day, email, reached) in enumerate(told)
    )
    return Form("check", "Check-in", QUESTIONS, found)


def test_a_yes_at_the_check_in_proposes_graduated_once() -> None:
    year = begun()
    year.mails("matches")
    form = answers(
        ("2027-02-01T10:00:00Z", "bo@example.org", "Yes"),
        ("2027-02-01T10:00:00Z", "dee@example.org", "Not yet"),
        ("2027-02-01T10:00:00Z", "ada@example.org", "Yes"),
        # of an earlier pair
        ("2026-12-01T10:00:00Z", "eve@example.org", "Yes"),
    )
    own = {"Check-in form": form}
    plan = survey.plan(year.book, year.settings, None, own)
    assert plan.summary == "0 people have not answered; 0 told how it was; 1 mentee has reached the goal, 1 not yet"
    book = applied(replace(plan, changes=tuple(c for c in plan.changes if c.tab != "Overview")), year.book)
    assert lines(book, "Mentees", "Name", "Pair") == [("Bo", "graduated"), ("Dee", ""), ("Eve", "")]
    assert [c for c in survey.plan(book, year.settings, None, own).changes if c.tab != "Overview"] == []


def test_the_form_of_ours_is_understood() -> None:
    questions = tuple(replace(each.question, id=str(n)) for n, each in enumerate(LONG.questions(year_book())))
    _, columns = LONG.prepared(year_book(), (Form("f", "Survey", questions, ()),))
    assert {columns[key] for key in columns} == {
        "Kind of mentoring",
        "Area",
        "How to meet",
        "Goal",
        "May introduce",
    }


def year_book() -> Workbook:
    return begun().book


def test_pairs_are_told_by_age_and_those_past_their_run_are_named() -> None:
    year = begun()
    year.mails("matches")
    then = LongTermPairs(clock=lambda: START + timedelta(days=91))
    standing = then.read(year.book, year.settings)
    old = [finding.what for finding in then.check(year.settings, standing) if finding.code == "pair-old"]
    assert old == [
        "the pair of Bo has run for 91 days; Settings say 90.",
        "the pair of Dee has run for 91 days; Settings say 90.",
    ]
    ages = dict(then.how_it_goes(year.book, year.settings, (), {}))
    assert {line: figure for line, figure in ages.items() if line.startswith("Running pairs")} == {
        "Running pairs: introduced 0 to 29 days ago": "0",
        "Running pairs: introduced 30 to 89 days ago": "0",
        "Running pairs: introduced 90 to 179 days ago": "2",
        "Running pairs: introduced 180 days ago or more": "0",
        "Running pairs: not introduced by mail yet": "0",
    }


def test_overview_says_how_pairs_are_doing() -> None:
    """Two are asked after 14 days; Bo answers, and graduates; Cy and Dee stay silent; then two are due again."""
    year = begun()
    year.mails("matches")
    year.later(14)
    year.mails("check-in")
    answer = Response("1", "2027-01-19T10:00:00Z", "", {"e": ("bo@example.org",), "m": ("Yes",), "r": ("Not yet",)})
    before = Response("2", "2027-01-10T10:00:00Z", "", {"e": ("cy@example.org",), "m": ("No",)})
    form = Form("check", "Check-in", QUESTIONS, (answer, before))
    assert checked(year, form) == {
        "Check-ins: due now": "0",
        "Check-ins: pairs of whom somebody has answered": "1 of 2 (50 %)",
        "Check-ins: pairs that have met": "1 of 1 (100 %)",
        "Check-ins: silent pairs, asked and without any answer": "1",
    }
    year.later(28)
    assert checked(year, form)["Check-ins: due now"] == "2"
    year.edit(Role.MENTEE, "Bo", "Pair", "graduated")
    year.rematch()
    year.settings = rules("2027 summer")
    year.edit(Role.MENTEE, "Dee", "Pair", "graduated")
    year.rematch()
    told = checked(year, form)
    assert {line: figure for line, figure in told.items() if "Graduated" in line} == {
        "Graduated: in round 2027 spring": "1",
        "Graduated: in round 2027 summer": "1",
    }
    assert told["Check-ins: due now"] == "0"


def test_what_came_of_a_pair_is_known_after_it_has_come_to_its_end() -> None:
    year = begun()
    year.mails("matches")
    year.edit(Role.MENTEE, "Bo", "Pair", "graduated")
    year.rematch()
    said = [Feedback("bo@example.org", "2027-02-01T10:00:00Z", met=True, rating=5)]
    ledger = read_ledger(year.book, year.settings)
    found = outcomes(LONG.read(year.book, year.settings), ledger, said)
    assert [(one.mentee.name, one.mentor.name, one.met, one.rating) for one in found] == [
        ("Bo", "Ada", True, 5),
        ("Dee", "Cy", None, None),
        ("Eve", "Ada", None, None),
    ]


def checked(year: Year, form: Form) -> dict[str, str]:
    """What survey writes into Overview about check-ins and graduates."""
    ledger = read_ledger(year.book, year.settings)
    lines = LongTermPairs(clock=lambda: year.now).how_it_goes(year.book, year.settings, ledger, {"Check-in form": form})
    return {line: figure for line, figure in lines if not line.startswith("Running pairs")}


def test_a_new_sheet_begins_with_criteria_of_a_community() -> None:
    changes = setup.plan(Workbook("book", "Book", ()), {"format": LONG.name}).changes
    added = [change for change in changes if isinstance(change, AddRow) and change.tab == "Criteria"]
    used = [change.key for change in added if dict(change.values)["Use"] == "in this order"]
    place = used.index("Wishes")
    assert used[place : place + 5] == ["Wishes", "Kind of mentoring", "Area", "How to meet", "topics"]
    assert {"same attendance", "overlap of fields", "shares a field or bin"} & set(used) == set()


def test_people_are_matched_by_what_the_format_asks() -> None:
    order: tuple[Priority | Criterion, ...] = (Criterion("Area", How.OVERLAP, "Area", "Area"),)
    people = ([person("Ada", Area="Code"), person("Cy")], [person("Bo"), person("Dee", Area="code")])
    year = Year(sheet(*people), replace(rules(), priorities=order))
    year.match()
    assert year.pairs() == [("Bo", "Cy"), ("Dee", "Ada")]
    # what matters most may be a criterion of the organizer's own, and then goes before others
    order = (Priority.MATTERS, Priority.SECTOR, *order)
    mentors = [person("Ada", Area="Code", Sector="lab"), person("Cy", Sector="shop")]
    mentees = [person("Bo", Sector="lab", Matters_most="area"), person("Dee", Area="code", Sector="shop")]
    year = Year(sheet(mentors, mentees), replace(rules(), priorities=order))
    year.match()
    assert year.pairs() == [("Bo", "Cy"), ("Dee", "Ada")]
