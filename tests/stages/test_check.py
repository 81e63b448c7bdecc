from dataclasses import replace
from datetime import UTC, datetime
from types import ModuleType

import pytest

from mentorship_gsheets.errors import Level
from mentorship_gsheets.people import Attendance, Participant, Role, Status
from mentorship_gsheets.settings import Policy, Settings
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import check, match, rematch
from tests.scoring.people import mentee, mentor
from tests.stages.books import applied, book, edited

SETTINGS = Settings()
NOW = datetime(2027, 7, 1, 9, 30, tzinfo=UTC)
LATER = datetime(2027, 7, 2, 9, 30, tzinfo=UTC)
ADA, CY = (mentor(name, attendance=Attendance.IN_PERSON) for name in ("Ada", "Cy"))
BO, DEE = (mentee(name, attendance=Attendance.IN_PERSON) for name in ("Bo", "Dee"))


def with_partner(person: Participant, *names: str) -> Participant:
    return replace(person, partners=tuple(f"{name}@example.org" for name in names))


def found(
    *people: Participant, settings: Settings = SETTINGS, never: tuple[tuple[str, str, str], ...] = ()
) -> list[tuple[str, str]]:
    plan = check.plan(book(*people, never=never), settings, NOW)
    return [(finding.code, finding.where) for finding in plan.findings]


def lines(workbook: Workbook) -> list[tuple[str, ...]]:
    tab = workbook.tab("Check")
    assert tab is not None
    return [
        tuple(tab.text(row, header) for header in ("Where", "Finding", "Found")) for row in tab.rows if not row.blank
    ]


def test_pairs_that_agree_are_fine() -> None:
    assert found(with_partner(ADA, "bo"), CY, with_partner(BO, "ada"), DEE) == []


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ((with_partner(ADA, "bo"), BO), [("one-sided", "Mentees!B2")]),
        ((ADA, with_partner(BO, "ada")), [("one-sided", "Mentors!B2")]),
        (
            (with_partner(ADA, "bo"), CY, with_partner(BO, "cy")),
            [("one-sided", "Mentees!B2"), ("two-mentors", "Mentees!B2"), ("one-sided", "Mentors!B3")],
        ),
        ((with_partner(ADA, "zed"), BO), [("unknown-partner", "Mentors!B2")]),
        (
            (with_partner(ADA, "bo", "dee"), with_partner(BO, "ada"), with_partner(DEE, "ada")),
            [("over-capacity", "Mentors!B2")],
        ),
        (
            (replace(with_partner(ADA, "bo"), status=Status.WITHDRAWN), with_partner(BO, "ada")),
            [("withdrawn-partner", "Mentees!B2")],
        ),
        ((replace(with_partner(ADA, "bo"), status=Status.WITHDRAWN), BO), [("withdrawn", "Mentors!B2")]),
        (
            (
                replace(with_partner(ADA, "bo"), affiliation="Lab"),
                replace(with_partner(BO, "ada"), affiliation="The LAB"),
            ),
            [("pair-affiliation", "Mentees!B2")],
        ),
        (
            (
                replace(with_partner(ADA, "bo"), name="Bo Chen"),
                replace(with_partner(BO, "ada"), name="Bo Chen"),
            ),
            [("pair-oneself", "Mentees!B2")],
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_cell(people: tuple[Participant, ...], expected: list[tuple[str, str]]) -> None:
    assert found(*people) == expected


def test_attendance_known_of_too_few_is_said() -> None:
    people = [replace(person, attendance=Attendance.UNKNOWN) for person in (ADA, CY, BO)]
    assert found(*people, DEE) == [("attendance-unknown", "")]
    plan = check.plan(book(*people, DEE), SETTINGS, NOW)
    assert [(finding.what, finding.count) for finding in plan.findings] == [
        ("how they attend is known of 1 of 4 people.", 3)
    ]


def test_people_without_an_answer_are_listed_and_are_no_finding() -> None:
    plan = check.plan(book(ADA, CY, BO, replace(DEE, status=Status.NO_ANSWER)), SETTINGS, NOW)
    assert plan.findings == ()
    assert [(table.title, table.rows) for table in plan.tables] == [
        ("People without an answer, to look up", (("Dee <dee@example.org>", "mentee"),))
    ]


GONE = replace(ADA, status=Status.WITHDRAWN)


@pytest.mark.parametrize(
    ("people", "typed", "code", "command"),
    [
        ((with_partner(ADA, "bo"), BO), {}, "one-sided", match),
        ((ADA, BO), {"Mentor match": "ada"}, "no-partner-address", match),
        # the other side has nobody who could be matched
        ((GONE, BO), {"Mentor match": "ada"}, "no-partner-address", match),
        (
            (with_partner(ADA, "bo"), with_partner(BO, "ada")),
            {"May not meet": "|ada@example.org|"},
            "live-check-old",
            match,
        ),
        ((with_partner(GONE, "bo"), CY, BO), {}, "withdrawn", rematch),
        ((with_partner(GONE, "bo"), BO), {}, "withdrawn", rematch),
        ((with_partner(GONE, "bo"), CY, with_partner(BO, "ada")), {}, "withdrawn-partner", rematch),
        ((with_partner(GONE, "bo"), with_partner(BO, "ada")), {}, "withdrawn-partner", rematch),
    ],
)
def test_a_command_that_a_finding_names_puts_it_right(
    people: tuple[Participant, ...], typed: dict[str, str], code: str, command: ModuleType
) -> None:
    workbook = book(*people)
    for header, text in typed.items():
        workbook = edited(workbook, Role.MENTEE, "bo@example.org", header, text)
    (before,) = (finding for finding in check.plan(workbook, SETTINGS, NOW).findings if finding.code == code)
    assert f"Run {command.STAGE}" in before.remedy
    after = applied(command.plan(workbook, SETTINGS), workbook)
    assert code not in [finding.code for finding in check.plan(after, SETTINGS, NOW).findings]
    assert command.plan(after, SETTINGS).changes == ()


@pytest.mark.parametrize(
    ("line", "code", "remedy"),
    [
        ("Bo Chem", "unclear-partner", "Did you mean Bo Chen <bo@example.org>?"),
        ("Bo Chen <bo@exmaple.org>", "unknown-partner", "Did you mean Bo Chen <bo@example.org>?"),
        ("Dee", "unclear-partner", "Did you mean Dee <dee@example.org> or Dee <dee2@example.org>?"),
        ("Somebody Else", "unclear-partner", "Type Name <address>"),
    ],
)
def test_a_slip_is_said_as_one_and_nobody_is_told_to_run_match(line: str, code: str, remedy: str) -> None:
    bo = replace(with_partner(BO, "ada"), name="Bo Chen")
    workbook = book(ADA, bo, DEE, replace(DEE, email="dee2@example.org"))
    workbook = edited(workbook, Role.MENTOR, "ada@example.org", "Mentee match", line)
    remedies = {finding.code: finding.remedy for finding in check.plan(workbook, SETTINGS, NOW).findings}
    assert remedies.keys() == {code, "one-sided"}
    assert remedies[code].startswith(remedy)
    assert remedies["one-sided"] == "Make the two cells agree."


def test_two_rows_of_one_person_are_reported() -> None:
    assert ("two-rows", "Mentees!L3") in found(ADA, BO, BO)


def test_bans_and_earlier_years_are_reported() -> None:
    pair = (with_partner(ADA, "bo"), with_partner(BO, "ada"))
    assert found(*pair, never=(("Ada", "Bo", "family"),)) == [("pair-never", "Mentees!B2")]
    assert found(*pair, never=(("Ada", "Bo", "previous"),)) == [("pair-previous", "Mentees!B2")]


def test_colleagues_are_reported_even_where_allowed_but_hold_nobody_back() -> None:
    pair = (replace(with_partner(ADA, "bo"), affiliation="Lab"), replace(with_partner(BO, "ada"), affiliation="Lab"))
    for people, settings in (
        (pair, Settings(colleagues=Policy.ALLOW)),
        ((replace(pair[0], keep=True), pair[1]), SETTINGS),
    ):
        plan = check.plan(book(*people), settings, NOW)
        assert [(finding.code, finding.level) for finding in plan.findings] == [("pair-affiliation", Level.NOTE)]


def test_two_people_who_mentor_each_other_are_reported() -> None:
    people = (
        with_partner(ADA, "bo"),
        with_partner(mentor("Bo"), "ada"),
        with_partner(BO, "ada"),
        with_partner(mentee("Ada"), "bo"),
    )
    assert [code for code, _ in found(*people)] == ["each-other"]


def test_mixed_pairs_are_shown_and_are_no_finding() -> None:
    ada, bo = replace(ADA, attendance=Attendance.VIRTUAL), replace(BO, attendance=Attendance.IN_PERSON)
    plan = check.plan(book(with_partner(ada, "bo"), with_partner(bo, "ada")), SETTINGS, NOW)
    assert plan.findings == ()
    assert [table.rows for table in plan.tables] == [(("Bo <bo@example.org>", "Ada <ada@example.org>", "mentor"),)]


def test_findings_are_written_once_and_newest_on_top() -> None:
    one_sided = book(with_partner(ADA, "bo"), CY, BO, DEE)
    first = applied(check.plan(one_sided, SETTINGS, NOW), one_sided)
    assert lines(first) == [("Mentees!B2", "one-sided", "2027-07-01 09:30")]
    assert check.plan(first, SETTINGS, LATER).changes == ()
    more = edited(first, Role.MENTOR, "cy@example.org", "Mentee match", "<dee@example.org>")
    second = applied(check.plan(more, SETTINGS, LATER), more)
    assert lines(second) == [
        ("Mentees!B3", "one-sided", "2027-07-02 09:30"),
        ("Mentees!B2", "one-sided", "2027-07-01 09:30"),
    ]
    assert check.plan(second, SETTINGS, LATER).changes == ()


def test_the_tab_says_so_when_all_is_well() -> None:
    one_sided = book(with_partner(ADA, "bo"), BO)
    reported = applied(check.plan(one_sided, SETTINGS, NOW), one_sided)
    mended = applied(match.plan(reported, SETTINGS), reported)
    after = applied(check.plan(mended, SETTINGS, NOW), mended)
    assert [code for _, code, *_ in lines(after)] == ["all-agreed"]
    assert check.plan(after, SETTINGS, NOW) == Plan("check", summary="Everything agrees.")


def test_where_is_a_link_to_the_cell() -> None:
    one_sided = book(with_partner(ADA, "bo"), BO)
    after = applied(check.plan(one_sided, SETTINGS, NOW), one_sided)
    tab = after.tab("Check")
    assert tab is not None
    assert tab.cell(tab.rows[0], "Where").formula == '=HYPERLINK("#gid=1&range=B2";"Mentees!B2")'
