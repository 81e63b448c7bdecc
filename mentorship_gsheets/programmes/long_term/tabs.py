"""The tabs of people of long-term pairs: those of pairs, with what such a programme asks besides."""

from dataclasses import replace
from enum import StrEnum

from mentorship_gsheets.people import Role
from mentorship_gsheets.spreadsheet.tab import Column, FilterView, TabSpec
from mentorship_gsheets.tabs.people_tabs import GOAL, INTRODUCE, PAIR_TABS, WANTED, WISHES, PeopleTabs

KIND, AREA, MEETING = "Kind of mentoring", "Area", "How to meet"
PAIR = "Pair"


class Pairing(StrEnum):
    """What became of a mentee's pair; blank while it runs."""

    GRADUATED = "graduated"
    ENDED = "ended"
    ANOTHER = "wants another"


_OWN = (
    Column(KIND, "Career, technical or what else; several with semicolons between.", 150),
    Column(AREA, "The part of the community, or of the work, that it is about.", 150),
    Column(MEETING, "Calls, mail, chat, in person; several with semicolons between.", 150),
)
_PAIR = Column(
    PAIR,
    "graduated or ended: rematch clears both cells and keeps the two from being paired again; wants another: rematch "
    "finds another mentor. Blank: the pair runs.",
    110,
    choices=tuple(Pairing),
)


def _drawing(role: Role) -> TabSpec:
    usual = PAIR_TABS.specs[role]
    place = next(number for number, column in enumerate(usual.columns) if column.header == "Sector")
    pair = (_PAIR,) if role is Role.MENTEE else ()
    columns = (*usual.columns[:place], *pair, *_OWN, *usual.columns[place:])
    views = (FilterView("Graduated", PAIR, equals=Pairing.GRADUATED),) if role is Role.MENTEE else ()
    return replace(usual, columns=columns, filters=(*usual.filters, *views))


ASKED = (KIND, AREA, MEETING)
"""The columns that only this format asks."""

PEOPLE = PeopleTabs({role: _drawing(role) for role in Role}, PAIR_TABS.partners, compared=(*ASKED, WISHES))

ANSWERED = (*ASKED, GOAL, WANTED, INTRODUCE)
"""All columns of its own that answers feed."""
