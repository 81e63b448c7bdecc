"""What is wrong in any programme of pairs: with the pairs themselves, with consent, and what people have written."""

from collections.abc import Mapping

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.pairs.consent import without_consent
from mentorship_gsheets.programmes.pairs.consistency import check_roster
from mentorship_gsheets.programmes.pairs.standing import PairStanding
from mentorship_gsheets.programmes.pairs.trouble import open_troubles
from mentorship_gsheets.settings import Settings


def pair_findings(standing: PairStanding, settings: Settings, partners: Mapping[Role, str]) -> list[Finding]:
    """Return the findings that every format of pairs has.

    Parameters
    ----------
    standing, settings
        As read.
    partners
        Role -> the column that says whom somebody meets.
    """
    pairs = check_roster(
        standing.roster,
        settings,
        standing.never,
        partners,
        frozenset(standing.pairs),
        standing.loose,
        standing.barred,
    )
    return [*pairs, *without_consent(standing.roster), *open_troubles(standing.roster)]
