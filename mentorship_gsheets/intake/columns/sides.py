"""Whose answer a question about topics wants: what a mentee needs, or what a mentor offers."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from mentorship_gsheets.intake.columns.heading import as_heading, read_heading
from mentorship_gsheets.people import Role

_NAMED = re.compile(
    r"(?:(?:for|as|if you are|als|fur|pour|para|como|come|per|voor|som|kao|jako)(?: an?| une?)? )?"
    r"(mentees?|mentoren|mentore[ns]?|mentors?)\b"
)
"""A heading that begins with one of the roles, as "Mentors: which topics?" or "As a mentee, ..."."""

_NEEDS, _OFFERS = "needs", "offers"


@cache
def _patterns(side: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what is looked for word by word, and what anywhere, as languages without spaces between words need."""
    table = tomllib.loads(files(__package__).joinpath("sides.toml").read_text("utf-8"))[side]
    entries = [as_heading(entry) + ("*" if entry.endswith("*") else "") for each in table.values() for entry in each]
    spaced = [re.escape(entry.rstrip("*")) + (r"\w*" if entry.endswith("*") else "") for entry in entries]
    dense = [re.escape(entry.replace(" ", "")) for entry in entries if not entry.isascii() and " " not in entry]
    return re.compile(r"(?<!\w)(?:" + "|".join(spaced) + r")(?!\w)"), re.compile("|".join(dense))


def side_of(title: str) -> Role | None:
    """Return whose answer a question wants: a mentee's where it asks for needs, a mentor's where it asks for offers.

    Parameters
    ----------
    title
        Its wording.

    Returns
    -------
    None where the wording says neither, or both.

    Examples
    --------
    >>> side_of("What would you like help with?"), side_of("What could you help with?"), side_of("Topics")
    (<Role.MENTEE: 'mentee'>, <Role.MENTOR: 'mentor'>, None)
    >>> side_of("Mentors: which topics?"), side_of("Wobei können Sie helfen?"), side_of("何を相談したいですか")
    (<Role.MENTOR: 'mentor'>, <Role.MENTOR: 'mentor'>, <Role.MENTEE: 'mentee'>)
    """
    named = _NAMED.match(read_heading(title).whole)
    if named is not None:
        return Role.MENTEE if named[1].startswith("mentee") else Role.MENTOR
    return wanted_of(title)


def wanted_of(title: str) -> Role | None:
    """Return whose answer a question wants by what it asks for alone; whom it addresses does not count.

    >>> wanted_of("Mentors: how many years have you worked?"), wanted_of("Mentors: what could you help with?")
    (None, <Role.MENTOR: 'mentor'>)
    """
    whole = read_heading(title).whole
    needs, offers = (
        bool(spaced.search(whole) or dense.search(whole.replace(" ", "")))
        for spaced, dense in map(_patterns, (_NEEDS, _OFFERS))
    )
    if needs is offers:
        return None
    return Role.MENTEE if needs else Role.MENTOR
