"""The life of a programme: founding, check-ins, graduations, late joiners, a mentor gone, a task closed; every mail."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from mentorship_gsheets.mail import all_kinds, read_message, seed_rows
from mentorship_gsheets.mailings.rendering import Order
from mentorship_gsheets.people import Form, Question, Response, Role
from mentorship_gsheets.programmes import format_named
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan, SetCell
from mentorship_gsheets.spreadsheet.workbook import Cell, Row, Tab, Workbook
from mentorship_gsheets.stages import check, survey
from mentorship_gsheets.tabs.catalogue import DRAFTS, EMAILS, OVERVIEW
from tests.ledger.box import Box
from tests.programmes.cohorts.books import book, matched, rematched, rows_of, rules
from tests.stages.books import applied, column, edited
from tests.stages.mailroom import NOW, drafted, lines, planned, sent, ticked

MAILINGS = {mailing.name: Order(mailing) for mailing in format_named("cohorts").mailings}
FORM = "https://docs.google.com/forms/d/1abcdefghijklmnopqrstuvwxyz/edit"


def settings(**more: str) -> Settings:
    told = {"Programme": "TestConf", "Sender": "mentors@example.org", "Organizers": "The team", "Check-in_form": FORM}
    return rules(**told, **more)


RULES = settings()


def programme(**more: Any) -> Workbook:
    """Two tasks, two mentors each, and mentees for both."""
    sizes = {"Min mentors": 1, "Wanted mentors": 2, "Min mentees": 3, "Wanted mentees": 3}
    people = {"Time zone": "UTC", "Languages": "English"}

    def person(name: str, tasks: str) -> dict[str, str]:
        return {"Email": f"{name.lower()}@example.org", "Name": f"{name} Test", "Tasks": tasks, **people}

    rows = {
        "Cohorts": [{"Task": "deploy", **sizes, "Max mentees": 4}, {"Task": "talk", **sizes, "Max mentees": 4}],
        "Mentors": [person(n, t) for n, t in (("Mia", "deploy"), ("Max", "deploy"), ("Tea", "talk"), ("Tom", "talk"))],
        "Mentees": [
            *(person(name, "deploy; talk") for name in ("Ann", "Bea", "Cy", "Dan")),
            *(person(name, "talk") for name in ("Eve", "Flo", "Gil")),
        ],
        **more,
    }
    made = book(rows)
    emails = tuple(Row(n, tuple(map(Cell, row))) for n, row in enumerate(seed_rows(all_kinds()), 2))
    more_tabs = (
        Tab(EMAILS.title, 20, tuple(column.header for column in EMAILS.columns), emails),
        Tab(DRAFTS.title, 21, tuple(column.header for column in DRAFTS.columns)),
        Tab(OVERVIEW.title, 22, tuple(column.header for column in OVERVIEW.columns)),
    )
    return replace(made, tabs=(*made.tabs, *more_tabs))


def answered(*answers: tuple[str, str, str, str]) -> Form:
    """The check-in form with these answers: address, day, who has completed, who is silent."""
    questions = (Question("f", "Who has completed the task?"), Question("s", "Whom have you not heard from?"))
    return Form(
        "form",
        "Check-in",
        questions,
        tuple(
            Response(str(n), f"{day}T10:00:00Z", email, {"f": (done,), "s": (silent,)})
            for n, (email, day, done, silent) in enumerate(answers)
        ),
    )


def surveyed(workbook: Workbook, form: Form) -> tuple[Workbook, Plan]:
    """The sheet after ``survey``, which has nothing to do a second time; and its plan."""
    plan = survey.plan(workbook, RULES, None, {"Check-in form": form})
    after = applied(plan, workbook)
    assert survey.plan(after, RULES, None, {"Check-in form": form}).changes == ()
    return after, plan


def mailed(workbook: Workbook, box: Box, name: str, now: Any = NOW) -> tuple[Workbook, list[tuple[str, str]]]:
    """The sheet after drafting and sending one mailing, which is not due again; and what left: kind and to whom."""
    before = len(box.sent)
    begun = len(lines(workbook, "Kind"))
    after = sent(ticked(drafted(workbook, box, MAILINGS[name], RULES, now)), box, RULES, now)
    assert planned(after, box, MAILINGS[name], RULES, now).tasks == ()
    assert len(box.sent) - before == len(lines(after, "Kind")) - begun
    return after, [
        (kind, " ".join(part.split("@")[0].rpartition("<")[2] for part in to.split(", ")))
        for kind, to in lines(after, "Kind", "To")[begun:]
    ]


def closed(workbook: Workbook, label: str) -> Workbook:
    before = next(row.get("State", "") for row in rows_of(workbook, "Cohorts") if row.get("Cohort") == label)
    return applied(Plan("edit", (SetCell("Cohorts", "Cohort", label, "State", "closed", before),)), workbook)


def joined(workbook: Workbook, name: str, tasks: str) -> Workbook:
    tab = workbook.tab("Mentees")
    assert tab is not None
    told = {"Email": f"{name.lower()}@example.org", "Name": f"{name} Test", "Tasks": tasks, "Time zone": "UTC"}
    row = Row(max(row.number for row in tab.rows) + 1, tuple(Cell(told.get(header, "")) for header in tab.header))
    return replace(workbook, tabs=tuple(replace(t, rows=(*t.rows, row)) if t is tab else t for t in workbook.tabs))


def test_the_whole_life_of_a_programme() -> None:
    box = Box()
    sheet = matched(programme(), RULES)
    sheet, mails = mailed(sheet, box, "matches")
    assert mails == [
        ("cohort-welcome", "max mia ann bea cy dan"),
        ("cohort-welcome", "tea tom eve flo gil"),
    ]
    welcome = read_message(box.sent[0]).content.text
    assert "this is your cohort" in welcome
    assert "- Ann Test <ann@example.org>" in welcome
    assert "#cohort-deploy" in welcome

    # nothing is due before the two weeks are over
    assert planned(sheet, box, MAILINGS["check-in"], RULES, NOW + timedelta(days=13)).tasks == ()
    first = NOW + timedelta(days=14)
    sheet, mails = mailed(sheet, box, "check-in", first)
    assert mails == [("cohort-check-in", "max mia"), ("cohort-check-in", "tea tom")]
    assert (
        "https://docs.google.com/forms/d/1abcdefghijklmnopqrstuvwxyz/viewform" in read_message(box.sent[2]).content.text
    )

    # two graduate; somebody is silent; one name is nobody's
    form = answered(("mia@example.org", "2027-07-16", "Ann, Bea Test and Zoe", "Dan"))
    sheet, plan = surveyed(sheet, form)
    assert column(sheet, Role.MENTEE, "Done") == {
        "ann@example.org": "deploy 2027-07-16",
        "bea@example.org": "deploy 2027-07-16",
    }
    assert [finding.what for finding in plan.findings if finding.code == "check-in-unread"] == [
        "“Zoe” names nobody, or several people, of deploy."
    ]
    silent = next(table.rows for table in plan.tables if table.title == "Not heard from")
    assert silent == (("Dan Test <dan@example.org>", "deploy", "2027-07-16"),)
    row = next(row for row in rows_of(sheet, "Cohorts") if row["Cohort"] == "deploy")
    assert row["Last check-in"] == "2027-07-16"
    assert row["Mentees"] == "Cy Test <cy@example.org>\nDan Test <dan@example.org>"
    assert "stale-copy" not in {finding.code for finding in check.findings(sheet, RULES)}
    sheet, mails = mailed(sheet, box, "badge", first)
    assert mails == [("cohort-badge", "ann"), ("cohort-badge", "bea")]
    (badge,) = read_message(box.sent[-1]).content.files
    assert (badge.name, badge.content[:8]) == ("badge-deploy.png", b"\x89PNG\r\n\x1a\n")

    # two late joiners take the places; graduates go on to their next pick; nobody who stands moves
    sheet = joined(joined(sheet, "Hal", "deploy"), "Ida", "deploy")
    before = column(sheet, Role.MENTEE, "Cohorts")
    sheet = matched(sheet, RULES)
    after = column(sheet, Role.MENTEE, "Cohorts")
    assert before.items() <= after.items()
    assert (after["hal@example.org"], after["ida@example.org"]) == ("deploy", "deploy")
    assert "deploy" not in (after.get("ann@example.org"), after.get("bea@example.org"))
    sheet, mails = mailed(sheet, box, "matches", first)
    assert mails == [
        ("cohort-welcome", "max mia hal ida"),
        ("cohort-welcome", "tea tom ann"),
        ("cohort-waiting", "bea"),
    ]
    told = next(read_message(raw).content.text for raw in box.sent if "hal@" in str(read_message(raw).to))
    assert "new in the cohort deploy:" in told

    # the second check-in, and the third graduation
    second = first + timedelta(days=20)
    sheet, mails = mailed(sheet, box, "check-in", second)
    assert mails == [("cohort-check-in", "max mia"), ("cohort-check-in", "tea tom")]
    sheet, _ = surveyed(sheet, answered(("tea@example.org", "2027-08-05", "eve@example.org", "nobody")))
    sheet, mails = mailed(sheet, box, "badge", second)
    assert mails == [("cohort-badge", "eve")]

    # a mentor is gone: the others hear of it, and nobody else moves
    sheet = edited(sheet, Role.MENTOR, "max@example.org", "Status", "withdrawn")
    before = column(sheet, Role.MENTEE, "Cohorts")
    sheet, mails = mailed(sheet, box, "rematch", second)
    assert mails == [("cohort-left", "mia cy dan hal ida")]
    assert "Max Test is not in the cohort deploy any more." in read_message(box.sent[-1]).content.text

    # a task is closed: everybody hears of it once
    sheet = rematched(closed(sheet, "talk"), RULES)
    assert "talk" not in column(sheet, Role.MENTEE, "Cohorts").values()
    sheet, mails = mailed(sheet, box, "rematch", second)
    assert mails == [("cohort-left", "tea tom ann flo gil")]
    assert {who: label for who, label in column(sheet, Role.MENTEE, "Cohorts").items() if who in before} == {
        who: label for who, label in before.items() if label == "deploy"
    }
    assert "the cohort talk has ended" in read_message(box.sent[-1]).content.text
