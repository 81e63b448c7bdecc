"""Answers, sign-ups and rows that do not fit together: times, doubles, blanks, nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorship_gsheets.spreadsheet.workbook import Cell
from tests.reliability.case import Case, Outcome

OK, FLAG, STOP = Outcome.OK, Outcome.FLAG, Outcome.STOP
HEADER = ("Timestamp", "Email Address", "Name", "Mentor or mentee?", "How many mentees?")
Line = tuple[str | Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered(Case):
    """Sources are pulled into a sheet with three mentees, then all are matched.

    Parameters
    ----------
    answers
        Lines of the response tab, under ``header``.
    before
        What the response tab held at an earlier pull; None without one.
    sign_ups, mentors, mentees
        Lines of those tabs by header; ``mentees`` beside, or instead of, the usual three.
    mentors_after
        ``(address, name, capacity)`` of every row of ``Mentors``.
    unmatched
        Addresses in ``Mentors`` who must get nobody; everybody else must get somebody.
    """

    answers: Sequence[Line] = ()
    header: tuple[str, ...] = HEADER
    before: Sequence[Line] | None = None
    locale: str = "en_US"
    sign_ups: Sequence[Mapping[str, str]] = ()
    mentors: Sequence[Mapping[str, str]] = ()
    nobody: bool = False
    mentors_after: tuple[tuple[str, str, str], ...] = ()
    unmatched: tuple[str, ...] = ()


TWICE = ("Ada answered more than once. The newest counts.",)
EITHER_WAY = (
    "Ada answered more than once. "
    "Day and month may stand the other way round in the times there; look which one counts.",
)


def _times(
    given: str, older: str | Cell, newer: str | Cell, locale: str, *more: str, once: tuple[str, ...] = TWICE
) -> Gathered:
    """Two answers of Ada, the newer one above, and others who tell the order of day and month."""
    ada = ((newer, "ada@example.org", "Ada", "Mentor", "2"), (older, "ada@example.org", "Ada", "Mentor", "1"))
    others = tuple((time, f"p{number}@example.org", f"P{number}", "No", "") for number, time in enumerate(more))
    asked = (
        "Form Responses 1: 0 of 3 rows of Form Responses 1 name a field. "
        "Name the question in Questions; if the form does not ask, write yes under Sure everywhere.",
    )
    said = (
        "1 person answered not to take part: P0. Look at Answers if that is not what they meant; "
        "a row that is there already needs the Status withdrawn.",
    )
    return Gathered(
        group="Dates in other locales",
        given=given,
        outcome=OK,
        made="the newer answer counts",
        told=asked + once + said if more else once,
        answers=ada + others,
        locale=locale,
        mentors_after=(("ada@example.org", "Ada", "2"),),
    )


def answer_line(
    email: str, name: str, capacity: str = "1", role: str = "Mentor", time: str = "5/1/2027 10:00:00"
) -> Line:
    return (time, email, name, role, capacity)


def _row(email: str, name: str) -> dict[str, str]:
    return {"Email": email, "Name": name, "Status": "answered", "Source": "form", "Capacity": "1"}


def _perhaps(given: str, one: str, other: str) -> Gathered:
    told = f"Mentors!L3: {other} and {one} may be one person. "
    return Gathered(
        group=SAME,
        given=given,
        outcome=OK,
        made="two people",
        told=(told + "If so, write one address for both, or set the Status of one to withdrawn.",),
        mentors=(_row(one, "Ada"), _row(other, "Ada L.")),
        mentors_after=((one, "Ada", "1"), (other, "Ada L.", "1")),
    )


SAME = "The same person in several forms"
NOBODY = "Nobody"
ADA = ("ada@example.org", "Ada", "1")
CY = ("cy@example.org", "Cy", "1")

GATHERED = (
    _times(
        "month first, sheet in English (US)", "02/05/2027 10:00:00", "03/04/2027 10:00:00", "en_US", once=EITHER_WAY
    ),
    _times("day first, sheet in English (UK)", "03/04/2027 10:00:00", "02/05/2027 10:00:00", "en_GB", once=EITHER_WAY),
    _times(
        "day first in a sheet in English (US), seen by a 31st",
        "03/04/2027 10:00:00",
        "02/05/2027 10:00:00",
        "en_US",
        "31/01/2027 10:00:00",
    ),
    _times("`13.04.2027`, sheet in German", "13.04.2027 10:00:00", "12.05.2027 08:00:00", "de_DE"),
    _times(
        "a form's own .csv, with AM, PM and a zone", "2027/06/12 11:04:05 AM EET", "2027/06/12 3:04:05 PM EET", "en"
    ),
    _times("ISO 8601", "2027-06-12T11:04:05", "2027-06-12T15:04:05", "fr_FR"),
    _times(
        "real dates of the sheet, shown in Japanese",
        Cell("2027年2月1日", number=46419.5),
        Cell("2027年3月1日", number=46447.5),
        "ja_JP",
    ),
    Gathered(
        group="Dates in other locales",
        given="no date at all: `yesterday`",
        outcome=OK,
        made="the lower row counts as newer, as new answers come in below",
        told=("Ada answered more than once. No time can be read there, so the lower row counts.",),
        answers=(
            answer_line("ada@example.org", "Ada", "1", time="yesterday"),
            answer_line("ada@example.org", "Ada", "2", time="today"),
        ),
        mentors_after=(("ada@example.org", "Ada", "2"),),
    ),
    Gathered(
        group=SAME,
        given="two answers, one with capitals in the address",
        outcome=OK,
        made="one person; the newest answer counts",
        told=EITHER_WAY,
        answers=(
            answer_line("Ada@Example.org", "Ada", "2", time="5/2/2027 10:00:00"),
            answer_line("ada@example.org", "Ada"),
        ),
        mentors_after=(("ada@example.org", "Ada", "2"),),
    ),
    Gathered(
        group=SAME,
        given="two rows, one with capitals in the address",
        outcome=FLAG,
        told=("Mentors!L3: Ada stands in rows 2 and 3 of Mentors. Keep one row, delete the other.",),
        mentors=(_row("ada@example.org", "Ada"), _row("ADA@example.org", "Ada"), _row("cy@example.org", "Cy")),
        mentors_after=(ADA, ("ADA@example.org", "Ada", "1"), CY),
        unmatched=("ada@example.org", "ADA@example.org"),
    ),
    _perhaps("`ada+mentor@…` beside `ada@…`", "ada@example.org", "ada+mentor@example.org"),
    _perhaps("dots at Gmail", "ada.lovelace@gmail.com", "adalovelace@gmail.com"),
    Gathered(
        group=SAME,
        given="signed up as `ada@…`, answered as `ada+mentor@…`",
        outcome=OK,
        made="two people",
        told=(
            "Mentors!L3: ada@example.org and ada+mentor@example.org may be one person. "
            "If so, write one address for both, or set the Status of one to withdrawn.",
        ),
        answers=(answer_line("ada+mentor@example.org", "Ada"),),
        sign_ups=({"Name": "Ada", "Email": "ada@example.org", "Mentorship programme?": "Mentor"},),
        mentors_after=(("ada+mentor@example.org", "Ada", "1"), ("ada@example.org", "Ada", "")),
    ),
    Gathered(
        group=SAME,
        given="mentor and mentee at once",
        outcome=OK,
        made="stands in both tabs, and is never matched with oneself",
        answers=(answer_line("ada@example.org", "Ada", role="Both"),),
        mentors_after=(ADA,),
    ),
    Gathered(
        group=SAME,
        given="two people of one name",
        outcome=OK,
        made="two people",
        answers=(answer_line("ada@example.org", "Ada"), answer_line("ada@example.net", "Ada")),
        mentors_after=(("ada@example.net", "Ada", "1"), ADA),
    ),
    Gathered(
        group=NOBODY,
        given="not one answer yet",
        outcome=OK,
        made="whoever signed up is there, marked `no answer`",
        sign_ups=({"Name": "Ada", "Email": "ada@example.org", "Mentorship programme?": "Mentor"},),
        mentors_after=(("ada@example.org", "Ada", ""),),
    ),
    Gathered(
        group=NOBODY,
        given="no mentee at all",
        outcome=STOP,
        told=("there is nobody to match on Mentees. Run pull, or look at Status and at the findings.",),
        answers=(answer_line(*ADA),),
        nobody=True,
        mentors_after=(ADA,),
        unmatched=("ada@example.org",),
    ),
    Gathered(
        group=NOBODY,
        given="a response tab somebody emptied",
        outcome=STOP,
        told=(
            "Form Responses 1 has answers of 0 people now and had 2. "
            "Is it the right form? --force goes on all the same; nobody is deleted.",
        ),
        before=(answer_line(*ADA), answer_line(*CY)),
        mentors_after=(ADA, CY),
    ),
)
