"""What the sign-up form says of tasks, in whatever words and shape it asks."""

from dataclasses import replace

import pytest

from mentorship_gsheets.people import Form, Question, Response
from mentorship_gsheets.programmes import format_named
from mentorship_gsheets.programmes.cohorts.sign_up import prepared
from mentorship_gsheets.records.form_questions import lacking
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Tab, Workbook
from mentorship_gsheets.stages import pull
from mentorship_gsheets.tabs.catalogue import ANSWERS, BINS, FORM_RESPONSES, QUESTIONS, SIGN_UPS
from tests.programmes.cohorts.books import book, rules
from tests.sheets import applied

RANKS = ("first choice", "second", "not for me")
BOTH = "first patch, merged; deploy"
TASKS = ("deploy", "submit a talk", "first patch, merged")
ASKED = (
    Question("n", "What is your full name?"),
    Question("r", "How would you like to take part?", ("As a mentor", "As a mentee")),
    Question("z", "What is your time zone, as Europe/Paris?"),
    Question("l", "Which languages do you speak comfortably?", ("English", "French"), several=True),
)


def sheet() -> Workbook:
    made = book({"Cohorts": [{"Task": name} for name in TASKS]})
    more = (QUESTIONS, ANSWERS, BINS, FORM_RESPONSES, SIGN_UPS)
    tabs = (Tab(each.title, n, tuple(c.header for c in each.columns)) for n, each in enumerate(more, 40))
    return replace(made, tabs=(*made.tabs, *tabs))


def form(*questions: Question, **answers: tuple[str, ...]) -> Form:
    usual = {"n": ("Ada Lovelace",), "r": ("As a mentee",), "z": ("Europe/Paris",), "l": ("English", "French")}
    response = Response("1", "2027-05-01T10:00:00Z", "ada@example.org", usual | answers)
    return Form("form", "Survey", (*ASKED, *questions), (response,))


def row(workbook: Workbook) -> dict[str, str]:
    tab = workbook.tab("Mentees")
    assert tab is not None
    ((_, found),) = tab.records()
    return {name: text for name, text in found.items() if text}


@pytest.mark.parametrize(
    ("questions", "answers", "picks"),
    [
        ((Question("t", "Which tasks?", TASKS, several=True),), {"t": TASKS[1:]}, "submit a talk; first patch, merged"),
        # worded as nobody foresaw, answered in a linked tab, where ticks are joined with commas
        (
            (Question("t", "Worauf hast du Lust?"),),
            {"t": ("first patch, merged, Deploy",)},
            "first patch, merged; deploy",
        ),
        # a ranking grid: a row a task
        (
            tuple(Question(f"t{n}", f"Rank them [{name}]", ("1", "2", "3")) for n, name in enumerate(TASKS)),
            {"t0": ("2",), "t1": ("1",)},
            "submit a talk; deploy",
        ),
        (
            tuple(Question(f"t{n}", f"Rang [{name}]", RANKS) for n, name in enumerate(TASKS)),
            {"t0": ("second",), "t1": ("not for me",), "t2": ("first choice",)},
            BOTH,
        ),
    ],
)
def test_picks_come_in_their_order_however_they_were_asked(
    questions: tuple[Question, ...], answers: dict[str, tuple[str, ...]], picks: str
) -> None:
    at_once = Question("c", "How many cohorts can you be in at the same time?")
    answered = form(*questions, at_once, c=("at most two",), **answers)
    plan = pull.plan(sheet(), rules(Form="1FAIpQLSd"), (answered,))
    after = applied(plan, sheet())
    found = row(after)
    assert found["Tasks"] == picks
    assert found["Cohorts at once"] == "2"
    assert found["Time zone"] == "Europe/Paris"
    assert found["Languages"] == "English; French"
    assert pull.plan(after, rules(Form="1FAIpQLSd"), (answered,)).changes == ()
    standing = format_named("cohorts").read(after, rules())
    assert [finding for finding in standing.findings if finding.code == "unknown-task"] == []


def test_a_person_rules_which_question_names_the_tasks() -> None:
    other = Question("x", "Anything to add?")
    plan = pull.plan(sheet(), rules(Form="1FAIpQLSd"), (form(other, x=("deploy",)),))
    lines = applied(plan, sheet())
    tab = lines.tab("Questions")
    assert tab is not None
    (line,) = (found for _, found in tab.records() if found["Question"] == "Anything to add?")
    assert (line["Column"], line["Sure"]) == ("Tasks", "sure")
    place = tab.column("Column")
    assert place is not None
    rows = tuple(
        Row(each.number, tuple(Cell("nothing") if n == place else cell for n, cell in enumerate(each.cells)))
        if tab.text(each, "Question") == "Anything to add?"
        else each
        for each in tab.rows
    )
    fresh = replace(sheet(), tabs=tuple(replace(tab, rows=rows) if t.title == "Questions" else t for t in sheet().tabs))
    ruled = pull.plan(fresh, rules(Form="1FAIpQLSd"), (form(other, x=("deploy",)),))
    assert "unknown-column" not in {finding.code for finding in ruled.findings}
    assert "Tasks" not in row(applied(ruled, fresh))


def test_the_form_we_make_asks_all_that_cohorts_need() -> None:
    programme = format_named("cohorts")
    asks = programme.questions(sheet())
    assert [each.column for each in asks][:4] == ["Name", "Role", "Tasks", "Cohorts at once"]
    assert asks[2].question.options == TASKS
    made = Form("f", "Ours", tuple(replace(each.question, id=str(n)) for n, each in enumerate(asks)), ())
    (ready,), own = programme.prepared(sheet(), (made,))
    assert lacking(sheet(), ready, asks, True, own) == []
    without = replace(made, questions=tuple(q for q in made.questions if "tasks" not in q.title))
    (ready,), own = programme.prepared(sheet(), (without,))
    assert [finding.column for finding in lacking(sheet(), ready, asks, True, own)] == ["Tasks"]


def test_a_form_that_asks_for_no_task_is_left_as_it_is() -> None:
    asked = form(Question("t", "T-shirt size", ("S", "M")), t=("M",))
    assert prepared(sheet(), asked) == (asked, {})
