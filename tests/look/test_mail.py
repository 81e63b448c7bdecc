"""The column ``Mail``: how far the letter is that tells of the match as it stands, calculated by the sheet itself."""

import pytest

from mentorship_gsheets.people import Role
from mentorship_gsheets.spreadsheet.plan import AddRow, Plan, SetCell
from mentorship_gsheets.tabs.mail_column import DRAFT, LOOK, NOT_YET, PLANNED, REVIEWED, SENT, group_mail
from tests.look.board import Board, email, texts


def line(number: int, tells: str, state: str, reviewed: bool = False) -> AddRow:
    key = f"{number:024}"
    values = (("Key", key), ("Kind", "match-in-person"), ("State", state), ("Reviewed", reviewed), ("Tells", tells))
    return AddRow("Drafts", "Key", key, values)


def pair(mentor: str, mentee: str) -> str:
    return f"|mentor {email(mentor)}|mentee {email(mentee)}|"


@pytest.mark.parametrize(
    ("state", "reviewed", "word"),
    [
        ("PLANNED", False, PLANNED),
        ("INTENT", False, PLANNED),
        ("DRAFTED", False, DRAFT),
        ("DRAFTED", True, REVIEWED),
        ("SENT", True, SENT),
        ("GONE", False, LOOK),
        ("UNKNOWN", False, LOOK),
    ],
)
def test_every_state_has_its_word(board: Board, state: str, reviewed: bool, word: str) -> None:
    board.set_up()
    board.fill()
    sheet = board.open()
    after = sheet.apply(Plan("draft", (line(1, pair("dee", "eve"), state, reviewed),)), sheet.read())
    assert texts(after, "Mentees", "Email", "Mail")["eve"] == word
    assert texts(after, "Mentors", "Email", "Mail")["dee"] == word


def test_a_letter_counts_for_the_people_it_speaks_of_and_a_mentor_shows_what_is_furthest_behind(board: Board) -> None:
    board.set_up()
    board.fill()
    sheet = board.open()
    lines = (
        line(1, pair("ada", "bo"), "SENT", True),
        # the pair of an earlier match: it says nothing of the pair that stands
        line(2, pair("dee", "cy"), "SENT", True),
        line(3, f"|unmatched|mentee {email('gus')}|", "DRAFTED"),
        line(4, f"|unmatched|mentor {email('flo')}|", "SENT", True),
    )
    after = sheet.apply(Plan("draft", lines), sheet.read())
    assert texts(after, "Mentees", "Email", "Mail") == {"bo": SENT, "cy": NOT_YET, "eve": NOT_YET, "gus": DRAFT}
    assert texts(after, "Mentors", "Email", "Mail") == {"ada": NOT_YET, "dee": NOT_YET, "flo": SENT}


def test_in_groups_all_letters_count_that_name_somebody_as_one_of_a_group(board: Board) -> None:
    board.set_up()
    board.fill()
    sheet = board.open()
    workbook = sheet.read()
    formula = group_mail(Role.MENTEE, "Mentor match")
    before = texts(workbook, "Mentees", "Email", "Mail")
    cells = [SetCell("Mentees", "Email", email(name), "Mail", formula, text) for name, text in before.items()]
    group = f"|mentor {email('ada')}|mentee {email('bo')}|mentee {email('cy')}|"
    lines = (
        line(1, group, "SENT", True),
        line(2, f"|mentor {email('dee')}|mentee {email('cy')}|", "DRAFTED"),
        # eve was told that there is nobody yet, and has somebody by now; gus waits
        line(3, f"|unmatched|mentee {email('eve')}|", "SENT", True),
        line(4, f"|unmatched|mentee {email('gus')}|", "SENT", True),
    )
    after = sheet.apply(Plan("draft", (*cells, *lines)), workbook)
    assert texts(after, "Mentees", "Email", "Mail") == {"bo": SENT, "cy": DRAFT, "eve": NOT_YET, "gus": SENT}
