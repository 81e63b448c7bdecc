"""Needs and offers, goals, what matters most and consent, in forms of ours and in those of others."""

from dataclasses import replace

import pytest

from mentorship_gsheets.errors import Level
from mentorship_gsheets.people import Form, Question, Response, Role
from mentorship_gsheets.programmes import format_named
from mentorship_gsheets.programmes.pairs.sign_up import asked, criterion_meant, prepared
from mentorship_gsheets.records.form_questions import lacking
from mentorship_gsheets.records.roster import read_roster
from mentorship_gsheets.settings import Priority, Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import pull
from mentorship_gsheets.stages.match import plan as match_plan
from tests.ledger.box import Box
from tests.sheets import applied, lines, workbook
from tests.stages.cast import mentee, mentor
from tests.stages.mailroom import codes, drafted, mail_book, planned
from tests.stages.mailroom import lines as letters

PAIRS = format_named("conference pairs")


def ours() -> tuple[Question, ...]:
    """The questions of our own form, with ids."""
    return tuple(replace(each.question, id=str(n)) for n, each in enumerate(asked(workbook())))


def answered(questions: tuple[Question, ...], *people: dict[str, str]) -> Form:
    """A form in which each person answered the questions whose titles contain these words."""
    responses = []
    for number, one in enumerate(people):
        answers = {q.id: (text,) for word, text in one.items() for q in questions if word in q.title}
        responses.append(Response(str(number), f"2027-05-0{number + 1}", f"p{number}@example.org", answers))
    return Form("form", "Survey", questions, tuple(responses))


ADA = {"take part": "As a mentor", "could you help": "Grants", "full name": "Ada"}
BO = {"take part": "As a mentee", "like help": "Teaching", "full name": "Bo", "attend the conference": "In person"}
BOTH = {"take part": "As both", "could you help": "Grants", "like help": "Teaching", "full name": "Cy"}


def pulled(*people: dict[str, str]) -> Workbook:
    book = workbook()
    return applied(pull.plan(book, Settings(), (answered(ours(), *people),), force=True), book)


def test_the_form_of_ours_is_understood_and_lacks_nothing() -> None:
    form = Form("form", "Survey", ours(), ())
    ready, columns = prepared(form)
    assert {q.title: columns[q.id] for q in form.questions if q.id in columns} == {
        "Mentees: what would you like help with?": "Topics",
        "Mentors: what could you help with?": "Topics",
        "Mentees: what do you want to have reached?": "Goal",
        "Mentees: what matters most to you in a mentor?": "Matters most",
        "May we introduce you by mail to those we find for you, with your address and these answers?": "May introduce",
    }
    own = {("Survey", id): column for id, column in columns.items()}
    assert lacking(workbook(), ready, PAIRS.questions(workbook()), collects_addresses=True, own=own) == []


def test_what_a_mentee_needs_and_what_a_mentor_offers_are_told_apart() -> None:
    book = pulled(ADA, BO, BOTH, {**ADA, "like help": "Jobs"})
    assert lines(book, "Mentors", "Email", "Topics") == [
        ("p0@example.org", "Grants"),
        ("p2@example.org", "Grants"),
        ("p3@example.org", "Grants"),
    ]
    assert lines(book, "Mentees", "Email", "Topics") == [("p1@example.org", "Teaching"), ("p2@example.org", "Teaching")]


@pytest.mark.parametrize(
    ("needs", "offers"),
    [
        ("What would you like help with?", "What could you help with?"),
        ("Topics I want to learn about", "Topics I am able to teach (able to mentor others in)"),
        ("Wobei wünschst du dir Hilfe? (Themen)", "Bei welchen Themen kannst du helfen?"),
        ("Sur quels sujets avez-vous besoin d'aide ?", "Sur quels sujets pouvez-vous aider ?"),
        ("¿En qué temas necesitas ayuda?", "¿En qué temas puedes ayudar?"),
        ("Em que temas gostaria de receber apoio?", "Em que temas pode ajudar?"),
        ("По каким темам нужна помощь?", "По каким темам вы можете помочь?"),
        ("相談したいトピック", "相談に乗れるトピック"),
        ("想学的话题", "可以分享的话题"),
    ],
)
def test_forms_of_others_are_understood(needs: str, offers: str) -> None:
    questions = (
        Question("n", "Full name"),
        Question("r", "How would you like to take part?", ("As a mentor", "As a mentee", "As both")),
        Question("w", needs, ("Grants", "Teaching"), several=True),
        Question("o", offers, ("Grants", "Teaching"), several=True),
    )
    people = [("As both", "Teaching", "Grants"), ("As a mentee", "Grants", "Teaching")]
    responses = tuple(
        Response(str(n), f"2027-05-0{n + 1}", f"p{n}@example.org", {"n": (f"P{n}",), "r": (r,), "w": (w,), "o": (o,)})
        for n, (r, w, o) in enumerate(people)
    )
    book = workbook()
    after = applied(pull.plan(book, Settings(), (Form("form", "Survey", questions, responses),), force=True), book)
    assert lines(after, "Mentors", "Topics") == [("Grants",)]
    assert lines(after, "Mentees", "Topics") == [("Teaching",), ("Grants",)]


def test_goal_what_matters_and_consent_reach_their_columns() -> None:
    told = {**BO, "have reached": "A talk\naccepted", "matters most": "Works in a field of mine", "introduce": "Yes"}
    book = pulled({**ADA, "introduce": "No"}, told)
    assert lines(book, "Mentees", "Goal", "Matters most", "May introduce") == [
        ("A talk\naccepted", "overlap of fields", "yes")
    ]
    assert lines(book, "Mentors", "May introduce") == [("no",)]
    roster, _ = read_roster(book)
    bo = roster.find(Role.MENTEE, "p1@example.org")
    assert bo is not None
    assert (bo.goal, bo.matters, bo.introduce) == ("A talk\naccepted", "overlap of fields", True)
    said = answered(ours(), {**ADA, "introduce": "No"}, told)
    assert pull.plan(book, Settings(), (said,), force=True).changes == ()


@pytest.mark.parametrize(
    ("title", "options", "column"),
    [
        ("What are your goals for the programme?", (), "Goal"),
        ("Was möchtest du erreichen?", (), "Goal"),
        ("¿Qué objetivos tienes?", (), "Goal"),
        ("What is most important to you in a mentor?", ("Same field", "Same time zone", "Kindness"), "Matters most"),
        ("Do you agree that we share your contact details with your match?", ("Yes", "No"), "May introduce"),
        ("Dürfen wir deine Kontaktdaten weitergeben?", ("Ja", "Nein"), "May introduce"),
        ("Do you agree to the code of conduct?", ("Yes", "No"), ""),
        ("What is your sector?", ("Industry", "Academia"), ""),
        ("Which of these matters most to you at a conference?", ("Talks", "Food", "People"), ""),
        ("Please introduce yourself", (), ""),
    ],
)
def test_wordings_of_others(title: str, options: tuple[str, ...], column: str) -> None:
    _, columns = prepared(Form("form", "Survey", (Question("q", title, options),), ()))
    assert columns == ({"q": column} if column else {})


def test_an_answer_that_means_no_criterion_or_several_is_none() -> None:
    texts = ("Somebody who laughs", "The language and the sector", "Time zone", "sector")
    assert list(map(criterion_meant, texts)) == [None, None, Priority.TIME_ZONE, Priority.SECTOR]


def test_nobody_is_held_where_nobody_was_asked() -> None:
    book = mail_book(mentor("Ada", "Bo"), mentee("Bo", "Ada"))
    assert codes(planned(book, Box()).plan) == []


def test_once_it_was_asked_only_a_yes_is_consent() -> None:
    book = mail_book(
        mentor("Ada", "Bo", introduce=True),
        mentee("Bo", "Ada", introduce=True),
        mentor("Cy", "Dee", introduce=True),
        mentee("Dee", "Cy"),
        mentor("Eve", "Flo", introduce=False),
        mentee("Flo", "Eve", introduce=True),
    )
    held = [finding.what for finding in planned(book, Box()).plan.findings if finding.level is Level.HELD]
    assert held == [
        "Eve must not be introduced: asked for consent, this person answered no.",
        "Dee must not be introduced: asked for consent, this person has not answered.",
    ]
    assert letters(drafted(book, Box()), "To", "State") == [
        ("Ada <ada@example.org>, Bo <bo@example.org>", "DRAFTED"),
        ("Cy <cy@example.org>, Dee <dee@example.org>", "HELD"),
        ("Eve <eve@example.org>, Flo <flo@example.org>", "HELD"),
    ]


def test_the_mail_says_the_goal() -> None:
    box = Box()
    drafted(mail_book(mentor("Ada", "Bo"), mentee("Bo", "Ada", goal="A talk, {{ accepted }}")), box)
    told = box.drafts["r1"].decode().replace("=\r\n", "")
    assert "What the mentee wants to reach: A talk, { { accepted } }" in told


def test_match_says_the_floor_and_what_a_higher_one_would_cost() -> None:
    people = (
        mentor("Ada", fields=("Law",), topics=("Grants",)),
        mentor("Cy", fields=("Art",), topics=("Jobs",)),
        mentee("Bo", fields=("Law",), topics=("Jobs",)),
        mentee("Dee", fields=("Art", "Law"), topics=("Jobs",)),
    )
    plan = match_plan(mail_book(*people), Settings(priorities=(Priority.FIELDS, Priority.TOPICS)))
    rows = {table.title: table.rows for table in plan.tables}
    assert rows["The worst pair"] == (("67 of 100", "one more mentee without a mentor, but 100 points more in topics"),)
