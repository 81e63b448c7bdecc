"""Answers read: roles, attendance, capacity, choices; what cannot be read is said, never guessed away."""

import re
from collections.abc import Iterable, Sequence

from mentorship_gsheets.intake.texts import clean, fold
from mentorship_gsheets.people import Attendance, Role, Status

JOIN = "; "
"""Stands between several values in one cell; options may hold commas, so commas will not do."""

_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("zero none", "one a single", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    )
    for word in words.split()
}
MOST_MENTEES = 50
_INSTEAD = "that of Settings is taken"


def read_capacity(text: str) -> tuple[int | None, str]:
    """Read how many mentees somebody takes.

    Returns
    -------
    capacity, problem
        The number, or None when it cannot be told; and what is the matter as the end of a sentence, or nothing.
        Of a range the lowest number counts, of a fraction the whole part: nobody gets more than was offered.

    Examples
    --------
    >>> read_capacity("2"), read_capacity("two mentees"), read_capacity("")
    ((2, ''), (2, ''), (None, ''))
    >>> read_capacity("2-3")
    (2, 'is a range: 2 is taken')
    >>> read_capacity("1,5")
    (1, 'is no whole number: 1 is taken')
    >>> read_capacity("lots")
    (None, 'is no number: that of Settings is taken')
    """
    text = clean(text)
    if not text:
        return None, ""
    if re.match(r"[-\u2212]\s*\d", text):
        return None, f"is no number from 0 to {MOST_MENTEES}: {_INSTEAD}"
    if fraction := re.search(r"(\d+)[.,](\d+)", text):
        whole = _whole(fraction[1])
        return _in_range(whole, f"is no whole number: {whole} is taken" if fraction[2].strip("0") else "")
    # a formula gone wrong shows as #DIV/0! and the like
    numbers = [] if text.startswith("#") else [_whole(digits) for digits in re.findall(r"\d+", text)]
    if not numbers:
        numbers = [_NUMBERS[word] for word in fold(text).split() if word in _NUMBERS]
    if not numbers:
        return None, f"is no number: {_INSTEAD}"
    least = min(numbers)
    if len(set(numbers)) > 1:
        return _in_range(least, f"is a range: {least} is taken")
    open_ended = re.search(r"\d\s*\+|\b(?<!no )more\b|at least|\bplus\b", text, re.IGNORECASE)
    return _in_range(least, f"has no upper end: {least} is taken" if open_ended else "")


def _whole(digits: str) -> int:
    # Python refuses to read thousands of digits, and nobody takes so many mentees
    return int(digits[:9])


def _in_range(number: int, problem: str) -> tuple[int | None, str]:
    return (number, problem) if number <= MOST_MENTEES else (None, f"is no number from 0 to {MOST_MENTEES}: {_INSTEAD}")


def read_attendance(text: str) -> tuple[Attendance, bool]:
    """Read how somebody attends; the second value is False when a text is there that says neither.

    >>> read_attendance("I will be attending onsite in Rotterdam")
    (<Attendance.IN_PERSON: 'in person'>, True)
    >>> read_attendance("Virtual ticket"), read_attendance("")
    ((<Attendance.VIRTUAL: 'virtual'>, True), (<Attendance.UNKNOWN: ''>, True))
    """
    # "not in person" is the other of the two
    words = re.sub(r"\bnot? (\w+ )?(in person|on ?site|virtual\w*|online)\b", r"un\2", fold(text))
    virtual = re.search(
        r"\b(virtual\w*|online|remote\w*|livestream\w*|streaming|zoom|from home|at home|unin person|unon ?site)\b",
        words,
    )
    here = re.search(r"\b(in ?person|on ?site|on location|physical\w*|venue|unvirtual\w*|unonline)\b", words)
    if not virtual and not here:
        # "live" and "there" say little where the answer says "virtual" too
        here = re.search(r"\b(there|presen\w+|prasenz|live)\b", words)
    if bool(virtual) == bool(here):
        return Attendance.UNKNOWN, not words or words in ("unknown", "not sure")
    return (Attendance.VIRTUAL if virtual else Attendance.IN_PERSON), True


def read_roles(text: str) -> frozenset[Role] | None:
    """Read which roles an answer offers or asks for.

    Returns
    -------
    The roles: one, both, or none for a plain no; None when the answer is blank or says neither.

    Examples
    --------
    >>> read_roles("I would like a mentor")
    frozenset({<Role.MENTEE: 'mentee'>})
    >>> sorted(read_roles("Yes, as a mentor")), sorted(read_roles("Both")), read_roles("no"), read_roles("maybe")
    ([<Role.MENTOR: 'mentor'>], [<Role.MENTEE: 'mentee'>, <Role.MENTOR: 'mentor'>], frozenset(), None)
    """
    words = fold(text)
    if not words:
        return None
    if re.search(r"\bboth\b", words):
        return frozenset(Role)
    # whoever looks for a mentor is a mentee
    rest, sought = _SOUGHT.subn(" ", words)
    roles = set()
    if sought or re.search(r"\b(mentees?|mentored|mentorees?|protegee?s?)\b", words):
        roles.add(Role.MENTEE)
    if re.search(r"\b(mentors?|mentoring (others|somebody|someone|people))\b", rest):
        roles.add(Role.MENTOR)
    if re.match(r"(no|not|none|neither|false|n)\b", words):
        return None if roles else frozenset()
    return frozenset(roles) or None


_SOUGHT = re.compile(
    r"\b((find|have|get|need|seek|having|finding|getting|seeking|looking for) ((a|an|my|the|some|another|one) )?"
    r"|(want|wants|like|for|with|by|from|meet|meeting) (a|an|my|the|some|another|one) )mentors?\b"
)


def read_yes_no(text: str) -> bool | None:
    """Read a yes or no; None when it is blank or neither."""
    words = fold(text).split()
    if not words:
        return None
    if words[0] in ("yes", "y", "true", "ja", "oui", "si", "x"):
        return True
    return False if words[0] in ("no", "n", "false", "nein", "non") else None


def read_status(text: str) -> Status | None:
    """Read a status cell; None when it is none of the four. A blank one belongs to a row typed by hand."""
    words = fold(text)
    if not words:
        return Status.BY_HAND
    return next((status for status in Status if fold(status) == words), None)


def split_choices(values: Iterable[str], options: Sequence[str] = ()) -> tuple[str, ...]:
    """Split answers into the choices they hold.

    Parameters
    ----------
    values
        Several values as a form gives them, or one cell that joins them with commas, semicolons or line breaks.
    options
        The known choices. One that holds commas itself survives, because the longest known choice is cut out
        first.

    Returns
    -------
    The choices in the order of the answer, each once, known ones in the spelling of ``options``; what is no known
    choice ("Other" texts) is kept as it stands.

    Examples
    --------
    >>> split_choices(["Physics, Meteorology, Geology, my own"], ["Physics", "Meteorology, Geology"])
    ('Physics', 'Meteorology, Geology', 'my own')
    """
    known = {fold(option): option for option in options if fold(option)}
    found: list[str] = []
    for value in values:
        for part in re.split(r"[;\n]", clean(value, lines=True)):
            found += _cut(part.strip(), known)
    return tuple(dict.fromkeys(choice for choice in found if choice))


def _cut(part: str, known: dict[str, str]) -> Iterable[str]:
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    start, rest = 0, list[str]()
    while start < len(pieces):
        for end in range(len(pieces), start, -1):
            option = known.get(fold(", ".join(pieces[start:end])))
            if option is not None:
                yield from _own(rest, known)
                rest = []
                yield option
                start = end
                break
        else:
            rest.append(pieces[start])
            start += 1
    yield from _own(rest, known)


def _own(pieces: list[str], known: dict[str, str]) -> Iterable[str]:
    """Yield what is no known choice: a single "Other" text where choices are known, else every piece."""
    yield from [", ".join(pieces)] if known and pieces else pieces
