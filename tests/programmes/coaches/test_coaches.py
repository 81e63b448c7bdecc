"""Workshop coaches: bookings of the sheet, findings with their cells, a rematch, forms, mails, the command line."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mentorship_gsheets.ledger import Entry, State
from mentorship_gsheets.mail import Letter, Method, seed_template, write_letter
from mentorship_gsheets.mailings import Due, MailingContext
from mentorship_gsheets.mailings.calendars import invitation_of
from mentorship_gsheets.people import Form, Question, Response, Role
from mentorship_gsheets.programmes.base import mailing_context
from mentorship_gsheets.programmes.coaches.mails import changes, confirmations, requests
from mentorship_gsheets.programmes.coaches.programme import call_for_coaches
from mentorship_gsheets.rehearsal.running import running
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import pull
from tests.cli.conftest import Desk, ticked
from tests.programmes.coaches.sheet import NOW, at, book_of, coach, event, found, matched, mended, settings_of
from tests.programmes.cohorts.sheet import nothing_written, paste
from tests.sheets import applied, edited, lines

ROME = event("Rome", "2027-07-10 09:00", Where="Via Appia 1", Preparation="2 hours", **{"Coaches needed": "1"})
OSLO = event("Oslo", "2027-07-10 10:00", Series="North")
PEOPLE = [
    coach("Ada", "Rome; Oslo", **{"Coach as": "lead or coach"}),
    coach("Bo", "Rome, North", **{"Coach as": "lead"}),
    coach("Cy", "Rome"),
    coach("Di", "Rome", Coached="3"),
]


def test_leads_first_then_seats_then_whoever_coached_least() -> None:
    book = matched(book_of(PEOPLE, [ROME, OSLO]))
    assert found(book) == {"Rome": ["Ada*", "Cy"], "Oslo": ["Bo*"]} or found(book) == {
        "Rome": ["Bo*", "Cy"],
        "Oslo": ["Ada*"],
    }
    assert [bool(cell.formula) for row in tab_rows(book) for cell in row] == [True, True]
    # a line that somebody typed stays, as it was typed
    kept = matched(book_of(PEOPLE, [{**ROME, "Coach match": "Di, who knows the place <di@example.org>"}, OSLO]))
    assert lines(kept, "Events", "Coach match")[0][0].splitlines()[0] == "Di, who knows the place <di@example.org>"
    assert [name for name in found(kept)["Rome"] if name == "Cy"] == []


def tab_rows(book: Workbook) -> list[list]:  # type: ignore[type-arg]  # cells of one column
    tab = book.tab("Events")
    assert tab is not None
    return [[tab.cell(row, "Missing")] for row in tab.rows]


def test_findings_name_the_cell_and_the_others_go_on() -> None:
    events = [
        ROME,
        event("Twice", "2027-07-11 09:00"),
        event("Twice", "2027-07-12 09:00"),
        event("Someday", "in spring"),
        event("Backwards", "2027-07-13 09:00", "08:00"),
        event("Leads", "2027-07-14 09:00", **{"Coach match": "Ada (lead)\nBo (lead)"}),
        event("Stranger", "2027-07-15 09:00", **{"Coach match": "Zoe <zoe@example.org> (lead)"}),
        event("Early", "2027-07-16 09:00", Leads="0", **{"Coaches needed": 1, "Coach match": "Cy"}),
        event("Late", "2027-07-16 16:00", Leads="0", **{"Coaches needed": 1, "Coach match": "Cy"}),
        event("Gone", "2027-06-16 09:00"),
        event("", "2027-07-17 09:00"),
    ]
    people = [*PEOPLE, coach("Eve", "Atlantis", **{"Coach as": "pizza", "Events a season": "lots"})]
    book = book_of(people, events)
    programme, settings = at(), settings_of(book)
    standing = programme.read(book, settings)
    told = {(one.code, one.where) for one in (*standing.findings, *programme.check(settings, standing))}
    assert told == {
        ("two-events", "Events!A4"),
        ("no-start", "Events!E5"),
        ("ends-first", "Events!F6"),
        ("over-leads", "Events!B7"),
        ("unknown-coach", "Events!B8"),
        ("two-events-at-once", "Events!B10"),
        ("over-season", "Events!B10"),
        ("past-event", "Events!E11"),
        ("no-event-name", "Events!A12"),
        ("unknown-event", "Mentors!J2"),
        ("unknown-event", "Mentors!J3"),
        ("unknown-event", "Mentors!J6"),
        ("no-role", "Mentors!K6"),
        ("no-number", "Mentors!L6"),
    }
    assert found(matched(book))["Rome"] == ["Di"]


def test_somebody_who_withdraws_is_replaced_and_what_is_confirmed_stays() -> None:
    book = matched(book_of(PEOPLE, [ROME, OSLO]))
    lead = found(book)["Rome"][0].rstrip("*")
    book = edited(book, "Events", "Rome", "Confirmed", f"{lead} <{lead.casefold()}@example.org>")
    off = edited(book, "Mentors", "cy@example.org", "Status", "withdrawn")
    programme, settings = at(), settings_of(off)
    standing = programme.read(off, settings)
    assert [one.code for one in programme.check(settings, standing)] == ["withdrawn"]
    after = mended(off)
    assert found(after)["Rome"] == [f"{lead}*", "Di"]
    assert mended(after) == after


def context_of(book: Workbook, ledger: tuple[Entry, ...] = ()) -> MailingContext:
    return replace(mailing_context(at(), book, settings_of(book), ledger, NOW), calendar="an id")


def letter(one: Due, context: MailingContext) -> Letter:
    invitation = invitation_of(one.request, context)
    return write_letter(one.request, seed_template(one.request.kind), context.settings, invitation, NOW)


def sent(due: list[Due], context: MailingContext) -> tuple[Entry, ...]:
    letters = [letter(one, context) for one in due]
    return tuple(
        Entry(one.key, one.kind, State.SENT, one.people, one.round, changed=NOW, invitation=one.invitation)
        for one in letters
    )


def told(entries: tuple[Entry, ...]) -> list[tuple[str, Method | None, int | None]]:
    return [
        (str(one.kind), *((one.invitation.method, one.invitation.sequence) if one.invitation else (None, None)))
        for one in entries
    ]


def test_asked_confirmed_moved_changed_and_cancelled() -> None:
    one = [coach("Ada", "Rome", **{"Coach as": "lead"}), coach("Cy", "Rome")]
    book = matched(book_of(one, [ROME]))
    context = context_of(book)
    asks = requests(context)[0]
    assert [(each.request.to[0].name, dict(each.request.more)["seat"]) for each in asks] == [
        ("Ada", "lead"),
        ("Cy", "coach"),
    ]
    assert told(sent(asks, context)) == [("coach-asked", None, None)] * 2
    assert confirmations(context)[0] == []
    book = edited(book, "Events", "Rome", "Confirmed", "Ada <ada@example.org>")
    context = context_of(book, sent(asks, context))
    due = confirmations(context)[0]
    text = letter(due[0], context).text
    assert [line for line in text.splitlines() if line.startswith(("When", "Where", "Leading", "To prepare"))] == [
        "When: Saturday 10 July 2027, 09:00 to 17:00 CEST",
        "Where: Via Appia 1",
        "Leading: Ada",
        "To prepare: 2 hours",
    ]
    ledger = sent(due, context)
    assert told(ledger) == [("coach-confirmed", Method.REQUEST, 0)]
    book = edited(book, "Events", "Rome", "Starts", "2027-07-10 10:00")
    context = context_of(book, ledger)
    ledger += sent(changes(context)[0], context)
    assert told(ledger)[1:] == [("coach-moved", Method.REQUEST, 1)]
    # who was the only one confirmed is gone: nobody else hears of it, and the entry goes
    book = mended(edited(book, "Mentors", "ada@example.org", "Status", "withdrawn"))
    context = context_of(book, ledger)
    due = changes(context)[0]
    assert [each.request.to[0].name for each in due] == ["Ada"]
    assert told(sent(due, context)) == [("coach-cancelled", Method.CANCEL, 2)]


def test_the_call_says_who_is_missing() -> None:
    book = matched(book_of(PEOPLE[2:], [ROME, {**OSLO, "Where": ""}]))
    text = call_for_coaches(at().read(book, settings_of(book)), settings_of(book))
    assert [line for line in text.splitlines() if line.startswith("- ")] == [
        "- Rome: Saturday 10 July 2027, 09:00 to 17:00 CEST, Via Appia 1. Missing: 1 lead.",
        "- Oslo: Saturday 10 July 2027, 10:00 to 17:00 CEST. Missing: 1 lead.",
    ]


def answered(*questions: Question, **answers: tuple[str, ...]) -> Form:
    response = Response("1", "2027-06-01T10:00:00Z", "ada@example.org", {"n": ("Ada",)} | answers)
    return Form("form", "Coaches", (Question("n", "What is your full name?"), *questions), (response,))


@pytest.mark.parametrize(
    ("questions", "answers"),
    [
        (
            [
                Question(
                    "e", "At which events could you coach?", ("Rome · Saturday 10 July 2027", "North"), several=True
                ),
                Question("r", "As what would you like to take part?", ("coach", "lead", "lead or coach")),
                Question("s", "At how many events would you coach this season, at most?", ("1", "2")),
                Question("h", "At how many workshops have you coached before?"),
            ],
            {"e": ("Rome · Saturday 10 July 2027", "North"), "r": ("lead",), "s": ("2",), "h": ("three",)},
        ),
        (
            [
                Question("e", "Wo kannst du dabei sein?"),
                Question("r", "Deine Rolle", ("Leitung", "Hilfe")),
                Question("s", "Wie viele Workshops schaffst du?"),
                Question("h", "Wie viele Workshops hast du schon betreut?"),
            ],
            {"e": ("Rome, North",), "r": ("Leitung",), "s": ("2",), "h": ("3",)},
        ),
    ],
)
def test_the_form_is_read_in_whatever_words(questions: list[Question], answers: dict[str, tuple[str, ...]]) -> None:
    book = book_of([], [ROME, OSLO], [{"Setting": "Form", "Value": "1FAIpQLSd"}])
    plan = pull.plan(book, settings_of(book), (answered(*questions, **answers),))
    after = applied(plan, book)
    assert lines(after, "Mentors", "Name", "Events", "Events a season", "Coached") == [("Ada", "Rome; North", "2", "3")]
    offer = at().read(after, settings_of(after)).offers["ada@example.org"]
    assert (offer.events, offer.leads, offer.helps, offer.most, offer.had) == (
        frozenset({"Rome", "Oslo"}),
        True,
        False,
        2,
        3,
    )
    assert pull.plan(after, settings_of(after), (answered(*questions, **answers),)).changes == ()


def test_the_form_we_make_is_read_as_what_it_asks() -> None:
    book = book_of([], [ROME, OSLO])
    asks = at().questions(book)
    assert asks[1].question.options == ("North", "Rome · Saturday 10 July 2027", "Oslo · Saturday 10 July 2027")
    made = Form("f", "Ours", tuple(replace(one.question, id=str(n)) for n, one in enumerate(asks)), ())
    (ready,), own = at().prepared(book, (made,))
    assert sorted(own.values()) == ["Coach as", "Coached", "Events", "Events a season"]
    assert ready.role is Role.MENTOR
    assert at().recognised(book, made) == {"1": "Events"}


@pytest.fixture
def desk() -> Iterator[Desk]:
    with running("empty") as google:
        yield Desk(google)


def test_a_season_from_setup_to_the_confirmation(desk: Desk) -> None:
    desk.run("setup", "--format", "workshop coaches", "--sender", desk.google.mailbox, "--programme", "Coding")
    paste(desk, "Mentors", PEOPLE)
    paste(desk, "Events", [{**one, "Starts": one["Starts"].replace("2027", "2037")} for one in (ROME, OSLO)])
    # formulas of rows that were pasted
    desk.run("setup")
    desk.run("match")
    assert nothing_written(desk, ["match"])
    assert lines(desk.sheet(), "Events", "Missing") == [("nobody",), ("nobody",)]
    rome = lines(desk.sheet(), "Events", "Coach match")[0][0]
    # the last line of a cell is found as well
    assert sorted(event for (event,) in lines(desk.sheet(), "Mentors", "Coaches at")) == ["", "Oslo", "Rome", "Rome"]
    assert ("What to do next", "Coaches are found. Run: mentorship draft matches") in lines(
        desk.sheet(), "Overview", "Overview", "Number"
    )
    desk.run("draft", "matches")
    ticked(desk)
    desk.run("send")
    paste_confirmed(desk, rome.replace(" (lead)", ""))
    desk.run("draft", "confirmed")
    assert sorted(kind for (kind,) in lines(desk.sheet(), "Drafts", "Kind")) == ["coach-asked"] * 3 + [
        "coach-confirmed"
    ]
    desk.run("undo", code=None)
    desk.run("check", code=None)
    assert nothing_written(desk, ["check"])


def paste_confirmed(desk: Desk, text: str) -> None:
    tab = desk.sheet().tab("Events")
    assert tab is not None
    desk.edit(tab.address(2, "Confirmed"), text)
