"""A criterion that is tried out: it counts for the mentees whose coin is on, and for the others it costs nothing."""

from typing import Any

import numpy as np

from mentorship_gsheets.matching import Tier
from mentorship_gsheets.scoring.coded import Coded
from mentorship_gsheets.scoring.part import AnyTier, Part, People
from mentorship_gsheets.scoring.parts import part_of
from mentorship_gsheets.settings import Judged, Settings
from mentorship_gsheets.text import as_key
from mentorship_gsheets.trials.coin import TRY_OUT, Side, read_coin


def tried_criterion(settings: Settings) -> Judged | None:
    """Return the criterion that ``Try out`` names.

    Parameters
    ----------
    settings
        The criteria in their order, and what is tried out.

    Returns
    -------
    Judged or None
        None where nothing is tried out, or no criterion: a must, one that is off, or what judges the matching as a
        whole is none.
    """
    named = as_key(str(settings.own.get(TRY_OUT, "")))
    fitting = (judged for judged in settings.priorities if as_key(str(judged)) == named)
    return next((judged for judged in fitting if isinstance(part_of(judged), Part)), None)


def halved(tier: AnyTier, mentees: People, tried: Judged) -> AnyTier:
    """Return the tier of a criterion that is tried out: each mentee's row times 1 or 0, as the coin says.

    It is a tier like any other, so that the certificate of a matching holds as ever.

    Parameters
    ----------
    tier
        Of all mentees.
    mentees
        In the order of its rows; whoever has no coin counts as on.
    tried
        The criterion it serves.

    Returns
    -------
    Tier
        The same where nobody's coin is off.

    Examples
    --------
    >>> from mentorship_gsheets.people import Participant, Role
    >>> people = [Participant("bo@example.org", "Bo", Role.MENTEE, tried=f"{side}: topics") for side in Side]
    >>> from mentorship_gsheets.settings import Priority
    >>> halved(Tier("topics", np.array([[1, 2], [3, 4]])), people, Priority.TOPICS).cost[:].tolist()
    [[1, 2], [0, 0]]
    """
    off = np.array([read_coin(mentee.tried, str(tried)) is Side.OFF for mentee in mentees], bool)
    if not isinstance(tier, Tier) or not off.any():
        return tier
    cost: Any = tier.cost
    if not isinstance(cost, Coded):
        return Tier(tier.name, np.where(off[:, None], 0, cost))
    rows = np.concatenate([np.zeros((1, cost.rows.shape[1]), cost.rows.dtype), cost.rows])
    # all whose coin is off share the first row
    return Tier(tier.name, Coded(rows, np.where(off, 0, cost.codes + 1)))
