"""Why two people were put together, for the sheet and for the mail, in words they may disagree with."""

from collections.abc import Iterator

from mentorship_gsheets.people import Participant
from mentorship_gsheets.scoring.part import Part, Shared
from mentorship_gsheets.scoring.parts import part_of
from mentorship_gsheets.scoring.phrases import WORD_LENGTH, brief, called, chained, listed
from mentorship_gsheets.settings import Judged, Settings
from mentorship_gsheets.text import says_nothing

LONGEST = 150
"""Letters in a sentence; a cell shows about as many."""


def shared_by(mentee: Participant, mentor: Participant, settings: Settings) -> Iterator[tuple[Part, Shared]]:
    """Yield what two people have in common, part by part in the organizer's order.

    This is the one decision of why two people fit; `why` and `mail_reason` only word it.

    Parameters
    ----------
    mentee, mentor
        The pair.
    settings
        Which parts are switched on.

    Returns
    -------
    Every graded part that is switched on, the musts first, with what is shared in it: nothing, for some.
    """
    for priority in (*settings.musts, *settings.priorities):
        part = part_of(priority)
        if isinstance(part, Part):
            yield part, part.share(mentee, mentor, settings)


def said(priority: Judged, person: Participant) -> str:
    """Return what a person said about one part, on one line.

    Parameters
    ----------
    priority
        Of the part.
    person
        Whose answers.

    Returns
    -------
    Empty when nothing was said, or when the priority is no part that people say anything about.

    Examples
    --------
    >>> from mentorship_gsheets.people import Role
    >>> from mentorship_gsheets.settings import Priority
    >>> said(Priority.FIELDS, Participant("a@example.org", "Ada", Role.MENTOR, fields=("Astronomy", "Physics")))
    'Astronomy, Physics'
    """
    part = part_of(priority)
    return brief(part.said(person), 2 * WORD_LENGTH) if isinstance(part, Part) else ""


def says_little(person: Participant) -> bool:
    """Return whether nothing is known of a person's fields, topics, sector and remarks.

    Parameters
    ----------
    person
        Anybody.

    Returns
    -------
    bool
    """
    return all(map(says_nothing, (*person.fields, *person.topics, person.notes, person.sector)))


def why(mentee: Participant, mentor: Participant, settings: Settings) -> str:
    """Return why these two, as one plain sentence of at most `LONGEST` letters.

    Parameters
    ----------
    mentee, mentor
        The pair.
    settings
        Their priorities decide what is said first, and what is not said at all.

    Returns
    -------
    str
        Where nothing is known that they share, a sentence that says so.

    Examples
    --------
    >>> from mentorship_gsheets.people import Attendance, Role
    >>> bo = Participant("bo@example.org", "Bo Chen", Role.MENTEE, Attendance.VIRTUAL, ("Astronomy",),
    ...                  topics=("grants",))
    >>> ada = Participant("ada@example.org", "Ada King", Role.MENTOR, Attendance.VIRTUAL, ("Astronomy", "Physics"),
    ...                   topics=("Grants", "jobs"))
    >>> why(bo, ada, Settings())
    'Bo and Ada both work in Astronomy and attend virtually; Bo asked about grants, which Ada offers.'
    """
    names = f"{called(mentee)} and {called(mentor)}"
    both: dict[str, None] = {}
    asides: dict[str, None] = {}
    for part, found in shared_by(mentee, mentor, settings):
        shared = Shared(tuple(map(brief, found.mentee)), tuple(map(brief, found.mentor)), found.column)
        if shared and (words := part.both(shared)):
            both[words] = None
        if words := part.aside(mentee, mentor, shared):
            asides[words] = None
    silent = [called(person) for person in (mentee, mentor) if says_little(person)]
    if not both and not asides:
        return brief(f"{names}: too little is known of {listed(silent) or names} to say more.", LONGEST)
    if silent:
        asides[f"little is known of {listed(silent)}"] = None
    first, second = list(both), list(asides)
    sentence = ""
    # as much as fits; what the two have in common goes before what else there is to say
    for most, aside in ((3, 2), (2, 2), (2, 1), (1, 1), (1, 0)):
        start = f"{names} both {chained(first[:most])}" if first else f"{names} are a pair though"
        tail = chained(second[:aside])
        joint = "; " if first else " "
        sentence = start + (joint + tail if tail else "") + "."
        if len(sentence) <= LONGEST:
            break
    return brief(sentence, LONGEST)
