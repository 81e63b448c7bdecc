"""Over every format there is: what a person asked to be forgotten by, a purge and an anonymous export leave behind.

Every column of every tab is filled with what a format could ever write there: an address, a name, both, several people,
a sentence. So a tab or a column that comes later is looked at without being named here.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from mentorship_gsheets.mail import letter_key, reference
from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes import AnyProgramme, base, formats, register
from mentorship_gsheets.records.memory import remembering
from mentorship_gsheets.settings import Settings, parse_settings
from mentorship_gsheets.spreadsheet.plan import EmptyColumns, Plan, SetCell
from mentorship_gsheets.spreadsheet.tab import TabDrawing
from mentorship_gsheets.spreadsheet.workbook import BLANK, Cell, Row, Tab, Workbook, fold
from mentorship_gsheets.stages import export, forget, purge
from mentorship_gsheets.stages.forget import Person
from mentorship_gsheets.tabs.catalogue import BINS, DRAFTS, EMAILS, QUESTIONS, READ_ME, SETTINGS
from mentorship_gsheets.tabs.people_tabs import KEY
from tests.programmes.rotations import Rotations
from tests.programmes.trios import Trios
from tests.records.test_memory import written

ADDRESS, NAME, OTHER = "ada@example.org", "Ada Lovelace", "bo@example.org"
ADA = Person(frozenset({ADDRESS}), frozenset({NAME}))
WAYS = (
    ADDRESS,
    NAME,
    f"{NAME} <{ADDRESS}>",
    f"Bo Ek <{OTHER}>\n{NAME} <{ADDRESS}>",
    f"{NAME}; Bo Ek",
    f"once met {NAME} (write to {ADDRESS.upper()}), who sings",
)
TESTS = (Trios(), Rotations())
EVERY = (*formats(), *TESTS)
ORGANIZERS = {drawing.title for drawing in (READ_ME, SETTINGS, BINS, EMAILS)}
KIND = "introduction"
every_format = pytest.mark.parametrize("programme", EVERY, ids=lambda programme: programme.name)


@pytest.fixture(scope="module", autouse=True)
def registered() -> Iterator[None]:
    """The formats of the tests are known while these tests run, and nowhere else."""
    for programme in TESTS:
        register(programme)
    yield
    for programme in TESTS:
        base._FORMATS.pop(programme.name)


def filled(drawing: TabDrawing, number: int, programme: AnyProgramme) -> Tab:
    """A tab with a row for every way in which its columns may speak of somebody, and a row of others'."""
    headers = tuple(column.header for column in drawing.columns)
    # of a question all but the examples is the form's wording
    fixed = {header for header in headers if drawing == QUESTIONS and header != "Examples"}
    texts = [
        {header: f"{header} {n}" if header in fixed else way for header in headers} for n, way in enumerate(WAYS, 2)
    ]
    for place, line in enumerate(texts):
        line[headers[-1]] = f"line {place}" if headers[-1] != "Approved" else "a.b.c.d"
        if drawing == DRAFTS:
            people = (f"mentor {ADDRESS}", f"mentee {OTHER}{place}")
            key = letter_key("TestConf", programme.kinds[0], "", people)
            line |= {"Key": key, "People": "; ".join(people), "State": "SENT", "Kind": str(programme.kinds[0])}
            line |= {"Round": "", "Changed": "2026-11-02 09:00:00", "Reviewed": "TRUE", "Reference": reference(key)}
    others = {header: f"Bo's {header}" for header in headers}
    if fold(KEY) in map(fold, headers):
        others[KEY] = OTHER
    rows = [*texts, others]
    cells = [tuple(Cell(line[header]) for header in headers) for line in rows]
    return Tab(drawing.title, number, headers, tuple(Row(n, row) for n, row in enumerate(cells, 2)))


def whole(programme: AnyProgramme) -> Workbook:
    """A sheet of the format that speaks of the person wherever it can."""
    tabs = [
        # the one tab whose words are the organizers' in an anonymous export too
        Tab(BINS.title, number, ("Bin", "Fields"), (Row(2, (Cell("Optics"), Cell("Lenses"))),))
        if drawing == BINS
        else filled(drawing, number, programme)
        for number, drawing in enumerate(programme.tabs(), 1)
    ]
    book = Workbook("book", "Book", tuple(tabs), metadata={})
    touched = SetCell("Bins", "Bin", "Optics", "Fields", "Mirrors", "Lenses")
    return written(remembering(Plan("bin", (touched,)), book), book)


def settings_of(programme: AnyProgramme) -> Settings:
    lines = [("Programme", "TestConf", "Settings!B2"), ("Format", programme.name, "Settings!B3")]
    return parse_settings(lines, programme.own_settings)[0]


def told(book: Workbook, but: frozenset[str] | set[str] = frozenset()) -> list[tuple[str, str]]:
    """Every text of a sheet with the title of its tab, keys and values of the metadata among them."""
    cells = [(tab.title, cell.text) for tab in book.tabs for row in tab.rows for cell in row.cells]
    found = [*cells, *(("metadata", text) for pair in book.metadata.items() for text in pair)]
    return [(title, text) for title, text in found if text and title not in but]


@every_format
def test_after_forgetting_nothing_in_any_tab_ledger_memory_or_log_holds_address_or_name(
    programme: AnyProgramme,
) -> None:
    book, settings = whole(programme), settings_of(programme)
    before = [title for title, text in told(book, ORGANIZERS) if ADA.speaks(text)]
    # nothing is shown by a sheet that never spoke of the person
    assert {drawing.title for drawing in programme.tabs()} - ORGANIZERS <= set(before)
    plan = forget.plan(book, settings, ADA, "salt", b"secret")
    told_of = {finding.where.rpartition("!")[0].strip("'") for finding in plan.findings if finding.where}
    # the organizers' own words are told with their place, and stay
    assert told_of == ORGANIZERS - {"Bins"}
    after = written(remembering(plan, book), book)
    left = [(title, text) for title, text in told(after, ORGANIZERS) if ADA.speaks(text)]
    assert left == []
    keys = {tab.text(row, "Key") for tab in book.tabs if tab.title == "Drafts" for row in tab.rows}
    people = [(f"mentor {ADDRESS}", f"mentee {OTHER}{place}") for place in range(len(WAYS))]
    guessed = {letter_key("TestConf", kind, "", who) for kind in programme.kinds for who in people}
    assert guessed & keys != set()
    assert [text for _, text in told(after) if any(key in text for key in guessed)] == []
    assert ("Mentors", OTHER) in told(after)
    assert forget.plan(after, settings, ADA, "another salt", b"another").empty


@every_format
def test_after_a_purge_nothing_speaks_of_anybody_and_no_key_or_digest_can_be_guessed(programme: AnyProgramme) -> None:
    book, settings = whole(programme), settings_of(programme)
    plan = purge.plan(book, settings, date(2026, 11, 1), date(2026, 11, 2), b"secret")
    after = purged(plan, book)
    ours = {"Questions", "Overview", "Log", *ORGANIZERS}
    left = {(title, text) for title, text in told(after, ours)}
    ledger = {text for title, text in left if title == "Drafts"}
    assert {title for title, _ in left} == {"Drafts", "metadata"}
    assert ledger >= {str(programme.kinds[0]), "SENT", "TRUE", "2026-11-02 09:00:00"}
    keys = {text for text in ledger if len(text) == len(letter_key("", programme.kinds[0], "", ()))}
    people = [(f"mentor {ADDRESS}", f"mentee {OTHER}{place}") for place in range(len(WAYS))]
    guessed = {letter_key("TestConf", kind, "", who) for kind in programme.kinds for who in people}
    guessed |= {hashlib.sha256(key.encode()).hexdigest()[:24] for key in guessed}
    assert len(keys) == len(WAYS)
    assert keys & (guessed | {reference(key) for key in guessed}) == set()
    assert purge.plan(after, settings, date(2026, 11, 1), date(2026, 11, 2), b"another").empty


def purged(plan: Plan, book: Workbook) -> Workbook:
    """The sheet after a purge."""
    for change in plan.changes:
        if isinstance(change, EmptyColumns):
            book = replace(book, tabs=tuple(emptied(tab, change) for tab in book.tabs))
    rest = tuple(change for change in plan.changes if not isinstance(change, EmptyColumns))
    return written(replace(plan, changes=rest), book)


def emptied(tab: Tab, change: EmptyColumns) -> Tab:
    if fold(tab.title) != fold(change.tab):
        return tab
    places = {tab.column(header) for header in change.columns or tab.header}
    rows = (
        replace(row, cells=tuple(BLANK if at in places else cell for at, cell in enumerate(row.cells)))
        for row in tab.rows
    )
    return replace(tab, rows=tuple(rows))


@every_format
def test_an_anonymous_export_holds_no_free_text(programme: AnyProgramme) -> None:
    book, settings = whole(programme), settings_of(programme)
    # whoever reads the ledger refuses what stands in this one
    book = replace(book, tabs=tuple(replace(tab, rows=()) if tab.title == "Drafts" else tab for tab in book.tabs))
    book = replace(book, tabs=tuple(tab for tab in book.tabs if tab.title != "Memory"), metadata={})
    tables = export.tables(book, settings)
    sides = {programme.people.drawings[role].title for role in Role}
    words = {text for title in sides for row in tables[title][1:] for text in row}
    free = [text for text in words if any(word in text for word in ("Ada", "Bo", "ada@", "bo@", "met", "sings"))]
    assert free == []
    # of a format's own tabs some words are the organizers'; nobody is in them
    own = [text for title in tables.keys() - sides for row in tables[title] for text in row]
    assert [text for text in own if ADA.speaks(text)] == []
