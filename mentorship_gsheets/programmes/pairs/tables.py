"""Tables about pairs: how many of which kind, how well they fit, who is worst off, who is left."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mentorship_gsheets.counts import counted
from mentorship_gsheets.matching.pair_prices import price_tag
from mentorship_gsheets.people import Attendance, Participant, Role
from mentorship_gsheets.programmes.pairs.optimum import Arranged, arrange
from mentorship_gsheets.scoring.barriers import Barrier, eligible
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.comparisons import same_answer, shared_words
from mentorship_gsheets.scoring.prices import difference, price
from mentorship_gsheets.scoring.quality import Graded, grade_pairs, left_reason, worst
from mentorship_gsheets.scoring.reasons import says_little
from mentorship_gsheets.settings import Judged
from mentorship_gsheets.spreadsheet.plan import Table

_CLASS = 20
_MOST_PRICED = 250_000


def quality_tables(found: Arranged) -> tuple[Table, ...]:
    """Return the report on a set of pairs; tables without rows are absent."""
    graded = grade_pairs(found.scored, found.pairs)
    # a number for people who said nothing about themselves would be made up
    known = [pair for pair in graded if not (says_little(pair.mentee) or says_little(pair.mentor))]
    tables = (
        Table("Pairs", ("What", "How many"), tuple(_counts(graded, len(graded) - len(known), found))),
        Table("Fit of the pairs, from 0 to 100", ("Whose", "Pairs", "Mean", *_classes()), tuple(_distribution(known))),
        Table(
            "By bin", ("Bin", "Mentees", "Mentors", "Mentees matched", "Mean fit"), tuple(_bins(graded, known, found))
        ),
        Table(
            "Worst off",
            ("Mentee", "Mentor", "Fit", "Weak point"),
            tuple((one.mentee.label, one.mentor.label, str(one.fit), one.weak) for one in worst(known)),
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


def _counts(graded: Sequence[Graded], unknown: int, found: Arranged) -> list[tuple[str, str]]:
    kinds: Counter[str] = Counter()
    for pair in graded:
        one, other = pair.mentee, pair.mentor
        if Attendance.UNKNOWN in (one.attendance, other.attendance):
            kinds["attendance of one unknown"] += 1
        elif one.attendance is other.attendance:
            kinds[f"both {one.attendance}"] += 1
        else:
            kinds["mixed: one virtual, one in person"] += 1
        if any(shared_words(one.fields, other.fields)):
            kinds["share a field"] += 1
        elif same_answer(one.bin, other.bin):
            kinds["share a bin only"] += 1
        else:
            kinds["share neither field nor bin"] += 1
        if any(shared_words(one.topics, other.topics)):
            kinds["a topic asked for is offered"] += 1
    left = Counter(role for role, _ in found.unmatched)
    loads = Counter(Counter(pair.mentor.email for pair in graded).values())
    have = Counter(Counter(pair.mentee.email for pair in graded).values())
    wanted = sum(mentee.wanted or 1 for mentee in found.scored.mentees)
    several = [(f"mentees with {count} mentors", str(have[count])) for count in sorted(have) if count > 1]
    if wanted > len(found.scored.mentees):
        lacking = wanted - len(graded) - left[Role.MENTEE]
        several.append(("further mentors wanted and not found", str(lacking)))
    return [
        ("pairs", str(len(graded))),
        *sorted((kind, str(number)) for kind, number in kinds.items()),
        *([("too little is known for a fit", str(unknown))] if unknown else []),
        *((f"mentors with {load} mentee{'s' * (load > 1)}", str(loads[load])) for load in sorted(loads)),
        *several,
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


def _bins(graded: Sequence[Graded], known: Sequence[Graded], found: Arranged) -> list[tuple[str, ...]]:
    scored = found.scored
    matched = Counter({pair.mentee.email: pair.mentee.bin for pair in graded}.values())
    fits: dict[str, list[int]] = defaultdict(list)
    for pair in known:
        fits[pair.mentee.bin].append(pair.fit)
    mentees = Counter(person.bin for person in scored.mentees)
    mentors = Counter(person.bin for person in scored.mentors)
    bins = sorted(set(mentees) | set(mentors))
    return [
        (bin or "(none)", str(mentees[bin]), str(mentors[bin]), str(matched[bin]), _mean(fits[bin])) for bin in bins
    ]


def _mean(fits: Sequence[int]) -> str:
    return str((2 * sum(fits) + len(fits)) // (2 * len(fits))) if fits else ""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one criterion cost.

    Parameters
    ----------
    criterion
        Which; a must, or one of those in their order.
    words
        What the criteria below it would gain without it, or, of a must, all; empty where that is nothing.
    moved
        Names of the mentees who would have another mentor, or none, or one at last.
    """

    criterion: Judged
    words: str
    moved: tuple[str, ...]

    @property
    def told(self) -> str:
        """What ``What it cost`` says."""
        if not self.words:
            return "Nothing."
        return f"{self.words}; without it {counted(len(self.moved), 'mentee')} would have another mentor, or none."


def costs(found: Arranged) -> tuple[Cost, ...]:
    """Return what each criterion cost: solved again without it; nothing for very large sheets.

    Parameters
    ----------
    found
        The best pairs.

    Returns
    -------
    tuple of Cost
        The musts first, then the others in their order; those nobody said anything about are absent.
    """
    scored, matching = found.scored, found.matching
    if scored.problem.eligible.size > _MOST_PRICED:
        return ()
    told = [_cost_of_must(found, rule, rule.criterion) for rule in scored.barriers if rule.criterion is not None]
    for place, criterion in enumerate(scored.priorities):
        if criterion is None:
            continue
        tag = price_tag(scored.problem, matching, place, "array")
        words = _saved(found, tag.with_tier, tag.without, place) if len(tag.changed) else ""
        who = list(dict.fromkeys(tag.changed[:, 0].tolist())) if words else ()
        told.append(Cost(criterion, words, _called(found, who)))
    return tuple(told)


def _cost_of_must(found: Arranged, must: Barrier, criterion: Judged) -> Cost:
    """What all lose by one rule: matched again without it."""
    scored = found.scored
    others = [rule for rule in scored.barriers if rule is not must]
    allowed = scored.problem.eligible | (must.stops[:] & eligible(scored.problem.shape, others))
    without = arrange(replace(scored, problem=replace(scored.problem, eligible=allowed)))
    price_of = [old - new for old, new in zip(found.matching.objective, without.matching.objective, strict=True)]
    # what comes after the last criterion decides between equals and is worth nothing
    if not any(price_of[: len(scored.priorities)]):
        return Cost(criterion, "", ())
    changed = sorted({mentee for mentee, _ in set(found.pairs) ^ set(without.pairs)})
    rows = [scored.row[email] for email in changed]
    return Cost(criterion, price(scored.priorities, price_of, most=3), _called(found, rows))


def _called(found: Arranged, rows: Sequence[int]) -> tuple[str, ...]:
    return tuple(found.scored.mentees[row].name or found.scored.mentees[row].email for row in rows)


def price_tables(told: Sequence[Cost]) -> tuple[Table, ...]:
    """Return what each criterion cost, as a table; nothing where none cost anything."""
    rows = tuple(
        (
            str(cost.criterion),
            cost.words,
            str(len(cost.moved)),
            ", ".join(cost.moved[:3]) + " …" * (len(cost.moved) > 3),
        )
        for cost in told
        if cost.words
    )
    head = ("Criterion", "It cost", "Mentees moved", "Such as")
    return (Table("What each criterion cost those below it", head, rows),) if rows else ()


def _saved(found: Arranged, kept: Sequence[int], dropped: Sequence[int], place: int) -> str:
    """What the tiers below would gain without one of them: shares of the fit of a part, or differences in words."""
    scored = found.scored
    graded = {part.priority for part in scored.parts}
    best = WORST * len(found.pairs)
    words = []
    for tier in range(place + 1, len(scored.priorities)):
        priority, gain = scored.priorities[tier], kept[tier + 1] - dropped[tier + 1]
        if priority is None or gain <= 0:
            continue
        if priority in graded and best > dropped[tier + 1]:
            share = 100 * gain / (best - dropped[tier + 1])
            words.append(f"{share:.0f} % of {priority}" if share >= 1 else f"less than 1 % of {priority}")
        else:
            words.append(difference(priority, gain))
    return ", ".join(words[:3])
