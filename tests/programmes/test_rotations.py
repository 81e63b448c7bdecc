"""One table a session for everybody, two mentors at most of them: sessions, starts and capacities of their own."""

from collections.abc import Iterator

import pytest

from mentorship_gsheets.mail import read_message
from mentorship_gsheets.programmes import base, register
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.workspace.gmail import open_mailbox
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.meter import Meter
from tests.cli.conftest import Desk
from tests.programmes.rotations import SESSIONS, Rotations, session
from tests.programmes.test_trios import again_nothing

ROTATIONS = Rotations()


@pytest.fixture(scope="module", autouse=True)
def registered() -> Iterator[None]:
    """The format is known while these tests run, and nowhere else: pages and checks of the product do not have it."""
    register(ROTATIONS)
    yield
    base._FORMATS.pop(ROTATIONS.name)


Seats = dict[tuple[str, str, int], str]
"""(tab, address, session) -> table."""


def seats(book: Workbook) -> Seats:
    found = {}
    for title in ("Mentors", "Mentees"):
        tab = book.tab(title)
        assert tab is not None
        for row in tab.rows:
            for number in range(1, SESSIONS + 1):
                if label := tab.text(row, session(number)):
                    found[title, tab.text(row, "Email"), number] = label
    return found


def made_mails(desk: Desk) -> list[dict[str, str]]:
    """The drafts in the mailbox, as a mail program reads them."""
    mailbox = open_mailbox(desk.google.mailbox, load(desk.google.key_path), Meter())
    found = [mailbox.get(draft.id) for draft in mailbox.drafts()]
    read = [read_message(draft.raw) for draft in found if draft is not None]
    return [{"subject": one.subject, "text": one.content.text} for one in read]


def tables(found: Seats, number: int) -> dict[str, set[tuple[str, str]]]:
    people: dict[str, set[tuple[str, str]]] = {}
    for (title, email, at), label in found.items():
        if at == number:
            people.setdefault(label, set()).add((title, email))
    return people


def test_the_whole_life_of_rotations(desk: Desk) -> None:
    desk.run("setup", "--format", "rotations", "--form", desk.google.form, "--sender", desk.google.mailbox)
    desk.run("setup", "--programme", "TestConf")
    desk.run("pull", code=None)
    mentors = desk.sheet().tab("Mentors")
    assert mentors is not None
    desk.edit(mentors.address(mentors.rows[0], "Seats"), "1;4;2")
    for stage in ("setup", "pull", "match", "check"):
        desk.run(stage, code=None)
        again_nothing(desk, stage)
    first = seats(desk.sheet())
    asked = {key[:2] for key in first}
    assert {key[:2] for key in first if key[2] == 2} == asked
    by_table = tables(first, 1)
    assert {sum(title == "Mentors" for title, _ in people) for people in by_table.values()} <= {1, 2}
    assert max(sum(title == "Mentors" for title, _ in people) for people in by_table.values()) == 2

    desk.run("draft", "matches", code=None)
    again_nothing(desk, "draft", "matches")
    drafts = desk.sheet().tab("Drafts")
    assert drafts is not None
    introductions = [row for row in drafts.rows if drafts.text(row, "Kind") == "rotation-table"]
    assert len(introductions) == sum(len(tables(first, number)) for number in range(1, SESSIONS + 1))
    assert {drafts.text(row, "People").partition(",")[0] for row in introductions} == {
        f"group {session(number)}" for number in range(1, SESSIONS + 1)
    }
    texts = [body["text"] for body in made_mails(desk)]
    assert sum("Session 2, Tuesday 6 July 2027, 10:00 UTC, at Table 1:" in text for text in texts) == 1
    for row in drafts.rows:
        desk.edit(drafts.address(row, "Reviewed"), True)
    desk.run("send", code=None)
    again_nothing(desk, "send")
    sent = len(desk.calls("gmail.users.drafts.send"))
    assert sent >= len(introductions) - sum(drafts.text(row, "State") == "HELD" for row in drafts.rows)

    settings, mentees = desk.sheet().tab("Settings"), desk.sheet().tab("Mentees")
    assert settings is not None
    assert mentees is not None
    (done,) = settings.keyed("Setting")["sessions done"]
    desk.edit(settings.address(done, "Value"), 1)
    lost = next(row for row in mentees.rows if mentees.text(row, session(2)))
    address = mentees.text(lost, "Email")
    desk.edit(mentees.address(lost, "Status"), "withdrawn")
    desk.run("rematch", code=None)
    again_nothing(desk, "rematch")
    second = seats(desk.sheet())
    assert {key: label for key, label in second.items() if key[2] == 1} == {
        key: label for key, label in first.items() if key[2] == 1
    }
    changed = {key for key in first.keys() | second.keys() if first.get(key) != second.get(key)}
    assert changed == {("Mentees", address, 2), ("Mentees", address, 3)}

    desk.run("draft", "rematch", code=None)
    again_nothing(desk, "draft", "rematch")
    after = desk.sheet().tab("Drafts")
    assert after is not None
    told = [after.text(row, "People") for row in after.rows if after.text(row, "Kind") == "rotation-changed"]
    assert sorted(people.partition(";")[0] for people in told) == [
        f"group {session(number)}, {first['Mentees', address, number]}" for number in (2, 3)
    ]
    assert [people for people in told if f"mentee {address}" in people] == []
    desk.run("survey", code=None)
    again_nothing(desk, "survey")
