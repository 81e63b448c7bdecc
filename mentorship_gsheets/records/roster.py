"""The people as the sheet has them now: rows become participants, match cells become addresses."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from rapidfuzz.distance import OSA

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.intake.addresses import LIKE_AN_ADDRESS, read_email, same_mailbox
from mentorship_gsheets.intake.answers import split_choices
from mentorship_gsheets.intake.person import read_person
from mentorship_gsheets.intake.texts import clean
from mentorship_gsheets.intake.values.non_answers import is_error
from mentorship_gsheets.people import MOST_WANTED, Identity, Participant, Role, Roster, Told
from mentorship_gsheets.records.headings import header_problems, unread_columns
from mentorship_gsheets.records.memory import Addresses, read_addresses
from mentorship_gsheets.scoring.names import institutions, person_key
from mentorship_gsheets.spreadsheet.plan import SetCell
from mentorship_gsheets.spreadsheet.workbook import Row, Tab, Workbook
from mentorship_gsheets.tabs.catalogue import BINS
from mentorship_gsheets.tabs.people_tabs import KEY, PAIR_TABS, PEOPLE_TAB, PeopleTabs
from mentorship_gsheets.text import as_key

_IN_BRACKETS = re.compile(r"<([^<>]*@[^<>]*)>")
_NEAR = 0.75
"""From this likeness on a spelling may be a slip: one letter in four of a short name."""


def read_roster(workbook: Workbook, people: PeopleTabs = PAIR_TABS) -> tuple[Roster, list[Finding]]:
    """Read everybody in ``Mentors`` and ``Mentees``.

    Parameters
    ----------
    workbook
        With both tabs.
    people
        How the tabs of people look in the format of the sheet.

    Returns
    -------
    roster
        Everybody whose row can be read. Absent: rows without a readable address, and people with two rows in one
        tab, because nobody can say which of them counts.
    findings
        About rows, with their address; those of level ``held`` name people who are absent or should be left alone.

    Raises
    ------
    MentorshipError
        A tab is missing, a column is missing or there twice, or cells are merged; all of that at once.
    """
    tabs = {role: people_tab(workbook, role) for role in Role}
    problems = [finding for role in Role for finding in header_problems(tabs[role], role, people)]
    if problems:
        raise MentorshipError(problems)
    options = {"Fields": known_fields(workbook)}
    own = OwnColumns(workbook, people)
    addresses = read_addresses(workbook)
    found: dict[Role, list[tuple[Participant, Row]]] = {}
    findings: list[Finding] = []
    for role, tab in tabs.items():
        found[role], doubts = _read_tab(tab, role, people, options, own)
        findings += doubts
    everybody = {role: [person for person, _ in found[role]] for role in Role}
    matched: dict[Role, list[Participant]] = {}
    for role, tab in tabs.items():
        resolve = PersonNames(role.other, everybody[role.other], addresses)
        matched[role] = []
        for person, row in found[role]:
            partners, doubts = _partners(tab, row, person, resolve, people) if people.names_people else ((), [])
            first = addresses.first.get(person.identity, ("", ""))[1]
            matched[role].append(replace(person, partners=partners, first_email=first))
            findings += doubts
    findings += _perhaps_the_same(everybody)
    findings += [finding for role in Role for finding in unread_columns(tabs[role], role, people)]
    return Roster(tuple(matched[Role.MENTOR]), tuple(matched[Role.MENTEE])), locate(findings, workbook)


def people_tab(workbook: Workbook, role: Role) -> Tab:
    """Return the tab of a role.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    role
        Mentors or mentees.

    Raises
    ------
    MentorshipError
        There is none; the tabs there are, are named.
    """
    return needed_tab(workbook, PEOPLE_TAB[role])


def needed_tab(workbook: Workbook, title: str) -> Tab:
    """Return a tab that must be there.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    title
        Its title; case and spaces do not count.

    Raises
    ------
    MentorshipError
        There is none; the tabs there are, are named.
    """
    tab = workbook.tab(title)
    if tab is None:
        there = ", ".join(tab.title for tab in workbook.tabs)
        raise MentorshipError(
            Finding(
                f"this sheet has no tab “{title}”; there are {there or 'none'}.",
                "Run: mentorship setup, or give the tab its name back.",
                "no-tab",
                Level.STOP,
            )
        )
    return tab


def known_fields(workbook: Workbook) -> tuple[str, ...]:
    """Return the fields that ``Bins`` lists, and those that stand between semicolons beside somebody's name.

    They tell a field with a comma in it from two fields.
    """
    cells = [tab.text(row, "Fields") for tab in _tabs_with_fields(workbook) for row in tab.rows]
    listed = workbook.tab(BINS.title)
    bins = [listed.text(row, "Fields") for row in listed.rows] if listed else []
    parts = [part for text in (*bins, *(text for text in cells if ";" in text)) for part in re.split(r"[;\n]", text)]
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _tabs_with_fields(workbook: Workbook) -> Iterator[Tab]:
    for role in Role:
        tab = workbook.tab(PEOPLE_TAB[role])
        if tab is not None:
            yield tab


def own_headers(tab: Tab, role: Role, people: PeopleTabs) -> tuple[str, ...]:
    """Return the headers of a tab of people that are the organizer's own, in their order, each once.

    Parameters
    ----------
    tab
        The tab.
    role
        Mentors or mentees.
    people
        What the tabs of people look like in this format.
    """
    ours = {as_key(column.header) for column in people.specs[role].columns} - set(map(as_key, people.compared))
    found = {as_key(header): header for header in reversed(tab.header) if header.strip() and as_key(header) not in ours}
    return tuple(reversed(found.values()))


def own_columns(workbook: Workbook, people: PeopleTabs) -> tuple[str, ...]:
    """Return the headers of the organizer's own columns of both tabs of people, each once.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    people
        What the tabs of people look like in this format.
    """
    tabs = {role: workbook.tab(PEOPLE_TAB[role]) for role in Role}
    found = {as_key(header): header for role, tab in tabs.items() if tab for header in own_headers(tab, role, people)}
    return tuple(found.values())


def _texts(tab: Tab | None, header: str) -> Iterator[str]:
    yield from (tab.text(row, header) for row in tab.rows) if tab else ()


class OwnColumns:
    """Reads what stands under the organizer's own columns."""

    def __init__(self, workbook: Workbook, people: PeopleTabs) -> None:
        tabs = {role: workbook.tab(PEOPLE_TAB[role]) for role in Role}
        self._headers = {role: own_headers(tab, role, people) for role, tab in tabs.items() if tab}
        # what stands between semicolons beside somebody's name tells a choice with a comma in it from two
        self._options: dict[str, dict[str, None]] = {}
        for role, headers in self._headers.items():
            for header in headers:
                known = self._options.setdefault(as_key(header), {})
                for text in _texts(tabs[role], header):
                    if re.search(r"[;\n]", text):
                        known.update(dict.fromkeys(filter(None, map(str.strip, re.split(r"[;\n]", text)))))

    def of(self, tab: Tab, role: Role, row: Row) -> Mapping[str, Told]:
        """Return what one person says: header, as it is compared -> text and choices; blank cells are absent.

        Parameters
        ----------
        tab
            The tab.
        role
            Mentors or mentees.
        row
            The person's row.
        """
        said = {}
        for header in self._headers[role]:
            text = clean(tab.text(row, header), lines=True)
            if text and not is_error(text):
                key = as_key(header)
                said[key] = Told(text, split_choices([text], tuple(self._options[key])))
        return said


def _read_tab(
    tab: Tab, role: Role, people: PeopleTabs, options: Mapping[str, tuple[str, ...]], own: OwnColumns
) -> tuple[list[tuple[Participant, Row]], list[Finding]]:
    found: dict[str, list[tuple[Participant, Row]]] = {}
    findings: list[Finding] = []
    headers = [column.header for column in people.specs[role].columns if tab.column(column.header) is not None]
    filled = (KEY, "Name", people.partners[role], "Fields")
    for row in tab.rows:
        # check boxes say FALSE and formulas show something on rows that hold nobody
        if not any(tab.text(row, header) for header in filled):
            continue
        person, doubts = read_person(role, {header: tab.text(row, header) for header in headers}, options)
        findings += [replace(doubt, where=tab.address(row, doubt.column or KEY)) for doubt in doubts]
        if person is not None:
            person = replace(person, more=own.of(tab, role, row))
            found.setdefault(person.email, []).append((person, row))
    for email, rows in found.items():
        if len(rows) > 1:
            numbers = " and ".join(str(row.number) for _, row in rows)
            what = f"{rows[0][0].name or email} stands in rows {numbers} of {tab.title}."
            where = tab.address(rows[1][1], KEY)
            findings.append(
                Finding(what, "Keep one row, delete the other.", "two-rows", Level.HELD, (role, email), KEY, where)
            )
    return [rows[0] for rows in found.values() if len(rows) == 1], findings


class PersonNames:
    """Finds the person a line of a match cell means, among the people of the other tab."""

    def __init__(self, role: Role, people: Iterable[Participant], addresses: Addresses) -> None:
        self._role = role
        self._addresses = addresses
        self._people = tuple(people)
        self._emails = {person.email for person in self._people}
        self._by_name: dict[str, list[Participant]] = {}
        for person in self._people:
            self._by_name.setdefault(as_key(person.name), []).append(person)

    def __call__(self, line: str) -> tuple[str, str]:
        """Return the address a line means, and nothing; or nothing, and what is the matter."""
        if "@" in line or "<" in line:
            bracketed = _IN_BRACKETS.findall(line)
            # "Ada (@ada) <ada@example.org>" names one address
            alone = len(bracketed) == 1 and len(LIKE_AN_ADDRESS.findall(line)) == 1
            email, problem = read_email(bracketed[0] if alone else line)
            # an address that is nobody's here is for the check to report, which knows both tabs
            return email, f"{problem} in the address" if problem else ""
        named = self._by_name.get(as_key(line), []) if as_key(line) else []
        if len(named) == 1:
            return named[0].email, ""
        return "", f"fits {len(named)} people" if named else "names nobody"

    def now(self, email: str) -> str:
        """Return the present address of whoever an address belongs or belonged to."""
        return self._addresses.now.get((self._role, email), (self._role, email))[1]

    def known(self, email: str) -> bool:
        """Return whether somebody here has this address."""
        return email in self._emails

    def lines(self, text: str) -> list[str]:
        """Return the lines of a cell that each name somebody.

        A person writes them one a line, a form joins them with semicolons or commas; a comma within a name that is
        somebody's here ("King, Ada") parts nothing.
        """
        found = []
        for line in filter(None, (line.strip() for line in re.split(r"[;\n]", text))):
            parts = [part.strip() for part in line.split(",") if part.strip()]
            whole = as_key(line) in self._by_name or len(parts) < 2
            found += [line] if whole else parts
        return found

    def meant(self, line: str) -> list[Participant]:
        """Return the people whom a line that names nobody for sure may mean: all of that name, or the most alike."""
        return self._by_name.get(as_key(line), []) if as_key(line) in self._by_name else alike(line, self._people)


def alike(line: str, people: Iterable[Participant], most: int = 3) -> list[Participant]:
    """Return the people whose name or address a line nearly spells, most alike first.

    Parameters
    ----------
    line
        A line of a match cell, with a slip in it.
    people
        Who could be meant.
    most
        How many are returned at most.

    Returns
    -------
    Empty where nobody is near. Measured as the share of letters that need no change (normalized similarity of
    rapidfuzz), of the name or of the address, whichever is nearer.
    """
    address = as_key(next(iter(_IN_BRACKETS.findall(line)), line))
    name = as_key(re.sub(r"<[^<>]*>", " ", line))
    graded = [
        (max(_likeness(address, person.email), _likeness(name, as_key(person.name))), person.email, person)
        for person in people
    ]
    near = sorted((entry for entry in graded if entry[0] >= _NEAR), key=lambda entry: (-entry[0], entry[1]))
    return [person for _, _, person in near[:most]]


def _likeness(one: str, other: str) -> float:
    return OSA.normalized_similarity(one, other) if one and other else 0.0


def did_you_mean(people: Iterable[Participant]) -> str:
    """Return the question that names these people as match cells write them, and a space; empty for nobody."""
    labels = [person.label for person in people]
    return f"Did you mean {' or '.join(labels)}? " if labels else ""


def loose_lines(
    workbook: Workbook, roster: Roster, people: PeopleTabs = PAIR_TABS
) -> Mapping[Identity, tuple[tuple[str, Participant], ...]]:
    """Return the lines of match cells that name somebody, but not the way formulas in the sheet can read.

    Parameters
    ----------
    workbook, roster
        The sheet and the people read from it.
    people
        How the tabs of people look in the format of the sheet.

    Returns
    -------
    Identity -> (line, who is meant), in the order of the cell; people without such lines are absent. A line is read
    by formulas when it ends in the address of the partner, alone or in angle brackets, and holds no other @.
    """
    found = {}
    addresses = read_addresses(workbook)
    for role in Role:
        resolve = PersonNames(role.other, roster.of(role.other), addresses)
        for person in roster.of(role):
            lines = []
            for line in cell_text(workbook, person, people.partners[role]).splitlines():
                other = roster.find(role.other, resolve.now(resolve(line)[0])) if line.strip() else None
                if other is not None and not written_out(line, other.email):
                    lines.append((line, other))
            if lines:
                found[person.identity] = tuple(lines)
    return found


def written_out(line: str, email: str) -> bool:
    """Return whether a line of a match cell names this address in the way that formulas in the sheet can read.

    Parameters
    ----------
    line
        One line of a match cell.
    email
        The address, in lower case.

    Examples
    --------
    >>> [written_out(line, "bo@example.org") for line in ("Bo <Bo@example.org>", "Bo", "jumbo@example.org")]
    [True, False, False]
    """
    address = line.strip(" ").lower().removesuffix(">")
    return line.count("@") == 1 and ">" not in address and address.rpartition("<")[2] == email


def resolver(people: Iterable[Participant]) -> Callable[[str], tuple[str, str]]:
    """Return what finds the person a line means: line -> the address, and what is the matter; either may be empty."""
    people = tuple(people)
    return PersonNames(people[0].role if people else Role.MENTOR, people, Addresses())


def _partners(
    tab: Tab, row: Row, person: Participant, resolve: PersonNames, people: PeopleTabs
) -> tuple[tuple[str, ...], list[Finding]]:
    column = people.partners[person.role]
    partners: list[str] = []
    findings = []
    for line in tab.cell(row, column).text.splitlines():
        if not line.strip():
            continue
        email, problem = resolve(line)
        if email:
            partners.append(resolve.now(email))
        if email and resolve.now(email) != email:
            findings.append(
                Finding(
                    f"the match cell of {person.name or person.email} names {email}; "
                    f"that address was corrected to {resolve.now(email)}.",
                    "Write the new address here too; until then the live check disagrees.",
                    "old-address",
                    who=(person.role, person.email),
                    column=column,
                    where=tab.address(row, column),
                )
            )
        if problem:
            meant = did_you_mean(resolve.meant(line))
            findings.append(
                Finding(
                    f"“{line.strip()[:80]}” in the match cell of {person.name or person.email} {problem}.",
                    f"{meant}Type Name <address> as it stands in {PEOPLE_TAB[person.role.other]}.",
                    "unclear-partner",
                    Level.HELD,
                    (person.role, person.email),
                    column,
                    tab.address(row, column),
                )
            )
    # the live check reads so many lines of a mentee as there may be mentors
    if person.role is Role.MENTEE and MOST_WANTED < len(partners) > len(set(partners)):
        findings.append(
            Finding(
                f"the match cell of {person.name or person.email} has {len(partners)} lines, and names somebody twice.",
                "Leave one line for each mentor.",
                "named-twice",
                Level.HELD,
                (person.role, person.email),
                column,
                tab.address(row, column),
            )
        )
    return tuple(dict.fromkeys(partners)), findings


def _perhaps_the_same(people: Mapping[Role, Iterable[Participant]]) -> Iterator[Finding]:
    mailboxes: dict[str, list[Participant]] = {}
    for person in (person for role in Role for person in people[role]):
        mailboxes.setdefault(same_mailbox(person.email), []).append(person)
    for first, *others in mailboxes.values():
        for other in others:
            if other.email != first.email:
                yield Finding(
                    f"{other.email} and {first.email} may be one person.",
                    "If so, write one address for both, or set the Status of one to withdrawn.",
                    "perhaps-same",
                    who=other.identity,
                    column=KEY,
                )
    yield from _namesakes(people)
    for role in Role:
        yield from _say_the_same(people[role])


def _say_the_same(people: Iterable[Participant]) -> Iterator[Finding]:
    """Yield people of one given name and with every answer the same: an address was corrected, perhaps."""
    alike: dict[tuple[object, ...], list[Participant]] = {}
    for person in people:
        told = (person.fields, person.topics, person.notes, person.affiliation, person.sector, person.languages)
        # full names are told as namesakes already; a name alone, or with one word, is shared by strangers
        if as_key(person.name) and not person_key(person.name) and sum(map(bool, told)) > 1 and not person.withdrawn:
            alike.setdefault((as_key(person.name), *told, person.time_zone), []).append(person)
    for first, *others in alike.values():
        for other in others:
            if same_mailbox(other.email) != same_mailbox(first.email):
                yield Finding(
                    f"{other.email} and {first.email} have the same name and the same answers.",
                    "If they are one person, set the Status of the row with the wrong address to withdrawn.",
                    "same-answers",
                    who=other.identity,
                    column=KEY,
                )


def _namesakes(people: Mapping[Role, Iterable[Participant]]) -> Iterator[Finding]:
    """Yield people of one role with one full name under two addresses, unless their affiliations differ."""
    for role in Role:
        named: dict[str, list[Participant]] = {}
        for person in people[role]:
            if (key := person_key(person.name)) and not person.withdrawn:
                named.setdefault(key, []).append(person)
        for namesakes in (group for group in named.values() if len(group) > 1):
            places = institutions(person.affiliation for person in namesakes)
            for first, other in combinations(namesakes, 2):
                here, there = places[first.affiliation], places[other.affiliation]
                if same_mailbox(first.email) == same_mailbox(other.email) or (here and there and not here & there):
                    continue
                yield Finding(
                    f"{other.name} under {other.email} and {first.email} may be one person.",
                    "If so, delete one row, or set its Status to withdrawn; if not, nothing is to be done.",
                    "perhaps-same",
                    who=other.identity,
                    column=KEY,
                )


def locate(findings: Iterable[Finding], workbook: Workbook) -> list[Finding]:
    """Return the findings with the cell address of their person and column, where one is known and none stands.

    Parameters
    ----------
    findings
        Findings about people, rows or nothing in particular.
    workbook
        The sheet as it was read.
    """
    rows = {role: _rows_by_email(workbook, role) for role in Role}
    located = []
    for finding in findings:
        if not finding.where and finding.who is not None:
            role, email = Role(finding.who[0]), finding.who[1]
            tab = workbook.tab(PEOPLE_TAB[role])
            row = rows[role].get(email)
            if tab is not None and row is not None:
                finding = replace(finding, where=tab.address(row, finding.column or KEY))
        located.append(finding)
    return located


def _rows_by_email(workbook: Workbook, role: Role) -> Mapping[str, Row]:
    tab = workbook.tab(PEOPLE_TAB[role])
    return tab.remember("rows by address", lambda: _look_for_rows(tab)) if tab else {}


def _look_for_rows(tab: Tab) -> Mapping[str, Row]:
    rows: dict[str, Row] = {}
    for row in tab.rows:
        email, _ = read_email(tab.text(row, KEY))
        if email:
            rows.setdefault(email, row)
    return rows


def row_key(workbook: Workbook, role: Role, email: str) -> str:
    """Return the text in the key cell of a person's row, by which changes find it.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    role
        Mentors or mentees.
    email
        The address, in lower case.

    Raises
    ------
    KeyError
        Nobody in the tab of this role has the address.
    """
    row = _rows_by_email(workbook, role)[email]
    return people_tab(workbook, role).text(row, KEY)


def match_text(people: Iterable[Participant]) -> str:
    """Return what a match cell says for these partners: one ``Name <address>`` a line."""
    return "\n".join(person.label for person in people)


def set_cell(workbook: Workbook, person: Participant, column: str, value: str | int) -> list[SetCell]:
    """Return the change that writes one cell of a person; none where it holds the value or has no column.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    person
        Whose cell it is; their row is there.
    column
        The header over the cell.
    value
        What it is to hold.
    """
    title = PEOPLE_TAB[person.role]
    tab = workbook.tab(title)
    key = row_key(workbook, person.role, person.email)
    if tab is None or tab.column(column) is None:
        return []
    (row,) = tab.keyed(KEY)[as_key(key)]
    before = tab.cell(row, column).text
    return [] if before.strip() == str(value).strip() else [SetCell(title, KEY, key, column, value, before)]


def cell_text(workbook: Workbook, person: Participant, column: str) -> str:
    """Return what stands in one cell of a person, outer white space cut off.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    person
        Whose cell it is; their row is there.
    column
        The header over the cell.
    """
    tab = workbook.tab(PEOPLE_TAB[person.role])
    if tab is None:
        return ""
    (row,) = tab.keyed(KEY)[as_key(row_key(workbook, person.role, person.email))]
    return tab.text(row, column)
