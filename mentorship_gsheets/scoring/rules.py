"""Every hard rule about who may be paired with whom: those the tool has, and the musts of ``Criteria``."""

from collections.abc import Sequence

from mentorship_gsheets.scoring.barriers import Barrier, Never, People, barriers
from mentorship_gsheets.scoring.coded import UNKNOWN, Coded, codes_of
from mentorship_gsheets.scoring.part import Part
from mentorship_gsheets.scoring.parts import part_of
from mentorship_gsheets.settings import Judged, Settings

MUST = "must"
"""Name of the rules that organizers make of criteria."""


def hard_rules(
    mentees: People, mentors: People, settings: Settings, never: Sequence[Never] = ()
) -> tuple[Barrier, ...]:
    """Return the hard rules for these people, those the settings only avoid or allow included.

    Parameters
    ----------
    mentees, mentors
        In the order of the matrix.
    settings
        Policies, free mail providers, whether bins are walls, the musts.
    never
        The lines of ``Never match``.

    Returns
    -------
    As `barriers`, and one more for each must, which stops all pairs that are not known to fit.
    """
    musts = (must_rule(must, mentees, mentors, settings) for must in settings.musts)
    return (*barriers(mentees, mentors, settings, never), *musts)


def must_rule(must: Judged, mentees: People, mentors: People, settings: Settings) -> Barrier:
    """Return the rule that a must makes: who is not known to fit is not paired.

    Parameters
    ----------
    must
        A criterion of which `part.Part.fits` says what keeps it.
    mentees, mentors
        In the order of the matrix.
    settings
        As for every grade.

    Raises
    ------
    ValueError
        The criterion can be no must.
    """
    part = part_of(must)
    if not isinstance(part, Part) or part.fits is None:
        raise ValueError(f"{must} can be no must")
    (left, codes), (right, columns) = (
        codes_of(part.key(person, settings) for person in side) for side in (mentees, mentors)
    )
    grades = part.grade(left, right)
    stops = (grades == UNKNOWN) | (grades > part.fits)
    shown = str(must).replace("{", "{{").replace("}", "}}")
    return Barrier(
        MUST,
        f"{{mentee}} and {{mentor}} do not keep “{shown}”, a must in Criteria.",
        f"that “{must}” rules out",
        Coded(stops.take(columns, axis=1), codes),
        criterion=must,
    )
