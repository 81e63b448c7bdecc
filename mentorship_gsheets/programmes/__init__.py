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
    foreign_criteria,
    format_named,
    formats,
    mailing_context,
    programme_of,
    read_settings,
    register,
)
from mentorship_gsheets.programmes.coaches.programme import WorkshopCoaches
from mentorship_gsheets.programmes.cohorts.programme import Cohorts
from mentorship_gsheets.programmes.long_term.programme import LongTermPairs
from mentorship_gsheets.programmes.office_hours.programme import OfficeHours
from mentorship_gsheets.programmes.organizers.programme import OrganizerMentoring
from mentorship_gsheets.programmes.pairs.programme import ConferencePairs
from mentorship_gsheets.programmes.speed.programme import SpeedMentoring

register(ConferencePairs())
register(LongTermPairs())
register(Cohorts())
register(SpeedMentoring())
register(OfficeHours())
register(WorkshopCoaches())
register(OrganizerMentoring())

__all__ = [
    "AnyProgramme",
    "Exported",
    "Goal",
    "Nameless",
    "Printout",
    "Programme",
    "Proposal",
    "foreign_criteria",
    "format_named",
    "formats",
    "mailing_context",
    "programme_of",
    "read_settings",
    "register",
]
