"""One module for each kind of value: an answer as typed becomes a value, no answer, or a question to a person.

Every module has ``read(answer, question="", meaning="", ...) -> Reading | None``. None means: not understood, a person
must be asked. A reading whose ``value`` is None means: no answer was given.
"""

from collections.abc import Callable, Mapping
from typing import Any

from mentorship_gsheets.intake.values import (
    attendance,
    capacity,
    choices,
    first_time,
    languages,
    non_answers,
    role,
    sector,
    time_zone,
)
from mentorship_gsheets.intake.values.reading import BLANK, Reading

__all__ = ["BLANK", "CLOSED", "READERS", "Reading"]

READERS: Mapping[str, Callable[[str, str, str], Reading[Any] | None]] = {
    "Role": role.read,
    "Attendance": attendance.read,
    "Capacity": capacity.read,
    "First time": first_time.read,
    "Time zone": time_zone.read,
    "Sector": sector.read,
    "Languages": languages.read,
    "Fields": choices.read,
    "Topics": choices.read,
    "Affiliation": non_answers.read,
    "Name": non_answers.read,
    "Notes": non_answers.read,
}
"""Column -> its reader, called as ``read(answer, question, meaning)``."""

CLOSED = ("Role", "Attendance", "Capacity", "First time", "Time zone", "Sector", "Languages")
"""Columns whose distinct answers are shown to a person, each with what it was read as."""
