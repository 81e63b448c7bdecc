"""How two columns are compared: one file for each `How`, found by itself.

A kind is one file here that declares ``KIND``, and its line in `criteria.How`, which gives it a name in the dropdown of
``Criteria``. ``tests/scoring/test_kinds.py`` names every member of the two that lacks something.
"""

from collections.abc import Mapping
from functools import lru_cache, partial
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.columns import said_on
from mentorship_gsheets.scoring.kind import Kind
from mentorship_gsheets.scoring.part import Counted, Part, Price

KINDS: Mapping[How, Kind] = MappingProxyType(
    {kind.how: kind for module in iter_modules(__path__) for kind in (import_module(f"{__name__}.{module.name}").KIND,)}
)
"""All of them, by how."""


@lru_cache(maxsize=1024)
def part_for(criterion: Criterion) -> Part:
    """Return the part that judges pairs by a criterion of the organizer's own.

    Parameters
    ----------
    criterion
        A row of ``Criteria`` with a `How` and columns.

    Returns
    -------
    Part
        The same object for equal criteria.

    Raises
    ------
    LookupError
        No file declares its `How`.

    Examples
    --------
    >>> part_for(Criterion("Same city", How.SAME, "City", "City")).price.counted.one_more
    'one more pair without “Same city”'
    """
    if criterion.how not in KINDS:
        raise LookupError(f"no file in scoring/kinds declares How.{criterion.how.name}")
    kind = KINDS[criterion.how]
    named = f"“{criterion.name}”"
    shown = named.replace("{", "{{").replace("}", "}}")
    counted = Counted(
        f"one more pair without {named}",
        f"{{n}} more pairs without {shown}",
        f"one more pair with {named}",
        f"{{n}} more pairs with {shown}",
        WORST,
    )
    return Part(
        priority=criterion,
        means=kind.meaning(criterion),
        key=partial(kind.key, criterion),
        grade=kind.grade,
        said=lambda person: said_on(criterion, person).text,
        share=partial(kind.share, criterion),
        both=kind.both,
        aside=partial(kind.aside, criterion),
        # nobody but the organizer knows whether what stands in these columns may be told to others
        mail=None,
        weak=f"{kind.weak} ({criterion.name})",
        price=Price(named, counted if kind.yes_or_no else None),
        fits=kind.fits,
    )
