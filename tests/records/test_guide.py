"""The tab ``Guide``: seeded by setup for every format, carried by every introduction, edited by people."""

from dataclasses import replace

import pytest

from mentorship_gsheets.mail import MailTemplate, fields_of, read_message, seed_rows, seed_template
from mentorship_gsheets.programmes import AnyProgramme, formats
from mentorship_gsheets.records.templates import read_guide
from mentorship_gsheets.spreadsheet.plan import AddRow
from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook
from mentorship_gsheets.stages import setup
from tests.ledger.box import Box
from tests.sheets import tab, workbook
from tests.stages.cast import mentee, mentor
from tests.stages.mailroom import MATCHES, codes, drafted, mail_book, planned

SHIPPED = [programme for programme in formats() if type(programme).__module__.startswith("mentorship_gsheets")]


def with_tab(book: Workbook, one: Tab) -> Workbook:
    """The sheet with this tab in the place of the one of its title, or as one more."""
    return replace(book, tabs=(*(each for each in book.tabs if each.title != one.title), one))


def guided(*rows: tuple[str, str]) -> Workbook:
    """A sheet with one pair that stands and these rows of the guide."""
    made = mail_book(mentor("Ada", "Bo"), mentee("Bo", "Ada"))
    return with_tab(made, tab("Guide", ["Section", "Text"], [list(row) for row in rows]))


def first_text(book: Workbook, part: str = "text") -> str:
    box = Box()
    drafted(book, box)
    return str(getattr(read_message(box.drafts["r1"]).content, part)).replace("\r\n", "\n")


@pytest.mark.parametrize("programme", SHIPPED, ids=lambda programme: programme.name)
def test_every_introduction_of_every_format_carries_the_guide(programme: AnyProgramme) -> None:
    introductions = [kind for kind in programme.kinds if kind.matter == "match"]
    carrying = [kind for kind in introductions if {"guide"} <= fields_of(seed_template(kind)) & kind.fields.keys()]
    assert carrying == introductions
    assert introductions != []


@pytest.mark.parametrize("programme", SHIPPED, ids=lambda programme: programme.name)
def test_setup_fills_the_guide_of_a_new_sheet_and_a_second_run_adds_nothing(programme: AnyProgramme) -> None:
    def added(book: Workbook) -> list[tuple[object, ...]]:
        changes = setup.plan(book, {"format": programme.name}).changes
        found = [change for change in changes if isinstance(change, AddRow) and change.tab == "Guide"]
        return [tuple(value for _, value in change.values) for change in found]

    assert added(Workbook("book", "Book", ())) == list(programme.guide())
    there = tab("Guide", ["Section", "Text"], [list(row) for row in programme.guide()])
    assert added(workbook(there)) == []


@pytest.mark.parametrize("programme", SHIPPED, ids=lambda programme: programme.name)
def test_a_guide_has_a_dozen_ideas_and_headings_of_its_own(programme: AnyProgramme) -> None:
    rows = programme.guide()
    headings = [heading for heading, _ in rows]
    assert len(set(headings)) == len(headings)
    assert [text.count("- ") for _, text in rows if "\n- " in text] == [12]


def test_a_mail_says_the_guide_under_its_headings() -> None:
    book = guided(("Before", "Write\nfirst."), ("Left out", ""), ("Ideas", "- one\n- two"), ("", "No heading."))
    assert read_guide(book) == "Before\nWrite\nfirst.\n\nIdeas\n- one\n- two\n\nNo heading."
    assert read_guide(book) in first_text(book)
    assert "<p>Ideas</p>\n<ul><li>one</li><li>two</li></ul>" in first_text(book, "html")


def test_without_a_guide_the_mail_has_no_hole() -> None:
    bare = mail_book(mentor("Ada", "Bo"), mentee("Bo", "Ada"))
    assert read_guide(bare) == ""
    assert first_text(bare) == first_text(guided(("Before", " ")))


def test_what_stands_in_the_guide_is_text_and_its_addresses_are_links() -> None:
    book = guided(("<b>Rules</b>", "See https://example.org/rules.\n{{ conduct }} {% if x %} =HYPERLINK(1)"))
    assert read_guide(book).splitlines()[-1] == "{ { conduct } } { % if x % } =HYPERLINK(1)"
    html = first_text(book, "html")
    assert '<a href="https://example.org/rules">https://example.org/rules</a>.' in html
    assert "&lt;b&gt;Rules&lt;/b&gt;" in html


def test_an_edited_guide_rewrites_drafts_when_asked_to() -> None:
    box, fresh = Box(), replace(MATCHES, refresh=True)
    before, after = guided(("Before", "Write.")), guided(("Before", "Write soon."))
    drafts = drafted(before, box).tab("Drafts")
    assert drafts is not None
    assert codes(planned(with_tab(after, drafts), box).plan) == ["other-words"]
    again = drafted(with_tab(after, drafts), box, fresh)
    assert "Write soon." in read_message(box.drafts["r1"]).content.text.splitlines()
    assert planned(again, box, fresh).plan.changes == ()


def test_an_older_sheet_keeps_its_wording() -> None:
    """Setup adds the tab; a mail text that stands there stays, without the guide."""
    kind = next(kind for kind in SHIPPED[0].kinds if kind.matter == "match")
    mine = MailTemplate(kind, "Hello", "Meet each other.")
    rows = [[kind.name, mine.subject, mine.text, ""]]
    book = workbook(tab("Emails", ["Kind", "Subject", "Text", "Merge fields"], rows))
    seeded = [
        change.key for change in setup.plan(book).changes if isinstance(change, AddRow) and change.tab == "Emails"
    ]
    assert seeded == [row[0] for row in seed_rows(SHIPPED[0].kinds) if row[0] != kind.name]
