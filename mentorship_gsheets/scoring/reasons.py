"""Sentences about pairs: why two people were put together, in words they may disagree with."""

from collections.abc import Iterable, Sequence

from mentorship_gsheets.bins import OTHER
from mentorship_gsheets.people import Attendance, Participant
from mentorship_gsheets.scoring.names import plain
from mentorship_gsheets.scoring.parts import SUMMER, clock
from mentorship_gsheets.scoring.words import stem, words_in
from mentorship_gsheets.scoring.zones import minutes_apart
from mentorship_gsheets.settings import Priority, Settings

LONGEST = 150
"""Letters in a sentence; a cell shows about as many."""

_WORD_LENGTH = 40
_LINGUA_FRANCA = {"english"}


def brief(text: str, longest: int = _WORD_LENGTH) -> str:
    """Return somebody's words fit for a sentence: one line, cut where they are long.

    >>> brief("Data\\nScience"), brief("abcdef", 4)
    ('Data Science', 'abc…')
    """
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def called(person: Participant) -> str:
    """Return what a person is called in a sentence: the first name, or what there is.

    >>> from mentorship_gsheets.people import Role
    >>> called(Participant("a@example.org", "Dr. Ada Lovelace", Role.MENTOR)), called(
    ...     Participant("bo@example.org", "", Role.MENTEE))
    ('Ada', 'bo@example.org')
    """
    words = [word for word in person.name.split() if not word.endswith((".", ",")) and len(word) > 1]
    # "Guest 12" is no first name and a family name
    if not words or any(char.isdigit() for char in person.name):
        return brief(person.name.strip() or person.email)
    return brief(words[0])


def listed(words: Sequence[str]) -> str:
    """Return words as a sentence lists them.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _common(one: Iterable[str], other: Iterable[str]) -> list[str]:
    theirs = {plain(word) for word in other}
    return [brief(word) for word in one if plain(word) and plain(word) in theirs]


def _few(words: Sequence[str]) -> str:
    words = [f"“{word}”" if "," in word or " and " in word else word for word in words]
    return listed(words) if len(words) <= 2 else f"{words[0]}, {words[1]} and more"


def _chained(clauses: Sequence[str]) -> str:
    """Clauses in a row, with a comma before the last where one of them holds an "and" of its own."""
    if len(clauses) > 1 and any(" and " in clause for clause in clauses):
        return ", ".join(clauses[:-1]) + ", and " + clauses[-1]
    return listed(clauses)


def _both(priority: Priority, mentee: Participant, mentor: Participant, settings: Settings) -> str:
    """What the two have in common in one part, as it follows "Ada and Bo both"; empty when nothing."""
    match priority:
        case Priority.BLOCK | Priority.FIELDS:
            if fields := _common(mentee.fields, mentor.fields):
                return f"work in {_few(fields)}"
            # "Other" is where people stand of whom nothing is known
            if plain(mentee.bin) == plain(mentor.bin) not in ("", plain(OTHER)):
                return f"stand in the block {brief(mentee.bin)}"
        case Priority.ATTENDANCE if mentee.attendance is mentor.attendance:
            return {Attendance.VIRTUAL: "attend virtually", Attendance.IN_PERSON: "come in person"}.get(
                mentee.attendance, ""
            )
        case Priority.SECTOR if plain(mentee.sector) and plain(mentee.sector) == plain(mentor.sector):
            return f"come from {brief(mentee.sector)}"
        case Priority.LANGUAGES:
            spoken = [word for word in _common(mentee.languages, mentor.languages) if plain(word) not in _LINGUA_FRANCA]
            return f"speak {_few(spoken)}" if spoken else ""
        case Priority.TIME_ZONE:
            (one, here), (other, there) = (clock(person, settings.starts or SUMMER) for person in (mentee, mentor))
            if not (here and there) and one is not None and other is not None and minutes_apart(one, other) <= 120:
                return "live at most two hours apart"
        case Priority.NOTES:
            theirs = {stem(word) for word in words_in(mentor.notes)}
            words = [word for word in dict.fromkeys(words_in(mentee.notes)) if stem(word) in theirs]
            return f"wrote of {_few([brief(word) for word in words])}" if words else ""
    return ""


def _aside(priority: Priority, mentee: Participant, mentor: Participant) -> str:
    """What else one part says about the two, as a clause of its own; empty when nothing."""
    match priority:
        case Priority.BLOCK if mentee.fields and mentor.fields:
            if not _both(priority, mentee, mentor, Settings()):
                return "they share no field"
        case Priority.ATTENDANCE if {mentee.attendance, mentor.attendance} == {*Attendance} - {Attendance.UNKNOWN}:
            virtual = mentee if mentee.attendance is Attendance.VIRTUAL else mentor
            return f"only {called(virtual)} attends virtually"
        case Priority.TOPICS:
            if topics := _common(mentee.topics, mentor.topics):
                return f"{called(mentee)} asked about {_few(topics)}, which {called(mentor)} offers"
            if mentee.topics and mentor.topics:
                return f"{called(mentor)} did not offer what {called(mentee)} asked about"
    return ""


def said(priority: Priority, person: Participant) -> str:
    """Return what a person said about one part, on one line; empty when nothing.

    >>> from mentorship_gsheets.people import Role
    >>> said(Priority.FIELDS, Participant("a@example.org", "Ada", Role.MENTOR, fields=("Astronomy", "Physics")))
    'Astronomy, Physics'
    """
    texts = {
        Priority.BLOCK: person.bin,
        Priority.ATTENDANCE: str(person.attendance),
        Priority.FIELDS: ", ".join(person.fields),
        Priority.SECTOR: person.sector,
        Priority.TOPICS: ", ".join(person.topics),
        Priority.LANGUAGES: ", ".join(person.languages),
        Priority.TIME_ZONE: person.time_zone,
        Priority.NOTES: person.notes,
    }
    return brief(texts.get(priority, ""), 2 * _WORD_LENGTH)


def why(mentee: Participant, mentor: Participant, settings: Settings) -> str:
    """Return why these two, as one plain sentence of at most `LONGEST` letters.

    Parameters
    ----------
    mentee, mentor
        The pair.
    settings
        Their priorities decide what is said first, and what is not said at all.

    Examples
    --------
    >>> from mentorship_gsheets.people import Role
    >>> bo = Participant("bo@example.org", "Bo Chen", Role.MENTEE, Attendance.VIRTUAL, ("Astronomy",),
    ...                  topics=("grants",))
    >>> ada = Participant("ada@example.org", "Ada King", Role.MENTOR, Attendance.VIRTUAL, ("Astronomy", "Physics"),
    ...                   topics=("Grants", "jobs"))
    >>> why(bo, ada, Settings())
    'Bo and Ada both work in Astronomy and attend virtually; Bo asked about grants, which Ada offers.'
    """
    names = f"{called(mentee)} and {called(mentor)}"
    both = list(dict.fromkeys(filter(None, (_both(p, mentee, mentor, settings) for p in settings.priorities))))
    asides = list(filter(None, (_aside(priority, mentee, mentor) for priority in settings.priorities)))
    silent = [called(p) for p in (mentee, mentor) if not (p.fields or p.topics or p.notes or p.sector)]
    if not both and not asides:
        return brief(f"{names}: too little is known of {listed(silent) or names} to say more.", LONGEST)
    if silent:
        asides.append(f"little is known of {listed(silent)}")
    sentence = ""
    for most, aside in ((3, 2), (2, 2), (2, 1), (1, 1), (1, 0)):
        shared = f"{names} both {_chained(both[:most])}" if both else f"{names} are a pair though"
        tail = _chained(asides[:aside])
        joint = "; " if both else " "
        sentence = shared + (joint + tail if tail else "") + "."
        if len(sentence) <= LONGEST:
            break
    return brief(sentence, LONGEST)
