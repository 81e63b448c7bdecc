"""The ledger in the sheet: lines of ``Drafts`` as entries, and entries as changes to its cells."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.ledger import Entry, State
from mentorship_gsheets.mail import Letter, all_kinds, kind_named, letter_key, read_invitation, reference
from mentorship_gsheets.records.memory import Addresses, read_addresses
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import AddRow, Change, Formula, SetCell, Value
from mentorship_gsheets.spreadsheet.workbook import Row, Tab, Workbook
from mentorship_gsheets.tabs.catalogue import DRAFTS, LEDGER_KEY, SETTINGS, TELLS
from mentorship_gsheets.tabs.mail_column import UNMATCHED
from mentorship_gsheets.text import as_key

KEY = LEDGER_KEY
_SEEN = "To"
"""The column by which a line is shown to people, as that of the keys is hidden."""
_BEGINS, _OPEN = "Begins", "Open"
_SHOWN = frozenset({_BEGINS, _OPEN, TELLS})
"""Columns for people and for the column Mail: a ledger without them can be relied on all the same."""
_LENGTH = 300
"""Characters of the first lines that are shown."""


def ledger_tab(workbook: Workbook) -> Tab:
    """Return the tab ``Drafts``; without it, or without one of its columns, `MentorshipError` says to run setup."""
    tab = workbook.tab(DRAFTS.title)
    if tab is None:
        raise MentorshipError(Finding("this sheet has no tab “Drafts”.", "Run: mentorship setup", code="no-ledger"))
    needed = (column.header for column in DRAFTS.columns if column.header not in _SHOWN)
    missing = [header for header in needed if tab.column(header) is None]
    if missing:
        what = f"the tab “Drafts” has no column {', '.join(missing)}."
        raise MentorshipError(Finding(what, "Run: mentorship setup", code="no-ledger", level=Level.STOP))
    return tab


def read_ledger(workbook: Workbook, settings: Settings) -> tuple[Entry, ...]:
    """Read every line of the ledger, in the order of the sheet.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    settings
        What the tab Settings says.

    Returns
    -------
    tuple[Entry, ...]
        The lines, each as an `Entry`.

    Raises
    ------
    MentorshipError
        Some line cannot be trusted: a key twice, an unknown state or kind, or people, kind or programme that do not
        give the line's key any more. All of them are named together, with their cells; a ledger that is
        misread means a mail that goes out twice.
    """
    tab = ledger_tab(workbook)
    addresses = read_addresses(workbook)
    entries: list[Entry] = []
    findings: list[Finding] = []
    for key, rows in tab.keyed(KEY).items():
        entry = _entry(tab, rows[0], key, settings, addresses)
        if len(rows) > 1:
            places = " and ".join(tab.address(row, _SEEN) for row in rows[1:])
            what = f"the line stands in {places} once more."
            findings.append(_stop(tab.address(rows[0], _SEEN), what, "Delete all but the line that is furthest on."))
        elif isinstance(entry, Finding):
            findings.append(entry)
        else:
            entries.append(entry)
    if findings:
        raise MentorshipError(findings)
    return tuple(entries)


def _stop(where: str, what: str, remedy: str) -> Finding:
    return Finding(what, remedy, code="bad-ledger", level=Level.STOP, where=where)


def _entry(tab: Tab, row: Row, key: str, settings: Settings, addresses: Addresses) -> Entry | Finding:
    state, named = tab.text(row, "State").upper(), tab.text(row, "Kind")
    if state not in State.__members__:
        what = f"“{tab.text(row, 'State')}” is no state."
        return _stop(tab.address(row, "State"), what, "There are: " + ", ".join(State) + ".")
    kind = kind_named(named)
    if kind is None:
        there = "There are: " + ", ".join(map(str, all_kinds())) + "."
        return _stop(tab.address(row, "Kind"), f"“{named}” is no kind of mail.", there)
    people = tuple(part.strip() for part in tab.text(row, "People").split(";") if part.strip())
    round = tab.text(row, "Round")
    if people and letter_key(settings.ledger_name, kind, round, people) != key:
        return _stop(
            tab.address(row, _SEEN),
            "programme, kind, round and people do not give this key.",
            "Put back what was changed: in this line, or the name of the programme in Settings.",
        )
    revision, meeting = tab.text(row, "Calendar"), tab.text(row, "Meeting")
    invitation = read_invitation(revision, meeting)
    # a purge empties the meeting, and leaves the revision
    if meeting and invitation is None:
        what = f"“{meeting}” is not what the tool wrote about the meeting."
        return _stop(tab.address(row, "Meeting"), what, "Put back what was changed in Meeting or Calendar.")
    return Entry(
        key=key,
        kind=kind,
        state=State(state),
        people=tuple(map(addresses.as_now, people)),
        round=round,
        draft=tab.text(row, "Draft"),
        digest=tab.text(row, "Digest"),
        changed=_moment(tab.text(row, "Changed")),
        reviewed=is_ticked(tab.text(row, "Reviewed")) is True,
        remark=tab.text(row, "Remark"),
        approved=tab.text(row, "Approved"),
        invitation=invitation,
    )


_TICKED = frozenset({"true", "yes", "y", "x", "1", "ok", "done", "✓", "✔", "✅", "☑", "🗸", "√"})
_UNTICKED = frozenset({"false", "no", "n", "0", "-", "–", "☐", "✗", "✘", "❌", ""})


def is_ticked(text: str) -> bool | None:
    """Return whether a cell of ``Reviewed`` is ticked, by the box or by what people write for it; None: nobody knows.

    >>> is_ticked("TRUE"), is_ticked(" Yes "), is_ticked("✓"), is_ticked("1"), is_ticked(""), is_ticked("no")
    (True, True, True, True, False, False)
    >>> is_ticked("later") is None
    True
    """
    # emoji may carry a sign that asks for colour
    word = as_key(text).removesuffix("\N{VARIATION SELECTOR-16}")
    return True if word in _TICKED else False if word in _UNTICKED else None


def unclear_ticks(workbook: Workbook) -> list[Finding]:
    """Return a finding for every cell of ``Reviewed`` that says neither yes nor no; such a line is not sent."""
    tab = ledger_tab(workbook)
    return [
        Finding(
            f"“{tab.text(row, 'Reviewed')}” is no tick, so the letter {reference(key)} is not sent.",
            "Write yes if the draft was read, no if it was not, or tick the box.",
            "unclear-tick",
            Level.HELD,
            where=tab.address(row, "Reviewed"),
        )
        for key, rows in tab.keyed(KEY).items()
        for row in rows
        if is_ticked(tab.text(row, "Reviewed")) is None and tab.text(row, "State").upper() not in _FINISHED
    ]


_FINISHED = frozenset({State.SENT, State.GONE})


def as_it_stands(workbook: Workbook, entry: Entry) -> Entry | None:
    """Return an entry with what people may have typed into its line since it was written; None: the line is gone.

    Unlike `read_ledger` this never refuses: whatever stands in other lines, or in cells that cannot be read, what
    became of a letter has to be written down.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    entry
        The line as the tool wrote it.
    """
    tab = ledger_tab(workbook)
    rows = tab.keyed(KEY).get(entry.key)
    if not rows:
        return None
    row = rows[0]
    state = tab.text(row, "State").upper()
    return replace(
        entry,
        # what is no state stands for none: it was typed over ours
        state=State(state) if state in State.__members__ else State.HELD,
        reviewed=is_ticked(tab.text(row, "Reviewed")) is True,
        draft=tab.text(row, "Draft"),
        digest=tab.text(row, "Digest"),
        remark=tab.text(row, "Remark"),
        approved=tab.text(row, "Approved"),
    )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _cells(entry: Entry, addresses: Addresses) -> dict[str, Value]:
    return {
        "Kind": str(entry.kind),
        "State": str(entry.state),
        "Reviewed": entry.reviewed,
        # under the first addresses, of which the key is made: they are to be compared whatever else is lost
        "People": "; ".join(map(addresses.as_first, entry.people)),
        "Round": entry.round,
        "Draft": entry.draft,
        "Reference": reference(entry.key),
        "Digest": entry.digest,
        "Remark": entry.remark,
        "Approved": entry.approved,
        "Meeting": str(entry.invitation.meeting) if entry.invitation else "",
        "Calendar": entry.invitation.revision if entry.invitation else "",
        TELLS: _told_of_each_other(entry),
    }


def _told_of_each_other(entry: Entry) -> str:
    """Return the people whom the letter tells of each other, or of being left over, as formulas look for them.

    Unlike in ``People`` these are the addresses of now: they are compared with the rows of people.

    >>> from mentorship_gsheets.mail.kinds import MATCH_VIRTUAL, SURVEY_REMINDER
    >>> pair = ("mentor ada@example.org", "mentee bo@example.org")
    >>> _told_of_each_other(Entry("k", MATCH_VIRTUAL, State.SENT, pair))
    '|mentor ada@example.org|mentee bo@example.org|'
    >>> _told_of_each_other(Entry("k", SURVEY_REMINDER, State.SENT, pair[:1]))
    ''
    """
    tells = entry.kind.names_partner and not entry.kind.to_first_only and entry.persons
    unmatched = UNMATCHED if entry.kind.matter == "unmatched" else ""
    return f"{unmatched}|{'|'.join(entry.persons)}|" if tells else ""


def _link(entry: Entry, sender: str) -> Formula | str:
    """Return the formula that finds a mail in Gmail; a draft has another name there after each edit, its text stays."""
    if not entry.draft and entry.state is not State.SENT:
        return ""
    found = f"https://mail.google.com/mail/u/?authuser={quote(sender)}#search/{reference(entry.key)}"
    return Formula(f'=HYPERLINK("{found}";"open")')


def ledger_changes(
    workbook: Workbook, entries: Iterable[Entry], letters: Mapping[str, Letter], now: datetime
) -> list[Change]:
    """Return the changes that make the lines say what the entries say.

    Parameters
    ----------
    workbook
        With a ledger that `read_ledger` can read.
    entries
        As they should be; lines of keys that are absent stay as they are.
    letters
        Key -> the letter as it is written now, for ``To`` and ``Subject``; letters that stay as they are may be absent.
    now
        With a time zone; written where something else changes.
    """
    tab = ledger_tab(workbook)
    rows = tab.keyed(KEY)
    addresses = read_addresses(workbook)
    stamp = now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    sender, absent = _sender(workbook), {header for header in _SHOWN if tab.column(header) is None}
    changes: list[Change] = []
    for entry in entries:
        cells = _cells(entry, addresses) | {_OPEN: _link(entry, sender)}
        if letter := letters.get(entry.key):
            begins = " ".join(letter.text.split())[:_LENGTH]
            cells |= {"To": ", ".join(letter.to), "Subject": letter.subject, _BEGINS: begins}
        cells = {header: value for header, value in cells.items() if header not in absent}
        if entry.key in rows:
            changes += _updated(tab, rows[entry.key][0], cells, stamp)
        else:
            values = ((KEY, entry.key), *cells.items(), ("Changed", stamp))
            changes.append(AddRow(tab.title, KEY, entry.key, tuple(pair for pair in values if pair[1] != "")))
    return changes


def _sender(workbook: Workbook) -> str:
    tab = workbook.tab(SETTINGS.title)
    rows = tab.keyed("Setting").get("sender", ()) if tab else ()
    return tab.text(rows[0], "Value") if tab and rows else ""


def _updated(tab: Tab, row: Row, cells: Mapping[str, Value], stamp: str) -> list[Change]:
    key = tab.cell(row, KEY).text
    changes: list[Change] = []
    for header, value in cells.items():
        before = tab.cell(row, header).text
        if isinstance(value, bool):
            # what says neither yes nor no is no tick, and stays for its writer to read
            same = (is_ticked(before) is True) is value
        elif isinstance(value, Formula):
            # the sheet may write a formula back with other separators; where it leads to is what matters
            same = value.template.split('"')[1] in tab.cell(row, header).formula
        else:
            same = before.strip() == value
        if not same:
            changes.append(SetCell(tab.title, KEY, key, header, value, before))
    if changes:
        changes.append(SetCell(tab.title, KEY, key, "Changed", stamp, tab.cell(row, "Changed").text))
    return changes


def locate_letters(findings: Iterable[tuple[str, Finding]], workbook: Workbook) -> list[Finding]:
    """Return findings about letters with the cell of their line; letters without a line keep no place.

    Parameters
    ----------
    findings
        The key of a letter, and what is to be said about it.
    workbook
        The sheet as it was read.
    """
    tab = ledger_tab(workbook)
    rows = tab.keyed(KEY)
    placed = []
    for key, finding in findings:
        where = tab.address(rows[key][0], "State") if key in rows else ""
        placed.append(
            Finding(finding.what, finding.remedy, finding.code, finding.level, finding.who, finding.column, where)
        )
    return placed
