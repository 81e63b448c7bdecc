"""What purge empties, and what it says is left to do by hand."""

from dataclasses import replace
from datetime import date

import pytest

from mentorship_gsheets.errors import Finding, MentorshipError
from mentorship_gsheets.spreadsheet.plan import EmptyColumns, Plan
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Tab, Workbook
from mentorship_gsheets.stages import purge
from mentorship_gsheets.tabs.catalogue import all_tabs
from tests.ledger.box import Box
from tests.mail.mail import SETTINGS
from tests.stages.cast import conference
from tests.stages.mailroom import drafted

OVER, TODAY = date(2026, 11, 1), date(2026, 11, 2)
BY_HAND = Finding(
    "the form's answers, the mails, and the sheet's version history are not the tool's to delete.",
    "Delete the answers in Google Forms; a copy of the sheet (File → Make a copy) has no history.",
    "purge-by-hand",
)


def whole() -> Workbook:
    """A sheet with all tabs of the tool, people and drafts in it."""
    book = drafted(conference(), Box())
    there = {tab.title for tab in book.tabs}
    more = [
        Tab(drawing.title, 900 + at, tuple(column.header for column in drawing.columns))
        for at, drawing in enumerate(all_tabs())
    ]
    return replace(book, tabs=(*book.tabs, *(tab for tab in more if tab.title not in there)))


def with_tab(book: Workbook, title: str, *texts: str) -> Workbook:
    rows = tuple(Row(number, (Cell(text),)) for number, text in enumerate(texts, 2))
    return replace(book, tabs=(*book.tabs, Tab(title, 5000 + len(book.tabs), ("Name",), rows)))


def called(book: Workbook, old: str, new: str) -> Workbook:
    return replace(book, tabs=tuple(replace(tab, title=new) if tab.title == old else tab for tab in book.tabs))


def planned(book: Workbook) -> Plan:
    return purge.plan(book, SETTINGS, OVER, TODAY)


def test_people_go_and_the_keys_of_letters_stay() -> None:
    plan = planned(whole())
    assert plan.changes == (
        EmptyColumns("Drafts", ("To", "Subject", "People", "Remark", "Meeting")),
        EmptyColumns("Mentees", ()),
        EmptyColumns("Mentors", ()),
    )
    assert (plan.findings, plan.summary) == ((BY_HAND,), "empties Mentors, Mentees, Drafts")


def test_the_last_day_itself_is_too_early() -> None:
    with pytest.raises(MentorshipError, match="2026-11-01 has not passed yet"):
        purge.plan(whole(), SETTINGS, OVER, OVER)


def test_a_renamed_tab_is_told_and_not_taken_for_empty() -> None:
    plan = planned(called(whole(), "Mentors", "Mentors 2026"))
    assert [change.tab for change in plan.changes if isinstance(change, EmptyColumns)] == ["Drafts", "Mentees"]
    assert plan.findings == (
        Finding(
            "this sheet has no tab “Mentors”; under another name it is not emptied.",
            "If it was renamed, give it its name back and run this again.",
            "purge-not-found",
        ),
        Finding(
            "the tab “Mentors 2026” is not the tool's, and stays as it is.",
            "Delete it if it speaks of participants.",
            "purge-by-hand",
        ),
        BY_HAND,
    )


def test_a_renamed_column_of_the_ledger_is_told() -> None:
    book = whole()
    tabs = [
        replace(tab, header=tuple("Who" if text == "People" else text for text in tab.header))
        if tab.title == "Drafts"
        else tab
        for tab in book.tabs
    ]
    plan = planned(replace(book, tabs=tuple(tabs)))
    assert plan.changes[0] == EmptyColumns("Drafts", ("To", "Subject", "Remark", "Meeting"))
    assert plan.findings == (
        Finding(
            "Drafts has no column “People”; under another name it is not emptied.",
            "If it was renamed, give it its name back and run this again.",
            "purge-not-found",
        ),
        BY_HAND,
    )


def test_copies_and_answers_that_are_not_the_tools_are_named_and_blank_ones_are_not() -> None:
    book = with_tab(with_tab(whole(), "Copy of Mentors", "Ada"), "Form Responses 1", "Bo")
    book = with_tab(with_tab(book, "Sheet1"), "Formularantworten 2", "")
    assert planned(book).findings == (
        Finding(
            "the tab “Copy of Mentors” is not the tool's, and stays as it is.",
            "Delete it if it speaks of participants.",
            "purge-by-hand",
        ),
        Finding(
            "the tab “Form Responses 1” belongs to the form and still holds its answers.",
            "Delete the answers in Google Forms, then the tab.",
            "purge-by-hand",
        ),
        BY_HAND,
    )
