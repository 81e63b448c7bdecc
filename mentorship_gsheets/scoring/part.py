"""What a pair or a matching is judged by, as data: the declaration that each file of `scoring.parts` fills in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mentorship_gsheets.matching import AnyTier
from mentorship_gsheets.people import Participant
from mentorship_gsheets.scoring.barriers import Barrier
from mentorship_gsheets.scoring.coded import UNKNOWN, Coded, Known, graded
from mentorship_gsheets.scoring.comparisons import Grades
from mentorship_gsheets.settings import Judged, Priority, Settings

People = Sequence[Participant]


@dataclass(frozen=True, slots=True)
class Counted:
    """Words for totals that count something: one and several more of it, and one and several fewer.

    ``{n}`` stands for the number. A pair more adds ``unit`` to the total.
    """

    one_more: str
    more: str
    one_fewer: str
    fewer: str
    unit: int = 1


@dataclass(frozen=True, slots=True)
class Price:
    """Words for a difference in one priority's total.

    Parameters
    ----------
    points
        What points are given in, as in "33 points less in topics".
    counted
        Where the total counts something; amounts that are no whole number of it are told in points.
    """

    points: str
    counted: Counted | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """What two people have in common in one part.

    Parameters
    ----------
    mentee, mentor
        The same things twice, as each of the two wrote them and in that person's order; empty when there is nothing.
    column
        The column of the sheet they stand in.
    """

    mentee: tuple[str, ...] = ()
    mentor: tuple[str, ...] = ()
    column: str = ""

    def __bool__(self) -> bool:
        """Return whether there is anything in common."""
        return bool(self.mentee)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing a pair is judged by, with everything about it.

    Parameters
    ----------
    priority
        Its name in ``Criteria``: one of the tool's, or one that the organizer made.
    key
        What it looks at in a person. Equal keys are graded alike; what a person did not say is an empty key.
    grade
        Distinct mentees' keys and distinct mentors' keys -> grades, mentees by mentors, from 0 for the best to
        `coded.WORST`, or `coded.UNKNOWN` where one of the two said too little.
    said
        What a person said about it, as text; empty when nothing.
    share
        Mentee, mentor, settings -> what they have in common: the one decision that all words about a pair stand on.
    both
        What is shared -> words for *Why*, as they follow "Ada and Bo both"; empty when that is not worth saying.
    aside
        Mentee, mentor, what they share -> a clause of its own for *Why*; empty when there is nothing to add.
    mail
        What is shared -> the clause of the mail, addressed to both ("you both …"), or empty; None for what no mail
        may say.
    weak
        What is said of a pair that is bad at this.
    price
        Words for a difference in its total.
    means
        What ``Criteria`` says it means, in one sentence.
    fits
        The worst grade that still keeps it where it is a must; None for what can be no must.
    """

    priority: Judged
    key: Callable[[Participant, Settings], Any]
    grade: Callable[[Sequence[Any], Sequence[Any]], Grades]
    said: Callable[[Participant], str]
    share: Callable[[Participant, Participant, Settings], Shared]
    both: Callable[[Shared], str]
    aside: Callable[[Participant, Participant, Shared], str]
    mail: Callable[[Shared], str] | None
    weak: str
    price: Price
    means: str = ""
    fits: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class GradedPart:
    """A part with the grades of all pairs.

    Parameters
    ----------
    part
        Which.
    settings
        With which it was graded.
    cost
        uint8, mentees by mentors: 0 for the best pairs, `coded.WORST` for the worst; pairs of whom one side said
        nothing cost the average of the others.
    graded
        Which pairs have a grade of their own, instead of the average.
    """

    part: Part
    settings: Settings
    cost: Coded
    graded: Known

    @property
    def priority(self) -> Judged:
        """The priority it serves."""
        return self.part.priority

    @property
    def known(self) -> bool:
        """False when nobody said anything, so that all pairs cost the same."""
        return self.graded.any


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Everything a goal may look at.

    Parameters
    ----------
    mentees, mentors
        In the order of the matrix.
    barriers
        The hard rules, those that are only avoided included.
    parts
        The graded parts, in the organizer's order.
    standing
        (row, column) of the pairs that stand now; None where that does not count.
    """

    mentees: People
    mentors: People
    barriers: Sequence[Barrier]
    parts: Sequence[GradedPart]
    standing: Sequence[tuple[int, int]] | None

    @property
    def shape(self) -> tuple[int, int]:
        """Number of mentees, number of mentors."""
        return len(self.mentees), len(self.mentors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One thing a matching as a whole is judged by, which is no grade of a pair by what the two said.

    Parameters
    ----------
    priority
        Its name in ``Criteria``.
    tiers
        The tiers of the problem it asks for; none where it has nothing to go by.
    price
        Words for a difference in its total.
    means
        What ``Criteria`` says it means, in one sentence.
    """

    priority: Priority
    tiers: Callable[[Candidates], list[AnyTier]]
    price: Price
    means: str = ""


def grade_part(part: Part, mentees: People, mentors: People, settings: Settings) -> GradedPart:
    """Grade all pairs in one part.

    Parameters
    ----------
    part
        Which.
    mentees, mentors
        In the order of the matrix.
    settings
        The first day, which decides about summer time.

    Returns
    -------
    GradedPart
    """
    left, right = ([part.key(person, settings) for person in side] for side in (mentees, mentors))
    return GradedPart(part, settings, *graded(left, right, part.grade))


def grade_pair(part: Part, mentee: Participant, mentor: Participant, settings: Settings) -> int | None:
    """Grade one pair in one part.

    Parameters
    ----------
    part
        Which.
    mentee, mentor
        The pair.
    settings
        The first day, which decides about summer time.

    Returns
    -------
    int or None
        From 0 for the best to `coded.WORST`; None where the two said too little for a grade.
    """
    grade = int(part.grade([part.key(mentee, settings)], [part.key(mentor, settings)])[0, 0])
    return None if grade == UNKNOWN else grade


def weights(parts: Sequence[GradedPart]) -> list[tuple[GradedPart, int]]:
    """Return the parts that say anything, each with its weight in the fit of a pair: of k, the first weighs k."""
    telling = [part for part in parts if part.known]
    return [(part, len(telling) - place) for place, part in enumerate(telling)]


def no_aside(_mentee: Participant, _mentor: Participant, _shared: Shared) -> str:
    """Add nothing: the `Part.aside` of parts of which all is said by `Part.both`.

    Parameters
    ----------
    _mentee, _mentor, _shared
        As for every aside; not looked at.

    Returns
    -------
    The empty text.
    """
    return ""
