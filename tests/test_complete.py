"""Members of enums and registers that have tables elsewhere: a half-added one fails here with its name."""

import pytest

from mentorship_gsheets import ledger
from mentorship_gsheets.criteria import Use
from mentorship_gsheets.ledger import Done, Entry, Outcome, State, after
from mentorship_gsheets.mail import check_template, kinds, seed_template
from mentorship_gsheets.mail.kinds import SETTING_OF, Kind
from mentorship_gsheets.people import Attendance, Form, Role, Status
from mentorship_gsheets.programmes import AnyProgramme, formats
from mentorship_gsheets.records.criteria import read_criteria
from mentorship_gsheets.settings import Settings, parse_settings, setting_lines, text_of
from mentorship_gsheets.spreadsheet.batch import formatting
from mentorship_gsheets.spreadsheet.tab import Style
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs import overview
from mentorship_gsheets.tabs.catalogue import DRAFTS
from mentorship_gsheets.tabs.criteria import CRITERIA
from mentorship_gsheets.tabs.figures import NEXT
from mentorship_gsheets.tabs.people_tabs import PEOPLE
from mentorship_gsheets.text import as_key
from tests.sheets import tab

SHEET = Workbook("book", "Book", ())
every_format = pytest.mark.parametrize("programme", formats(), ids=lambda programme: programme.name)


@every_format
def test_every_kind_of_mail_of_a_format_is_whole(programme: AnyProgramme) -> None:
    mailings = {mailing.name for mailing in programme.mailings}
    faults = {
        kind.name: [
            *(["no mailing makes it"] if kind.mailing not in mailings else []),
            *(str(finding) for finding in check_template(seed_template(kind))),
            *(f"{field} comes from no setting" for field in _unset(kind)),
        ]
        for kind in programme.kinds
    }
    assert {name: found for name, found in faults.items() if found} == {}


def _unset(kind: Kind) -> list[str]:
    settings = {line.metadata["name"] for line in setting_lines()}
    return [field for field in kind.fields if field in SETTING_OF and SETTING_OF[field] not in settings]


@every_format
def test_every_mailing_of_a_format_makes_a_kind_of_it(programme: AnyProgramme) -> None:
    made = {kind.mailing for kind in programme.kinds}
    assert [mailing.name for mailing in programme.mailings if mailing.name not in made or not mailing.says] == []


@every_format
def test_every_format_has_its_tabs_its_next_step_and_its_columns(programme: AnyProgramme) -> None:
    titles = [spec.title for spec in programme.tabs()]
    assert sorted(set(titles)) == sorted(titles)
    assert [line.name for line in programme.overview(7)].count(NEXT) == 1
    names = [line.name for line in programme.overview(7)]
    assert sorted(set(names)) == sorted(names)
    places = [figure.place for figure in programme.figures]
    assert sorted(set(places)) == sorted(places)
    for role in Role:
        drawn = {column.header for column in programme.people.specs[role].columns}
        assert programme.column_of(role) in drawn
        assert [header for header, _ in programme.formulas_of_row(role) if header not in drawn] == []
    assert programme.read_me()
    columns = {asked.column for asked in programme.questions(SHEET)}
    ((form,), _) = programme.prepared(SHEET, (Form("id", "Survey", (), ()),))
    # a form that is for one role alone does not ask for it
    assert columns >= ({"Name"} if form.role else {"Name", "Role"})
    assert all(programme.group_noun)


@every_format
def test_every_setting_of_a_format_says_what_it_means_and_reads_what_it_writes(programme: AnyProgramme) -> None:
    lines = setting_lines(programme.own_settings)
    assert [line.metadata["name"] for line in lines if not line.metadata["meaning"].endswith(".")] == []
    typed = [
        (line.metadata["name"], text_of(line.default), f"Settings!B{number}") for number, line in enumerate(lines, 2)
    ]
    settings, findings = parse_settings(typed, programme.own_settings)
    assert findings == []
    assert settings == Settings(own={line.name: line.default for line in programme.own_settings})


@every_format
def test_every_criterion_of_a_format_is_a_row_that_can_be_moved_and_switched_off(programme: AnyProgramme) -> None:
    rows = [(row.name, Use.IN_ORDER) for row in reversed(programme.criteria)]
    assert len({as_key(name) for name, _ in rows}) == len(rows)
    assert [row.name for row in programme.criteria if not row.means.endswith(".")] == []
    keys = tuple(row.key for row in reversed(programme.criteria))
    for off in range(len(rows)):
        typed = [(name, Use.OFF if place == off else use) for place, (name, use) in enumerate(rows)]
        book = Workbook("book", "Book", (tab(CRITERIA.title, ["Criterion", "Use"], typed),))
        order = read_criteria(book, programme.criteria, programme.people, programme.compares_columns)
        assert order is not None
        assert (order.findings, order.musts) == ((), ())
        assert order.keys == (*keys[:off], *keys[off + 1 :])
        assert programme.standing_order(programme.ordered(Settings(), order.keys)) == order.keys
    musts = [row for row in programme.criteria if row.must]
    assert not musts or programme.compares_columns


@pytest.mark.parametrize("state", State)
def test_every_state_stands_in_the_table_the_overview_and_the_note(state: State) -> None:
    assert f"\n{state} " in f"\n{ledger.__doc__}"
    counted = [
        line.name
        for line in overview.pair_lines(7)
        for cell in line.cells
        if line.name.startswith("mails ") and f'"{state}"' in str(cell)
    ]
    # drafts are counted apart by whether somebody has read them
    assert counted == (["mails drafted", "mails reviewed"] if state is State.DRAFTED else counted[:1])
    assert counted != []
    assert state in DRAFTS.column("State").note


@pytest.mark.parametrize("done", Done)
@pytest.mark.parametrize("state", State)
def test_every_outcome_leaves_an_entry_in_some_state(done: Done, state: State) -> None:
    entry = Entry("0" * 24, kinds.MATCH_IN_PERSON, state, ("mentor ada@example.org",), draft="r1")
    assert after(entry, Outcome(entry.key, done, "r1")).state in State


@pytest.mark.parametrize("status", Status)
def test_every_status_is_explained_beside_the_column(status: Status) -> None:
    assert [role for role in Role if status not in PEOPLE[role].column("Status").note] == []


@pytest.mark.parametrize("attendance", [kind for kind in Attendance if kind])
def test_every_attendance_can_be_chosen(attendance: Attendance) -> None:
    assert [role for role in Role if attendance not in PEOPLE[role].column("Attendance").choices] == []


@pytest.mark.parametrize("style", Style)
def test_every_style_has_a_look(style: Style) -> None:
    assert style in formatting.LOOKS
