"""A sheet with mails and a ledger, and the whole round of ``draft`` and ``send`` at a mailbox that is a value."""

from dataclasses import replace
from datetime import UTC, datetime

from mentorship_gsheets.ledger import Done, MailboxView, Outcome, WorkKind
from mentorship_gsheets.mail import all_kinds, read_message, seed_rows
from mentorship_gsheets.mailings.rendering import Order
from mentorship_gsheets.people import Participant
from mentorship_gsheets.programmes import format_named
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Tab, Workbook
from mentorship_gsheets.stages import draft, send
from mentorship_gsheets.stages.draft import DraftPlan
from mentorship_gsheets.stages.send import SendPlan
from mentorship_gsheets.tabs.catalogue import DRAFTS, EMAILS
from tests.ledger.box import Box
from tests.mail.mail import SETTINGS
from tests.stages.books import applied, book

NOW = datetime(2027, 7, 1, 9, 0, tzinfo=UTC)
mailing = format_named("conference pairs").mailing
"""A mailing of conference pairs by its name."""

MATCHES = Order(mailing("matches"))


def mail_book(*people: Participant) -> Workbook:
    """A workbook of these people with seeded mails and an empty ledger."""
    made = book(*people)
    emails = tuple(Row(n, tuple(map(Cell, row))) for n, row in enumerate(seed_rows(all_kinds()), 2))
    tabs = (
        Tab(EMAILS.title, 20, tuple(column.header for column in EMAILS.columns), emails),
        Tab(DRAFTS.title, 21, tuple(column.header for column in DRAFTS.columns)),
    )
    return replace(made, tabs=(*made.tabs, *tabs))


def seen(
    workbook: Workbook, box: Box, order: Order = MATCHES, settings: Settings = SETTINGS, now: datetime = NOW
) -> MailboxView:
    """Look at the mailbox until there is nothing left to look at."""
    rendered = draft.render_mails(workbook, settings, order, now)
    view = MailboxView()
    while steps := draft.look(rendered, order, view):
        for step in steps:
            view = box.see(step, view)
    return view


def planned(
    workbook: Workbook, box: Box, order: Order = MATCHES, settings: Settings = SETTINGS, now: datetime = NOW
) -> DraftPlan:
    """Look and plan."""
    rendered = draft.render_mails(workbook, settings, order, now)
    return draft.plan(workbook, rendered, order, now, seen(workbook, box, order, settings, now))


def drafted(
    workbook: Workbook, box: Box, order: Order = MATCHES, settings: Settings = SETTINGS, now: datetime = NOW
) -> Workbook:
    """The sheet after a whole ``draft``."""
    decided = planned(workbook, box, order, settings, now)
    workbook = applied(decided.plan, workbook)
    outcomes = []
    for task in decided.tasks:
        match task.work.kind:
            case WorkKind.CREATE if task.letter:
                outcomes.append(Outcome(task.work.key, Done.CREATED, box.create(task.letter.raw)))
            case WorkKind.UPDATE if task.letter:
                box.drafts[task.work.draft] = task.letter.raw
                outcomes.append(Outcome(task.work.key, Done.UPDATED, task.work.draft))
            case WorkKind.DISCARD:
                del box.drafts[task.work.draft]
                outcomes.append(Outcome(task.work.key, Done.DISCARDED))
    return applied(draft.record(workbook, decided.tasks, outcomes, now), workbook)


def posted(
    workbook: Workbook, box: Box, settings: Settings = SETTINGS, now: datetime = NOW, limit: int | None = None
) -> SendPlan:
    """Look and plan sending."""
    view = MailboxView()
    while steps := send.look(workbook, settings, view):
        for step in steps:
            view = box.see(step, view)
    return send.plan(workbook, settings, now, view, limit=limit)


def sent(
    workbook: Workbook, box: Box, settings: Settings = SETTINGS, now: datetime = NOW, limit: int | None = None
) -> Workbook:
    """The sheet after a whole ``send``."""
    decided = posted(workbook, box, settings, now, limit)
    workbook = applied(decided.plan, workbook)
    outcomes = []
    for post in decided.posts:
        raw = box.drafts.get(post.draft)
        kept = send.stopped(post, read_message(raw) if raw else None, settings)
        if kept is None:
            box.send(post.draft)
        outcomes.append(kept or Outcome(post.entry.key, Done.SENT))
    return applied(send.record(workbook, decided.posts, outcomes, now), workbook)


def lines(workbook: Workbook, *headers: str) -> list[tuple[str, ...]]:
    """These columns of the ledger, line by line."""
    tab = workbook.tab("Drafts")
    assert tab is not None
    return [tuple(tab.text(row, header) for header in headers) for row in tab.rows]


def typed(workbook: Workbook, tab_title: str, key_column: str, key: str, column: str, text: str) -> Workbook:
    """The workbook after a person typed into one cell of any tab."""
    tab = workbook.tab(tab_title)
    assert tab is not None
    (row,) = tab.keyed(key_column)[key.casefold()]
    index = tab.column(column)
    assert index is not None
    padded = [*row.cells, *[Cell()] * (len(tab.header) - len(row.cells))]
    padded[index] = Cell(text)
    rows = tuple(Row(row.number, tuple(padded)) if old is row else old for old in tab.rows)
    return replace(workbook, tabs=tuple(replace(tab, rows=rows) if t is tab else t for t in workbook.tabs))


def ticked(workbook: Workbook, *only: str) -> Workbook:
    """The workbook after somebody ticked ``Reviewed`` on every line, or on those to these addresses."""
    for key, to in lines(workbook, "Key", "To"):
        if not only or any(address in to for address in only):
            workbook = typed(workbook, "Drafts", "Key", key, "Reviewed", "TRUE")
    return workbook


def recipients(raws: list[bytes]) -> list[list[str]]:
    """Addresses each message goes to."""
    return [[address for _, address in read_message(raw).to] for raw in raws]


def codes(plan: Plan) -> list[str]:
    """Short names of a plan's findings."""
    return [finding.code for finding in plan.findings]
