"""Whom people name in a column of wishes, found by name or address as in match cells."""

from collections.abc import Iterable
from dataclasses import replace

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.people import Participant, Role, Roster, Told
from mentorship_gsheets.records.memory import read_addresses
from mentorship_gsheets.records.roster import PersonNames, did_you_mean
from mentorship_gsheets.scoring.columns import column_of
from mentorship_gsheets.scoring.kinds.wishes import MOST
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.people_tabs import PEOPLE_TAB
from mentorship_gsheets.text import as_key


def with_wishes(workbook: Workbook, roster: Roster, settings: Settings) -> tuple[Roster, list[Finding]]:
    """Return the people with the addresses of those they wish for, and what cannot be read.

    Parameters
    ----------
    workbook
        As read; it knows which addresses were corrected.
    roster
        Everybody.
    settings
        Whose criteria name the columns of wishes.

    Returns
    -------
    roster
        `Participant.more` holds under such a column the addresses as `Told.choices`, in the order of the cell; lines
        that name nobody, or several people, are absent there.
    findings
        A note for every such line, and for wishes beyond those that count. What a line means to say is not decided
        here: nobody is held back for a wish.
    """
    judged = (*settings.musts, *settings.priorities)
    wishing = [one for one in judged if isinstance(one, Criterion) and one.how is How.WISHES]
    findings: list[Finding] = []
    if not wishing:
        return roster, findings
    addresses = read_addresses(workbook)
    sides: dict[Role, tuple[Participant, ...]] = {}
    for role in Role:
        columns = {as_key(header): header for one in wishing if (header := column_of(one, role))}
        names = PersonNames(role.other, roster.of(role.other), addresses)
        people = []
        for person in roster.of(role):
            read = {}
            for key, header in columns.items():
                if key in person.more:
                    emails, doubts = _named(person, header, person.more[key].text, names)
                    read[key] = Told(person.more[key].text, emails)
                    findings += doubts
            people.append(replace(person, more={**person.more, **read}) if read else person)
        sides[role] = tuple(people)
    return Roster(sides[Role.MENTOR], sides[Role.MENTEE]), findings


def _named(
    person: Participant, header: str, text: str, names: PersonNames
) -> tuple[tuple[str, ...], Iterable[Finding]]:
    emails: dict[str, None] = {}
    findings = []
    title = PEOPLE_TAB[person.role.other]
    for line in names.lines(text):
        email, problem = names(line)
        if email and names.known(names.now(email)):
            emails[names.now(email)] = None
            continue
        said = f"“{line.strip()[:80]}”, a wish of {person.name or person.email},"
        findings.append(
            Finding(
                f"{said} {problem or 'names nobody'} in {title}.",
                f"{did_you_mean(names.meant(line))}Type Name <address> as it stands in {title}, or clear the line.",
                "unknown-wish",
                who=person.identity,
                column=header,
            )
        )
    if len(emails) > MOST:
        what = f"{person.name or person.email} wishes for {len(emails)} people; the first {MOST} count."
        findings.append(Finding(what, "Put those who matter first.", "many-wishes", who=person.identity, column=header))
    return tuple(emails), findings
