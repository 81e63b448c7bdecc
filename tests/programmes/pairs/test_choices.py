"""Three mentors to choose from, and the answers as wishes."""

from dataclasses import replace

from mentorship_gsheets.mail import read_message
from mentorship_gsheets.mailings.rendering import Order
from mentorship_gsheets.people import Form, Question, Response
from mentorship_gsheets.programmes import format_named
from mentorship_gsheets.programmes.pairs.choices import CHOICES_FORM, CHOICES_LINK
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import survey
from tests.ledger.box import Box
from tests.mail.mail import SETTINGS
from tests.sheets import applied, edited
from tests.sheets import lines as rows
from tests.stages.cast import mentee, mentor
from tests.stages.mailroom import codes, drafted, lines, mail_book, planned

ORDER = Order(format_named("conference pairs").mailing("choices"))
LINK = "https://docs.google.com/forms/d/e/1FAIpQ/viewform?usp=pp_url&entry.17=Mentors&entry.9=2027"
RULES = replace(SETTINGS, own={CHOICES_LINK: LINK, CHOICES_FORM: ""})


def conference() -> Workbook:
    """Ada fits Bo best, then Cy, then Eve; Gus has not agreed to be introduced, Hal is Flo's."""
    return mail_book(
        mentor("Ada", fields=("Physics", "Law"), introduce=True),
        mentor("Cy", fields=("Physics",), introduce=True),
        mentor("Eve", fields=("Art",), introduce=True),
        mentor("Gus", fields=("Physics", "Law")),
        mentor("Hal", "Flo", introduce=True),
        mentee("Bo", fields=("Physics", "Law"), introduce=True),
        mentee("Flo", "Hal", introduce=True),
    )


def text_of(book: Workbook) -> str:
    box = Box()
    drafted(book, box, ORDER, RULES)
    return read_message(box.drafts["r1"]).content.text.replace("\r\n", "\n")


def test_a_mentee_without_a_mentor_is_shown_three_who_would_fit_the_best_first() -> None:
    told = [line for line in text_of(conference()).splitlines() if line.startswith("- ")]
    assert [line[2:].split(" (")[0] for line in told] == ["Ada", "Cy", "Eve"]
    box = Box()
    after = drafted(conference(), box, ORDER, RULES)
    assert lines(after, "Kind", "To", "State") == [("choices", "Bo <bo@example.org>", "DRAFTED")]
    assert planned(after, box, ORDER, RULES).plan.changes == ()


def test_the_link_names_them_where_its_answer_says_so() -> None:
    filled = "https://docs.google.com/forms/d/e/1FAIpQ/viewform?usp=pp_url&entry.17=Ada%0ACy%0AEve&entry.9=2027"
    assert filled in text_of(conference()).splitlines()


def test_one_mentor_is_no_choice() -> None:
    plan = planned(mail_book(mentor("Ada"), mentee("Bo")), Box(), ORDER, RULES).plan
    assert (plan.changes, codes(plan)) == ((), ["no-choice"])


def answers(*told: tuple[str, str]) -> Form:
    questions = (Question("w", "Whom would you like?"),)
    found = (Response(str(n), f"2027-06-0{n + 1}", email, {"w": (text,)}) for n, (email, text) in enumerate(told))
    return Form("choices", "Choices", questions, tuple(found))


def test_answers_come_back_as_wishes_and_a_filled_cell_stays() -> None:
    form = answers(
        ("bo@example.org", "Cy"), ("bo@example.org", "Ada\neve@example.org; Nobody Known"), ("x@y.org", "Ada")
    )
    own = {CHOICES_FORM: form}

    def plan(book: Workbook) -> tuple[tuple[object, ...], list[str]]:
        found = survey.plan(book, RULES, None, own)
        changes = tuple(change for change in found.changes if change.tab == "Mentees")
        return changes, [code for code in codes(found) if code != "no-overview"]

    changes, found = plan(conference())
    assert found == ["unknown-wish"]
    after = applied(replace(survey.plan(conference(), RULES, None, own), changes=changes), conference())
    assert rows(after, "Mentees", "Name", "Wishes")[0] == ("Bo", "Ada <ada@example.org>\nEve <eve@example.org>")
    assert plan(after) == ((), ["unknown-wish"])
    typed = edited(conference(), "Mentees", "bo@example.org", "Wishes", "Cy")
    assert plan(typed) == ((), ["unknown-wish", "other-wishes"])
