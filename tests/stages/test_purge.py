"""What purge empties, and what it says is left to do by hand."""

from dataclasses import replace
from datetime import date

import pytest

from mentorship_gsheets.errors import Finding, MentorshipError
from mentorship_gsheets.spreadsheet.plan import EmptyColumns, Plan, SetCell, SetMetadata
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
        Tab(spec.title, 900 + at, tuple(column.header for column in spec.columns)) for at, spec in enumerate(all_tabs())
    ]
    return replace(book, tabs=(*book.tabs, *(tab for tab in more if tab.title not in there)))


def with_tab(book: Workbook, title: str, *texts: str) -> Workbook:
    rows = tuple(Row(number, (Cell(text),)) for number, text in enumerate(texts, 2))
    return replace(book, tabs=(*book.tabs, Tab(title, 5000 + len(book.tabs), ("Name",), rows)))


def called(book: Workbook, old: str, new: str) -> Workbook:
    return replace(book, tabs=tuple(replace(tab, title=new) if tab.title == old else tab for tab in book.tabs))


def planned(book: Workbook) -> Plan:
    return purge.plan(book, SETTINGS, OVER, TODAY, b"secret")


def keys(book: Workbook) -> list[str]:
    tab = book.tab("Drafts")
    assert tab is not None
    return [tab.text(row, "Key") for row in tab.rows]


SHOWN = ("To", "Subject", "Begins", "Open", "Remark", "Meeting", "Reference")


def test_people_go_and_no_key_can_be_found_by_trying_addresses() -> None:
    book = whole()
    plan = planned(book)
    assert plan.changes[:3] == (
        EmptyColumns(
            "Drafts",
            (*SHOWN, "People", "Draft", "Digest", "Approved", "Calendar", "Tells"),
        ),
        EmptyColumns("Mentees", ()),
        EmptyColumns("Mentors", ()),
    )
    new = {change.key: str(change.value) for change in plan.changes if isinstance(change, SetCell)}
    other = purge.plan(book, SETTINGS, OVER, TODAY, b"another").changes
    assert sorted(new) == sorted(keys(book))
    assert set(new.values()) & {str(change.value) for change in other if isinstance(change, SetCell)} == set()
    assert plan.changes[-1] == SetMetadata("mentorship-purged", "2026-11-02")
    assert not planned(replace(book, metadata={"mentorship-purged": "2026-11-02"})).changes[3:]
    assert (plan.findings, plan.summary) == ((BY_HAND,), "empties Mentors, Mentees, Drafts")


def test_the_last_day_itself_is_too_early() -> None:
    with pytest.raises(MentorshipError, match="2026-11-01 has not passed yet"):
        purge.plan(whole(), SETTINGS, OVER, OVER, b"secret")


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
    assert plan.changes[0] == EmptyColumns("Drafts", (*SHOWN, "Draft", "Digest", "Approved", "Calendar", "Tells"))
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
