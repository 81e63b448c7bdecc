"""What the sign-up form says of slots, in whatever words and shape it asks."""

from dataclasses import replace

import pytest

from mentorship_gsheets.people import Form, Question, Response
from mentorship_gsheets.programmes.office_hours.sign_up import prepared
from mentorship_gsheets.records.form_questions import lacking
from mentorship_gsheets.spreadsheet.plan import AddRow, SetCell
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import pull
from tests.programmes.office_hours.sheet import at, book_of, settings_of, slot
from tests.sheets import applied, edited, lines

GRID = [
    {"Setting": "Slot days", "Value": "2027-07-06 to 2027-07-07"},
    {"Setting": "Slot times", "Value": "16:00; 17:00"},
    {"Setting": "Slot minutes", "Value": "25"},
    {"Setting": "Form", "Value": "1FAIpQLSd"},
]
PEOPLE = (
    Question("n", "What is your full name?"),
    Question("r", "How would you like to take part?", ("As a mentor", "As a mentee")),
    Question("z", "What is your time zone, as Europe/Paris?"),
)
ADA = {"n": ("Ada",), "r": ("As a mentor",), "z": ("Europe/Paris",)}


def sheet(*slots: dict[str, str]) -> Workbook:
    ada = {"Email": "ada@example.org", "Name": "Ada", "Time zone": "Europe/Paris", "Topics": "databases; C"}
    return book_of([ada] if slots else [], [], list(slots), GRID)


def form(*questions: Question, **answers: tuple[str, ...]) -> Form:
    response = Response("1", "2027-06-01T10:00:00Z", "ada@example.org", ADA | answers)
    return Form("form", "Survey", (*PEOPLE, *questions), (response,))


def pulled(book: Workbook, asked: Form) -> Workbook:
    programme = at()
    changes = pull.plan(book, settings_of(book), (asked,)).changes
    after = applied(replace(pull.plan(book, settings_of(book), (asked,)), changes=changes), book)
    assert programme.name == settings_of(after).format
    assert pull.plan(after, settings_of(after), (asked,)).changes == ()
    return after


@pytest.mark.parametrize(
    "questions",
    [
        # as our own form asks
        [
            Question("a", "When? [Tuesday 6 July 2027]", ("16:00", "17:00"), several=True),
            Question("b", "When? [Wednesday 7 July 2027]", ("16:00", "17:00"), several=True),
        ],
        # days as numbers, times as people write them
        [
            Question("a", "Wann passt es? [06.07.2027]", ("4 pm", "5 pm"), several=True),
            Question("b", "Wann passt es? [07.07.2027]", ("4 pm", "5 pm"), several=True),
        ],
        [
            Question("a", "Créneaux [6 juillet 2027]", ("16h", "17h - 18h"), several=True),
            Question("b", "Créneaux [7 juillet 2027]", ("16h", "17h - 18h"), several=True),
        ],
    ],
)
def test_times_of_a_grid_become_slots_in_whatever_words(questions: list[Question]) -> None:
    first, second = questions[0].options
    asked = form(*questions, a=(second,), b=(first, second))
    after = pulled(sheet(), asked)
    assert lines(after, "Mentors", "Offers") == [("2027-07-06 17:00; 2027-07-07 16:00; 2027-07-07 17:00",)]
    assert lines(after, "Slots", "Slot", "Mentor", "Starts", "Time zone", "Minutes") == [
        ("S01", "ada@example.org", "2027-07-06 17:00", "Europe/Paris", "25"),
        ("S02", "ada@example.org", "2027-07-07 16:00", "Europe/Paris", "25"),
        ("S03", "ada@example.org", "2027-07-07 17:00", "Europe/Paris", "25"),
    ]


def test_times_in_the_rows_and_days_in_the_columns_and_ticks_joined_in_one_cell() -> None:
    asked = form(
        Question("a", "Free? [16:00]"),
        Question("b", "Free? [17:00]"),
        a=("6 July 2027, 7 July 2027",),
        b=("7 July 2027",),
    )
    assert lines(pulled(sheet(), asked), "Slots", "Starts") == [
        ("2027-07-06 16:00",),
        ("2027-07-07 16:00",),
        ("2027-07-07 17:00",),
    ]


def test_a_slot_there_is_is_not_made_again_and_a_name_is_not_given_twice() -> None:
    book = sheet(slot("S01", "2027-07-06 14:00", **{"Time zone": "UTC", "State": "withdrawn"}))
    asked = form(Question("a", "When? [6 July 2027]", ("16:00", "17:00"), several=True), a=("16:00", "17:00"))
    added = [one for one in pull.plan(book, settings_of(book), (asked,)).changes if isinstance(one, AddRow)]
    assert [(one.key, dict(one.values)["Starts"]) for one in added if one.tab == "Slots"] == [
        ("S02", "2027-07-06 17:00")
    ]


@pytest.mark.parametrize(
    ("questions", "answers", "picks"),
    [
        (
            [Question(f"p{n}", f"Mentees: your {n} choice of a session") for n in (1, 2)],
            {"p1": ("S02 · Wed 7 July 14:00 UTC · Ada · databases, C",), "p2": ("S01 · Tue 6 July",)},
            "S02; S01",
        ),
        (
            [Question("p", "Welche Termine?", ("S01 · Tue", "S02 · Wed"), several=True)],
            {"p": ("S01 · Tue", "S02 · Wed")},
            "S01; S02",
        ),
        ([Question("p", "Slots you like")], {"p": ("s02, s01",)}, "S02; S01"),
    ],
)
def test_picks_come_in_their_order_however_they_were_asked(
    questions: list[Question], answers: dict[str, tuple[str, ...]], picks: str
) -> None:
    book = sheet(slot("S01", "2027-07-06 16:00"), slot("S02", "2027-07-07 16:00"))
    asked = form(*questions, Question("q", "What do you want to ask?"), r=("As a mentee",), q=("Why?",), **answers)
    after = pulled(book, asked)
    assert lines(after, "Mentees", "Picks", "Questions") == [(picks, "Why?")]


def test_a_number_alone_is_no_pick() -> None:
    book = sheet(slot("1", "2027-07-06 16:00"), slot("2", "2027-07-07 16:00"))
    many = Question("s", "Mentors: how many sessions a week can you give?", ("1", "2"))
    asked, columns = prepared(book, form(many, s=("2",)))
    assert (columns, asked.responses[0].answers["s"]) == ({"s": "Sessions a week"}, ("2",))


def test_the_form_we_make_asks_all_that_office_hours_need() -> None:
    book = sheet(slot("S01", "2027-07-06 16:00"), slot("S02", "2027-06-07 16:00"))
    asks = at().questions(book)
    assert [each.column for each in asks][:10] == [
        *("Name", "Role", "Sessions a week", "Offers", "Where", "Picks", "Picks", "Picks", "Questions", "Topics")
    ]
    assert asks[3].question.rows == ("Tuesday 6 July 2027", "Wednesday 7 July 2027")
    # what is past cannot be picked
    assert asks[5].question.options == ("S01 · Tue 6 July 14:00 UTC · Ada · databases and C",)
    made = [
        replace(each.question, id=f"{n}-{row}", title=f"{each.question.title} [{row}]" if row else each.question.title)
        for n, each in enumerate(asks)
        for row in each.question.rows or ("",)
    ]
    (ready,), own = at().prepared(book, (Form("f", "Ours", tuple(made), ()),))
    assert lacking(book, ready, asks, True, own) == []
    assert [one.column for one in asks if one.needed] == ["Name", "Role"]


def test_an_emptied_offer_makes_no_slot() -> None:
    asked = form(Question("a", "When? [6 July 2027]", ("16:00", "17:00"), several=True), a=("16:00",))
    after = edited(pulled(sheet(), asked), "Mentors", "ada@example.org", "Offers", "-")
    plan = pull.plan(after, settings_of(after), (asked,))
    assert [one for one in plan.changes if isinstance(one, AddRow | SetCell) and one.tab == "Slots"] == []
