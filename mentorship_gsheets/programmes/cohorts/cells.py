"""Cells about cohorts: ``Cohorts`` of people, the sentence beside it, and the rows of the tab ``Cohorts``."""

import re
from collections.abc import Collection, Iterable, Mapping

from mentorship_gsheets.people import Identity, Participant, Role
from mentorship_gsheets.programmes.cohorts.advice import why
from mentorship_gsheets.programmes.cohorts.arranging import CohortProposal
from mentorship_gsheets.programmes.cohorts.drawings import (
    AT_MOST,
    CHANNEL,
    CLOSED,
    COHORT,
    COHORTS,
    HOURS,
    HOURS_AWAY,
    MEMBER,
    MENTEES,
    MENTORS,
    OK,
    PLACES,
    SIZE_COLUMNS,
    STATE,
    TASK,
    TOO_FEW,
    WHY,
)
from mentorship_gsheets.programmes.cohorts.model import Cohort, Instance, Person
from mentorship_gsheets.programmes.cohorts.options import PREFIX
from mentorship_gsheets.programmes.cohorts.standing import CohortStanding, lines_of
from mentorship_gsheets.records.roster import cell_text, needed_tab, set_cell
from mentorship_gsheets.scoring.phrases import listed
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import AddRow, Change, SetCell, Value
from mentorship_gsheets.spreadsheet.workbook import Row, Tab
from mentorship_gsheets.text import as_key

LONGEST_CHANNEL = 80


def written(settings: Settings, standing: CohortStanding, proposal: CohortProposal) -> list[Change]:
    """Return the changes that make the sheet say what a proposal says; lines that still hold stay as typed.

    Parameters
    ----------
    settings, standing
        As read.
    proposal
        As `arranging` made it of this very standing.
    """
    people = [person for person in standing.roster if person.identity in proposal.labels]
    return [
        *(change for person in people for change in _member_changes(standing, person, proposal)),
        *copied(settings, standing, proposal.instance, proposal.labels, proposal.result.cohorts),
    ]


def copied(
    settings: Settings,
    standing: CohortStanding,
    instance: Instance,
    labels: Mapping[Identity, tuple[str, ...]],
    new: Collection[Cohort] = (),
) -> list[Change]:
    """Return the changes that make the tab ``Cohorts`` say what the cells of people will say.

    Parameters
    ----------
    settings, standing, instance
        As everywhere.
    labels
        Identity -> the cohorts in a cell that is changed; other cells stay.
    new
        Cohorts that have no row yet, among others.
    """
    return _row_changes(settings, standing, instance, _memberships(standing, labels, new))


def kept_lines(standing: CohortStanding, person: Participant, labels: Collection[str]) -> list[str]:
    """Return the lines of somebody's cell ``Cohorts``, as typed, that name one of these cohorts.

    Parameters
    ----------
    standing
        As read.
    person
        Whose cell.
    labels
        Cohorts as their rows write them.
    """
    return [line for line in lines_of(cell_text(standing.workbook, person, MEMBER)) if _label(standing, line) in labels]


def _memberships(
    standing: CohortStanding, labels: Mapping[Identity, tuple[str, ...]], new: Collection[Cohort]
) -> tuple[Cohort, ...]:
    """Return every cohort as the cells will have it, new ones and those with nobody included."""
    tasks = {cohort.label: cohort.task for cohort in (*standing.cohorts, *new)}
    members: dict[tuple[str, Role], list[str]] = {(label, role): [] for label in tasks for role in Role}
    for person in standing.roster:
        if not person.withdrawn:
            for label in labels.get(person.identity, standing.labels[person.identity]):
                members[label, person.role].append(person.email)
    return tuple(
        Cohort(label, task, *(tuple(sorted(members[label, role])) for role in Role)) for label, task in tasks.items()
    )


def _member_changes(standing: CohortStanding, person: Participant, proposal: CohortProposal) -> list[SetCell]:
    labels = proposal.labels[person.identity]
    changes = []
    if set(labels) != set(standing.labels[person.identity]):
        kept = [*kept_lines(standing, person, labels), *standing.unclear[person.identity]]
        new = [label for label in labels if label not in standing.labels[person.identity]]
        changes = set_cell(standing.workbook, person, MEMBER, "\n".join([*kept, *new]))
    if changes or (labels and not cell_text(standing.workbook, person, WHY)):
        sentences = reasons(proposal, person.identity)
        changes += set_cell(standing.workbook, person, WHY, "\n".join(sentences))
    return changes


def _label(standing: CohortStanding, line: str) -> str:
    offered = standing.offers.cohorts.get(as_key(line))
    return offered.label if offered else ""


def reasons(proposal: CohortProposal, identity: Identity) -> list[str]:
    """Return one sentence for each cohort somebody is in: why this one.

    Parameters
    ----------
    proposal
        As made.
    identity
        Of the person; one who takes no part is in no cohort.
    """
    role, email = identity
    person = proposal.instance.by_identity.get((role, email))
    cohorts = [cohort for cohort in proposal.result.cohorts if email in cohort.of(role)]
    return [membership_reason(proposal.instance, cohort, person) for cohort in cohorts] if person else []


def membership_reason(instance: Instance, cohort: Cohort, person: Person) -> str:
    """Return why somebody is in a cohort, as the column ``Why`` says it.

    Parameters
    ----------
    instance
        For zones, languages and picks.
    cohort
        With the person in it.
    person
        Of whom it is said.
    """
    facts = why(instance, cohort, person)
    others = len(cohort.of(person.role.other))
    said = []
    if facts.rank is not None:
        said.append("first pick" if facts.rank == 0 else f"pick number {facts.rank + 1}")
    elif cohort.task in person.picks:
        said.append("picked")
    reach = f"{facts.in_reach} of {others} {person.role.other}s in reach"
    said.append(reach + (f", {facts.unknown} unknown" if facts.unknown else ""))
    if facts.languages:
        said.append("speaks " + listed([word.capitalize() for word in facts.languages]))
    if facts.colleagues:
        said.append("with colleagues: " + listed(list(facts.colleagues)))
    return f"{cohort.label}: {'; '.join(said)}."


def copies(standing: CohortStanding, cohort: Cohort) -> Mapping[str, str]:
    """Return what the two columns of people of a cohort's row should say.

    Parameters
    ----------
    standing
        For names.
    cohort
        With its people.
    """
    texts = {}
    for header, role in ((MENTORS, Role.MENTOR), (MENTEES, Role.MENTEE)):
        people = [standing.roster.find(role, email) for email in cohort.of(role)]
        texts[header] = "\n".join(person.label for person in people if person is not None)
    return texts


def hours_awake(instance: Instance, cohort: Cohort, away: int = 0) -> str:
    """Return the hours a day that every mentee is awake together with a mentor, while ``away`` mentors are not there.

    Whichever mentors those are. People whose time zone is unknown are left out; blank where that leaves nobody.

    Parameters
    ----------
    instance
        For zones and the hours people are awake.
    cohort
        With its people.
    away
        How many mentors are missing.
    """
    least = []
    for email in cohort.mentees:
        mentee = instance.by_identity[Role.MENTEE, email]
        minutes = [instance.minutes_awake(mentee, instance.by_identity[Role.MENTOR, each]) for each in cohort.mentors]
        known = sorted((each for each in minutes if each is not None), reverse=True)
        if known:
            least.append(known[away] if len(known) > away else 0)
    return f"{min(least) / 60:g}" if least else ""


def state(instance: Instance, cohort: Cohort, closed: Collection[str]) -> str:
    """Return what the column ``State`` says of a cohort.

    Parameters
    ----------
    instance
        For the sizes of the task.
    cohort
        With its people.
    closed
        Labels of cohorts that are over.
    """
    if cohort.label in closed:
        return CLOSED
    task = instance.by_task[cohort.task]
    short = any(len(cohort.of(role)) < task.sizes(role).least for role in Role)
    return TOO_FEW if short else OK


def channel_name(label: str, prefix: str, taken: Collection[str]) -> str:
    """Return the name of a cohort's channel: lower case, letters, digits and hyphens, at most 80, not taken yet.

    Parameters
    ----------
    label
        Of the cohort.
    prefix
        How the names of channels begin.
    taken
        Names of channels there are, with the number sign.

    >>> channel_name("First patch: merged!", "cohort-", {"#cohort-first-patch-merged"})
    '#cohort-first-patch-merged-2'
    """
    words = re.sub(r"[\W_]+", "-", as_key(label)).strip("-")
    number = 1
    while True:
        tail = f"-{number}" if number > 1 else ""
        name = "#" + (prefix + words)[: LONGEST_CHANNEL - len(tail)].rstrip("-") + tail
        if name not in taken:
            return name
        number += 1


def channel_lists(standing: CohortStanding) -> str:
    """Return each open cohort's channel with the addresses of its people, to be pasted where channels are made."""
    groups = standing.arrangement.groups
    return "\n".join(
        f"{group.place or group.label}\n" + ", ".join(email for _, email in group.people) + "\n" for group in groups
    )


def row_values(
    settings: Settings, standing: CohortStanding, instance: Instance, cohort: Cohort, taken: set[str]
) -> dict[str, str]:
    """Return what the tool writes into a cohort's row, by header; its new channel is added to those taken.

    Parameters
    ----------
    settings, standing, instance
        As everywhere.
    cohort
        As its people's cells will have it.
    taken
        Names of channels there are; changed in place.
    """
    offered = standing.offers.cohorts.get(as_key(cohort.label))
    channel = offered.channel if offered else ""
    if not channel:
        channel = channel_name(cohort.label, settings.own[PREFIX], taken)
        taken.add(channel)
    places = max(0, instance.by_task[cohort.task].mentees.most - len(cohort.mentees))
    closed = cohort.label in standing.closed
    return {
        CHANNEL: channel,
        **copies(standing, cohort),
        PLACES: "0" if closed else str(places),
        HOURS: hours_awake(instance, cohort),
        HOURS_AWAY: hours_awake(instance, cohort, 1),
        STATE: state(instance, cohort, standing.closed),
    }


def _row_changes(
    settings: Settings, standing: CohortStanding, instance: Instance, cohorts: Iterable[Cohort]
) -> list[Change]:
    tab = needed_tab(standing.workbook, COHORTS.title)
    taken = {each.channel for each in standing.offers.cohorts.values() if each.channel}
    blank = dict(_unnamed(tab))
    changes: list[Change] = []
    for cohort in cohorts:
        values = row_values(settings, standing, instance, cohort, taken)
        rows = tab.keyed(COHORT).get(as_key(cohort.label), ())
        if rows:
            changes += _set(tab, rows[0], COHORT, values)
        elif row := blank.pop(as_key(cohort.task), None):
            changes += _set(tab, row, TASK, {COHORT: cohort.label, **values})
        else:
            changes.append(_added(tab, cohort, values))
    return changes


def _unnamed(tab: Tab) -> Mapping[str, Row]:
    """Return the rows that offer a task and have no name yet, by task; those of a task with other rows are left."""
    return {task: rows[0] for task, rows in tab.keyed(TASK).items() if len(rows) == 1 and not tab.text(rows[0], COHORT)}


def _set(tab: Tab, row: Row, key_column: str, values: Mapping[str, str]) -> list[Change]:
    key = tab.text(row, key_column)
    return [
        SetCell(tab.title, key_column, key, header, _value(header, value), tab.cell(row, header).text)
        for header, value in values.items()
        if tab.column(header) is not None and tab.text(row, header) != value
    ]


def _added(tab: Tab, cohort: Cohort, values: Mapping[str, str]) -> AddRow:
    first = next(row for row in tab.rows if as_key(tab.text(row, TASK)) == as_key(cohort.task))
    sizes = (*SIZE_COLUMNS[Role.MENTOR], *SIZE_COLUMNS[Role.MENTEE], AT_MOST)
    copied = {header: tab.text(first, header) for header in sizes}
    cells = {COHORT: cohort.label, TASK: cohort.task, **copied, **values}
    filled = [
        (header, _value(header, value)) for header, value in cells.items() if value and tab.column(header) is not None
    ]
    return AddRow(tab.title, COHORT, cohort.label, tuple(filled))


_NUMBERS = frozenset({PLACES, HOURS, HOURS_AWAY, AT_MOST, *SIZE_COLUMNS[Role.MENTOR], *SIZE_COLUMNS[Role.MENTEE]})
"""Columns of numbers; a cohort may be called 007."""


def _value(header: str, text: str) -> Value:
    if header in _NUMBERS and re.fullmatch(r"\d+(\.\d+)?", text):
        return int(text) if text.isdecimal() else float(text)
    return text
