import re
from dataclasses import replace

import pytest

from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.people import Attendance, Participant, Role
from mentorship_gsheets.programmes import format_named
from mentorship_gsheets.settings import Priority, Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import check, match, rematch
from tests.ledger.box import Box
from tests.mail.mail import SETTINGS as MAIL_SETTINGS
from tests.scoring.people import mentee, mentor
from tests.stages.books import applied, book, column, edited, partners
from tests.stages.mailroom import drafted, lines, mail_book, sent
from tests.stages.test_approved import ticked

SETTINGS = Settings()
MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
FIELDS = ("Astronomy", "Biology", "Economics")
MENTORS = [mentor(name, fields=(field,)) for name, field in zip(("Ada", "Cy", "Eve"), FIELDS, strict=True)]
MENTEES = [mentee(name, fields=(field,)) for name, field in zip(("Bo", "Dee", "Fay"), FIELDS, strict=True)]


def matched(*people: Participant) -> Workbook:
    workbook = book(*people)
    return applied(match.plan(workbook, SETTINGS), workbook)


def withdrawn(workbook: Workbook, role: Role, name: str) -> Workbook:
    return edited(workbook, role, f"{name}@example.org", "Status", "withdrawn")


def mentor_of(workbook: Workbook) -> dict[str, str]:
    return {mentee[: mentee.index("@")]: text[: text.index(" ")] for mentee, text in partners(workbook, MENTEE).items()}


def test_nothing_changes_while_everybody_stays() -> None:
    assert rematch.plan(matched(*MENTORS, *MENTEES), SETTINGS).changes == ()


def test_a_free_mentor_takes_over_and_nobody_else_moves() -> None:
    reserve = mentor("Guy", fields=("Chemistry",))
    before = withdrawn(matched(*MENTORS, reserve, *MENTEES), MENTOR, "ada")
    plan = rematch.plan(before, SETTINGS)
    after = applied(plan, before)
    assert mentor_of(after) == {"bo": "Guy", "dee": "Cy", "fay": "Eve"}
    assert partners(after, MENTOR) == {
        "guy@example.org": "Bo <bo@example.org>",
        "cy@example.org": "Dee <dee@example.org>",
        "eve@example.org": "Fay <fay@example.org>",
    }
    assert plan.tables[0].rows == (
        ("Bo <bo@example.org>", "Ada <ada@example.org>", "Guy <guy@example.org>", "the mentor has withdrawn"),
    )
    assert rematch.plan(after, SETTINGS).changes == ()
    # these people say nowhere how they attend
    assert [finding.code for finding in check.plan(after, SETTINGS).findings] == ["attendance-unknown"]


def test_sentences_follow_the_pairs() -> None:
    before = withdrawn(matched(*MENTORS, mentor("Guy", fields=("Astronomy",)), *MENTEES), MENTOR, "ada")
    after = applied(rematch.plan(before, SETTINGS), before)
    assert column(after, MENTEE, "Why")["bo@example.org"] == "Bo and Guy both work in Astronomy."
    assert "ada@example.org" not in column(after, MENTOR, "Why")


def test_a_pair_is_taken_apart_only_where_one_more_mentee_gets_a_mentor() -> None:
    """Fay may meet only Cy, whom Dee has; Dee goes to the reserve."""
    people = [*MENTORS[:2], *MENTEES[:2]]
    before = matched(*people, mentor("Guy", affiliation="Lab"))
    late = book(*people, mentor("Guy", affiliation="Lab"), mentee("Fay", affiliation="Lab"), never=[("Ada", "Fay", "")])
    for role in Role:
        for email, text in partners(before, role).items():
            late = edited(late, role, email, "Mentee match" if role is MENTOR else "Mentor match", text)
    plan = rematch.plan(late, SETTINGS, force=True)
    assert mentor_of(applied(plan, late)) == {"bo": "Ada", "dee": "Guy", "fay": "Cy"}
    assert plan.tables[0].rows == (
        (
            "Dee <dee@example.org>",
            "Cy <cy@example.org>",
            "Guy <guy@example.org>",
            "makes room for Fay <fay@example.org>",
        ),
        ("Fay <fay@example.org>", "nobody", "Cy <cy@example.org>", "had no mentor"),
    )
    assert [finding.code for finding in rematch.plan(late, SETTINGS).stops] == ["surprise"]


def test_kept_pairs_stay_whatever_it_costs() -> None:
    people = [replace(MENTORS[1], keep=True), MENTEES[1]]
    before = matched(*people, mentor("Guy", affiliation="Lab"))
    late = book(*people, mentor("Guy", affiliation="Lab"), mentee("Fay", affiliation="Lab"))
    for role in Role:
        for email, text in partners(before, role).items():
            late = edited(late, role, email, "Mentee match" if role is MENTOR else "Mentor match", text)
    assert mentor_of(applied(rematch.plan(late, SETTINGS, force=True), late)) == {"dee": "Cy"}


def test_an_unhappy_pair_ends_and_both_get_somebody_else() -> None:
    before = matched(*MENTORS, *MENTEES)
    plan = rematch.plan(before, SETTINGS, part=["Bo@example.org"], force=True)
    after = mentor_of(applied(plan, before))
    assert after["bo"] != "Ada"
    assert sorted(after.values()) == ["Ada", "Cy", "Eve"]
    assert len([row for row in plan.tables[0].rows if row[3] == "asked to end the pair"]) == 1


def test_a_pair_nobody_has_or_that_is_kept_cannot_end() -> None:
    before = matched(replace(MENTORS[0], keep=True), MENTEES[0])
    assert [f.code for f in rematch.plan(before, SETTINGS, part=["zed@example.org"]).stops] == ["no-pair"]
    assert [f.code for f in rematch.plan(before, SETTINGS, part=["bo@example.org"]).stops] == ["kept-pair"]


def test_a_withdrawn_mentee_leaves_a_free_mentor() -> None:
    before = withdrawn(matched(*MENTORS, *MENTEES), MENTEE, "bo")
    plan = rematch.plan(before, SETTINGS)
    after = applied(plan, before)
    assert plan.tables[0].rows == (("Bo <bo@example.org>", "Ada <ada@example.org>", "nobody", "has withdrawn"),)
    assert mentor_of(after) == {"dee": "Cy", "fay": "Eve"}
    assert sorted(partners(after, MENTOR)) == ["cy@example.org", "eve@example.org"]


def test_how_much_may_change_is_the_place_of_the_priority() -> None:
    """With the standing pairs last, a better fit elsewhere takes pairs apart."""
    swapped = [
        replace(MENTORS[0], partners=("dee@example.org",)),
        replace(MENTORS[1], partners=("bo@example.org",)),
        replace(MENTEES[0], partners=("cy@example.org",)),
        replace(MENTEES[1], partners=("ada@example.org",)),
    ]
    assert rematch.plan(book(*swapped), SETTINGS).tables == ()
    loose = Settings(priorities=(Priority.BIN, Priority.CHANGED), surprise=100)
    plan = rematch.plan(book(*swapped), loose)
    assert mentor_of(applied(plan, book(*swapped))) == {"bo": "Ada", "dee": "Cy"}


def test_attendance_is_no_reason_to_break_a_pair() -> None:
    virtual = [replace(person, attendance=Attendance.VIRTUAL) for person in (MENTORS[0], MENTEES[1])]
    people = [replace(virtual[0], partners=("bo@example.org",)), MENTORS[1], MENTEES[0], virtual[1]]
    workbook = book(*people)
    workbook = applied(match.plan(workbook, SETTINGS), workbook)
    assert rematch.plan(workbook, SETTINGS).changes == ()


def met(workbook: Workbook) -> dict[str, str]:
    """Mentee -> mentor, each by the address before the @, whether the cell has the name or not."""
    return {one[: one.index("@")]: re.findall(r"(\w+)@", text)[0] for one, text in partners(workbook, MENTEE).items()}


def crossed(*more: Participant) -> Workbook:
    """Everybody with a partner of another field, typed by hand in both tabs."""
    typed = zip(MENTORS, (MENTEES[1], MENTEES[2], MENTEES[0]), strict=True)
    people: list[Participant] = []
    for one, other in typed:
        people += [replace(one, partners=(other.email,)), replace(other, partners=(one.email,))]
    return mail_book(*people, *more)


def test_from_scratch_finds_the_best_pairs_whoever_stands_and_says_what_stays() -> None:
    before = crossed()
    assert met(applied(rematch.plan(before, SETTINGS), before)) == {"bo": "eve", "dee": "ada", "fay": "cy"}
    plan = rematch.plan(before, SETTINGS, anew=True)
    after = applied(plan, before)
    assert met(after) == {"bo": "ada", "dee": "cy", "fay": "eve"}
    assert plan.stops == ()
    assert [str(finding) for finding in plan.findings if finding.code == "from-scratch"] == [
        "0 pairs with Keep ticked, and 0 pairs who were told by mail, stay; all others are matched again, those typed "
        "by hand as well. To keep another pair, tick Keep beside it first."
    ]
    assert rematch.plan(after, SETTINGS, anew=True).changes == ()


def test_from_scratch_keeps_what_is_ticked_and_whoever_was_told() -> None:
    box = Box()
    before = edited(
        sent(ticked(drafted(crossed(mentor("Guy", fields=("Astronomy",))), box)), box, limit=1),
        MENTEE,
        "fay@example.org",
        "Keep",
        "TRUE",
    )
    (told,) = (people for people, state in lines(before, "To", "State") if state == "SENT")
    assert "ada@example.org" in told
    plan = rematch.plan(before, MAIL_SETTINGS, anew=True)
    assert met(applied(plan, before)) == {"bo": "guy", "dee": "ada", "fay": "cy"}
    assert [finding.what[:76] for finding in plan.findings if finding.code == "from-scratch"] == [
        "1 pair with Keep ticked, and 1 pair who were told by mail, stay; all others "
    ]


def test_a_format_that_is_not_matched_from_scratch_says_what_there_is() -> None:
    with pytest.raises(MentorshipError) as refused:
        format_named("cohorts").anew(None, SETTINGS, ())
    assert str(refused.value) == (
        "the format cohorts is not matched again from scratch. "
        "Run: mentorship undo match, and match again; or empty the cells that shall be filled anew."
    )
