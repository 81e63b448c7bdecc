"""Tables about pairs: how many of which kind, how well they fit, who is worst off, who is left."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from mentorship_gsheets.people import Attendance, Participant, Role
from mentorship_gsheets.plan import Table
from mentorship_gsheets.programmes.conference import Arranged
from mentorship_gsheets.scoring.names import plain
from mentorship_gsheets.scoring.parts import word_set
from mentorship_gsheets.scoring.quality import Graded, grade_pairs, left_reason, worst

_CLASS = 20


def quality_tables(found: Arranged) -> tuple[Table, ...]:
    """Return the report on a set of pairs; tables without rows are absent."""
    graded = grade_pairs(found.scored, found.pairs)
    tables = (
        Table("Pairs", ("What", "How many"), tuple(_counts(graded, found))),
        Table("Fit of the pairs, from 0 to 100", ("Whose", "Pairs", "Mean", *_classes()), tuple(_distribution(graded))),
        Table(
            "By block", ("Block", "Mentees", "Mentors", "Mentees matched", "Mean fit"), tuple(_blocks(graded, found))
        ),
        Table(
            "Worst off",
            ("Mentee", "Mentor", "Fit", "Weak point"),
            tuple((one.mentee.label, one.mentor.label, str(one.fit), one.weak) for one in worst(graded)),
        ),
        left_table(found),
    )
    return tuple(table for table in tables if table.rows)


def left_table(found: Arranged) -> Table:
    """Return everybody who got nobody, with the reason."""
    scored = found.scored
    people = {person.identity: person for person in (*scored.mentees, *scored.mentors)}
    rows = tuple(
        (people[role, email].label, str(role), left_reason(scored, role, email)) for role, email in found.unmatched
    )
    return Table("Left without a partner", ("Who", "Role", "Why"), rows)


def _counts(graded: Sequence[Graded], found: Arranged) -> list[tuple[str, str]]:
    kinds: Counter[str] = Counter()
    for pair in graded:
        one, other = pair.mentee, pair.mentor
        if Attendance.UNKNOWN in (one.attendance, other.attendance):
            kinds["attendance of one unknown"] += 1
        elif one.attendance is other.attendance:
            kinds[f"both {one.attendance}"] += 1
        else:
            kinds["mixed: one virtual, one in person"] += 1
        if word_set(one.fields) & word_set(other.fields):
            kinds["share a field"] += 1
        elif plain(one.bin) and plain(one.bin) == plain(other.bin):
            kinds["share a block only"] += 1
        else:
            kinds["share neither field nor block"] += 1
        if word_set(one.topics) & word_set(other.topics):
            kinds["a topic asked for is offered"] += 1
    left = Counter(role for role, _ in found.unmatched)
    loads = Counter(Counter(pair.mentor.email for pair in graded).values())
    return [
        ("pairs", str(len(graded))),
        *sorted((kind, str(number)) for kind, number in kinds.items()),
        *((f"mentors with {load} mentee{'s' * (load > 1)}", str(loads[load])) for load in sorted(loads)),
        ("mentees without a mentor", str(left[Role.MENTEE])),
        ("mentors without a mentee", str(left[Role.MENTOR])),
    ]


def _classes() -> list[str]:
    return [f"{low}-{low + _CLASS - 1 if low + _CLASS < 100 else 100}" for low in range(0, 100, _CLASS)]


def _distribution(graded: Sequence[Graded]) -> list[tuple[str, ...]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for pair in graded:
        for group in ("all", *_groups(pair.mentee)):
            groups[group].append(pair.fit)
    return [(group, *_row(fits)) for group, fits in groups.items()]


def _groups(mentee: Participant) -> list[str]:
    groups = [f"mentees {mentee.attendance or 'of unknown attendance'}"]
    if mentee.first_time is not None:
        groups.append("first-timers" if mentee.first_time else "not for the first time")
    return groups


def _row(fits: Sequence[int]) -> list[str]:
    classes = Counter(min(fit, 99) // _CLASS for fit in fits)
    return [str(len(fits)), _mean(fits), *(str(classes[low]) for low in range(100 // _CLASS))]


def _blocks(graded: Sequence[Graded], found: Arranged) -> list[tuple[str, ...]]:
    scored = found.scored
    fits: dict[str, list[int]] = defaultdict(list)
    for pair in graded:
        fits[pair.mentee.bin].append(pair.fit)
    mentees = Counter(person.bin for person in scored.mentees)
    mentors = Counter(person.bin for person in scored.mentors)
    blocks = sorted(set(mentees) | set(mentors))
    return [
        (block or "(none)", str(mentees[block]), str(mentors[block]), str(len(fits[block])), _mean(fits[block]))
        for block in blocks
    ]


def _mean(fits: Sequence[int]) -> str:
    return str((2 * sum(fits) + len(fits)) // (2 * len(fits))) if fits else ""
