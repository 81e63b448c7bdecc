"""What an answer was read as."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Reading(Generic[Value]):
    """What one answer says.

    Parameters
    ----------
    value
        The value; None when the person gave no answer ("n/a", "-", a cell that shows an error).
    text
        The value as people write it ("both", "in person", "2", "Europe/Paris"), "-" for no answer. Reading this text
        again gives the same value.
    doubt
        What was made of an unclear answer, as the end of a sentence ("is a range: 2 is taken"); empty when clear.
    """

    value: Value | None
    text: str
    doubt: str = ""


BLANK: Reading[Any] = Reading(None, "-")
"""No answer."""
