"""Cells about pairs: the match columns, filled or changed line by line, and the sentences beside them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np

from mentorship_gsheets.people import Identity, Participant, Role, Roster
from mentorship_gsheets.programmes.pairs.consistency import pair_of
from mentorship_gsheets.programmes.pairs.optimum import Arranged
from mentorship_gsheets.programmes.pairs.remedies import COLLEAGUES
from mentorship_gsheets.records.roster import cell_text, match_text, set_cell, written_out
from mentorship_gsheets.scoring import Never, Pair
from mentorship_gsheets.scoring.barriers import Barrier
from mentorship_gsheets.scoring.phrases import called
from mentorship_gsheets.scoring.quality import grade_pairs
from mentorship_gsheets.scoring.reasons import says_little, why
from mentorship_gsheets.scoring.rules import MUST, hard_rules
from mentorship_gsheets.settings import Policy, Settings
from mentorship_gsheets.spreadsheet.plan import SetCell
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.people_tabs import BARRED, MATCH_COLUMN
from mentorship_gsheets.text import without_isolates

WHY = "Why"
NEXT_BEST = "Next best"
FIT = "Fit"
WALL = "wall"
"""Name of the rule about bins as walls."""

Partners = Mapping[Identity, tuple[str, ...]]


def partners_after(people: Iterable[Participant], pairs: Iterable[Pair], parted: Collection[Pair] = ()) -> Partners:
    """Return everybody's partners when these pairs stand.

    Parameters
    ----------
    people
        Whose partners are wanted.
    pairs
        The pairs that shall stand; all of them are people's.
    parted
        Pairs that shall not stand any more. Whoever else a cell names stays in it, known or not.

    Returns
    -------
    Partners already named first, as named, then new ones by address; people without a partner have none.
    """
    new: dict[Identity, list[str]] = {person.identity: [] for person in people}
    for mentee, mentor in sorted(pairs):
        new[Role.MENTEE, mentee].append(mentor)
        new[Role.MENTOR, mentor].append(mentee)
    after = {}
    for person in people:
        kept = [partner for partner in dict.fromkeys(person.partners) if pair_of(person, partner) not in parted]
        after[person.identity] = (*kept, *(partner for partner in new[person.identity] if partner not in kept))
    return after


def match_changes(
    workbook: Workbook,
    people: Iterable[Participant],
    roster: Roster,
    after: Partners,
    loose: Mapping[Identity, Sequence[tuple[str, Participant]]],
) -> list[SetCell]:
    """Return the changes that make match cells name these partners.

    Parameters
    ----------
    workbook, roster
        As read.
    people
        Whose partners may change.
    after
        The partners each of them shall have.
    loose
        Lines that name somebody without the address, see `loose_lines`.

    Returns
    -------
    Changes of match cells. Lines about partners who stay remain as they were typed, but for those that name somebody
    by the name alone: they get the address, in the cells of everybody, so that the formulas of the sheet and a later
    namesake find the same person. Where all partners stay, lines are only added below.
    """
    wanted_by = {person.identity: after[person.identity] for person in people}
    changes = []
    for person in roster:
        wanted = wanted_by.get(person.identity, person.partners)
        complete = {line: match_text([other]) for line, other in loose.get(person.identity, ())}
        if set(wanted) == set(person.partners) and not complete:
            continue
        column = MATCH_COLUMN[person.role]
        written = [complete.get(line, line) for line in cell_text(workbook, person, column).splitlines()]
        if set(person.partners) <= set(wanted):
            lines = written
            wanted = tuple(email for email in wanted if email not in person.partners)
        else:
            lines = []
        if person.role is Role.MENTEE and wanted:
            # of a mentee so many lines are read as there may be mentors
            lines = _each_once(lines, person.partners)
        lines += [_line(roster.find(person.role.other, email), email, written) for email in wanted]
        changes += set_cell(workbook, person, column, "\n".join(lines))
    return changes


def _each_once(lines: Iterable[str], partners: Sequence[str]) -> list[str]:
    """Return the lines without those that name once more whom an earlier one names."""
    named: dict[str, str] = {}
    for line in lines:
        named.setdefault(next((email for email in partners if written_out(line, email)), line), line)
    return list(named.values())


def _line(partner: Participant | None, email: str, written: Iterable[str]) -> str:
    """How a partner stands in a match cell: as it stands there already, or as we write it."""
    for line in written:
        if written_out(line, email):
            return line
    return match_text([partner]) if partner else email


MOST_BARRED = 100
"""Mentors that ``May not meet`` lists at most: a cell that everybody's colleagues fill would slow the sheet down."""


def barred_text(row: int, mentors: Sequence[Participant], rules: Iterable[Barrier]) -> str:
    """Return what ``May not meet`` says of a mentee: the mentors whom a rule about two people keeps away.

    Parameters
    ----------
    row
        The mentee's row in the answer of `hard_rules`.
    mentors, rules
        As `hard_rules` was asked, and that answer.

    Returns
    -------
    ``|address|`` for each colleague, ``|!address|`` for each other mentor, sorted, `MOST_BARRED` at most; empty for
    none. Rules that Settings only avoid or allow, bins as walls, and the musts of ``Criteria`` are no part of it.
    """
    marks = set()
    for rule in rules:
        if rule.policy is Policy.FORBID and rule.name not in (WALL, MUST):
            sign = "|" if rule.name in COLLEAGUES else "|!"
            marks |= {f"{sign}{mentors[column].email}|" for column in np.flatnonzero(rule.stops[row]).tolist()}
    return "".join(sorted(marks)[:MOST_BARRED])


def barred_changes(workbook: Workbook, roster: Roster, settings: Settings, never: Sequence[Never]) -> list[SetCell]:
    """Return the changes that bring ``May not meet`` up to date, which the live check reads.

    Parameters
    ----------
    workbook, roster, settings, never
        As read. Withdrawn people are left as they are: what stands there is of no account.
    """
    mentees = [person for person in roster.mentees if not person.withdrawn]
    mentors = [person for person in roster.mentors if not person.withdrawn]
    rules = hard_rules(mentees, mentors, settings, never)
    return [
        change
        for row, mentee in enumerate(mentees)
        for change in set_cell(workbook, mentee, BARRED, barred_text(row, mentors, rules))
    ]


def sentence_changes(
    workbook: Workbook,
    people: Iterable[Participant],
    roster: Roster,
    after: Partners,
    settings: Settings,
    next_best: Callable[[Participant], str],
) -> list[SetCell]:
    """Return the changes that make ``Why`` and ``Next best`` speak of these partners.

    A sentence that names all partners stays, whoever wrote it; so do prices of the day a pair was made. A sentence
    about somebody else is replaced, one about a partner who left is cleared.

    Parameters
    ----------
    workbook, roster, settings
        As read.
    people
        Whose sentences may change.
    after
        The partners each of them shall have.
    next_best
        Person -> what ``Next best`` says; blank for nothing.

    Returns
    -------
    list of SetCell
        None for cells that say it already.
    """
    changes = []
    # one sentence stands beside both of a pair
    said: dict[Pair, str] = {}
    for person in people:
        others = [
            other for email in after[person.identity] if (other := roster.find(person.role.other, email)) is not None
        ]
        written = without_isolates(cell_text(workbook, person, WHY))
        if not others:
            # ours always name both people; what else stands here is somebody's note
            if without_isolates(called(person)) in written:
                changes += set_cell(workbook, person, WHY, "") + set_cell(workbook, person, NEXT_BEST, "")
            continue
        same = set(after[person.identity]) == set(person.partners)
        if written and same and all(without_isolates(called(other)) in written for other in others):
            continue
        lines = []
        for other in others:
            mentee, mentor = (person, other) if person.role is Role.MENTEE else (other, person)
            pair = Pair(mentee.email, mentor.email)
            if pair not in said:
                said[pair] = why(mentee, mentor, settings)
            lines.append(said[pair])
        changes += set_cell(workbook, person, WHY, "\n".join(lines))
        changes += set_cell(workbook, person, NEXT_BEST, next_best(person))
    return changes


def fit_changes(workbook: Workbook, people: Iterable[Participant], found: Arranged, after: Partners) -> list[SetCell]:
    """Return the changes that make ``Fit`` say how well these pairs fit, from 0 to 100.

    A mentor's holds a number a mentee, in the order of the match cell; - where too little is known of one. Of a mentee
    with several mentors the pair that fits worst counts. Mentees without a partner have none, nor has a pair of whom
    too little is known, as ``Why`` says there; what stands beside a pair that was not arranged here stays.

    Parameters
    ----------
    workbook
        As read.
    people
        Whose partners may change.
    found
        The pairs that were arranged, with what is known of each.
    after
        The partners each of them shall have.

    Returns
    -------
    list of SetCell
        None for cells that say it already.
    """
    scored = found.scored
    mentees = {person.email: person for person in scored.mentees}
    judged = (*(rule.criterion for rule in scored.barriers), *(part.priority for part in scored.parts))
    fits: dict[str, int | str] = {}
    by_pair: dict[tuple[str, str], int | str] = {}
    for graded in grade_pairs(scored, found.pairs):
        known = not (says_little(graded.mentee, judged) or says_little(graded.mentor, judged))
        before = fits.get(graded.mentee.email, graded.fit)
        fits[graded.mentee.email] = min(before, graded.fit) if known and isinstance(before, int) else ""
        by_pair[graded.mentee.email, graded.mentor.email] = graded.fit if known else ""
    changes = []
    for person in people:
        if person.role is Role.MENTEE and (person.email in fits or not after[person.identity]):
            changes += set_cell(workbook, person, FIT, fits.get(person.email, ""))
        elif person.role is Role.MENTOR:
            theirs = after[person.identity]
            told = [
                str(by_pair[pair]) if pair in by_pair else cell_text(workbook, mentees[email], FIT)
                for email in theirs
                if (pair := (email, person.email)) in by_pair or email in mentees
            ]
            several = "; ".join(text or "-" for text in told) if any(told) else ""
            changes += set_cell(workbook, person, FIT, int(several) if several.isdecimal() else several)
    return changes
