"""A way to compare two columns, as data: the declaration that each file of `scoring.kinds` fills in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.people import Participant, Role
from mentorship_gsheets.scoring.comparisons import Grades
from mentorship_gsheets.scoring.part import Shared
from mentorship_gsheets.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One way to compare what mentors and mentees say under two columns.

    Parameters
    ----------
    how
        Its name in the dropdown.
    means
        What a row of ``Criteria`` says it means; ``{mentor}`` and ``{mentee}`` stand for the two columns.
    key
        Criterion, person, settings -> what is looked at; empty when the person said nothing that can be read.
    grade
        Distinct mentees' keys and distinct mentors' keys -> grades, as in `part.Part`.
    fits
        The worst grade that still keeps a must.
    share
        Criterion, mentee, mentor, settings -> what they have in common, as in `part.Part`.
    both
        What is shared -> words for *Why* as they follow "Ada and Bo both"; empty when `aside` says it.
    aside
        Criterion, mentee, mentor, what they share -> a clause of its own for *Why*; empty when there is none.
    weak
        What is said of a pair that is bad at this; the name of the criterion follows.
    yes_or_no
        Pairs are best or worst, and nothing between.
    content
        What the columns must hold, as it follows "holds no"; empty where any text will do.
    reads
        Whether a text holds that; None where any text will do.
    alone
        Role -> what it means where only that side has a column; empty where both must have one.
    """

    how: How
    means: str
    key: Callable[[Criterion, Participant, Settings], Any]
    grade: Callable[[Sequence[Any], Sequence[Any]], Grades]
    fits: int
    share: Callable[[Criterion, Participant, Participant, Settings], Shared]
    both: Callable[[Shared], str]
    aside: Callable[[Criterion, Participant, Participant, Shared], str]
    weak: str
    yes_or_no: bool = False
    content: str = ""
    reads: Callable[[str], bool] | None = None
    alone: Mapping[Role, str] = field(default_factory=dict)

    def meaning(self, criterion: Criterion) -> str:
        """Return what a row of ``Criteria`` says it means, its columns named."""
        columns = {Role.MENTOR: criterion.mentor_column, Role.MENTEE: criterion.mentee_column}
        sides = [role for role in Role if columns[role]]
        template = self.alone.get(sides[0], self.means) if len(sides) == 1 else self.means
        return template.format(mentor=columns[Role.MENTOR], mentee=columns[Role.MENTEE])


def nothing_aside(_criterion: Criterion, _mentee: Participant, _mentor: Participant, _shared: Shared) -> str:
    """Add nothing: the `Kind.aside` of kinds of which all is said by `Kind.both`.

    Parameters
    ----------
    _criterion, _mentee, _mentor, _shared
        As for every aside; not looked at.

    Returns
    -------
    The empty text.
    """
    return ""


def nothing_both(_shared: Shared) -> str:
    """Say of nothing that both do it: the `Kind.both` of kinds in which the two sides are not alike."""
    return ""
