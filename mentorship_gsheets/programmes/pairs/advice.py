"""``advice``: before matching, where places are short, what stands in the way, and what would place everybody."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from mentorship_gsheets.bins import open_bins
from mentorship_gsheets.counts import counted
from mentorship_gsheets.mail.facts import form_link, plain
from mentorship_gsheets.people import Attendance, Participant, Role, Roster
from mentorship_gsheets.programmes.pairs.arranging import empty_side
from mentorship_gsheets.programmes.pairs.optimum import arrange
from mentorship_gsheets.programmes.pairs.remedies import remedies
from mentorship_gsheets.programmes.pairs.standing import read_standing
from mentorship_gsheets.records.bin_rows import read_bins
from mentorship_gsheets.scoring import Scored, score
from mentorship_gsheets.scoring.phrases import listed
from mentorship_gsheets.scoring.quality import stopped_counts
from mentorship_gsheets.settings import BinRole, Policy, Settings
from mentorship_gsheets.spreadsheet.plan import Plan, Table
from mentorship_gsheets.spreadsheet.workbook import Workbook

STAGE = "advice"


ONE_HOUR = "It takes one good hour in the week of the conference, in person or by video."


def plan(workbook: Workbook, settings: Settings, asks: str = ONE_HOUR) -> Plan:
    """Look at the people before they are matched; nothing is ever changed.

    Parameters
    ----------
    workbook, settings
        As read.
    asks
        What a call for mentors says of the time it takes.

    Returns
    -------
    Plan
        With tables only: people and places, who could move, hard rules, people nobody may meet, the fewest capacity
        raises and allowed colleagues that would place everybody, and, where places are short, a call for mentors to
        paste. Tables without rows are absent.
    """
    situation = read_standing(workbook, settings)
    empty = empty_side(situation.pool)
    if empty:
        return Plan(STAGE, (), (*situation.findings, *empty), (), "There is nobody to match.")
    scored = score(situation.pool, settings, situation.never, pins=situation.pairs)
    left = [email for role, email in arrange(scored).unmatched if role is Role.MENTEE]
    steps, sentence = _steps(scored, situation.roster) if left else ((), "every mentee can be placed.")
    tables = (
        _places(situation.pool),
        _movers(workbook, situation.pool, settings),
        _rules(scored),
        Table("People nobody may meet", ("Who", "Role", "Why"), tuple(_stuck(scored))),
        Table("The fewest steps that would place everybody", ("Step",), steps),
        call_for_mentors(situation.pool, settings, asks),
    )
    places = int(scored.problem.capacity.sum())
    summary = f"Mentees: {len(scored.mentees)}, mentors: {len(scored.mentors)}, places: {places}; {sentence}"
    return Plan(STAGE, (), situation.findings, tuple(table for table in tables if table.rows), summary)


def _places(pool: Roster) -> Table:
    """Mentees against mentors and places, by bin and by attendance."""
    rows = [("everybody", *_numbers(pool, lambda _: True))]
    for bin in sorted({person.bin for person in pool}):
        rows.append((f"bin {bin or '(none)'}", *_numbers(pool, partial(_stands_in, bin))))
    for kind in sorted({person.attendance for person in pool}):
        rows.append((kind or "attendance unknown", *_numbers(pool, partial(_attends, kind))))
    return Table("People and places", ("Where", "Mentees", "Mentors", "Places", "Short by"), tuple(rows))


_MOST_FIELDS = 4


def call_for_mentors(pool: Roster, settings: Settings, asks: str) -> Table:
    """Return a text to paste where mentors may read it: how many are missing, and in which fields.

    Parameters
    ----------
    pool
        Who is to be matched; every mentor with the places that are left.
    settings
        For the name of the programme, and the address of the form.
    asks
        What it says of the time it takes.

    Returns
    -------
    Table
        A line a row; without rows where there is a place for every mentee.
    """
    missing = len(pool.mentees) - _total(list(pool.mentors))
    if missing <= 0:
        return Table("A call for mentors, to paste", ("Text",), ())
    wanted = Counter(field for mentee in pool.mentees for field in mentee.fields)
    offered: Counter[str] = Counter()
    for mentor in pool.mentors:
        for field in mentor.fields:
            offered[field] += mentor.capacity or 0
    short = sorted((offered[field] - wanted[field], field) for field in wanted if offered[field] < wanted[field])
    fields = [plain(field) for _, field in short[:_MOST_FIELDS]]
    name = plain(settings.programme) or "our conference"
    link, contact = form_link(settings.form), settings.reply_to or settings.author
    lines = [
        f"{name} looks for {counted(missing, 'more mentor')}.",
        f"Most wanted: {listed(fields)}." if fields else "",
        asks,
        f"Two minutes to join: {link}" if link else f"To join, write to {contact}." if contact else "",
    ]
    return Table("A call for mentors, to paste", ("Text",), tuple((line,) for line in lines if line))


def _attends(kind: Attendance, person: Participant) -> bool:
    return person.attendance is kind


def _stands_in(bin: str, person: Participant) -> bool:
    return person.bin == bin


def _numbers(pool: Roster, among: Callable[[Participant], bool]) -> tuple[str, str, str, str]:
    mentees = sum(among(person) for person in pool.mentees)
    mentors = [person for person in pool.mentors if among(person)]
    places = _total(mentors)
    return str(mentees), str(len(mentors)), str(places), str(max(0, mentees - places))


def _total(mentors: list[Participant]) -> int:
    # the pool has a capacity for every mentor: stated, or by Settings, less what is taken outside the pool
    return sum(mentor.capacity or 0 for mentor in mentors)


def _movers(workbook: Workbook, pool: Roster, settings: Settings) -> Table:
    """Mentors where places are over, and mentees where they are short, who ticked a field that leads elsewhere."""
    mentees = Counter(person.bin for person in pool.mentees)
    places: Counter[str] = Counter()
    for mentor in pool.mentors:
        places[mentor.bin] += mentor.capacity or 0
    spare = {bin: places[bin] - mentees[bin] for bin in {*places, *mentees}}
    bins = read_bins(workbook)
    rows = []
    for person in pool:
        # a mentor helps by leaving a bin with places to spare, a mentee by leaving one that is short
        sign = 1 if person.role is Role.MENTOR else -1
        if not person.bin or not person.fields or sign * spare[person.bin] <= 0:
            continue
        others = open_bins(person.fields, bins)
        to = [bin for bin in others if bin != person.bin and sign * spare.get(bin, 0) < 0]
        if to:
            rows.append((person.label, str(person.role), person.bin, ", ".join(to)))
    title = "Who could move" + (" (needed: bins are walls)" if settings.bins is BinRole.WALL else "")
    return Table(title, ("Who", "Role", "From", "To"), tuple(rows))


def _rules(scored: Scored) -> Table:
    """How many pairs each hard rule stops, and how many nothing else stops."""
    rules = [rule for rule in scored.barriers if rule.policy is Policy.FORBID]
    times = np.zeros(scored.problem.shape, np.uint8)
    for rule in rules:
        times += rule.stops[:]
    rows = tuple(
        (
            str(rule.criterion or rule.name),
            str(int(rule.stops[:].sum())),
            str(int((rule.stops[:] & (times == 1)).sum())),
        )
        for rule in rules
    )
    title = f"Hard rules, of {times.size} pairs"
    return Table(title, ("Rule", "Pairs stopped", "By this rule alone"), tuple(row for row in rows if row[1] != "0"))


def _stuck(scored: Scored) -> Iterator[tuple[str, str, str]]:
    problem = scored.problem
    chances = (
        np.count_nonzero(problem.eligible & (problem.capacity > 0), axis=1),
        np.count_nonzero(problem.eligible, axis=0),
    )
    for role, people, count in zip((Role.MENTEE, Role.MENTOR), (scored.mentees, scored.mentors), chances, strict=True):
        for person, others in zip(people, count.tolist(), strict=True):
            if not others:
                yield person.label, str(role), stopped_counts(scored, role, person.email)


def _steps(scored: Scored, roster: Roster) -> tuple[tuple[tuple[str], ...], str]:
    found = remedies(scored)

    def label(role: Role, email: str) -> str:
        person = roster.find(role, email)
        return person.label if person else email

    lines = [f"{label(Role.MENTOR, mentor)} takes {count} more" for mentor, count in found.raises.items()]
    lines += [
        f"{label(Role.MENTEE, mentee)} may meet {label(Role.MENTOR, mentor)}, a colleague"
        for mentee, mentor in found.allowed
    ]
    lines += [f"nothing helps {label(Role.MENTEE, mentee)}: find another mentor" for mentee in found.still]
    sentence = f"{counted(found.steps, 'step')} would place everybody" + (
        f" but {len(found.still)}." if found.still else "."
    )
    return tuple((line,) for line in lines), sentence
