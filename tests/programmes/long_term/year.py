"""A programme of pairs as a value: its sheet, its mailbox and its clock, and what an organizer does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mentorship_gsheets.mail import read_message, seed_rows
from mentorship_gsheets.mailings.rendering import Order
from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes import AnyProgramme, format_named
from mentorship_gsheets.programmes.long_term.mails import KINDS
from mentorship_gsheets.settings import Settings, parse_settings
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import match, rematch
from mentorship_gsheets.tabs.catalogue import BINS, CHECK, DRAFTS, EMAILS, NEVER_MATCH
from mentorship_gsheets.tabs.people_tabs import KEY, MATCH_COLUMN, PEOPLE_TAB
from tests.ledger.box import Box
from tests.mail.mail import SETTINGS
from tests.sheets import applied, drawn, tab
from tests.stages.mailroom import drafted, planned, posted, sent, ticked, typed

LONG = format_named("long-term pairs")
START = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def rules(round: str = "2027 spring", programme: str = "Women of the Stack") -> Settings:
    """The settings of a round."""
    own, _ = parse_settings([("Round", round, "")], LONG.own_settings)
    return replace(SETTINGS, format=LONG.name, programme=programme, own=own.own, starts=None, ends=None, silent_by=None)


def person(name: str, **cells: str) -> dict[str, str]:
    """A row of people."""
    usual = {"Email": f"{name.lower()}@example.org", "Name": name, "Status": "answered", "Time zone": "UTC"}
    asked = {"Kind of mentoring": "Career", "Area": "Docs", "How to meet": "Calls; Mail"}
    return {**usual, **asked, **{header.replace("_", " "): text for header, text in cells.items()}}


def sheet(mentors: list[dict[str, str]], mentees: list[dict[str, str]]) -> Workbook:
    """A sheet of these people without any pair, as setup makes it."""
    drawings = LONG.people.specs
    emails = tab(EMAILS.title, [column.header for column in EMAILS.columns], seed_rows(KINDS))
    tabs = (drawn(drawings[Role.MENTOR], *mentors), drawn(drawings[Role.MENTEE], *mentees))
    return Workbook("book", "Book", (*tabs, emails, *(drawn(each) for each in (NEVER_MATCH, CHECK, BINS, DRAFTS))))


class Year:
    """An organizer's year; every step is planned a second time, and then plans nothing."""

    def __init__(self, book: Workbook, settings: Settings, programme: AnyProgramme = LONG) -> None:
        self.book, self.settings, self.programme, self.now, self.box = book, settings, programme, START, Box()

    def later(self, days: int) -> None:
        self.now += timedelta(days=days)

    def edit(self, role: Role, name: str, header: str, text: str) -> None:
        self.book = typed(self.book, PEOPLE_TAB[role], KEY, f"{name.lower()}@example.org", header, text)

    def join(self, role: Role, **row: str) -> None:
        """A newcomer."""
        title = PEOPLE_TAB[role]
        found = self.book.tab(title)
        assert found is not None
        lines = [{header: found.text(each, header) for header in found.header} for each in found.rows]
        made = drawn(self.programme.people.specs[role], *lines, row)
        self.book = replace(self.book, tabs=tuple(made if each.title == title else each for each in self.book.tabs))

    def match(self) -> None:
        self._apply(match.plan(self.book, self.settings))
        assert match.plan(self.book, self.settings).changes == ()

    def rematch(self) -> Plan:
        plan = rematch.plan(self.book, self.settings, force=True)
        self._apply(plan)
        assert rematch.plan(self.book, self.settings, force=True).changes == ()
        return plan

    def mails(self, name: str) -> list[tuple[str, ...]]:
        """Draft a mailing, tick and send it; who got what: kind, and first names."""
        order = Order(self.programme.mailing(name))
        before = set(self.letters())
        self.book = drafted(self.book, self.box, order, self.settings, self.now)
        self.book = sent(ticked(self.book), self.box, self.settings, self.now)
        again = planned(self.book, self.box, order, self.settings, self.now)
        assert (again.tasks, again.plan.changes) == ((), ())
        assert posted(self.book, self.box, self.settings, self.now).posts == ()
        return [letter for letter in self.letters() if letter not in before]

    def letters(self) -> list[tuple[str, ...]]:
        """Every line of the ledger: reference, kind, state and first names, in order."""
        found = self.book.tab(DRAFTS.title)
        assert found is not None
        return [
            (
                found.text(row, "Reference"),
                found.text(row, "Kind"),
                found.text(row, "State"),
                *(line.split(" <")[0] for line in found.text(row, "To").split(", ")),
            )
            for row in found.rows
        ]

    def pairs(self) -> list[tuple[str, str]]:
        """Mentee and what the match cell says, by address alone."""
        found = self.book.tab(PEOPLE_TAB[Role.MENTEE])
        assert found is not None
        column = MATCH_COLUMN[Role.MENTEE]
        return [(found.text(row, "Name"), found.text(row, column).split(" <")[0]) for row in found.rows]

    def texts(self) -> list[str]:
        """Everything that was sent."""
        return [read_message(raw).content.text for raw in self.box.sent]

    def _apply(self, plan: Plan) -> None:
        self.book = applied(plan, self.book)
