"""What it costs all to try a criterion out on half of the mentees, told before anything is written."""

from dataclasses import replace

from mentorship_gsheets.matching import Problem
from mentorship_gsheets.matching.solver import objective_of
from mentorship_gsheets.programmes.pairs.optimum import Arranged, arrange
from mentorship_gsheets.programmes.pairs.standing import PairStanding
from mentorship_gsheets.scoring import Scored, score
from mentorship_gsheets.scoring.prices import price
from mentorship_gsheets.scoring.trial import tried_criterion
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Table
from mentorship_gsheets.trials.coin import TRY_OUT, Side, read_coin

_MOST = 250_000
"""Pairs up to which the sheet is matched twice more for this."""


def trial_tables(found: Arranged, standing: PairStanding, settings: Settings) -> tuple[Table, ...]:
    """Return what a trial costs against the criterion counting for everybody, and for nobody.

    Parameters
    ----------
    found
        The proven optimum with the trial.
    standing, settings
        From which it was found.

    Returns
    -------
    One table; none where no criterion is tried out, nobody's coin is off, or there are too many pairs.

    Notes
    -----
    The prices are exact: both others are solved and proven, and all three are measured with the criterion as it is.
    """
    tried = tried_criterion(settings)
    coins = [read_coin(mentee.tried, str(tried)) for mentee in found.scored.mentees]
    if tried is None or Side.OFF not in coins or found.scored.problem.eligible.size > _MOST:
        return ()
    without_trial = replace(settings, own={**settings.own, TRY_OUT: ""})
    whole = score(standing.pool, without_trial, standing.never, pins=standing.pairs)
    if tried not in whole.priorities:
        # nobody said anything about it
        return ()
    place = whole.priorities.index(tried)
    problem = whole.problem
    rest = Problem(
        problem.eligible,
        problem.capacity,
        [tier for other, tier in enumerate(problem.tiers) if other != place],
        problem.pins,
    )
    left = replace(whole, problem=rest, priorities=(*whole.priorities[:place], *whole.priorities[place + 1 :]))
    here = objective_of(problem, found.matching.pairs)
    rows = (
        ("on for everybody", *_against(whole, here, found, arrange(whole))),
        ("off for everybody", *_against(whole, here, found, arrange(left))),
    )
    on = coins.count(Side.ON)
    title = f"Trying out “{tried}”: on for {on} of {len(coins)} mentees"
    return (Table(title, ("Instead of", "It costs all", "Mentees who would have another mentor, or none"), rows),)


def _against(whole: Scored, here: tuple[int, ...], found: Arranged, other: Arranged) -> tuple[str, str]:
    there = objective_of(whole.problem, other.matching.pairs)
    moved = {mentee for mentee, _ in set(found.pairs) ^ set(other.pairs)}
    return price(whole.priorities, [one - two for one, two in zip(here, there, strict=True)], most=3), str(len(moved))
