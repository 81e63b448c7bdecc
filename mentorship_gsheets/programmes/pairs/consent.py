"""Who has agreed to be introduced: where it was asked, only a yes is one."""

from collections.abc import Iterator

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.people import Roster
from mentorship_gsheets.tabs.people_tabs import INTRODUCE


def without_consent(roster: Roster) -> Iterator[Finding]:
    """Iterate over a finding of level ``held`` for everybody who must not be introduced.

    Parameters
    ----------
    roster
        Everybody. Where nobody has a readable answer it was not asked, and nobody is held for it; once somebody has,
        a blank cell is no consent.
    """
    if all(person.introduce is None for person in roster):
        return
    for person in roster:
        if person.introduce is True or person.withdrawn:
            continue
        called = person.name or person.email
        said = "answered no" if person.introduce is False else "has not answered"
        yield Finding(
            f"{called} must not be introduced: asked for consent, this person {said}.",
            f"Ask, and write yes under {INTRODUCE}; or set Status to withdrawn.",
            "no-consent",
            Level.HELD,
            person.identity,
            INTRODUCE,
        )
