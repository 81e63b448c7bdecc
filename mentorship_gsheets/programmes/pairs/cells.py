"""Cells about pairs: the match columns, filled or changed line by line, and the sentences beside them."""

from collections.abc import Callable, Collection, Iterable, Mapping

from mentorship_gsheets.intake.texts import fold
from mentorship_gsheets.people import Identity, Participant, Role, Roster
from mentorship_gsheets.programmes.pairs.consistency import pair_of
from mentorship_gsheets.programmes.pairs.optimum import Arranged
from mentorship_gsheets.records.roster import cell_text, match_text, set_cell
from mentorship_gsheets.scoring import Pair
from mentorship_gsheets.scoring.phrases import called
from mentorship_gsheets.scoring.quality import grade_pairs
from mentorship_gsheets.scoring.reasons import says_little, why
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import SetCell
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.people_tabs import MATCH_COLUMN

WHY = "Why"
NEXT_BEST = "Next best"
FIT = "Fit"

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


def match_changes(workbook: Workbook, people: Iterable[Participant], roster: Roster, after: Partners) -> list[SetCell]:
    """Return the changes that make match cells name these partners.

    Lines about partners who stay remain as they were typed; where all stay, lines are only added below.
    """
    changes = []
    for person in people:
        wanted = after[person.identity]
        if set(wanted) == set(person.partners):
            continue
        column = MATCH_COLUMN[person.role]
        written = cell_text(workbook, person, column).splitlines()
        if set(person.partners) <= set(wanted):
            lines = written
            wanted = tuple(email for email in wanted if email not in person.partners)
        else:
            lines = []
        lines += [_line(roster.find(person.role.other, email), email, written) for email in wanted]
        changes += set_cell(workbook, person, column, "\n".join(lines))
    return changes


def _line(partner: Participant | None, email: str, written: Iterable[str]) -> str:
    """How a partner stands in a match cell: as somebody typed it there already, or as we write it."""
    for line in written:
        if email in line.casefold() or (partner and "@" not in line and fold(line) == fold(partner.name)):
            return line
    return match_text([partner]) if partner else email


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
    """
    changes = []
    for person in people:
        others = [
            other for email in after[person.identity] if (other := roster.find(person.role.other, email)) is not None
        ]
        written = cell_text(workbook, person, WHY)
        if not others:
            # ours always name both people; what else stands here is somebody's note
            if called(person) in written:
                changes += set_cell(workbook, person, WHY, "") + set_cell(workbook, person, NEXT_BEST, "")
            continue
        same = set(after[person.identity]) == set(person.partners)
        if written and same and all(called(other) in written for other in others):
            continue
        lines = [
            why(*((person, other) if person.role is Role.MENTEE else (other, person)), settings) for other in others
        ]
        changes += set_cell(workbook, person, WHY, "\n".join(lines))
        changes += set_cell(workbook, person, NEXT_BEST, next_best(person))
    return changes


def fit_changes(workbook: Workbook, people: Iterable[Participant], found: Arranged, after: Partners) -> list[SetCell]:
    """Return the changes that make ``Fit`` of mentees say how well these pairs fit, from 0 to 100.

    Mentees without a partner have none, nor has a pair of whom too little is known, as ``Why`` says there; what stands
    beside a pair that was not arranged here stays.
    """
    fits: dict[str, int | str] = {
        graded.mentee.email: "" if says_little(graded.mentee) or says_little(graded.mentor) else graded.fit
        for graded in grade_pairs(found.scored, found.pairs)
    }
    changes = []
    for person in people:
        if person.role is Role.MENTEE and (person.email in fits or not after[person.identity]):
            changes += set_cell(workbook, person, FIT, fits.get(person.email, ""))
    return changes
