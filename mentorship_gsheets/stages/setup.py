"""Setup: the tabs, headers, notes, dropdowns, rules and seeds that are missing; nothing that is there is touched."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from mentorship_gsheets.counts import counted
from mentorship_gsheets.criteria import Criterion, Use
from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.mail import seed_rows
from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes import AnyProgramme, foreign_criteria, format_named, read_settings
from mentorship_gsheets.records.criteria import meaning, read_criteria
from mentorship_gsheets.records.mirror import DAY, RESPONSE
from mentorship_gsheets.records.renamed import names_back, renamed_columns, unsure
from mentorship_gsheets.settings import Settings, setting_lines, text_of
from mentorship_gsheets.spreadsheet.batch import bounds, choices, resolve, same_formula
from mentorship_gsheets.spreadsheet.batch.formatting import PROTECTION
from mentorship_gsheets.spreadsheet.plan import (
    AddColumn,
    AddRow,
    AddTab,
    Change,
    Formula,
    Plan,
    RenameColumn,
    RenameTab,
    SetCell,
    SetFormatting,
    SetHeader,
    Value,
)
from mentorship_gsheets.spreadsheet.tab import Column, FilterView, Rule, TabSpec
from mentorship_gsheets.spreadsheet.workbook import BLANK, Row, Tab, Workbook, with_headers
from mentorship_gsheets.tabs import overview
from mentorship_gsheets.tabs.catalogue import (
    BINS,
    CALENDAR_ID,
    EMAILS,
    FORM_RESPONSES,
    LINE,
    OVERVIEW,
    READ_ME,
    SETTINGS,
    SIGN_UPS,
    read_calendar_id,
)
from mentorship_gsheets.tabs.criteria import (
    COST,
    CRITERIA,
    CRITERION,
    HOW,
    MEANS,
    MENTEE_COLUMN,
    MENTOR_COLUMN,
    USE,
    BuiltIn,
)
from mentorship_gsheets.tabs.figures import day_of_response
from mentorship_gsheets.tabs.first_rows import BIN_ROWS
from mentorship_gsheets.tabs.guide import GUIDE
from mentorship_gsheets.tabs.people_tabs import KEY, PEOPLE_TAB
from mentorship_gsheets.tabs.rules import rule_stands
from mentorship_gsheets.text import as_key


def plan(workbook: Workbook, given: dict[str, str] | None = None, new_id: str = "") -> Plan:
    """Plan what a sheet needs to run a programme.

    Parameters
    ----------
    workbook
        A sheet in any state: empty, half-filled, or set up before.
    given
        Field name of `Settings` -> text to write into its line of the ``Settings`` tab; blank ones are ignored.
    new_id
        Random; becomes the calendar id of a sheet that has none, see `mail.calendar.event_uid`.

    Returns
    -------
    Plan
        Empty when everything is there. An organizer's own tabs, columns, colours, filters and notes are never
        in it; of a tab that was there before, only what is missing is added, and neither its banding nor its
        frozen panes.
    """
    given = given or {}
    programme, findings = _programme(workbook, given)
    renamed = list(_renamed(workbook, programme))
    changes: list[Change] = list(renamed)
    # all that follows calls the tabs by their new titles, as the plan does
    workbook = _called(workbook, renamed)
    workbook, renames, asked = _called_back(workbook, programme)
    changes += renames
    findings += asked
    order = [tab.title for tab in workbook.tabs]
    position = 0
    for spec in programme.tabs():
        tab = workbook.tab(spec.title)
        if tab is None:
            order.insert(position, spec.title)
            changes.append(AddTab(spec, index=position))
            changes += _fresh_formatting(spec)
        else:
            position = order.index(tab.title)
            findings += (*_headless(tab), *_twice(tab, spec))
            changes += _missing(workbook, tab, spec)
        position += 1
    changes += _bin_filters(workbook)
    changes += _seeds(workbook, given, programme, "" if read_calendar_id(workbook) else new_id)
    carried, notes = _carried_over(workbook, programme)
    changes += carried
    findings += notes
    changes += overview.plan(workbook, programme.overview, programme.figures)
    changes += _formulas(workbook, programme)
    added = sum(isinstance(change, AddTab) for change in changes)
    tabs, others = counted(added, "tab"), counted(len(changes) - added, "other change")
    summary = f"{tabs} to add, {others}" if changes else "everything is there"
    return Plan("setup", tuple(changes), tuple(findings), summary=summary)


def _renamed(workbook: Workbook, programme: AnyProgramme) -> Iterator[RenameTab]:
    """Yield the tabs of an older sheet that have another title by now; a tab of somebody else's keeps its own."""
    for spec in programme.tabs():
        tab = workbook.tab(spec.former) if spec.former and workbook.tab(spec.title) is None else None
        if tab is not None and all(tab.column(column.header) is not None for column in spec.columns[:2]):
            yield RenameTab(tab.title, spec.title)


def _called(workbook: Workbook, renamed: Sequence[RenameTab]) -> Workbook:
    titles = {as_key(change.tab): change.title for change in renamed}
    tabs = (replace(tab, title=titles.get(as_key(tab.title), tab.title)) for tab in workbook.tabs)
    return replace(workbook, tabs=tuple(tabs)) if renamed else workbook


def _programme(workbook: Workbook, given: dict[str, str]) -> tuple[AnyProgramme, list[Finding]]:
    """The format the sheet is set up for; another one than it has is refused while groups stand."""
    tab = workbook.tab(SETTINGS.title)
    rows = tab.keyed("Setting").get("format", ()) if tab else ()
    has = tab.text(rows[0], "Value") if tab and rows else ""
    standing = format_named(has or Settings().format)
    wanted = format_named(given.get("format") or standing.name)
    if wanted is standing or not _groups_stand(workbook, standing):
        return wanted, []
    what = f"this sheet has {standing.group_noun[1]} of the format {standing.name}, so it cannot become {wanted.name}."
    remedy = f"Clear the {standing.group_noun[1]} first, or set up a sheet of its own."
    return standing, [Finding(what, remedy, "other-format", Level.STOP, where=SETTINGS.title)]


def _groups_stand(workbook: Workbook, programme: AnyProgramme) -> bool:
    try:
        settings, _ = read_settings(workbook)
        return bool(programme.read(workbook, settings).claimed)
    except MentorshipError:
        # a sheet that cannot be read yet holds no group that anybody could lose
        return False


def _called_back(workbook: Workbook, programme: AnyProgramme) -> tuple[Workbook, list[RenameColumn], list[Finding]]:
    """Offer columns that somebody renamed their names back, and return the sheet as it is once they have them."""
    changes: list[RenameColumn] = []
    findings: list[Finding] = []
    tabs = {tab.title: tab for tab in workbook.tabs}
    for spec in programme.tabs():
        tab = workbook.tab(spec.title)
        if tab is None or spec is SIGN_UPS:
            continue
        found = renamed_columns(workbook, tab, spec)
        back = names_back(found)
        tabs[tab.title] = with_headers(tab, back)
        for one in found:
            if len(one.headers) == 1:
                (header,) = one.headers
                what = f"“{header}” is the column “{one.column.header}” under another name: {one.sign} says so."
                remedy = "It gets its name back; every command looks for it by that name."
                code, level = "column-renamed", Level.NOTE
            else:
                header = one.headers[0]
                several = "” or “".join(one.headers)
                what = f"the column “{one.column.header}” is missing; “{several}” may be it: {one.sign} says so."
                remedy = (
                    f"Write “{one.column.header}” over the one that is; if none is, insert an empty column so headed."
                )
                code, level = "columns-alike", Level.STOP
            findings.append(Finding(what, remedy, code, level, where=tab.address(1, header)))
        changes += [RenameColumn(tab.title, before, header) for before, header in back.items()]
    return replace(workbook, tabs=tuple(tabs[tab.title] for tab in workbook.tabs)), changes, findings


def _formatting(spec: TabSpec) -> Iterator[SetFormatting]:
    for column in spec.columns:
        if column.note:
            yield SetFormatting(spec.title, "note", column)
        if column.checkbox or column.choices or column.choices_from:
            yield SetFormatting(spec.title, "dropdown", column)
        if column.ours:
            yield SetFormatting(spec.title, "protection", column)
    for rule in spec.rules:
        yield SetFormatting(spec.title, "rule", rule)
    for view in spec.filters:
        yield SetFormatting(spec.title, "filter", view)


def _fresh_formatting(spec: TabSpec) -> Iterator[SetFormatting]:
    if spec.banded:
        yield SetFormatting(spec.title, "banding")
    yield from _formatting(spec)


def _missing(workbook: Workbook, tab: Tab, spec: TabSpec) -> Iterator[Change]:
    if not any(text.strip() for text in tab.header):
        yield SetHeader(tab.title, tuple(column.header for column in spec.columns))
    elif spec is SIGN_UPS:
        # a pasted export keeps its own headings; pull recognises them
        return
    else:
        doubtful = {one.column.header for one in unsure(renamed_columns(workbook, tab, spec))}
        for column in spec.columns:
            if column.header and column.header not in doubtful and tab.column(column.header) is None:
                yield AddColumn(tab.title, column)
    for piece in _formatting(spec):
        if not _stands(workbook, tab, piece):
            yield SetFormatting(tab.title, piece.aspect, piece.what)


def _stands(workbook: Workbook, tab: Tab, piece: SetFormatting) -> bool:
    there = tab.formatting
    match piece.aspect, piece.what:
        case "note", Column(header=header):
            return as_key(header) in there.notes
        case "dropdown", Column() as column:
            # whatever the organizer made of the dropdown stays; only its absence is mended
            return as_key(column.header) in there.dropdowns or not _offered(workbook, column)
        case "protection", Column(header=header):
            return PROTECTION + header in there.protections
        case "rule", Rule(formula=template):
            return rule_stands(workbook, tab, template)
        case "filter", FilterView(title=title):
            return title in there.filters
    return True


def _offered(workbook: Workbook, column: Column) -> tuple[str, ...]:
    if column.choices_from:
        title, header = column.choices_from
        tab = workbook.tab(title)
        # what this very plan adds is there by the time the dropdown is made
        if tab is None or tab.column(header) is None:
            return ("",)
    return choices(bounds(workbook), column)


def _headless(tab: Tab) -> Iterator[Finding]:
    """Headers of ours above rows of somebody else's would turn those into people."""
    if not any(text.strip() for text in tab.header) and any(not row.blank for row in tab.rows):
        yield Finding(
            f"the first row of {tab.title} is blank, but rows below are filled.",
            "Write headings into the first row, or give this tab another name.",
            code="no-headings",
            level=Level.STOP,
            where=tab.address(1, ""),
        )


def _twice(tab: Tab, spec: TabSpec) -> Iterator[Finding]:
    for column in spec.columns:
        if column.header and len(tab.columns(column.header)) > 1:
            yield Finding(
                f"two columns are headed “{column.header}”.",
                "Rename the one that is not the tool's.",
                code="two-columns",
                level=Level.STOP,
                where=tab.address(1, column.header),
            )


def _bin_filters(workbook: Workbook) -> Iterator[SetFormatting]:
    bins = workbook.tab(BINS.title)
    names = [bins.text(row, "Bin") for row in bins.rows] if bins and bins.rows else [row[0] for row in BIN_ROWS]
    for title in PEOPLE_TAB.values():
        tab = workbook.tab(title)
        for name in filter(None, names):
            view = FilterView(f"Bin: {name}", "Bin", equals=name)
            # sheets set up before bins had one name have the filter under the other
            if tab is None or not {view.title, f"Block: {name}"} & tab.formatting.filters:
                yield SetFormatting(title, "filter", view)


def _seeds(workbook: Workbook, given: dict[str, str], programme: AnyProgramme, new_id: str) -> Iterator[Change]:
    yield from _settings(workbook.tab(SETTINGS.title), {**given, **_titled(workbook, given)}, programme, new_id)
    yield from _criteria(workbook, programme)
    yield from _rows(workbook, READ_ME, programme.read_me(), only_if_empty=True)
    yield from _rows(workbook, BINS, BIN_ROWS, only_if_empty=True)
    yield from _rows(workbook, GUIDE, programme.guide(), only_if_empty=True)
    yield from _rows(workbook, EMAILS, seed_rows(programme.kinds), only_if_empty=False)


def _titled(workbook: Workbook, given: dict[str, str]) -> dict[str, str]:
    """Return the sheet's title as the programme's name, while nobody has said another."""
    tab = workbook.tab(SETTINGS.title)
    named = tab is not None and any(tab.text(row, "Setting") == "Programme" for row in tab.rows)
    return {} if named or given.get("programme") else {"programme": workbook.title}


def _rows(workbook: Workbook, spec: TabSpec, rows: Iterable[Sequence[str]], only_if_empty: bool) -> Iterator[AddRow]:
    tab = workbook.tab(spec.title)
    headers = [column.header for column in spec.columns]
    there = tab.keyed(headers[0]) if tab else {}
    if there and only_if_empty:
        return
    for row in rows:
        if as_key(row[0]) not in there:
            yield AddRow(spec.title, headers[0], row[0], tuple(zip(headers, row, strict=False)))


def _criteria(workbook: Workbook, programme: AnyProgramme) -> Iterator[Change]:
    """Plan the rows of ``Criteria`` that are missing: in a sheet from before, in the order it had; else as declared."""
    tab = workbook.tab(CRITERIA.title)
    others = _of_other_formats(tab, programme) if tab else {}
    for rows in others.values():
        yield from _set_aside(tab, rows[0]) if tab else ()
    there = {key: rows for key, rows in tab.keyed(CRITERION).items() if key not in others} if tab else {}
    order = () if there else _order_before(workbook, programme)
    for row in (*order, *(row for row in programme.criteria if row not in order)):
        if not order and not there and row.key == programme.own_criteria_before:
            yield from map(_own_row, programme.own_criteria)
        counts = row in order if order else row.on and not there
        if as_key(row.name) not in there:
            values = ((CRITERION, row.name), (USE, str(Use.IN_ORDER if counts else Use.OFF)), (MEANS, row.means))
            yield AddRow(CRITERIA.title, CRITERION, row.name, values)
        elif tab is not None and tab.text(there[as_key(row.name)][0], MEANS) != row.means:
            yield from _meaning(tab, row.name, row.means)
    if not order and not there and programme.own_criteria_before is None:
        yield from map(_own_row, programme.own_criteria)
    read = read_criteria(
        workbook, programme.criteria, programme.people, programme.compares_columns, foreign_criteria(programme)
    )
    for judged in (*read.keys, *read.musts) if read and tab else ():
        if isinstance(judged, Criterion) and tab is not None:
            yield from _meaning(tab, judged.name, meaning(judged))


def _of_other_formats(tab: Tab, programme: AnyProgramme) -> Mapping[str, tuple[Row, ...]]:
    """The rows that another format has by itself and this one has not: the sheet was set up for that one first."""
    theirs = set(map(as_key, foreign_criteria(programme)))
    return {
        key: rows
        for key, rows in tab.keyed(CRITERION).items()
        if key in theirs and len(rows) == 1 and not any(tab.text(rows[0], header) for header in _COMPARED)
    }


_COMPARED = (HOW, MENTOR_COLUMN, MENTEE_COLUMN)


def _set_aside(tab: Tab, row: Row) -> Iterator[SetCell]:
    name = tab.text(row, CRITERION)
    for header, text in ((USE, str(Use.OFF)), (MEANS, "Of another format: you may delete this row."), (COST, "")):
        if tab.column(header) is not None and tab.text(row, header) != text:
            yield SetCell(tab.title, CRITERION, name, header, text, before=tab.cell(row, header).text)


def _own_row(judged: Criterion) -> AddRow:
    cells = ((HOW, str(judged.how)), (MENTOR_COLUMN, judged.mentor_column), (MENTEE_COLUMN, judged.mentee_column))
    filled = tuple(pair for pair in (*cells, (MEANS, meaning(judged))) if pair[1])
    return AddRow(CRITERIA.title, CRITERION, judged.name, ((CRITERION, judged.name), (USE, str(Use.IN_ORDER)), *filled))


def _meaning(tab: Tab, name: str, text: str) -> Iterator[SetCell]:
    rows = tab.keyed(CRITERION)[as_key(name)]
    before = tab.text(rows[0], MEANS)
    if len(rows) == 1 and tab.column(MEANS) is not None and before != text:
        yield SetCell(CRITERIA.title, CRITERION, tab.text(rows[0], CRITERION), MEANS, text, before=before)


def _older_line(workbook: Workbook, programme: AnyProgramme) -> Row | None:
    """The line of ``Settings`` in which a sheet from before ``Criteria`` says the order."""
    tab = workbook.tab(SETTINGS.title)
    rows = tab.keyed("Setting").get(as_key(programme.order_setting), ()) if tab and programme.order_setting else ()
    return rows[0] if len(rows) == 1 else None


def _order_before(workbook: Workbook, programme: AnyProgramme) -> tuple[BuiltIn, ...]:
    if _older_line(workbook, programme) is None:
        return ()
    settings, _ = read_settings(workbook)
    rows = {row.key: row for row in programme.criteria}
    return tuple(rows[key] for key in programme.standing_order(settings) if key in rows)


def _carried_over(workbook: Workbook, programme: AnyProgramme) -> tuple[list[Change], list[Finding]]:
    """Empty the line of ``Settings`` whose order stands in ``Criteria`` from now on, and say so."""
    tab, row = workbook.tab(SETTINGS.title), _older_line(workbook, programme)
    criteria = workbook.tab(CRITERIA.title)
    if tab is None or row is None or (criteria and criteria.keyed(CRITERION)):
        return [], []
    # an order that cannot be read is for a person to put right first
    unread = [finding for finding in read_settings(workbook)[1] if finding.where == tab.address(row, "Value")]
    if unread:
        return [], unread
    name = tab.text(row, "Setting")
    changes: list[Change] = [
        SetCell(tab.title, "Setting", name, header, text, before=tab.text(row, header))
        for header, text in (("Value", ""), ("Default", ""), ("Meaning", f"Moved to the tab {CRITERIA.title}."))
        if tab.column(header) is not None and tab.text(row, header) != text
    ]
    what = f"the order that {name} had stands in the tab {CRITERIA.title} from now on; no pair changes by that."
    return changes, [
        Finding(what, f"You may delete the line {name}.", "order-carried", where=tab.address(row, "Value"))
    ]


_WITH_ID = "format"
"""The setting in whose row setup writes the calendar id; it is read in whatever row it stands."""


def _settings(tab: Tab | None, given: dict[str, str], programme: AnyProgramme, new_id: str) -> Iterator[Change]:
    there = tab.keyed("Setting") if tab else {}
    for known in setting_lines(programme.own_settings):
        name, text = known.metadata["name"], given.get(known.name, "")
        rows = there.get(as_key(name), ())
        former = there.get(as_key(known.metadata["former"]), ()) if known.metadata["former"] and not rows else ()
        if tab is not None and former:
            # the line has another name by now; what stands beside it stays
            yield SetCell(
                SETTINGS.title,
                "Setting",
                tab.text(former[0], "Setting"),
                "Setting",
                name,
                before=tab.text(former[0], "Setting"),
            )
            continue
        if not rows or tab is None:
            values: list[tuple[str, Value]] = [("Setting", name), ("Value", text)]
            values += [("Default", text_of(known.default)), ("Meaning", known.metadata["meaning"])]
            values += [(CALENDAR_ID, new_id)] if known.name == _WITH_ID else []
            yield AddRow(SETTINGS.title, "Setting", name, tuple(pair for pair in values if pair[1] != ""))
            continue
        if text and tab.text(rows[0], "Value") != text:
            yield SetCell(SETTINGS.title, "Setting", name, "Value", text, before=tab.text(rows[0], "Value"))
        if new_id and known.name == _WITH_ID:
            yield SetCell(SETTINGS.title, "Setting", tab.text(rows[0], "Setting"), CALENDAR_ID, new_id)


def _formulas(workbook: Workbook, programme: AnyProgramme) -> Iterator[SetCell]:
    """Plan the formulas of rows typed by hand, which have none, and of rows whose formula is out of date."""
    for role in Role:
        tab = workbook.tab(PEOPLE_TAB[role])
        for key in tab.keyed(KEY) if tab else ():
            yield from _mended(workbook, PEOPLE_TAB[role], KEY, key, programme.formulas_of_row(role))
    answers = workbook.tab(FORM_RESPONSES.title)
    for key in answers.keyed(RESPONSE) if answers else ():
        yield from _mended(workbook, FORM_RESPONSES.title, RESPONSE, key, ((DAY, day_of_response()),))
    for name, values in overview.formulas(workbook, programme.overview).items():
        yield from _mended(workbook, OVERVIEW.title, LINE, name, values)


def _mended(
    workbook: Workbook, title: str, key_column: str, key: str, values: Iterable[tuple[str, Formula]]
) -> Iterator[SetCell]:
    tab = workbook.tab(title)
    rows = tab.keyed(key_column).get(as_key(key), ()) if tab else ()
    for header, formula in values:
        if tab is None or len(rows) != 1:
            continue
        # a column that is not there yet is added by this very plan
        there = tab.cell(rows[0], header)
        # what a person typed over it stays
        if there == BLANK or (there.formula and not _up_to_date(workbook, tab, rows[0], there.formula, formula)):
            yield SetCell(title, key_column, tab.text(rows[0], key_column), header, formula, before=there.text)


def _up_to_date(workbook: Workbook, tab: Tab, row: Row, formula: str, wanted: Formula) -> bool:
    try:
        return same_formula(formula, resolve(wanted.template, tab, row.number, bounds(workbook)))
    except KeyError:
        # it looks into a tab or column that this very plan adds
        return False
