"""Formats: each turns people into groups, and nothing outside its folder needs to know how.

The register is open: `register` takes a format from anywhere.
"""

from mentorship_gsheets.programmes.base import (
    AnyProgramme,
    Exported,
    Goal,
    Nameless,
    Printout,
    Programme,
    Proposal,
    format_named,
    formats,
    mailing_context,
    programme_of,
    read_settings,
    register,
)
from mentorship_gsheets.programmes.coaches.programme import WorkshopCoaches
from mentorship_gsheets.programmes.cohorts.programme import Cohorts
from mentorship_gsheets.programmes.office_hours.programme import OfficeHours
from mentorship_gsheets.programmes.pairs.programme import ConferencePairs
from mentorship_gsheets.programmes.speed.programme import SpeedMentoring

register(ConferencePairs())
register(Cohorts())
register(SpeedMentoring())
register(OfficeHours())
register(WorkshopCoaches())

__all__ = [
    "AnyProgramme",
    "Exported",
    "Goal",
    "Nameless",
    "Printout",
    "Programme",
    "Proposal",
    "format_named",
    "formats",
    "mailing_context",
    "programme_of",
    "read_settings",
    "register",
]
