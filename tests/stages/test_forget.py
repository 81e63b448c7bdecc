"""One person out of the sheet: rows, lines, words of others, and a hash that keeps the person away."""

from dataclasses import replace

import pytest

from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.people import Role
from mentorship_gsheets.records.memory import forgotten_key, remembering
from mentorship_gsheets.spreadsheet.plan import AddRow, Plan, SetCell, SetMetadata
from mentorship_gsheets.spreadsheet.workbook import Cell, Workbook
from mentorship_gsheets.stages import forget
from mentorship_gsheets.stages.forget import REMOVED, Person
from tests.ledger.box import Box
from tests.mail.mail import SETTINGS
from tests.records.test_memory import remembered, written
from tests.stages.books import edited
from tests.stages.cast import conference, introduced
from tests.stages.mailroom import drafted

ADA, NEW = "ada@example.org", "ada.lovelace@example.com"


def forgotten(book: Workbook, person: Person) -> Workbook:
    plan = forget.plan(book, SETTINGS, person, "salt", b"secret")
    return written(remembering(plan, book), book)


def texts(book: Workbook) -> list[str]:
    return [cell.text for tab in book.tabs for row in tab.rows for cell in row.cells if cell.text]


def test_nothing_speaks_of_the_person_and_nothing_is_left_to_forget() -> None:
    book = edited(conference(), Role.MENTOR, ADA, "Name", "Ada Lovelace")
    book = edited(book, Role.MENTEE, "gil@example.org", "Notes", "Not ada lovelace again; Adam, or ada@example.org.uk")
    book = edited(remembered(drafted(book, Box())), Role.MENTOR, ADA, "Email", NEW)
    person = forget.identify(book, SETTINGS, NEW)
    assert person == Person(frozenset({ADA, NEW}), frozenset({"Ada Lovelace"}))
    after = forgotten(book, person)
    left = [text for text in texts(after) if person.speaks(text)]
    assert left == []
    assert f"Not {REMOVED} again; Adam, or ada@example.org.uk" in texts(after)
    assert forget.plan(after, SETTINGS, person, "another salt", b"another secret").empty
    assert after.metadata["mentorship-salt"] == "salt"
    keys = [text for text in texts(after) if text.startswith("forgotten ")]
    assert sorted(keys) == sorted(forgotten_key(address, "salt") for address in (ADA, NEW))
    mails = [len(tab.rows) for book in (book, after) for tab in book.tabs if tab.title == "Drafts"]
    assert mails[0] == mails[1]


def test_drafts_that_were_not_sent_are_named_for_deletion_and_their_lines_are_gone() -> None:
    book = drafted(conference(), Box())
    person = forget.identify(book, SETTINGS, "bo@example.org")
    tab = book.tab("Drafts")
    assert tab is not None
    mine = [row for row in tab.rows if "bo@example.org" in tab.text(row, "People")]
    assert forget.drafts_of(book, person) == tuple(tab.text(row, "Draft") for row in mine)
    plan = forget.plan(book, SETTINGS, person, "salt", b"secret")
    states = [change.value for change in plan.changes if isinstance(change, SetCell) and change.column == "State"]
    assert states == ["GONE"] * len(mine)
    keys = {str(c.value) for c in plan.changes if isinstance(c, SetCell) and (c.tab, c.column) == ("Drafts", "Key")}
    assert keys & {tab.text(row, "Key") for row in tab.rows} == set()


def test_a_draft_about_others_that_speaks_of_the_person_is_to_be_made_anew() -> None:
    book = drafted(conference(), Box())
    tab = book.tab("Drafts")
    assert tab is not None
    other = next(row for row in tab.rows if "bo@example.org" not in tab.text(row, "People"))
    deleted = frozenset({tab.text(other, "Draft")})
    person = forget.identify(book, SETTINGS, "bo@example.org")
    plan = forget.plan(book, SETTINGS, person, "salt", b"secret", deleted)
    key = tab.text(other, "Key")
    cells = {c.column: c.value for c in plan.changes if isinstance(c, SetCell) and (c.tab, c.key) == ("Drafts", key)}
    assert cells == {"Draft": "", "Digest": "", "State": "PLANNED", "Reviewed": False}
    after = written(remembering(plan, book), book)
    assert forget.plan(after, SETTINGS, person, "salt", b"another", deleted).empty


def test_lines_that_name_the_person_alone_go_and_others_lose_the_words() -> None:
    ada = Person(frozenset({ADA}), frozenset({"Ada Lovelace"}))
    assert ada.out_of(f"Bo Ek <bo@example.org>\nAda L. <{ADA}>\nada lovelace\n{ADA}") == "Bo Ek <bo@example.org>"
    assert ada.out_of(f"saw {ADA}\u2028 at lunch <today>") == f"saw {REMOVED}\u2028 at lunch <today>"
    assert [ada.is_named(text) for text in (f" {ADA} ", "Ada Lovelace, Bo", "", "bo@example.org")] == [
        *(True, False),
        *(False, False),
    ]


def test_a_formula_that_holds_the_address_is_told_with_its_place() -> None:
    book = conference()
    tab = book.tabs[0]
    first = replace(tab.rows[0], cells=(*tab.rows[0].cells[:-1], Cell("1", f'=COUNTIF(A:A;"{ADA}")')))
    tabs = tuple(replace(t, rows=(first, *t.rows[1:])) if t is tab else t for t in book.tabs)
    plan = forget.plan(replace(book, tabs=tabs), SETTINGS, Person(frozenset({ADA})), "s", b"s")
    place = tab.address(first, tab.header[len(first.cells) - 1])
    assert place in [finding.where for finding in plan.findings]


def test_sent_mails_about_the_person_still_count() -> None:
    book = remembered(introduced(Box()))
    after = forgotten(book, forget.identify(book, SETTINGS, ADA))
    states = [
        [tab.text(row, "State") for row in tab.rows]
        for book in (book, after)
        for tab in book.tabs
        if tab.title == "Drafts"
    ]
    assert states[0] == states[1]


def test_an_address_that_is_nowhere_is_kept_away_all_the_same() -> None:
    book = conference()
    person = forget.identify(book, SETTINGS, "Eva <EVA@example.net>")
    plan = forget.plan(book, SETTINGS, person, "salt", b"secret")
    key = forgotten_key("eva@example.net", "salt")
    assert [change for change in plan.changes if isinstance(change, AddRow | SetCell | SetMetadata)] == [
        AddRow("Memory", "Key", key, (("Key", key), ("Text", "{}"))),
        SetMetadata("mentorship-salt", "salt"),
    ]


@pytest.mark.parametrize(("who", "says"), [("Nobody Here", "nobody is called"), ("Ada", "2 people are called")])
def test_a_name_that_is_nobodys_or_several_peoples_is_asked_back(who: str, says: str) -> None:
    book = edited(conference(), Role.MENTOR, "cy@example.org", "Name", "Ada")
    with pytest.raises(MentorshipError, match=says):
        forget.identify(book, SETTINGS, who)


def test_a_tab_that_is_not_the_tools_is_told_with_its_place() -> None:
    book = conference()
    own = replace(book.tabs[0], title="Budget", sheet_id=4711)
    plan = forget.plan(replace(book, tabs=(*book.tabs, own)), SETTINGS, Person(frozenset({ADA})), "s", b"s")
    assert [finding.where for finding in plan.findings if finding.where] == [own.address(own.rows[0], "Email")]
    assert not [change for change in plan.changes if isinstance(change, SetCell) and change.tab == "Budget"]


def test_an_empty_plan_is_not_made_longer() -> None:
    assert remembering(Plan("check"), conference()) == Plan("check")
