"""What the sheet itself says of hours: a pair's own figures in ``Mentees``, and all of them in ``Overview``.

A line of ``Hours`` counts where both cells hold the address, alone or in angle brackets at the end, as the lists of the
cells offer it; either of the two may stand first. Only functions that Google Sheets, LibreOffice and the rehearsal's
engine calculate alike; a text among the numbers counts for nothing, and stops no other line.
"""

from collections.abc import Iterator

from mentorship_gsheets.programmes.organizers.standing import AMBER, HOURS_A_PAIR, SILENT_FOR
from mentorship_gsheets.programmes.organizers.tabs import (
    ALL,
    CONTACT,
    DATE,
    FINE,
    HOURS_SPENT,
    INTRODUCED,
    LAST,
    LAST_DAY,
    NEARLY,
    OVER,
    SILENT,
    SO_FAR,
    STARTS,
    USED,
    WHO,
    WITH,
)
from mentorship_gsheets.spreadsheet.plan import Formula
from mentorship_gsheets.tabs import overview
from mentorship_gsheets.tabs.figures import NEXT, figure, next_step
from mentorship_gsheets.tabs.people_tabs import FIRST_PARTNER

HOURS_OF_A_PAIR, DAYS_OF_SILENCE = 20, 28
"""What blank settings mean."""

_PAIRED = f'OR({{Email}}="";{{{FIRST_PARTNER}}}="")'
_MENTEE, _MENTOR = "LOWER(TRIM({Email}))", f"{{{FIRST_PARTNER}}}"


def _setting(name: str, usual: int) -> str:
    cell = f'INDEX({{Settings!Value}};MATCH("{name}";{{Settings!Setting}};0))'
    return f'IFERROR(IF(VALUE({cell}&"")>0;VALUE({cell}&"");{usual});{usual})'


_BUDGET = _setting(HOURS_A_PAIR, HOURS_OF_A_PAIR)


def _of_pair(function: str, header: str) -> list[str]:
    """A function over the lines of the pair, once for each way in which a line may name the two."""
    ways = []
    for mentor, mentee in ((WHO, WITH), (WITH, WHO)):
        for one in (_MENTOR, f'"*<"&{_MENTOR}&">"'):
            for other in (_MENTEE, f'"*<"&{_MENTEE}&">"'):
                ways.append(f"{function}({{Hours!{header}}};{{Hours!{mentor}}};{one};{{Hours!{mentee}}};{other})")
    return ways


def _iso(day: str) -> str:
    # not TEXT: its patterns are another in every language
    return f'YEAR({day})&"-"&RIGHT("0"&MONTH({day});2)&"-"&RIGHT("0"&DAY({day});2)'


def _day(cell: str) -> str:
    """A day as a number, whether the cell holds one or the text 2028-05-12; 0 where it holds neither."""
    return f"IF(ISNUMBER({cell});{cell};IFERROR(DATE(LEFT({cell};4);MID({cell};6;2);MID({cell};9;2));0))"


def row_values() -> tuple[tuple[str, Formula], ...]:
    """Return the formulas of a row of ``Mentees`` that speak of hours, as ``(header, formula)``."""
    since = f"MAX({{{LAST_DAY}}};{_day(f'{{{INTRODUCED}}}')})"
    begins = _day("{" + STARTS + "}")
    silent = f"TODAY()-{since}>={_setting(SILENT_FOR, DAYS_OF_SILENCE)}"
    used = f'IF({{{SO_FAR}}}>={_BUDGET};"{ALL}";IF({{{SO_FAR}}}>={AMBER}/100*{_BUDGET};"{NEARLY}";"{FINE}"))'
    known = f'IF({{{INTRODUCED}}}="";"";IF({silent};"{SILENT}";"{FINE}"))'
    return (
        (SO_FAR, Formula(f'=IF({_PAIRED};"";{"+".join(_of_pair("SUMIFS", HOURS_SPENT))})')),
        (LAST_DAY, Formula(f"=IF({_PAIRED};0;MAX({';'.join(_of_pair('MAXIFS', DATE))}))")),
        (LAST, Formula(f'=IF({{{LAST_DAY}}}=0;"";{_iso(f"{{{LAST_DAY}}}")})')),
        (USED, Formula(f'=IF({_PAIRED};"";{used})')),
        (
            CONTACT,
            Formula(f'=IF({_PAIRED};"";IF(AND({begins}>0;{begins}<=TODAY());"{OVER}";{known}))'),
        ),
    )


def lines() -> Iterator[overview.Line]:
    """Yield the lines of ``Overview``: what to do next, answers, pairs, their hours, mails."""
    yield overview.Line(NEXT, ("What to do next", next_step("organizer-introduction", "pair", "pairs", bins=False)))
    yield from overview.answer_lines()
    yield from overview.paired_lines()
    yield overview.Line("head hours", ("Hours of the pairs", "Number"))
    counted = f"SUM({{Mentees!{SO_FAR}}})"
    yield overview.Line("hours spent", ("Hours spent by the pairs that stand", Formula(f"={counted}")))
    yield overview.Line(
        "hours planned",
        ("Hours that Settings give them", Formula(f"={figure('matched', 'Number')}*{_BUDGET}")),
    )
    spent, planned = figure("hours spent", "Number"), figure("hours planned", "Number")
    yield overview.Line("used", ("Used, in %", Formula(f'=IF({planned}=0;"";ROUND(100*{spent}/{planned};0))')))
    for name, label, header, word in (
        ("pairs nearly", f"Pairs that have used {AMBER} % or more, not all", USED, NEARLY),
        ("pairs all", "Pairs that have used all", USED, ALL),
        ("pairs silent", "Pairs that are silent", CONTACT, SILENT),
    ):
        yield overview.Line(name, (label, Formula(f'=COUNTIF({{Mentees!{header}}};"{word}")')))
    elsewhere = Formula(f"=SUM({{Hours!{HOURS_SPENT}}})-{counted}")
    yield overview.Line("elsewhere", ("Hours of former pairs, or that count for nobody", elsewhere))
    yield from overview.fit_lines()
    yield from overview.mail_lines()
