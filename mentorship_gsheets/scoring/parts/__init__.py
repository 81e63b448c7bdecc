"""The registry of what pairs and matchings are judged by: one file for each `Priority`, found by itself.

A part is one file here that declares ``PART``, and its line in `settings.Priority`, which gives it a name and a place
in the organizer's list. ``tests/scoring/test_parts.py`` names every member of the two that lacks something.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from mentorship_gsheets.criteria import Criterion
from mentorship_gsheets.scoring.kinds import part_for
from mentorship_gsheets.scoring.part import Goal, Part
from mentorship_gsheets.settings import Judged, Priority

PARTS: Mapping[Priority, Part | Goal] = MappingProxyType(
    {
        part.priority: part
        for module in iter_modules(__path__)
        for part in (import_module(f"{__name__}.{module.name}").PART,)
    }
)
"""All of them, by priority."""


def part_of(priority: Judged) -> Part | Goal:
    """Return the declaration of a criterion, the tool's or the organizer's own.

    Raises
    ------
    LookupError
        No file declares it.
    """
    if isinstance(priority, Criterion):
        return part_for(priority)
    if priority not in PARTS:
        raise LookupError(f"no file in scoring/parts declares Priority.{priority.name}")
    return PARTS[priority]
