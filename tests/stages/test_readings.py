"""The tabs Questions and Answers: what is asked there, once, and what a person writes there rules every later pull."""

from mentorship_gsheets.errors import Level
from mentorship_gsheets.people import Form, Question, Response, Role
from mentorship_gsheets.records.memory import remembering
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan, SetCell
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import pull
from tests.sheets import applied, lines, tab, workbook

SETTINGS = Settings(form="1FAIpQLSd")
HEADER = ("Timestamp", "Email address", "Full name", "Mentor or mentee?", "Which fields?", "How many mentees?")


def answers(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> Workbook:
    timed = [(f"2027-05-{place:02} 10:00:00", *row) for place, row in enumerate(rows, 1)]
    return workbook(tab("Form Responses 1", header, timed))


def pulled(book: Workbook, force: bool = False) -> tuple[Workbook, Plan]:
    plan = pull.plan(book, Settings(), force=force)
    after = applied(plan, book)
    assert pull.plan(after, Settings(), force=force).changes == ()
    return after, plan


def written(book: Workbook, title: str, key_column: str, key: str, header: str, text: str) -> Workbook:
    """The workbook after a person has typed into the row with this key."""
    return applied(Plan("typed", (SetCell(title, key_column, key, header, text),)), book)


def ruled(book: Workbook, key: str, text: str) -> Workbook:
    return written(book, "Answers", "Answer id", key, "Read as", text)


ADA = ("ada@example.org", "Ada", "Mentor", "Physics", "2")
BO = ("bo@example.org", "Bo", "Mentee", "Physics", "")


def test_every_distinct_answer_of_a_closed_column_stands_once_with_its_reading() -> None:
    after, _ = pulled(answers(ADA, BO, ("cy@example.org", "Cy", "mentor", "Law", "lots")))
    assert lines(after, "Answers", "Read as", "Answer", "Times", "Column") == [
        ("", "lots", "1", "Capacity"),
        ("mentor", "Mentor", "2", "Role"),
        ("mentee", "Mentee", "1", "Role"),
        ("2", "2", "1", "Capacity"),
    ]


def test_an_answer_nobody_understands_is_told_once_with_column_answer_and_count() -> None:
    crowd = [(f"p{number}@example.org", f"P {number}", "Mentor", "Law", "lots") for number in range(2)]
    _, plan = pulled(answers(*crowd, ADA, BO))
    told = [(f.column, f.answer, f.count) for f in plan.findings if f.code == "unread-answer"]
    assert told == [("Capacity", "lots", 2)]


def test_what_a_person_writes_into_answers_rules_and_everybody_is_read_again() -> None:
    book, _ = pulled(answers(ADA, BO, ("cy@example.org", "Cy", "Mentor", "Law", "lots")))
    assert lines(book, "Mentors", "Name", "Capacity") == [("Ada", "2"), ("Cy", "")]
    key = next(id for answer, id in lines(book, "Answers", "Answer", "Answer id") if answer == "lots")
    after, plan = pulled(ruled(book, key, "4"))
    assert lines(after, "Mentors", "Name", "Capacity") == [("Ada", "2"), ("Cy", "4")]
    # and once more: what the tool wrote is no edit of a person
    again, plan = pulled(ruled(after, key, "5"))
    assert lines(again, "Mentors", "Name", "Capacity") == [("Ada", "2"), ("Cy", "5")]
    assert [finding.code for finding in plan.findings] == ["attendance-unknown"]


def test_a_ruling_that_cannot_be_read_is_said_with_its_cell() -> None:
    book, _ = pulled(answers(ADA, BO, ("cy@example.org", "Cy", "Mentor", "Law", "lots")))
    key = next(id for answer, id in lines(book, "Answers", "Answer", "Answer id") if answer == "lots")
    plan = pull.plan(ruled(book, key, "heaps"), Settings())
    told = [(f.what, f.where) for f in plan.findings if f.code == "unread-ruling"]
    assert told == [("“heaps” cannot be read as Capacity.", "Answers!A2")]


def test_a_role_that_is_not_understood_stops_and_asks_which_is_the_mentor() -> None:
    older = [(f"o{number}@example.org", f"O {number}", "Older sibling", "Law", "") for number in range(3)]
    younger = [(f"y{number}@example.org", f"Y {number}", "Younger sibling", "Law", "") for number in range(3)]
    book, plan = pulled(answers(*older, *younger))
    assert (plan.partial, lines(book, "Mentors", "Name"), lines(book, "Pulled answers", "Response")) == (True, [], [])
    (told,) = [f.what for f in plan.findings if f.column == "Role" and f.code == "not-understood"]
    assert told == (
        "answers about the role in Form Responses 1 are not understood: "
        "“Older sibling” (3), “Younger sibling” (3); which of them is the mentor?"
    )
    for answer, role in (("Older sibling", "mentor"), ("Younger sibling", "mentee")):
        key = next(id for text, id in lines(book, "Answers", "Answer", "Answer id") if text == answer)
        book = ruled(book, key, role)
    after, plan = pulled(book)
    assert (plan.partial, len(lines(after, "Mentors", "Name")), len(lines(after, "Mentees", "Name"))) == (False, 3, 3)


def test_a_meaning_given_in_questions_is_read() -> None:
    header = (*HEADER[:3], "Do you bring experience?", *HEADER[4:])
    rows = [("ada@example.org", "Ada", "Yes", "Law", "1"), ("bo@example.org", "Bo", "No", "Law", "")]
    book = answers(*rows, header=header)
    told = applied(pull.plan(book, Settings()), book)
    assert (lines(told, "Mentors", "Name"), lines(told, "Mentees", "Name")) == ([], [])
    meant = written(
        told, "Questions", "Question", "Do you bring experience?", "Column", "Role: yes = mentor; no = mentee"
    )
    after, _ = pulled(meant)
    assert (lines(after, "Mentors", "Name"), lines(after, "Mentees", "Name")) == ([("Ada",)], [("Bo",)])


def test_force_releases_and_says_so_all_the_same() -> None:
    rows = [(f"p{number}@example.org", "", ("Mentor", "Mentee")[number % 2], "Law", "") for number in range(4)]
    _, stopped = pulled(answers(*rows))
    after, forced = pulled(answers(*rows), force=True)
    found = [[(f.column, f.level) for f in plan.findings if f.code == "not-understood"] for plan in (stopped, forced)]
    assert (found, stopped.partial, forced.partial) == ([[("Name", Level.HELD)], [("Name", Level.NOTE)]], True, False)
    assert len(lines(after, "Mentees", "Email")) == 2
    # nobody is remembered by a name they do not have, and nothing breaks over it
    assert len(remembering(forced, answers(*rows)).changes) > len(forced.changes)


def test_a_form_that_asks_for_no_field_is_taken_and_it_is_said() -> None:
    rows = [
        (f"{name}@example.org".lower(), name, role)
        for name, role in (("Ada", "Mentor"), ("Bo", "Mentee"), ("Cy", "Mentee"))
    ]
    after, plan = pulled(answers(*rows, header=HEADER[:4]))
    assert ("Fields", Level.NOTE) in [(f.column, f.level) for f in plan.findings]
    assert lines(after, "Mentees", "Name") == [("Bo",), ("Cy",)]


def test_a_section_for_each_role_feeds_that_role_and_blanks_are_filled_from_the_other() -> None:
    questions = (
        Question("n", "Your name"),
        Question("r", "Mentor or mentee?"),
        Question("f1", "Which fields?"),
        Question("a1", "Affiliation"),
        Question("f2", "Which fields? (2)"),
        Question("a2", "Affiliation (2)"),
    )

    def said(name: str, role: str, **given: str) -> Response:
        texts = {"n": name, "r": role, **given}
        return Response(name, "2027-05-01", f"{name}@example.org".lower(), {id: (text,) for id, text in texts.items()})

    mentors = [said(f"M{n}", "Mentor", f1="Law", a1="Lab One") for n in range(2)]
    mentees = [said(f"T{n}", "Mentee", f2="Maths", a2="Lab Two") for n in range(2)]
    both = said("Ada", "Both", f1="Physics", a1="Lab Three", f2="Biology", a2="Lab Three")
    form = Form("f", "Survey", questions, (*mentors, *mentees, both))
    book = workbook()
    after = applied(pull.plan(book, SETTINGS, (form,)), book)
    shown = ("Name", "Fields", "Affiliation")
    assert lines(after, "Mentors", *shown)[0] == ("Ada", "Physics", "Lab Three")
    assert lines(after, "Mentees", *shown) == [
        ("Ada", "Biology", "Lab Three"),
        ("T0", "Maths", "Lab Two"),
        ("T1", "Maths", "Lab Two"),
    ]


def test_who_never_answered_is_looked_up_once_somebody_fills_cells_in() -> None:
    sign_up = [{"Name": "Cy", "Email": "cy@example.org", "Ticket": "Virtual", "Mentorship programme?": "Mentor"}]
    form = Form("f", "Survey", (), (), Role.MENTOR)
    book = workbook(Sign_ups=sign_up)
    book = applied(pull.plan(book, SETTINGS, (form,)), book)
    assert lines(book, "Mentors", "Status") == [("no answer",)]
    typed = written(book, "Mentors", "Email", "cy@example.org", "Fields", "Law")
    after = applied(pull.plan(typed, SETTINGS, (form,)), typed)
    assert lines(after, "Mentors", "Status", "Fields") == [("looked up", "Law")]
    assert pull.plan(after, SETTINGS, (form,)).changes == ()


def test_attendance_that_is_known_of_few_is_said() -> None:
    crowd = [(f"p{number}@example.org", f"P {number}", "Mentor", "Law", "1") for number in range(5)]
    _, plan = pulled(answers(*crowd))
    assert [(f.code, f.what) for f in plan.findings if f.column == "Attendance"] == [
        ("attendance-unknown", "how they attend is known of 0 of 5 people.")
    ]


def test_choices_that_only_the_rows_together_show_are_one_choice_each_alone_too() -> None:
    fields = ["Art, Music, and Dance", "Law", "Law, Music, and Dance", "Music, and Dance", "Art, Law"]
    rows = [(f"p{n}@example.org", f"P {n}", "Mentor", told, "1") for n, told in enumerate(fields)]
    after, _ = pulled(answers(*rows))
    assert [told for (told,) in lines(after, "Mentors", "Fields")] == [
        "Art; Music, and Dance",
        "Law",
        "Law; Music, and Dance",
        "Music, and Dance",
        "Art; Law",
    ]


def test_times_that_may_be_turned_round_are_not_called_newest() -> None:
    turned = ["03/04/2027 10:00", "02/05/2027 10:00", "04/03/2027 10:00", "05/02/2027 10:00"]
    rows = [(time, "ada@example.org", "Ada", "Mentor", "Law", str(n)) for n, time in enumerate(turned, 1)]
    plan = pull.plan(workbook(tab("Form Responses 1", HEADER, rows)), Settings())
    told = {finding.remedy for finding in plan.findings if finding.code == "double-answer"}
    assert told == {"Day and month may stand the other way round in the times there; look which one counts."}


def test_what_the_tool_cut_wrongly_itself_gives_way_when_the_form_is_read_instead_of_its_tab() -> None:
    rows = [
        ("ada@example.org", "Ada", "Mentor", "Earth, air, Law", "1"),
        BO,
        ("cy@example.org", "Cy", "Mentor", "Law", "1"),
    ]
    book, _ = pulled(answers(*rows))
    assert lines(book, "Mentors", "Fields") == [("Earth; air; Law",), ("Law",)]
    # this one a person has typed, and it stays
    typed = written(book, "Mentors", "Email", "cy@example.org", "Fields", "Ethics")
    questions = [Question(str(place), title) for place, title in enumerate(HEADER[1:])]
    questions[3] = Question("3", HEADER[4], ("Earth, air", "Law"), several=True)
    given = {"ada@example.org": ("Earth, air", "Law"), "bo@example.org": ("Physics",), "cy@example.org": ("Law",)}
    responses = tuple(
        Response(
            row[0], f"2027-05-0{place}", row[0], {str(n): (text,) for n, text in enumerate(row)} | {"3": given[row[0]]}
        )
        for place, row in enumerate(rows, 1)
    )
    form = Form("f", "Survey", tuple(questions), responses)
    plan = pull.plan(typed, SETTINGS, (form,), force=True)
    after = applied(plan, typed)
    assert lines(after, "Mentors", "Fields") == [("Earth, air; Law",), ("Ethics",)]
    assert [finding.who for finding in plan.findings if finding.code == "differs"] == [("mentor", "cy@example.org")]
    assert pull.plan(after, SETTINGS, (form,), force=True).changes == ()
