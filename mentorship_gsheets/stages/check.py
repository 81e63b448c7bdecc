"""``check``: everything a letter could get wrong, listed in the tab ``Check``, newest first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import Standing
from mentorship_gsheets.ledger import Entry, Look, MailboxView, approve, discount, looks, stray_findings, strays
from mentorship_gsheets.programmes import AnyProgramme, programme_of
from mentorship_gsheets.records.ledger_rows import ledger_changes, locate_letters, read_ledger, unclear_ticks
from mentorship_gsheets.records.roster import locate
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import AddRow, Change, Formula, Plan, SetCell, Table, Value
from mentorship_gsheets.spreadsheet.workbook import Row, Tab, Workbook
from mentorship_gsheets.tabs.catalogue import CHECK, DRAFTS
from mentorship_gsheets.text import as_key

STAGE = "check"
LINE = "Line"


def findings(workbook: Workbook, settings: Settings) -> tuple[Finding, ...]:
    """Return all findings about the rows and the groups that stand, each with its cell address.

    Those of level ``held`` keep the people they name from being written to.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    settings
        What the tab Settings says.
    """
    programme = programme_of(settings)
    return _findings(programme, workbook, settings, programme.read(workbook, settings))


def _findings(
    programme: AnyProgramme, workbook: Workbook, settings: Settings, standing: Standing
) -> tuple[Finding, ...]:
    return (*standing.findings, *locate(programme.check(settings, standing), workbook))


def look(workbook: Workbook, settings: Settings, view: MailboxView) -> tuple[Look, ...]:
    """Return what to look at in the mailbox next; empty when `plan` can decide, at once where no letter was begun.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    settings
        What the tab Settings says.
    view
        What the mailbox shows.
    """
    if workbook.tab(DRAFTS.title) is None:
        return ()
    ledger = read_ledger(workbook, settings)
    # what is in doubt is for draft and send to look up
    settled = tuple(entry for entry in ledger if not entry.in_doubt)
    return looks(settled, view, others=ledger, read=[entry.draft for entry in settled if _is_ticked(entry)])


def _is_ticked(entry: Entry) -> bool:
    return entry.reviewed and entry.had_draft


@dataclass(frozen=True, slots=True)
class _Letters:
    """What the ticks in ``Drafts`` come to, and what is to be known about the drafts in the mailbox.

    ``passing`` holds for this run alone, as the changes settle it; ``lasting`` until somebody does something.
    """

    changes: Sequence[Change] = ()
    lasting: tuple[Finding, ...] = ()
    passing: tuple[Finding, ...] = ()


def _letters(workbook: Workbook, settings: Settings, view: MailboxView | None, now: datetime | None) -> _Letters:
    if view is None or now is None or workbook.tab(DRAFTS.title) is None:
        return _Letters()
    ledger = discount(read_ledger(workbook, settings))
    approved = approve(ledger.entries, view)
    lasting = locate_letters(stray_findings(strays(approved.entries, view)), workbook) + unclear_ticks(workbook)
    passing = locate_letters([*ledger.findings, *approved.findings], workbook)
    return _Letters(ledger_changes(workbook, approved.entries, {}, now), _notes(lasting), _notes(passing))


def _notes(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return findings about letters as notes: what a check holds back are people, and these name none."""
    return tuple(replace(finding, level=Level.NOTE) for finding in found)


def plan(workbook: Workbook, settings: Settings, now: datetime | None = None, view: MailboxView | None = None) -> Plan:
    """Plan the lines of the tab ``Check``: one for each finding, newest on top; none when all is well.

    Parameters
    ----------
    workbook, settings
        What is checked.
    now
        Written beside findings that were not there before; None leaves that blank.
    view
        What the mailbox shows, once `look` has nothing left to look at; None: nobody looked, and nothing is said of it.

    Returns
    -------
    Plan
        The plan; its findings are the lines of the tab that ask for something, and what will not last. The tab says as
        well on which day everything agreed, and lists what is worth a look.
    """
    programme = programme_of(settings)
    standing = programme.read(workbook, settings)
    letters = _letters(workbook, settings, view, now)
    found = (*_findings(programme, workbook, settings, standing), *letters.lasting)
    tab = workbook.tab(CHECK.title)
    changes: list[Change] = []
    if tab is None or tab.column(LINE) is None:
        found = (*found, Finding("the tab Check, or its column Line, is missing.", "Run setup.", "no-check-tab"))
    else:
        seen = f"{now:%Y-%m-%d %H:%M}" if now else ""
        agreed = [] if found or now is None else [(_agreed(programme, standing, now), "")]
        # no findings: nobody is held back by them, and they do not make the command fail
        looked_at = [(note, "") for note in locate(programme.worth_a_look(standing), workbook)]
        changes = _lines(tab, [*agreed, *_newest_first(tab, found, seen), *looked_at], workbook)
    found = (*found, *letters.passing)
    held = len({finding.who for finding in found if finding.level is Level.HELD})
    people = counted(held, "person", "people")
    summary = f"{counted(len(found), 'finding')}; {people} held back." if found else "Everything agrees."
    return Plan(
        STAGE, (*letters.changes, *changes), found, (*_counts(found), *programme.check_tables(standing)), summary
    )


def _agreed(programme: AnyProgramme, standing: Standing, now: datetime) -> Finding:
    """Return the line that says all is well; with the day alone, so that another check on it changes nothing."""
    stands = counted(len(standing.arrangement.groups), *programme.group_noun)
    what = f"Everything agreed on {now:%Y-%m-%d}: {stands}."
    return Finding(what, "What comes next stands at the top of Overview.", "all-agreed")


def _newest_first(tab: Tab, found: Sequence[Finding], seen: str) -> list[tuple[Finding, str]]:
    """Findings with the time each was first seen, which a line that stands already knows."""
    known = {
        (tab.text(row, "Finding"), tab.text(row, "What")): tab.text(row, "Found") for row in tab.rows if not row.blank
    }
    timed = [(finding, known.get((finding.code, finding.what), seen)) for finding in found]
    return sorted(timed, key=lambda item: item[1], reverse=True)


def _lines(tab: Tab, wanted: Sequence[tuple[Finding, str]], workbook: Workbook) -> list[Change]:
    """Rewrite the numbered lines from the top; what people wrote on lines without a number stays."""
    keyed = tab.keyed(LINE)
    rows = [row for row in tab.rows if len(keyed.get(as_key(tab.text(row, LINE)), ())) == 1]
    changes: list[Change] = []
    for row, (finding, since) in zip(rows, wanted, strict=False):
        changes += _set(tab, row, _values(finding, since, workbook))
    for row in rows[len(wanted) :]:
        changes += _set(tab, row, dict.fromkeys([column.header for column in CHECK.columns], ""))
    number = max((int(line) for line in keyed if line.isdecimal()), default=0)
    for finding, since in wanted[len(rows) :]:
        number += 1
        values = {header: value for header, value in _values(finding, since, workbook).items() if value != ""}
        changes.append(AddRow(tab.title, LINE, str(number), (*values.items(), (LINE, str(number)))))
    return changes


def _values(finding: Finding, since: str, workbook: Workbook) -> Mapping[str, Value]:
    return {
        "Where": _link(finding.where, workbook),
        "What": finding.what,
        "What to do": finding.remedy,
        "Finding": finding.code,
        "Found": since,
    }


def _link(where: str, workbook: Workbook) -> Value:
    """The address as a link to the cell; a link into the same spreadsheet needs no address of its own.

    Source: https://support.google.com/docs/answer/3093313 (HYPERLINK).
    """
    title, _, cell = where.rpartition("!")
    tab = workbook.tab(title.strip("'"))
    if tab is None or not cell:
        return where
    # titles of tabs are people's words: quotation marks in a formula are doubled
    return Formula(f'=HYPERLINK("#gid={tab.sheet_id}&range={cell}";"{where.replace(chr(34), chr(34) * 2)}")')


def _set(tab: Tab, row: Row, values: Mapping[str, Value]) -> list[Change]:
    key = tab.cell(row, LINE).text.strip()
    changes: list[Change] = []
    for header, value in values.items():
        cell = tab.cell(row, header)
        # the sheet may write a formula back with other separators; the target of the link is what matters
        target = value.template.split('"')[1] if isinstance(value, Formula) else ""
        same = target in cell.formula if target else cell.text == value
        if not same and tab.column(header) is not None:
            changes.append(SetCell(tab.title, LINE, key, header, value, cell.text))
    return changes


def _counts(found: Sequence[Finding]) -> tuple[Table, ...]:
    """How many findings of each kind."""
    kinds = Counter(finding.code for finding in found)
    rows = tuple((code, str(number)) for code, number in kinds.most_common())
    return (Table("Findings", ("Finding", "How many"), rows),) if rows else ()
