"""``forget``: one person out of the sheet and the mailbox, at that person's wish, and kept from coming back.

What speaks of the person alone goes whole: their rows in whatever tab of the format, their answers, their lines of
``Never match``. What speaks of others too loses the name and the address. Mails about the person keep their line, which
counts for the day's limit and says nothing: its key is hashed anew under a secret that nobody keeps. A draft about
others that speaks of the person is deleted, to be made anew. A keyed hash of the address stays in the hidden tab, and
``pull`` leaves out whoever has it.
"""

import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, MentorshipError
from mentorship_gsheets.intake.addresses import read_email
from mentorship_gsheets.intake.questions import guess_columns
from mentorship_gsheets.mail import reference
from mentorship_gsheets.programmes import AnyProgramme, programme_of
from mentorship_gsheets.records.memory import (
    KEY,
    OF_NOBODY,
    SALT,
    TEXT,
    forgotten_key,
    people_now,
    texts_of,
)
from mentorship_gsheets.records.roster import read_roster
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import AddRow, AddTab, Change, Plan, SetCell, SetMetadata, Value
from mentorship_gsheets.spreadsheet.tab import TabSpec
from mentorship_gsheets.spreadsheet.workbook import Row, Tab, Workbook
from mentorship_gsheets.tabs.catalogue import (
    BINS,
    DRAFTS,
    EMAILS,
    FORM_RESPONSES,
    LEDGER_KEY,
    MEMORY,
    NEVER_MATCH,
    QUESTIONS,
    READ_ME,
    SETTINGS,
    SIGN_UPS,
)
from mentorship_gsheets.tabs.people_tabs import KEY as EMAIL
from mentorship_gsheets.text import as_key, as_words

STAGE = "forget"
REMOVED = "[removed]"
"""Stands where a name or an address stood in a text that speaks of others too."""

_ORGANIZERS = frozenset(spec.title for spec in (READ_ME, SETTINGS, BINS, EMAILS))
"""What stands there is the organizers' word, and may name them as senders: nothing is taken out of it."""
NAME = "Name"
_EXAMPLES = "Examples"
"""In ``Questions``, the one column that is not the organizers' word."""
_LINE = LEDGER_KEY


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the sheet is to forget.

    Parameters
    ----------
    addresses
        Every address the person has or had, cleaned.
    names
        What the person is called, where nobody else in the sheet is called so.
    """

    addresses: frozenset[str]
    names: frozenset[str] = frozenset()

    def speaks(self, text: str) -> bool:
        """Return whether a text holds an address or the whole name of the person."""
        return bool(text) and self.without(text) != text

    def without(self, text: str) -> str:
        """Return a text with `REMOVED` in place of addresses and name."""
        words = sorted((*self.addresses, *self.names), key=len, reverse=True)
        # an address inside a longer one is somebody else's
        found = "|".join(rf"(?<![\w.+-]){re.escape(word)}(?![\w-]|\.\w)" for word in words)
        return re.sub(found, REMOVED, text, flags=re.IGNORECASE) if found else text

    def is_named(self, text: str) -> bool:
        """Return whether a text says this person and nothing else: the address, the name, or both."""
        if re.fullmatch(r"[^<>]*<[^<>]+>\s*", text):
            return read_email(text)[0] in self.addresses
        return self.speaks(text) and not as_words(self.without(text).replace(REMOVED, ""))

    def out_of(self, text: str) -> str:
        """Return a text without the lines that say this person alone, and with `REMOVED` in the others."""
        return "\n".join(self.without(line) for line in text.split("\n") if not self.is_named(line))


def identify(workbook: Workbook, settings: Settings, who: str) -> Person:
    """Return the person somebody means by an address or a name.

    Parameters
    ----------
    workbook, settings
        As read.
    who
        An address, which need not be in the sheet; or a name that stands in it once.

    Raises
    ------
    MentorshipError
        It is no address, and no name or the name of several people.
    """
    programme = programme_of(settings)
    roster, _ = read_roster(workbook, programme.people)
    called: dict[str, set[str]] = {}
    for person in roster:
        called.setdefault(as_words(person.name), set()).add(person.email)
    for key, name in _typed_in(workbook, programme):
        called.setdefault(as_words(name), set()).add(key)
        called.setdefault(as_words(key), set()).add(key)
    email, _ = read_email(who)
    if not email:
        found = called.get(as_words(who), set())
        if len(found) != 1:
            many = f"{len(found)} people are" if found else "nobody is"
            raise MentorshipError(Finding(f"{many} called “{who}”.", "Name the address.", "forget-whom"))
        (email,) = found
    addresses = {email}
    for known in people_now(workbook):
        if addresses & known.addresses:
            addresses |= known.addresses
    full = [*((person.email, person.name) for person in roster), *_typed_in(workbook, programme)]
    names = {name for key, name in full if key in addresses and " " in as_words(name)}
    unique = {name for name in names if called[as_words(name)] <= addresses}
    return Person(frozenset(addresses), frozenset(unique))


def _typed_in(workbook: Workbook, programme: AnyProgramme) -> Iterator[tuple[str, str]]:
    """Yield (address, name) of people who stand in the format's own tabs; without an address the key of their row."""
    for spec in programme.own_tabs:
        tab = workbook.tab(spec.title)
        for row in tab.rows if tab is not None and tab.column(NAME) is not None else ():
            if tab is not None and (name := tab.text(row, NAME)):
                text = tab.text(row, EMAIL)
                yield read_email(text)[0] or as_key(text) or as_key(name), name


def drafts_of(workbook: Workbook, person: Person) -> tuple[str, ...]:
    """Return Gmail's names for the drafts about a person that the ledger knows and that were not sent.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    person
        Whom to forget.
    """
    tab = workbook.tab(DRAFTS.title)
    if tab is None:
        return ()
    rows = [row for row in tab.rows if tab.text(row, "State").upper() != "SENT" and _about(tab, row, person)]
    return tuple(id for row in rows if (id := tab.text(row, "Draft")))


def plan(
    workbook: Workbook,
    settings: Settings,
    person: Person,
    salt: str,
    secret: bytes,
    deleted: frozenset[str] = frozenset(),
) -> Plan:
    """Plan to take one person out of the sheet.

    Parameters
    ----------
    workbook, settings
        As read.
    person
        As `identify` found.
    salt
        The sheet's own secret, for the hash that keeps the person away; used where the sheet has none yet.
    secret
        Random, and thrown away after: for the keys of lines about the person.
    deleted
        Gmail's names of the drafts that are deleted; those about others are to be made anew.

    Returns
    -------
    Plan
        Empty when nothing in the sheet speaks of the person and the person is kept away already. Its findings say what
        is left to do by hand: rows that cannot be told apart, formulas, tabs that are not the tool's, the form itself.
    """
    programme = programme_of(settings)
    changes: list[Change] = []
    findings: list[Finding] = []
    for tab in workbook.tabs:
        if as_key(tab.title) == as_key(MEMORY.title):
            continue
        ours = any(as_key(spec.title) == as_key(tab.title) for spec in programme.tabs())
        for row in tab.rows:
            findings += (
                _by_hand(tab, row, header)
                for header in dict.fromkeys(filter(None, tab.header))
                if person.speaks(tab.cell(row, header).formula)
            )
            cells = _without(programme, tab, row, person, secret, deleted)
            if not cells:
                continue
            key = _key_of(tab, row)
            if key and ours and as_key(tab.title) not in map(as_key, _ORGANIZERS):
                changes += (
                    SetCell(tab.title, *key, header, value, tab.cell(row, header).text)
                    for header, value in cells.items()
                )
            else:
                findings.append(_by_hand(tab, row, next(iter(cells))))
    changes += _memory(workbook, person, workbook.metadata.get(SALT) or salt)
    if changes and not workbook.metadata.get(SALT):
        changes.append(SetMetadata(SALT, salt))
    rows = len({(change.tab, change.key) for change in changes if isinstance(change, SetCell)})
    findings.append(
        Finding(
            "the form's answers, sent mails, and the sheet's version history are not the tool's to delete.",
            "Delete the person's answer in Google Forms.",
            "forget-by-hand",
        )
    )
    summary = f"takes the person out of {counted(rows, 'row')}" if changes else "nothing here speaks of the person"
    return Plan(STAGE, tuple(changes), tuple(findings), summary=summary)


def _without(
    programme: AnyProgramme, tab: Tab, row: Row, person: Person, secret: bytes, deleted: frozenset[str]
) -> Mapping[str, Value]:
    """Return the cells of a row that are to change, as they are to be; empty when it says nothing of the person."""
    specs = {as_key(spec.title): spec for spec in programme.tabs()}
    title = as_key(tab.title)
    if title == as_key(DRAFTS.title) and _about(tab, row, person):
        return _line_without_people(tab, row, secret)
    if title == as_key(DRAFTS.title) and tab.text(row, "Draft") in deleted - {""}:
        return _line_to_make_anew(tab, row, person)
    if title in specs and _is_of(specs[title], tab, row, person):
        return {header: "" for header in tab.header if header and _holds(tab, row, header)}
    headers = (_EXAMPLES,) if title == as_key(QUESTIONS.title) else tuple(dict.fromkeys(filter(None, tab.header)))
    cells = {header: tab.cell(row, header) for header in headers}
    return {
        header: person.out_of(cell.text)
        for header, cell in cells.items()
        if not cell.formula and person.speaks(cell.text)
    }


def _holds(tab: Tab, row: Row, header: str) -> bool:
    cell = tab.cell(row, header)
    # an empty check box says FALSE, and stays one
    return bool(cell.formula or cell.text.strip()) and cell.text.strip().upper() != "FALSE"


def _is_of(spec: TabSpec, tab: Tab, row: Row, person: Person) -> bool:
    """Return whether a whole row is about the person: by the column that rows of this tab are known by."""
    if spec == NEVER_MATCH:
        return any(person.is_named(tab.text(row, header)) for header in ("Mentor", "Mentee"))
    if spec in (FORM_RESPONSES, SIGN_UPS):
        guesses = zip(tab.header, guess_columns(list(tab.header)), strict=True)
        columns = {EMAIL, "Address", *(header for header, guess in guesses if guess.column == EMAIL)}
        return any(read_email(tab.text(row, header))[0] in person.addresses for header in columns)
    known_by = EMAIL if tab.column(EMAIL) is not None else spec.columns[0].header
    text = tab.text(row, known_by)
    return person.is_named(text) or (known_by == EMAIL and read_email(text)[0] in person.addresses)


def _about(tab: Tab, row: Row, person: Person) -> bool:
    """Return whether a line of the ledger is about the person."""
    people = (part.strip().rpartition(" ")[2] for part in tab.text(row, "People").split(";"))
    return any(email in person.addresses for email in people) or person.speaks(tab.text(row, "To"))


def _line_without_people(tab: Tab, row: Row, secret: bytes) -> Mapping[str, Value]:
    key = hmac.new(secret, tab.text(row, _LINE).encode(), hashlib.sha256).hexdigest()[:24]
    state = tab.text(row, "State").upper()
    cells: dict[str, Value] = {
        header: "" for header in tab.header if header and header not in OF_NOBODY and tab.text(row, header)
    }
    cells |= {_LINE: key, "Reference": reference(key)}
    # the draft, if there was one, is deleted: nothing more happens to the line
    return cells if state == "SENT" else cells | {"State": "GONE"}


def _line_to_make_anew(tab: Tab, row: Row, person: Person) -> Mapping[str, Value]:
    """Return the cells of a line about others, whose draft spoke of the person and is deleted."""
    emptied: dict[str, Value] = {header: "" for header in ("Draft", "Digest", "Approved") if tab.text(row, header)}
    spoken = {header: person.out_of(text) for header in tab.header if person.speaks(text := tab.text(row, header))}
    return {**spoken, **emptied, "State": "PLANNED", "Reviewed": False}


def _key_of(tab: Tab, row: Row) -> tuple[str, str] | None:
    """Return a column and a text in it by which nothing but this row is found, the tab's own key before others."""
    for header in dict.fromkeys((EMAIL, _LINE, *filter(None, tab.header))):
        if len(tab.columns(header)) != 1 or tab.cell(row, header).formula:
            continue
        text = tab.text(row, header)
        if text and len(tab.keyed(header)[as_key(text)]) == 1:
            return header, text
    return None


def _by_hand(tab: Tab, row: Row, header: str) -> Finding:
    return Finding(
        f"this row of “{tab.title}” speaks of the person.",
        "Take it out by hand: it is not the tool's, or cannot be told from another row.",
        "forget-by-hand",
        column=header,
        where=tab.address(row, header),
    )


def _memory(workbook: Workbook, person: Person, salt: str) -> Iterator[Change]:
    """Yield what the hidden tab is to forget, and by what it knows the person if the form brings them again."""
    texts = texts_of(workbook)
    if workbook.tab(MEMORY.title) is None:
        yield AddTab(MEMORY)
    gone = [
        key
        for key, text in texts.items()
        if key.partition(" ")[0] in ("person", "mail") and (person.speaks(key) or person.speaks(text))
    ]
    for key in gone:
        yield SetCell(MEMORY.title, KEY, key, TEXT, "", texts[key])
        yield SetCell(MEMORY.title, KEY, key, KEY, "", key)
    for address in sorted(person.addresses):
        # whoever was typed in without an address cannot come back by a form
        if "@" in address and (key := forgotten_key(address, salt)) not in texts:
            yield AddRow(MEMORY.title, KEY, key, ((KEY, key), (TEXT, "{}")))
