"""What people wrote to the inbox, with the command that helps."""

import pytest

from mentorship_gsheets.people import Role, Status
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.stages import check, rematch
from mentorship_gsheets.tabs.people_tabs import Trouble
from tests.sheets import lines
from tests.stages.books import applied, edited
from tests.stages.cast import mentee, mentor
from tests.stages.mailroom import mail_book


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        (Trouble.SILENT, "if nothing comes, run: mentorship rematch --part bo@example.org"),
        (Trouble.ADDRESS, "then run: mentorship draft matches --again ada@example.org"),
        (Trouble.GONE, "Set Status in Mentors to withdrawn, then run: mentorship rematch"),
        (Trouble.NO_FIT, "Ask both, then run: mentorship rematch --part bo@example.org"),
        (Trouble.OTHER, "Answer the mail."),
        ("something else", "Answer the mail."),
    ],
)
def test_what_is_open_is_told_with_its_cell_and_what_helps(kind: str, command: str) -> None:
    book = mail_book(mentor("Ada", "Bo", trouble=kind, trouble_note="wrote\ntwice"), mentee("Bo", "Ada"))
    (finding,) = check.plan(book, Settings()).findings
    assert finding.what == f"Ada has written: {kind} (wrote twice)."
    assert finding.remedy[-len(command) :] == command
    assert finding.where.startswith("Mentors!")


def test_check_keeps_since_when_it_is_open_and_lets_go_of_it_once_it_is_cleared() -> None:
    book = mail_book(mentor("Ada", "Bo"), mentee("Bo", "Ada", trouble="partner silent"))
    noted = applied(check.plan(book, Settings()), book)
    assert lines(noted, "Check", "Finding") == [("open-trouble",)]
    assert check.plan(noted, Settings()).changes == ()
    cleared = edited(noted, Role.MENTEE, "bo@example.org", "Trouble", "")
    assert lines(applied(check.plan(cleared, Settings()), cleared), "Check", "Finding") in ([], [("",)])


def test_the_command_that_is_told_helps() -> None:
    book = mail_book(mentor("Ada", "Bo"), mentor("Cy"), mentee("Bo", "Ada", trouble="partner silent"))
    plan = rematch.plan(book, Settings(), part=["bo@example.org"], force=True)
    assert lines(applied(plan, book), "Mentees", "Mentor match") == [("Cy <cy@example.org>",)]


def test_whoever_has_withdrawn_has_no_trouble() -> None:
    book = mail_book(mentor("Ada", status=Status.WITHDRAWN, trouble="no fit"), mentee("Bo"))
    assert check.plan(book, Settings()).findings == ()
