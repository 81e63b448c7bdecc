"""What the sheet remembers: lost lines of the ledger, corrected addresses, people who are not to come back."""

from dataclasses import replace

import pytest

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.people import Form, Participant, Question, Response, Role
from mentorship_gsheets.records.ledger_rows import read_ledger
from mentorship_gsheets.records.memory import (
    MAILS_COUNT,
    SALT,
    forgotten_key,
    ledger_findings,
    read_addresses,
    remembering,
    restored,
    without_forgotten,
)
from mentorship_gsheets.records.roster import read_roster
from mentorship_gsheets.spreadsheet.plan import AddRow, AddTab, Plan, SetCell, SetMetadata
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Tab, Workbook
from mentorship_gsheets.tabs.catalogue import MEMORY
from tests.ledger.box import Box
from tests.mail.mail import SETTINGS
from tests.stages.books import applied, edited
from tests.stages.cast import conference, introduced, mentee, mentor
from tests.stages.mailroom import mail_book, planned

OLD, NEW = "ada@example.org", "ada.lovelace@example.com"


def written(plan: Plan, book: Workbook) -> Workbook:
    """The sheet after a plan that may add the hidden tab and metadata."""
    for change in plan.changes:
        match change:
            case AddTab(drawing):
                header = tuple(column.header for column in drawing.columns)
                book = replace(book, tabs=(*book.tabs, Tab(drawing.title, 700, header, hidden=drawing.hidden)))
            case SetMetadata(key, value):
                book = replace(book, metadata={**book.metadata, key: value})
    rest = tuple(change for change in plan.changes if not isinstance(change, AddTab | SetMetadata))
    return applied(Plan(plan.stage, rest), book)


def remembered(book: Workbook) -> Workbook:
    """The sheet after some command of ours wrote anything at all into it."""
    tab = book.tab("Bins")
    assert tab is not None
    any_change = Plan("bin", (SetCell("Bins", "Bin", "Optics", "Fields", "Optics", ""),))
    row = Row(2, (Cell("Optics"), Cell("")))
    book = replace(book, tabs=tuple(replace(t, rows=(row,)) if t is tab else t for t in book.tabs))
    return written(remembering(any_change, book), book)


def with_rows(book: Workbook, title: str, rows: tuple[Row, ...]) -> Workbook:
    return replace(book, tabs=tuple(replace(tab, rows=rows) if tab.title == title else tab for tab in book.tabs))


def rows(book: Workbook, title: str) -> tuple[Row, ...]:
    tab = book.tab(title)
    assert tab is not None
    return tab.rows


@pytest.fixture(scope="module")
def sent() -> Workbook:
    return remembered(introduced(Box()))


def test_a_sheet_without_memory_gets_one_and_nothing_is_left_to_remember(sent: Workbook) -> None:
    tab = sent.tab(MEMORY.title)
    assert tab is not None
    mails = len(rows(sent, "Drafts"))
    assert (tab.hidden, sent.metadata[MAILS_COUNT]) == (True, str(mails))
    assert sum(tab.text(row, "Key").startswith("mail ") for row in tab.rows) == mails
    assert sum(tab.text(row, "Key").startswith("person ") for row in tab.rows) == 7
    again = Plan("bin", (SetCell("Bins", "Bin", "Optics", "Fields", "", "Optics"),))
    assert remembering(again, sent).changes == again.changes


@pytest.mark.parametrize("lost", ["all", "one", "key", "state"])
def test_lost_lines_stop_every_mail_and_come_back(sent: Workbook, lost: str) -> None:
    lines = rows(sent, "Drafts")
    first = lines[0]
    tab = sent.tab("Drafts")
    assert tab is not None
    place = tab.column("State" if lost == "state" else "Key")
    assert place is not None
    spoilt = Row(first.number, tuple(replace(c, text="") if n == place else c for n, c in enumerate(first.cells)))
    if lost == "state":
        spoilt = Row(
            first.number, tuple(replace(c, text="DRAFTED") if n == place else c for n, c in enumerate(first.cells))
        )
    left = {"all": (), "one": lines[1:], "key": (spoilt, *lines[1:]), "state": (spoilt, *lines[1:])}[lost]
    book = with_rows(sent, "Drafts", left)
    count = "4 lines" if lost == "all" and len(lines) == 4 else f"{len(lines)} lines" if lost == "all" else "1 line"
    sentence = f"the tab Drafts has lost {count} of mails that were made"
    with pytest.raises(MentorshipError, match=sentence):
        planned(book, Box())
    back = written(remembering(restored(book), book), book)
    assert ledger_findings(back) == []
    before = {(e.key, e.kind, e.state, e.people, e.draft, e.digest) for e in read_ledger(sent, SETTINGS)}
    after = {(e.key, e.kind, e.state, e.people, e.draft, e.digest) for e in read_ledger(back, SETTINGS)}
    assert after == before
    assert planned(back, Box()).tasks == ()
    assert restored(back).empty


def test_a_restored_line_still_knows_the_meeting_in_peoples_calendars(sent: Workbook) -> None:
    tab = sent.tab("Drafts")
    assert tab is not None
    told = {tab.column("Meeting"): "2027-07-06 16:00, 30 minutes", tab.column("Calendar"): "REQUEST a1b2c3 0"}
    first, *others = rows(sent, "Drafts")
    padded = [*first.cells, *[Cell("")] * (len(tab.header) - len(first.cells))]
    asked = Row(first.number, tuple(Cell(told[n]) if n in told else cell for n, cell in enumerate(padded)))
    book = remembered(with_rows(sent, "Drafts", (asked, *others)))
    lost = with_rows(book, "Drafts", tuple(others))
    back = written(remembering(restored(lost), lost), lost).tab("Drafts")
    assert back is not None
    (line,) = (row for row in back.rows if back.text(row, "Key") == tab.text(first, "Key"))
    assert [back.text(line, header) for header in ("Meeting", "Calendar")] == list(told.values())


def test_a_ledger_lost_with_its_memory_is_refused(sent: Workbook) -> None:
    book = with_rows(sent, "Drafts", ())
    book = replace(book, tabs=tuple(tab for tab in book.tabs if tab.title != MEMORY.title))
    mails = len(rows(sent, "Drafts"))
    wanted = [
        Finding(
            f"the tab Drafts and the hidden tab Memory know 0 mails, and there were {mails}.",
            "In the sheet, File → Version history knows what was there; bring it back, and run this again.",
            "memory-lost",
            Level.STOP,
        )
    ]
    assert ledger_findings(book) == wanted
    with pytest.raises(MentorshipError, match="there were"):
        restored(book)
    # and no later write makes as if nothing had been there
    later = remembered(book)
    assert later.metadata[MAILS_COUNT] == str(mails)
    assert [finding.code for finding in ledger_findings(later)] == ["memory-lost"]


def test_a_memory_lost_alone_is_made_anew(sent: Workbook) -> None:
    book = replace(sent, tabs=tuple(tab for tab in sent.tabs if tab.title != MEMORY.title))
    assert ledger_findings(book) == []
    assert rows(remembered(book), MEMORY.title) == rows(sent, MEMORY.title)


def test_a_corrected_address_is_the_same_person_with_the_same_mails(sent: Workbook) -> None:
    book = edited(sent, Role.MENTOR, OLD, "Email", NEW)
    addresses = read_addresses(book)
    assert (addresses.now, addresses.first) == (
        {(Role.MENTOR, OLD): (Role.MENTOR, NEW)},
        {(Role.MENTOR, NEW): (Role.MENTOR, OLD)},
    )
    roster, findings = read_roster(book)
    ada, bo = roster.find(Role.MENTOR, NEW), roster.find(Role.MENTEE, "bo@example.org")
    assert ada is not None
    assert bo is not None
    assert (ada.first_identity, bo.partners) == ((Role.MENTOR, OLD), (NEW,))
    assert [finding.code for finding in findings] == ["old-address"]
    pair = next(entry for entry in read_ledger(book, SETTINGS) if "mentee bo@example.org" in entry.people)
    assert pair.people == (f"mentor {NEW}", "mentee bo@example.org")
    assert planned(book, Box()).tasks == ()
    # once written down it holds, whatever the name becomes
    later = edited(remembered(book), Role.MENTOR, NEW, "Name", "Countess")
    assert read_addresses(later).now == addresses.now
    # and taken back it is as it was
    assert read_addresses(edited(remembered(book), Role.MENTOR, NEW, "Email", OLD)).first == {}


def test_another_person_in_the_row_is_another_person(sent: Workbook) -> None:
    book = edited(edited(sent, Role.MENTOR, OLD, "Email", NEW), Role.MENTOR, NEW, "Name", "Grace")
    assert read_addresses(book).now == {}


def test_namesakes_are_never_taken_for_each_other() -> None:
    twins = mentor("Wei", email="wei1@example.org"), mentor("Wei", email="wei2@example.org")
    book = remembered(mail_book(*twins, mentee("Bo")))
    for old, new in (("wei1@example.org", "a@example.com"), ("wei2@example.org", "b@example.com")):
        book = edited(book, Role.MENTOR, old, "Email", new)
    assert read_addresses(book).now == {}


def test_one_name_with_the_same_answers_twice_is_told() -> None:
    said = {"topics": ("Careers", "Grants"), "notes": "I would like to talk about postdocs."}
    people: tuple[Participant, ...] = (
        mentor("Ada", **said),
        mentor("Ada", email="ada@exmaple.org", **said),
        mentor("Cy", **said),
        mentee("Bo"),
    )
    _, findings = read_roster(mail_book(*people))
    assert [finding.what for finding in findings if finding.code == "same-answers"] == [
        "ada@exmaple.org and ada@example.org have the same name and the same answers."
    ]


def test_whoever_was_forgotten_is_left_out_of_every_form_and_named_nowhere() -> None:
    book = written(remembering(Plan("x", (AddTab(MEMORY),)), conference()), conference())
    key = forgotten_key(OLD, "secret")
    assert OLD not in key
    book = written(Plan("x", (AddRow("Memory", "Key", key, (("Key", key), ("Text", "{}"))),)), book)
    form = Form(
        "f",
        "F",
        (Question("q", "Address"), Question("w", "Whom do you wish?")),
        (
            Response("1", "", "Ada <ADA@example.org>", {}),
            Response("2", "", "", {"q": (OLD,)}),
            Response("3", "", "bo@example.org", {"w": (OLD,)}),
        ),
    )
    with pytest.raises(MentorshipError, match="has lost the secret"):
        without_forgotten(book, [form], {})
    book = replace(book, metadata={**book.metadata, SALT: "secret"})
    (left,) = without_forgotten(book, [form], {("F", "q"): "Email"})
    assert [response.id for response in left.responses] == ["3"]
