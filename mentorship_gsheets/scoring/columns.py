"""What a person says under a column of the sheet, whether the column is the tool's or the organizer's own."""

import re
import unicodedata
from collections.abc import Callable, Mapping

from mentorship_gsheets.criteria import Criterion
from mentorship_gsheets.people import Participant, Role, Told
from mentorship_gsheets.text import as_key

_OURS: Mapping[str, Callable[[Participant], Told]] = {
    "Attendance": lambda person: Told(str(person.attendance), (str(person.attendance),)),
    "Bin": lambda person: Told(person.bin, (person.bin,)),
    "Fields": lambda person: Told("; ".join(person.fields), person.fields),
    "Capacity": lambda person: Told("" if person.capacity is None else str(person.capacity)),
    "Sector": lambda person: Told(person.sector, (person.sector,)),
    "Topics": lambda person: Told("; ".join(person.topics), person.topics),
    "Affiliation": lambda person: Told(person.affiliation, (person.affiliation,)),
    "Time zone": lambda person: Told(person.time_zone, (person.time_zone,)),
    "Languages": lambda person: Told("; ".join(person.languages), person.languages),
    "Notes": lambda person: Told(person.notes, (person.notes,)),
}
_BY_KEY = {as_key(header): read for header, read in _OURS.items()}

COLUMNS = tuple(_OURS)
"""The tool's own columns that a criterion may compare."""

_NUMBER = re.compile(r"(?<![\d.,])[-\u2212]?\d+(?:[.,]\d+)*(?![\d.,]*\d)")
_THOUSANDS = re.compile(r"[-\u2212]?\d{1,3}([.,]\d{3})+")
_RANGE = re.compile(r"(?<=\d)\s*[-\u2013\u2212]\s*(?=\d)")

STEPS = 1000
"""Numbers are compared in steps of a thousandth."""


def told(person: Participant, header: str) -> Told:
    """Return what a person says under a column; blank where there is nothing.

    Parameters
    ----------
    person
        Anybody.
    header
        One of `COLUMNS`, or a column of the organizer's own, in any case.

    Examples
    --------
    >>> ada = Participant("ada@example.org", "Ada", Role.MENTOR, fields=("Law", "Art"), more={"city": Told("Rome")})
    >>> told(ada, "fields").choices, told(ada, "City").text, told(ada, "Hobby").text
    (('Law', 'Art'), 'Rome', '')
    """
    key = as_key(header)
    return _BY_KEY[key](person) if key in _BY_KEY else person.more.get(key, Told())


def column_of(criterion: Criterion, role: Role) -> str:
    """Return the column that a criterion looks at on one side; empty where it looks at none."""
    return criterion.mentor_column if role is Role.MENTOR else criterion.mentee_column


def said_on(criterion: Criterion, person: Participant) -> Told:
    """Return what a person says under the column that a criterion looks at on that person's side."""
    header = column_of(criterion, person.role)
    return told(person, header) if header else Told()


def read_number(text: str) -> int | None:
    """Return the one number in a text in steps of a thousandth, the middle of a range; None where there is no one.

    Parameters
    ----------
    text
        As people write it, words around the number included.

    Examples
    --------
    >>> [read_number(text) for text in ("12", "about 3,5 years", "5-10", "10,000", "2027-07-05", "many", "1 or 2")]
    [12000, 3500, 7500, 10000000, None, None, None]
    """
    plain = unicodedata.normalize("NFKC", text)
    parts = _RANGE.split(plain)
    ranged = len(parts) == 2
    found = [number for part in parts for number in _NUMBER.findall(part)]
    if len(parts) > 2 or len(found) != 1 + ranged:
        return None
    values = [_steps(number) for number in found]
    return sum(values) // len(values)


def _steps(number: str) -> int:
    negative = number[0] in "-\u2212"
    digits = number.lstrip("-\u2212")
    if _THOUSANDS.fullmatch(digits):
        whole, part = re.sub(r"\D", "", digits), ""
    else:
        whole, _, part = re.sub(r",", ".", digits).rpartition(".") if re.search(r"[.,]", digits) else (digits, "", "")
        whole = re.sub(r"\D", "", whole)
    value = int(whole or 0) * STEPS + int((part + "000")[:3])
    return -value if negative else value
