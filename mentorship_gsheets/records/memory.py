"""What the sheet remembers where nobody sees it: every mail, every person, and who is not to come back.

The tab ``Drafts`` is what people see of the mails, and people sort, clean up and delete. So each of its lines is
written a second time, by the same batch, into the hidden tab ``Memory``, and their number into the metadata of the
spreadsheet: whatever one of the three loses, another one knows of. The hidden tab also keeps under which address and
name each person was last seen, so that a corrected address is known for what it is.
"""

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.intake.addresses import read_email
from mentorship_gsheets.mail import reference
from mentorship_gsheets.people import Form, Identity, Response, Role
from mentorship_gsheets.records.responses import Columns
from mentorship_gsheets.spreadsheet.plan import (
    AddRow,
    AddTab,
    Change,
    EmptyColumns,
    Formula,
    Plan,
    SetCell,
    SetMetadata,
)
from mentorship_gsheets.spreadsheet.workbook import Tab, Workbook
from mentorship_gsheets.tabs.catalogue import DRAFTS, FORM_RESPONSES, LEDGER_KEY, MEMORY
from mentorship_gsheets.tabs.people_tabs import KEY as EMAIL
from mentorship_gsheets.tabs.people_tabs import PEOPLE_TAB
from mentorship_gsheets.text import as_key, as_words

KEY, TEXT = (column.header for column in MEMORY.columns)
MAILS_COUNT = "mentorship-mails"
"""Metadata: how many mails are remembered."""
SALT = "mentorship-salt"
"""Metadata: the secret of the sheet that goes into the hashes of people who are not to come back."""
PURGED = "mentorship-purged"
"""Metadata: the day on which the personal data were taken out."""

_MAIL, _PERSON, _FORGOTTEN = "mail ", "person ", "forgotten "
LINE = LEDGER_KEY
_OF_A_LINE = ("Kind", "State", "People", "Round", "Draft", "Digest", "Changed", "Meeting", "Calendar")
OF_NOBODY = frozenset({LINE, "Kind", "State", "Reviewed", "Round", "Changed"})
"""Columns of a line of ``Drafts`` that say nothing of people, once its key cannot be guessed; all others do."""
_LOOK_UP = "In the sheet, File → Version history knows what was there; bring it back, and run this again."


def texts_of(workbook: Workbook) -> Mapping[str, str]:
    """Return what stands in the hidden tab: key -> text.

    Raises
    ------
    MentorshipError
        Somebody changed its header.
    """
    tab = workbook.tab(MEMORY.title)
    if tab is None:
        return {}
    if tab.column(KEY) is None or tab.column(TEXT) is None:
        raise MentorshipError(
            Finding(
                f"the hidden tab “{MEMORY.title}” has lost its columns {KEY} and {TEXT}.",
                _LOOK_UP,
                "memory-lost",
                Level.STOP,
            )
        )
    return tab.remember(
        "memory", lambda: {tab.text(rows[0], KEY): tab.text(rows[0], TEXT) for rows in tab.keyed(KEY).values()}
    )


def _parsed(text: str) -> Mapping[str, object]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _written(known: Mapping[str, object]) -> str:
    return json.dumps({name: value for name, value in known.items() if value}, ensure_ascii=False, sort_keys=True)


# --- mails ------------------------------------------------------------------------------------------------------------


def remembered_mails(workbook: Workbook) -> Mapping[str, Mapping[str, str]]:
    """Return every mail the hidden tab knows of: key -> text by column of ``Drafts``; blank ones are absent."""
    return {
        key.removeprefix(_MAIL): {name: str(value) for name, value in _parsed(text).items()}
        for key, text in texts_of(workbook).items()
        if key.startswith(_MAIL)
    }


def lost_lines(workbook: Workbook) -> Mapping[str, Mapping[str, str]]:
    """Return the mails that ``Drafts`` has no line of, or says of that they were not sent although they were."""
    tab = workbook.tab(DRAFTS.title)
    lines = tab.keyed(LINE) if tab else {}
    lost = {}
    for key, known in remembered_mails(workbook).items():
        rows = lines.get(as_key(key), ())
        if not rows or (
            tab is not None
            and known.get("State") == "SENT"
            and all(tab.text(row, "State").upper() != "SENT" for row in rows)
        ):
            lost[key] = known
    return lost


def ledger_findings(workbook: Workbook) -> list[Finding]:
    """Return what forbids making and sending mails: lines that are gone, or a memory that is gone with them."""
    if PURGED in workbook.metadata:
        return [
            Finding(
                f"the personal data were purged from this sheet on {workbook.metadata[PURGED]}, and with them all "
                "knowledge of who was written to.",
                "Begin the next programme in a fresh sheet.",
                "purged",
                Level.STOP,
            )
        ]
    tab = workbook.tab(DRAFTS.title)
    known = remembered_mails(workbook)
    lines = tab.keyed(LINE) if tab else {}
    counter = workbook.metadata.get(MAILS_COUNT, "")
    had = int(counter) if counter.isdecimal() else 0
    both = len({as_key(key) for key in known} | set(lines))
    if both < had:
        what = f"the tab Drafts and the hidden tab {MEMORY.title} know {counted(both, 'mail')}, and there were {had}."
        return [Finding(what, _LOOK_UP, "memory-lost", Level.STOP)]
    lost = lost_lines(workbook)
    if not lost:
        return []
    sent = sum(line.get("State") == "SENT" for line in lost.values())
    what = (
        f"the tab Drafts has lost {counted(len(lost), 'line')} of mails that were made; {sent} of them were sent: "
        "a line is gone, or does not say SENT any more."
    )
    remedy = "Run: mentorship doctor --fix; it writes them back. No mail is made or sent before."
    return [Finding(what, remedy, "ledger-lost", Level.STOP)]


def trust_ledger(workbook: Workbook) -> None:
    """Raise `MentorshipError` where the ledger and what the sheet remembers of it disagree."""
    if found := ledger_findings(workbook):
        raise MentorshipError(found)


def restored(workbook: Workbook) -> Plan:
    """Return the plan that writes lost lines of ``Drafts`` back, as far as they are known; empty when none is lost.

    Raises
    ------
    MentorshipError
        More is lost than the sheet remembers.
    """
    stops = [finding for finding in ledger_findings(workbook) if finding.code == "memory-lost"]
    if stops:
        raise MentorshipError(stops)
    tab = workbook.tab(DRAFTS.title)
    changes: list[Change] = []
    for key, known in lost_lines(workbook).items():
        rows = tab.keyed(LINE).get(as_key(key), ()) if tab else ()
        if tab is not None and len(rows) == 1:
            changes.append(SetCell(tab.title, LINE, key, "State", "SENT", tab.cell(rows[0], "State").text))
        elif not rows:
            people = [who.rpartition(" ")[2] for who in known.get("People", "").split("; ") if "@" in who]
            remark = "This line was lost, and is written from memory."
            values = {**known, "To": ", ".join(people), "Reference": reference(key), "Remark": remark}
            told = tuple((header, text) for header, text in ((LINE, key), *sorted(values.items())) if text)
            changes.append(AddRow(DRAFTS.title, LINE, key, (*told, ("Reviewed", False))))
    return Plan("doctor", tuple(changes), summary=f"writes back {counted(len(changes), 'line')} of Drafts")


# --- people -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """One person as last seen.

    Parameters
    ----------
    first
        The identity under which the person was known first; keys of mails are made of it.
    email, name
        As last seen.
    former
        Every other address the person had.
    """

    first: Identity
    email: str
    name: str
    former: tuple[str, ...] = ()

    @property
    def addresses(self) -> frozenset[str]:
        """Every address the person has or had."""
        return frozenset({self.first[1], self.email, *self.former})


@dataclass(frozen=True)
class Addresses:
    """Who is who: corrected addresses, both ways. Whoever never had another address is in neither.

    Parameters
    ----------
    now
        Former identity -> the present one.
    first
        Present identity -> the first one.
    standing
        Addresses that have a row, in whatever role.
    """

    now: Mapping[Identity, Identity] = field(default_factory=dict)
    first: Mapping[Identity, Identity] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()

    def as_now(self, who: str) -> str:
        """Return somebody as ledger lines write people (``mentor address``), under the present address."""
        return _renamed(who, self.now)

    def as_first(self, who: str) -> str:
        """Return somebody as ledger lines write people, under the first address."""
        return _renamed(who, self.first)

    def address_now(self, email: str) -> str:
        """Return the present address of whoever had this one; the address itself where it has a row, or is unclear."""
        if email in self.standing:
            return email
        found = {self.now[role, email][1] for role in Role if (role, email) in self.now}
        return found.pop() if len(found) == 1 else email


def _renamed(who: str, names: Mapping[Identity, Identity]) -> str:
    noun, _, email = who.partition(" ")
    roles = list(Role) if noun == "person" else [role for role in Role if role == noun]
    found = next((names[role, email][1] for role in roles if (role, email) in names), email)
    return f"{noun} {found}" if roles else who


def remembered_people(workbook: Workbook) -> tuple[Known, ...]:
    """Return everybody the hidden tab knows of, as last seen."""
    people = []
    for key, text in texts_of(workbook).items():
        role, _, first = key.removeprefix(_PERSON).partition(" ")
        if key.startswith(_PERSON) and role in set(map(str, Role)):
            told = _parsed(text)
            former = told.get("former", ())
            people.append(
                Known(
                    (Role(role), first),
                    str(told.get("email", first)),
                    str(told.get("name", "")),
                    tuple(map(str, former)) if isinstance(former, list) else (),
                )
            )
    return tuple(people)


def people_now(workbook: Workbook) -> tuple[Known, ...]:
    """Return everybody the hidden tab knows of, with the addresses as the rows have them now.

    A person whose address is in no row any more, and whose name stands in one row of an address nobody knows, is that
    row: somebody corrected the cell. A row whose address has given answers of its own is another person.
    """
    known = remembered_people(workbook)
    if not known:
        return ()
    rows = {role: _names(workbook, role) for role in Role}
    taken = {role: {person.email for person in known if person.first[0] is role} for role in Role}
    answered = _answering(workbook)
    fresh = {
        role: [
            (as_words(name), email)
            for email, name in rows[role].items()
            if name and email not in taken[role] and email not in answered
        ]
        for role in Role
    }
    lost = {person for person in known if person.email not in rows[person.first[0]]}
    namesakes = Counter((person.first[0], as_words(person.name)) for person in lost if person.name)
    people = []
    for person in known:
        role = person.first[0]
        found = [email for name, email in fresh[role] if name == as_words(person.name)]
        if person in lost and len(found) == 1 and namesakes[role, as_words(person.name)] == 1:
            former = dict.fromkeys((*person.former, person.email))
            person = replace(person, email=found[0], former=tuple(old for old in former if old != found[0]))
        people.append(person)
    return tuple(people)


def _names(workbook: Workbook, role: Role) -> Mapping[str, str]:
    """Return the names in a tab of people by address; rows without a readable address are absent."""
    tab = workbook.tab(PEOPLE_TAB[role])
    return {} if tab is None else tab.remember("names by address", lambda: _names_in(tab))


def _names_in(tab: Tab) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in tab.rows:
        email, _ = read_email(tab.text(row, EMAIL))
        if email:
            found.setdefault(email, tab.text(row, "Name"))
    return found


def _answering(workbook: Workbook) -> frozenset[str]:
    tab = workbook.tab(FORM_RESPONSES.title)
    return frozenset(read_email(tab.text(row, "Address"))[0] for row in tab.rows) if tab else frozenset()


def read_addresses(workbook: Workbook) -> Addresses:
    """Return who is who, as the sheet stands; a former address that has a row of its own is no former one."""
    people = people_now(workbook)
    if not people:
        return Addresses()
    rows = {role: _names(workbook, role) for role in Role}
    now: dict[Identity, Identity] = {}
    first: dict[Identity, Identity] = {}
    for person in people:
        role = person.first[0]
        for old in person.addresses - {person.email}:
            if old not in rows[role]:
                now[role, old] = (role, person.email)
        if person.first[1] != person.email and person.first[1] not in rows[role]:
            first[role, person.email] = person.first
    return Addresses(now, first, frozenset(rows[Role.MENTOR]) | frozenset(rows[Role.MENTEE]))


# --- who is not to come back ------------------------------------------------------------------------------------------


def forgotten_key(address: str, salt: str) -> str:
    """Return the key under which the hidden tab keeps somebody away: a keyed hash, from which nobody can be read.

    Parameters
    ----------
    address
        The e-mail address, as it is compared.
    salt
        The secret of this sheet; with another one the same person has another key.
    """
    return _FORGOTTEN + hmac.new(salt.encode(), address.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def forgotten_texts(workbook: Workbook) -> Mapping[str, str]:
    """Return the lines of the hidden tab about people who are not to come back: key -> text."""
    return {key: text for key, text in texts_of(workbook).items() if key.startswith(_FORGOTTEN)}


def without_forgotten(workbook: Workbook, forms: Iterable[Form], columns: Columns) -> tuple[Form, ...]:
    """Return the forms without the answers of people who were forgotten.

    Parameters
    ----------
    workbook
        As read.
    forms
        With their responses.
    columns
        Which question feeds which column: who answered stands in the address the form collected, and in ``Email``.

    Raises
    ------
    MentorshipError
        Somebody was forgotten, and the secret that tells who is gone.
    """
    forms = tuple(forms)
    kept = {key for key in texts_of(workbook) if key.startswith(_FORGOTTEN)}
    if not kept:
        return forms
    salt = workbook.metadata.get(SALT, "")
    if not salt:
        raise MentorshipError(
            Finding(
                "this sheet keeps people from coming back, and has lost the secret that tells who they are.",
                _LOOK_UP,
                "memory-lost",
                Level.STOP,
            )
        )

    def forgotten(text: str) -> bool:
        email = read_email(text)[0] if "@" in text else ""
        return bool(email) and forgotten_key(email, salt) in kept

    def addresses(form: Form, response: Response) -> Iterator[str]:
        yield response.email
        for question, texts in response.answers.items():
            if columns.get((form.title, question)) == EMAIL:
                yield from texts

    return tuple(
        replace(
            form,
            responses=tuple(
                response for response in form.responses if not any(map(forgotten, addresses(form, response)))
            ),
        )
        for form in forms
    )


# --- writing ----------------------------------------------------------------------------------------------------------


def remembering(plan: Plan, workbook: Workbook) -> Plan:
    """Return the plan with what makes the sheet remember what it will say after the plan: one batch with it.

    Parameters
    ----------
    plan
        Made on ``workbook``; an empty one is returned as it is, as is one that purges.
    workbook
        As read.

    Raises
    ------
    MentorshipError
        Somebody changed the header of the hidden tab.
    """
    purging = any(isinstance(change, SetMetadata) and change.key == PURGED for change in plan.changes)
    if plan.empty or purging or PURGED in workbook.metadata:
        return plan
    standing = texts_of(workbook)
    kept = {row[KEY]: row.get(TEXT, "") for row in _rows_after(plan, workbook, MEMORY.title, (KEY, TEXT)).values()}
    wanted = dict(_mails_after(plan, workbook)) | dict(_people_after(plan, workbook, kept))
    tab = workbook.tab(MEMORY.title)
    changes: list[Change] = []
    for key, text in wanted.items():
        if key not in kept:
            changes.append(AddRow(MEMORY.title, KEY, key, ((KEY, key), (TEXT, text))))
        elif kept[key] != text and key in standing and tab and len(tab.keyed(KEY)[as_key(key)]) == 1:
            changes.append(SetCell(MEMORY.title, KEY, key, TEXT, text, standing[key]))
    mails = sum(key.startswith(_MAIL) for key in kept.keys() | wanted.keys())
    if tab is None and changes and AddTab(MEMORY) not in plan.changes:
        changes.append(AddTab(MEMORY))
    counter = workbook.metadata.get(MAILS_COUNT, "0")
    if mails > (int(counter) if counter.isdecimal() else 0):
        changes.append(SetMetadata(MAILS_COUNT, str(mails)))
    return replace(plan, changes=(*plan.changes, *changes)) if changes else plan


def _rows_after(plan: Plan, workbook: Workbook, title: str, headers: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the rows of a tab as they will be after a plan, by folded key: texts by header; the first is the key."""
    tab, key_column = workbook.tab(title), headers[0]
    rows: dict[str, dict[str, str]] = {}
    for key, found in tab.keyed(key_column).items() if tab else ():
        rows[key] = {header: tab.text(found[0], header) for header in headers} if tab else {}
    for change in plan.changes:
        match change:
            case EmptyColumns(tab=where, columns=columns) if as_key(where) == as_key(title):
                for row in rows.values():
                    row.update(dict.fromkeys(columns or tuple(row), ""))
            case AddRow(tab=where, key=key, values=values) if as_key(where) == as_key(title):
                rows[as_key(key)] = {header: _plain(value) for header, value in values}
            case SetCell(tab=where, key=key, column=header) if as_key(where) == as_key(title) and as_key(key) in rows:
                rows[as_key(key)][header] = _plain(change.value)
    return {as_key(row.get(key_column, "")): row for row in rows.values() if row.get(key_column, "").strip()}


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return "" if isinstance(value, Formula) else str(value).strip()


def _mails_after(plan: Plan, workbook: Workbook) -> Iterator[tuple[str, str]]:
    for row in _rows_after(plan, workbook, DRAFTS.title, (LINE, *_OF_A_LINE)).values():
        key = row[LINE]
        yield _MAIL + key, _written({name: row.get(name, "") for name in _OF_A_LINE})


def _people_after(plan: Plan, workbook: Workbook, kept: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield how everybody is to be remembered: those with a row after the plan, the others as they were."""
    known = {(person.first[0], person.email): person for person in people_now(workbook)}
    for role in Role:
        rows = _rows_after(plan, workbook, PEOPLE_TAB[role], (EMAIL, "Name")).values()
        names = {email: row.get("Name", "") for row in rows if (email := read_email(row[EMAIL])[0])}
        for email, name in names.items():
            new = Known((role, email), email, "")
            person = known.get((role, email), new)
            if person.first[1] != email and (_person_key(person.first) not in kept or person.first[1] in names):
                # the first address is forgotten by this very plan, or has a row of its own again
                person = new
            told = {"name": name, "former": list(person.former)}
            yield _person_key(person.first), _written({**told, "email": email if email != person.first[1] else ""})


def _person_key(first: Identity) -> str:
    return f"{_PERSON}{first[0]} {first[1]}"
