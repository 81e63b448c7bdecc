"""From an export to the letters: a German, a French and a branching form, each on workbooks in memory."""

import pytest

from mentorship_gsheets.stages import match, pull
from tests.forms.test_cases import SETTINGS
from tests.ledger.box import Box
from tests.sheets import applied, lines, tab, workbook
from tests.stages.mailroom import mail_book, planned

GERMAN = (
    ("Zeitstempel", "E-Mail-Adresse", "Vor- und Nachname", "Wie möchtest du teilnehmen?", "Wie nimmst du teil?",
     "In welchen Fachgebieten arbeitest du?", "Wie viele Mentees kannst du betreuen?", "Bist du zum ersten Mal dabei?"),
    ("01.05.2027 10:00:00", "ada@example.org", "Ada Ström", "Als Mentorin", "Vor Ort", "Recht", "zwei", "Nein"),
    ("02.05.2027 10:00:00", "bo@example.net", "Bo Kern", "Ich suche eine Mentorin", "Vor Ort", "Recht", "", "Ja"),
    ("03.05.2027 10:00:00", "cy@example.com", "Cy Lang", "Als Mentee", "Online", "Recht", "", "Ja"),
)  # fmt: skip
FRENCH = (
    ("Horodateur", "Adresse e-mail", "Nom et prénom", "Souhaitez-vous être mentor ou mentoré·e ?",
     "Comment participerez-vous ?", "Vos domaines d'expertise", "Combien de mentorés pouvez-vous accompagner ?",
     "Est-ce votre première participation ?"),
    ("01/05/2027 10:00:00", "ada@example.org", "Ada Ström", "Mentor", "Sur place", "Droit", "deux", "Non"),
    ("02/05/2027 10:00:00", "bo@example.net", "Bo Kern", "Mentoré·e", "En présentiel", "Droit", "", "Oui"),
    ("03/05/2027 10:00:00", "cy@example.com", "Cy Lang", "Mentoré·e", "À distance", "Droit", "", "Oui"),
)  # fmt: skip
BRANCHING = (
    ("Timestamp", "Email Address", "Full name", "Mentor or mentee?", "How will you attend?", "Which field are you in?",
     "How many mentees could you take on?", "Is this your first conference?",
     "Which field are you in?", "Is this your first conference?"),
    ("5/1/2027 10:00:00", "ada@example.org", "Ada Ström", "Mentor", "In person", "Law", "2", "No", "", ""),
    ("5/2/2027 10:00:00", "bo@example.net", "Bo Kern", "Mentee", "In person", "", "", "", "Law", "Yes"),
    ("5/13/2027 10:00:00", "cy@example.com", "Cy Lang", "Mentee", "Virtually", "", "", "", "Law", "Yes"),
)  # fmt: skip


@pytest.mark.parametrize("form", [GERMAN, FRENCH, BRANCHING], ids=["German", "French", "branching"])
def test_from_the_export_to_the_letters(form: tuple[tuple[str, ...], ...]) -> None:
    header, *rows = form
    emails = next(each for each in mail_book().tabs if each.title == "Emails")
    book = workbook(tab("Form Responses 1", header, rows), emails)
    after = applied(pull.plan(book, SETTINGS), book)
    shown = ("Name", "Attendance", "First time")
    assert lines(after, "Mentors", *shown, "Capacity") == [("Ada Ström", "in person", "no", "2")]
    assert lines(after, "Mentees", *shown) == [("Bo Kern", "in person", "yes"), ("Cy Lang", "virtual", "yes")]
    assert len({field for title in ("Mentors", "Mentees") for (field,) in lines(after, title, "Fields")}) == 1
    paired = applied(match.plan(after, SETTINGS), after)
    letters = [(one.letter.kind.name, one.letter.people) for one in planned(paired, Box()).tasks if one.letter]
    assert letters == [
        ("match-in-person", ("mentor ada@example.org", "mentee bo@example.net")),
        ("match-virtual", ("mentor ada@example.org", "mentee cy@example.com")),
    ]
