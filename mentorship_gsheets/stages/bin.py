"""Bin: one for everybody whose Bin cell is blank, mentors and mentees as equal as their fields allow."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from mentorship_gsheets.bins import Balance, Bin, Size, balance, could_move, leads_nowhere, open_bins
from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.people import Participant, Role
from mentorship_gsheets.programmes import programme_of
from mentorship_gsheets.records.bin_rows import read_bins
from mentorship_gsheets.records.roster import locate, read_roster, row_key
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan, SetCell, Table
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import BINS
from mentorship_gsheets.tabs.overview import first_choices
from mentorship_gsheets.tabs.people_tabs import KEY, PEOPLE_TAB
from mentorship_gsheets.text import as_key

_MOST_FIELDS = 8


def plan(workbook: Workbook, settings: Settings) -> Plan:
    """Plan the blank ``Bin`` cells.

    Parameters
    ----------
    workbook
        With people, and bins in ``Bins``.
    settings
        Whether places or heads are balanced, and how many places a mentor has who did not say.

    Returns
    -------
    Plan
        With a table of the bins before and after balancing, a note on everybody who is not in the bin of the
        first choice, and one on everybody who could move. Filled cells stay, and the others are balanced around
        them; people held by a finding, and withdrawn ones, are left out.

    Raises
    ------
    MentorshipError
        A tab or column is missing or there twice.
    """
    roster, findings = read_roster(workbook, programme_of(settings).people)
    bins = read_bins(workbook)
    held = [finding for finding in findings if finding.level is not Level.NOTE]
    left_out = {finding.who for finding in held}
    people = [_listed(person, bins) for person in roster if (person.role, person.email) not in left_out]
    people = [person for person in people if not person.withdrawn]
    result = balance(people, bins, settings.weigh_bins, settings.capacity)
    changes = [
        SetCell(PEOPLE_TAB[role], KEY, row_key(workbook, role, email), "Bin", name)
        for (role, email), name in result.bins.items()
    ]
    first = {as_key(bin.name): Counter[Role]() for bin in bins}
    for person in people:
        first[as_key(open_bins(person.fields, bins)[0])][person.role] += 1
    suggestions = could_move(people, bins, result.after, settings.weigh_bins, settings.capacity)
    left = "place" if settings.weigh_bins else "mentor"
    notes = [
        *_moves(people, result, left),
        *(_advice(move.person, move.to, result.after, left) for move in suggestions),
        *_strange(people, bins),
        *_unlisted(people, bins),
    ]
    summary = (
        f"{counted(len(changes), 'person', 'people')} into {counted(len(bins), 'bin')}, "
        f"{len(result.moved)} of them not into their first choice; "
        f"imbalance {_imbalance(result.before)} → {_imbalance(result.after)}."
    )
    written = (*changes, *first_choices(workbook, first))
    return Plan("bin", written, (*held, *locate(notes, workbook)), (_table(result, left),), summary)


def _listed(person: Participant, bins: Iterable[Bin]) -> Participant:
    """Return the person with the bin as ``Bins`` spells it, where it is typed in another case."""
    spelt = {as_key(bin.name): bin.name for bin in bins}
    return replace(person, bin=spelt.get(as_key(person.bin), person.bin))


def _moves(people: Iterable[Participant], result: Balance, left: str) -> Iterator[Finding]:
    for person in people:
        first = result.moved.get(person.identity)
        if first is None:
            continue
        to = result.bins[person.identity]
        yield Finding(
            f"{person.name or person.email} ticked {first} first, as {_sides(result.before[first], left)} did, "
            f"and goes to {to}, ticked too, which {_sides(result.before[to], left)} put first.",
            "Type another bin to overrule this.",
            "moved",
            who=person.identity,
            column="Bin",
        )


def _advice(person: Participant, to: str, sizes: Mapping[str, Size], left: str) -> Finding:
    there = _sides(sizes.get(to, Size()), left)
    return Finding(
        f"{person.name or person.email} could move from {person.bin} with {_sides(sizes[person.bin], left)} "
        f"to {to}, ticked too, with {there}.",
        "Type that bin, or leave it.",
        "could-move",
        who=person.identity,
        column="Bin",
    )


def _strange(people: Iterable[Participant], bins: Iterable[Bin]) -> Iterator[Finding]:
    names = {bin.name for bin in bins}
    for person in people:
        if person.bin and person.bin not in names:
            yield Finding(
                f"{person.name or person.email} stands in “{person.bin}”, which Bins does not list.",
                "Choose a bin that is there, or add this one to Bins.",
                "unknown-bin",
                who=person.identity,
                column="Bin",
            )


def _unlisted(people: Iterable[Participant], bins: Iterable[Bin]) -> list[Finding]:
    """Return a note on the fields that lead into no bin, those of most people first."""
    bins = tuple(bins)
    ticked = Counter(field for person in people for field in person.fields)
    astray = [field for field, _ in ticked.most_common() if leads_nowhere(field, bins)]
    if not astray:
        return []
    shown = ", ".join(f"“{field[:40]}” ({ticked[field]})" for field in astray[:_MOST_FIELDS])
    more = f" and {len(astray) - _MOST_FIELDS} more" if len(astray) > _MOST_FIELDS else ""
    remedy = f"Add them to {BINS.title}, empty the Bin cells concerned, and run bin again."
    return [Finding(f"fields that no bin lists: {shown}{more}.", remedy, "unlisted-field", where=BINS.title)]


def _sides(size: Size, left: str) -> str:
    return f"{_number(size.mentors, left)} and {_number(size.mentees, 'mentee')}"


def _number(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _imbalance(sizes: Mapping[str, Size]) -> int:
    return sum(size.excess**2 for size in sizes.values())


def _table(result: Balance, left: str) -> Table:
    sides = f"{left.capitalize()}s"
    rows = tuple(
        (name, *map(str, (before.mentors, before.mentees, after.mentors, after.mentees, after.excess)))
        for name, after in result.after.items()
        for before in (result.before[name],)
    )
    header = ("Bin", f"{sides}, first choice", "Mentees, first choice", sides, "Mentees", "Difference")
    return Table("Bins", header, rows)
