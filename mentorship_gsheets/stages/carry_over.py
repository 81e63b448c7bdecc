"""``carry-over``: what last year's sheet knows that this year's needs; nothing a person wrote is overwritten.

Previous pairs go into ``Never match``; who was left without a partner gets ``Left out``, so goes first; wording of
mails and guide, bins and settings come along where this year's are still as `setup` made them; and whoever asked to be
forgotten stays forgotten. It may be run again, after each `pull` for instance: then people who were left out last year
and have signed up since are found too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mentorship_gsheets.counts import counted
from mentorship_gsheets.criteria import Use
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.intake.addresses import read_email
from mentorship_gsheets.mail import seed_rows
from mentorship_gsheets.people import Form, Participant, Question, Role
from mentorship_gsheets.programmes import AnyProgramme, programme_of
from mentorship_gsheets.records.form_questions import choices_text
from mentorship_gsheets.records.memory import KEY, SALT, TEXT, forgotten_texts
from mentorship_gsheets.records.roster import cell_text, read_roster, set_cell
from mentorship_gsheets.records.trials import read_trials, trial_changes, trial_id, trials_of
from mentorship_gsheets.scoring.barriers import PREVIOUS
from mentorship_gsheets.settings import Settings, setting_lines
from mentorship_gsheets.spreadsheet.plan import AddColumn, AddRow, AddTab, Change, Plan, SetCell, SetMetadata
from mentorship_gsheets.spreadsheet.tab import Column
from mentorship_gsheets.spreadsheet.workbook import Row, Tab, Workbook
from mentorship_gsheets.tabs.catalogue import BINS, EMAILS, MEMORY, NEVER_MATCH, QUESTIONS, SETTINGS, SIGN_UPS
from mentorship_gsheets.tabs.criteria import CRITERIA, CRITERION, HOW, MEANS, MENTEE_COLUMN, MENTOR_COLUMN, USE
from mentorship_gsheets.tabs.first_rows import BIN_ROWS
from mentorship_gsheets.tabs.guide import GUIDE
from mentorship_gsheets.tabs.people_tabs import PEOPLE_TAB
from mentorship_gsheets.text import as_key
from mentorship_gsheets.trials.coin import TRY_OUT

STAGE = "carry-over"
_LEFT_OUT = "Left out"
_OF_ONE_YEAR = frozenset(
    {
        "format",
        "programme",
        "form",
        "mentor_form",
        "mentee_form",
        "after_form",
        "starts",
        "ends",
        "answer_by",
        "matches_by",
        "silent_by",
        "meeting",
        "Round",
        "Begins",
        "Rounds done",
        "Check-in form",
        "RSVP form",
        TRY_OUT,
    }
)
"""Settings, by field name or by the name of a format's own line, that say something about one year only."""


def plan(
    workbook: Workbook,
    settings: Settings,
    last: Workbook,
    named: str = "",
    forms: Sequence[Form] = (),
    unread: Sequence[Finding] = (),
) -> Plan:
    """Plan what to take over from another year's sheet.

    Parameters
    ----------
    workbook, settings
        This year's sheet, set up.
    last
        The other one, or an export of it.
    named
        What it is called in ``Never match``; blank: its title.
    forms
        Its forms, whose questions `form --create` asks again.
    unread
        What to say of forms that could not be read; their questions come from the tab ``Questions``.

    Returns
    -------
    Plan
        Empty when it was taken over already. People are known by address.

    Raises
    ------
    MentorshipError
        People of one of the two cannot be read.
    """
    programme = programme_of(settings)
    before, findings = _people(last, programme)
    pairs = list(_pairs(workbook, before, named or last.title))
    left = list(_left_out(workbook, programme, before))
    words = [*_wording(workbook, last, programme), *_settings(workbook, last, programme)]
    words += _criteria(workbook, last, programme)
    questions = list(_questions(workbook, last, forms))
    forgotten, doubts = _forgotten(workbook, last)
    figures, untold = _learned(workbook, last)
    summary = (
        f"{counted(len(pairs), 'previous pair')}, {counted(len(left), 'person', 'people')} left out last time, "
        f"{counted(len(words), 'text, criterion or setting', 'texts, criteria and settings')}, "
        f"{counted(len(questions), 'question')} of the form, "
        f"{counted(sum(isinstance(change, AddRow) for change in figures), 'trial')}, "
        f"{counted(len(forgotten), 'change', 'changes')} about forgotten people"
    )
    columns = _own_columns(workbook, last, [*words, *questions])
    changes = (*columns, *pairs, *left, *words, *questions, *forgotten, *figures)
    return Plan(STAGE, changes, (*findings, *doubts, *untold, *unread), summary=summary)


def _people(last: Workbook, programme: AnyProgramme) -> tuple[Sequence[Participant], list[Finding]]:
    roster, _ = read_roster(last, programme.people)
    people = list(roster)
    if people:
        return people, []
    what = f"the sheet {last.title} has nobody in Mentors and Mentees, so no pair and nobody left out is known."
    remedy = "Its data were purged, perhaps; texts and settings are taken over all the same."
    return [], [Finding(what, remedy, "nobody-before")]


def _pairs(workbook: Workbook, before: Sequence[Participant], named: str) -> Iterator[AddRow]:
    """Iterate over lines of ``Never match`` for pairs that a cell named, people who withdrew aside."""
    by_address = {(person.role, person.email): person for person in before}
    pairs: dict[tuple[str, str], tuple[str, str]] = {}
    for person in before:
        for partner in person.partners:
            other = by_address.get((person.role.other, partner))
            if person.withdrawn or other is None or other.withdrawn:
                continue
            mentor, mentee = (person, other) if person.role is Role.MENTOR else (other, person)
            pairs[mentor.email, mentee.email] = (mentor.label, mentee.label)
    tab = workbook.tab(NEVER_MATCH.title)
    there = (
        {tuple(read_email(tab.text(row, each))[0] for each in ("Mentor", "Mentee")) for row in tab.rows}
        if tab
        else set()
    )
    for addresses, (one, two) in sorted(pairs.items()):
        if addresses not in there:
            values = (("Mentor", one), ("Mentee", two), ("Reason", f"{PREVIOUS}: {named}"))
            yield AddRow(NEVER_MATCH.title, "Mentor", one, values)


def _left_out(workbook: Workbook, programme: AnyProgramme, before: Sequence[Participant]) -> Iterator[SetCell]:
    """Iterate over the cells of people who took part last year and got nobody; a filled cell stays."""
    if not programme.people.names_people:
        return
    named = {(person.role.other, partner) for person in before for partner in person.partners}
    alone = {person.identity for person in before if not person.withdrawn and not person.partners} - named
    for person in read_roster(workbook, programme.people)[0]:
        tab = workbook.tab("Mentors" if person.role is Role.MENTOR else "Mentees")
        blank = tab is not None and tab.column(_LEFT_OUT) is not None and not cell_text(workbook, person, _LEFT_OUT)
        if person.identity in alone and blank and not person.withdrawn:
            yield from set_cell(workbook, person, _LEFT_OUT, "yes")


def _wording(workbook: Workbook, last: Workbook, programme: AnyProgramme) -> Iterator[Change]:
    """Iterate over texts of mails, guide and bins that differ last year and are as `setup` made them this year."""
    seeds = {row[0]: {"Subject": row[1], "Text": row[2]} for row in seed_rows(programme.kinds)}
    yield from _rows(workbook, last, EMAILS.title, "Kind", seeds, add=False)
    guide = {heading: {"Text": text} for heading, text in programme.guide()}
    yield from _rows(workbook, last, GUIDE.title, "Section", guide, add=True)
    bins = {name: {"Fields": fields} for name, fields in BIN_ROWS}
    yield from _rows(workbook, last, BINS.title, "Bin", bins, add=True)


def _rows(
    workbook: Workbook, last: Workbook, title: str, key: str, seeds: Mapping[str, Mapping[str, str]], *, add: bool
) -> Iterator[Change]:
    tab, former = workbook.tab(title), last.tab(title)
    if tab is None or former is None or former.column(key) is None:
        return
    ours = tab.keyed(key)
    for folded, rows in former.keyed(key).items():
        name = former.text(rows[0], key)
        seed = next((texts for known, texts in seeds.items() if as_key(known) == folded), {})
        headers = [header for header in next(iter(seeds.values()), {}) if former.column(header) is not None]
        theirs = {header: former.text(rows[0], header) for header in headers}
        if len(ours.get(folded, ())) == 1:
            row = ours[folded][0]
            for header, text in theirs.items():
                now = tab.text(row, header)
                if text and text != now and now == seed.get(header, "").strip():
                    yield SetCell(title, key, tab.text(row, key), header, text, before=tab.cell(row, header).text)
        elif add and not seed and folded not in ours and any(theirs.values()):
            yield AddRow(title, key, name, ((key, name), *theirs.items()))


def _settings(workbook: Workbook, last: Workbook, programme: AnyProgramme) -> Iterator[SetCell]:
    """Iterate over settings that are blank this year and were not last year, those of one year alone left out."""
    tab, former = workbook.tab(SETTINGS.title), last.tab(SETTINGS.title)
    if tab is None or former is None:
        return
    ours, theirs = tab.keyed("Setting"), former.keyed("Setting")
    for line in setting_lines(programme.own_settings):
        name = line.metadata["name"]
        rows, before = ours.get(as_key(name), ()), theirs.get(as_key(name), ())
        if line.name in _OF_ONE_YEAR or len(rows) != 1 or len(before) != 1 or tab.text(rows[0], "Value"):
            continue
        if text := former.text(before[0], "Value"):
            yield SetCell(SETTINGS.title, "Setting", tab.text(rows[0], "Setting"), "Value", text)


_SAID = (CRITERION, USE, HOW, MENTOR_COLUMN, MENTEE_COLUMN)


def _criteria(workbook: Workbook, last: Workbook, programme: AnyProgramme) -> Iterator[Change]:
    """Iterate over the rows of ``Criteria`` as they were, where this year's are as setup made them; in their order."""
    tab, former = workbook.tab(CRITERIA.title), last.tab(CRITERIA.title)
    if tab is None or former is None or any(former.column(header) is None for header in _SAID):
        return
    known = {as_key(row.name) for row in programme.criteria}
    theirs = [row for row in _said(former) if as_key(row[0]) in known or any(row[2:])]
    ours = _said(tab)
    if not theirs or ours != _as_made(programme):
        return
    there = {as_key(row[0]) for row in theirs}
    # what this year's tool has and last year's had not was not chosen by anybody
    wanted = [*theirs, *((row[0], str(Use.OFF), *row[2:]) for row in ours if as_key(row[0]) not in there)]
    if len({as_key(row[0]) for row in wanted}) < len(wanted) or wanted == ours:
        return
    means = {as_key(row[0]): former.text(line, MEANS) for row, line in zip(_said(former), _lines(former), strict=True)}
    means |= {as_key(row.name): row.means for row in programme.criteria}
    lines = _lines(tab)
    for row, line in zip(wanted, lines, strict=False):
        key = tab.text(line, CRITERION)
        for header, text in (*zip(_SAID, row, strict=True), (MEANS, means.get(as_key(row[0]), ""))):
            if tab.column(header) is not None and tab.text(line, header) != text:
                yield SetCell(tab.title, CRITERION, key, header, text, before=tab.cell(line, header).text)
    for row in wanted[len(lines) :]:
        cells = (*zip(_SAID, row, strict=True), (MEANS, means.get(as_key(row[0]), "")))
        yield AddRow(tab.title, CRITERION, row[0], tuple(cell for cell in cells if cell[1]))


def _lines(tab: Tab) -> list[Row]:
    return [row for row in tab.rows if any(tab.text(row, header) for header in _SAID)]


def _said(tab: Tab) -> list[tuple[str, ...]]:
    return [tuple(tab.text(row, header) for header in _SAID) for row in _lines(tab)]


def _as_made(programme: AnyProgramme) -> list[tuple[str, ...]]:
    """Return the rows that setup gives a new sheet."""
    own = [
        (judged.name, str(Use.IN_ORDER), str(judged.how), judged.mentor_column, judged.mentee_column)
        for judged in programme.own_criteria
    ]
    rows: list[tuple[str, ...]] = []
    for row in programme.criteria:
        rows += own if row.key == programme.own_criteria_before else []
        rows.append((row.name, str(Use.IN_ORDER if row.on else Use.OFF), "", "", ""))
    return rows if programme.own_criteria_before is not None else [*rows, *own]


def _own_columns(workbook: Workbook, last: Workbook, changes: Iterable[Change]) -> Iterator[AddColumn]:
    """Iterate over columns of the organizer's own that criteria or questions name and this year's people lack."""
    named: dict[tuple[str, str], str] = {}
    for change in changes:
        match change:
            case AddRow(tab=title, values=values):
                cells = dict(values)
            case SetCell(tab=title, column=header, value=value):
                cells = {header: value}
            case _:
                continue
        for role, compared in ((Role.MENTOR, MENTOR_COLUMN), (Role.MENTEE, MENTEE_COLUMN)):
            if title == CRITERIA.title:
                text = str(cells.get(compared, ""))
            else:
                text = str(cells.get("Column", "")).partition(":")[0].strip() if title == QUESTIONS.title else ""
            if text:
                named.setdefault((PEOPLE_TAB[role], as_key(text)), text)
    for (title, _), header in named.items():
        tab, former = workbook.tab(title), last.tab(title)
        if tab and former and tab.column(header) is None and former.column(header) is not None:
            yield AddColumn(tab.title, Column(header, "A column of your own, as last year.", 150))


def _questions(workbook: Workbook, last: Workbook, forms: Sequence[Form]) -> Iterator[AddRow]:
    """Iterate over what last year's forms asked and somebody decided about, as lines of ``Questions`` for any form."""
    tab, former = workbook.tab(QUESTIONS.title), last.tab(QUESTIONS.title)
    if tab is None or former is None:
        return
    decided: dict[str, str] = {}
    titles: list[Question] = []
    for row in former.rows:
        title, column = former.text(row, "Question"), former.text(row, "Column")
        listed = as_key(former.text(row, "Form")) == as_key(SIGN_UPS.title)
        if not title or not column or listed or as_key(former.text(row, "Sure")).startswith("please check"):
            continue
        decided |= {as_key(key): column for key in (former.text(row, "Question id"), title) if key}
        titles.append(Question("", title))
    asked = [question for form in forms for question in form.questions] or titles
    there = {as_key(tab.text(row, "Question")) for row in tab.rows}
    for question in asked:
        column = decided.get(as_key(question.id)) or decided.get(as_key(question.title), "")
        if not column or as_key(question.title) in there:
            continue
        there.add(as_key(question.title))
        cells = (
            ("Column", column),
            ("Question", question.title),
            ("Examples", choices_text(question)),
            ("Sure", "yes"),
        )
        yield AddRow(tab.title, "Question", question.title, tuple(cell for cell in cells if cell[1]))


def _learned(workbook: Workbook, last: Workbook) -> tuple[list[Change], list[Finding]]:
    """Return what was tried out in earlier years, and what of it nobody has summed up."""
    trials, findings = read_trials(last)
    there = {trial.id for trial in read_trials(workbook)[0]}
    changes: list[Change] = []
    for trial in trials:
        if trial.id not in there:
            changes += [change for change in trial_changes(workbook, trial) if change not in changes]
    told = {trial.id for trial in trials}
    for name in trials_of(last):
        if trial_id(last, name) not in told:
            what = f"last year “{name}” was tried out, and the sheet {last.title} does not say what came of it."
            remedy = "Run mentorship learn there first, then this again."
            findings.append(Finding(what, remedy, "not-learned"))
    return changes, findings


def _forgotten(workbook: Workbook, last: Workbook) -> tuple[list[Change], Iterable[Finding]]:
    """Return what keeps away whoever asked last year to be forgotten; the hashes are of use only with their secret."""
    theirs, salt = forgotten_texts(last), last.metadata.get(SALT, "")
    missing = {key: text for key, text in theirs.items() if key not in forgotten_texts(workbook)}
    if not missing:
        return [], ()
    mine = workbook.metadata.get(SALT, "")
    if not salt or mine not in ("", salt):
        who = counted(len(missing), "person", "people")
        what = f"{who} asked to be forgotten last year, and this sheet cannot tell who they are."
        remedy = "Carry over from the sheet itself and not from an export, before anybody is forgotten in this one."
        return [], [Finding(what, remedy, "forgotten-not-carried", Level.HELD)]
    changes: list[Change] = [] if mine else [SetMetadata(SALT, salt)]
    if workbook.tab(MEMORY.title) is None:
        changes.append(AddTab(MEMORY))
    changes += [AddRow(MEMORY.title, KEY, key, ((KEY, key), (TEXT, text))) for key, text in missing.items()]
    return changes, ()
