"""Answers read as the tabs keep them: what cannot be read is said, never guessed away."""

from collections.abc import Iterable, Sequence

from mentorship_gsheets.intake.values import attendance, capacity, choices, role, yes_no
from mentorship_gsheets.intake.values.choices import JOIN
from mentorship_gsheets.people import Attendance, Role, Status
from mentorship_gsheets.text import as_words

__all__ = ["JOIN", "read_attendance", "read_capacity", "read_roles", "read_status", "read_yes_no", "split_choices"]


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
    >>> read_capacity("lots")
    (None, 'is no number: that of Settings is taken')
    """
    number, problem = capacity.least(text)
    return number, f"{problem}: that of Settings is taken" if number is None and problem else problem


def number_text(values: Iterable[str]) -> str:
    """Return an answer as the number it says, in digits; as it was given where it says none.

    >>> number_text(["two workshops"]), number_text(["whenever I can"])
    ('2', 'whenever I can')
    """
    text = " ".join(values)
    number, _ = read_capacity(text)
    return text if number is None else str(number)


def read_attendance(text: str) -> tuple[Attendance, bool]:
    """Read how somebody attends; the second value is False when a text is there that says neither.

    >>> read_attendance("I will be attending onsite in Rotterdam")
    (<Attendance.IN_PERSON: 'in person'>, True)
    >>> read_attendance("Virtual ticket"), read_attendance("")
    ((<Attendance.VIRTUAL: 'virtual'>, True), (<Attendance.UNKNOWN: ''>, True))
    """
    reading = attendance.read(text)
    if reading is None:
        return Attendance.UNKNOWN, False
    return reading.value or Attendance.UNKNOWN, True


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
    reading = role.read(text)
    return None if reading is None else reading.value


def read_yes_no(text: str) -> bool | None:
    """Read a yes or no; None when it is blank or neither."""
    return yes_no.read(text)


def read_status(text: str) -> Status | None:
    """Read a status cell; None when it is none of the four. A blank one belongs to a row typed by hand."""
    words = as_words(text)
    if not words:
        return Status.BY_HAND
    return next((status for status in Status if as_words(status) == words), None)


def split_choices(values: Iterable[str], options: Sequence[str] = ()) -> tuple[str, ...]:
    """Split answers into the choices they hold; see `choices.cut`.

    Parameters
    ----------
    values
        The answers of one person to one question.
    options
        The choices the form offers; they are never cut.

    Returns
    -------
    tuple[str, ...]
        Each choice once, in the order of the answers.

    Examples
    --------
    >>> split_choices(["Physics, Meteorology, Geology, my own"], ["Physics", "Meteorology, Geology"])
    ('Physics', 'Meteorology, Geology', 'my own')
    """
    return choices.cut(values, options)
