"""What the sheet says by itself: the live check of people, and the lines of ``Overview``.

Formulas look at one line of a cell at a time, with ``MATCH`` and no wildcards: a cohort called ``talk`` is not the
end of ``submit a talk``. Functions are those that Google Sheets, LibreOffice and the rehearsal calculate alike, with
semicolons, which every locale accepts.
"""

from collections.abc import Iterator

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.cohorts.options import TOGETHER
from mentorship_gsheets.programmes.cohorts.tabs import (
    AT_ONCE,
    CLOSED,
    COHORT,
    COHORTS,
    HOURS_AWAY,
    LIVE,
    MEMBER,
    OK,
    STATE,
    TASK,
    TASK_LIST,
    TASKS,
    TOO_FEW,
)
from mentorship_gsheets.spreadsheet.plan import Formula
from mentorship_gsheets.tabs import overview
from mentorship_gsheets.tabs.figures import NEXT, blank_label, first_that_holds, next_step
from mentorship_gsheets.tabs.people_tabs import PEOPLE_TAB

LINES = 4
"""How many lines of a cell the live check looks at; more are for ``check``."""

SHOWN_TASKS = 20

_LABELS, _STATES, _TASKS = (f"{{{COHORTS.title}!{header}}}" for header in (COHORT, STATE, TASK))


def row_formulas() -> tuple[tuple[str, Formula], ...]:
    """Return the formulas of every row of people: the live check, and the tasks between semicolons."""
    joined = f'SUBSTITUTE(SUBSTITUTE({{{TASKS}}};"; ";";");CHAR(10);";")'
    return (
        (LIVE, live_check()),
        (TASK_LIST, Formula(f'=IF({{{TASKS}}}="";"";";"&{joined}&";")')),
    )


def live_check() -> Formula:
    """Return the formula of the column ``Live check``.

    It shows ``ok``, nothing (nobody in the row), or what is the matter: ``withdrawn``, ``no such cohort``,
    ``closed``, ``too many``.
    """
    member = f"{{{MEMBER}}}"
    lines = f'(LEN({member})-LEN(SUBSTITUTE({member};CHAR(10);""))+1)'
    unknown = "+".join(f'IF({_line(n)}="";0;IF(ISNUMBER(MATCH({_line(n)};{_LABELS};0));0;1))' for n in range(LINES))
    closed = "+".join(
        f'IF({_line(n)}="";0;IFERROR(IF(INDEX({_STATES};MATCH({_line(n)};{_LABELS};0))="{CLOSED}";1;0);0))'
        for n in range(LINES)
    )
    most = f"IF(ISNUMBER({{{AT_ONCE}}});{{{AT_ONCE}}};1)"
    steps = (
        ('{Email}=""', '""'),
        (f'{member}=""', f'"{OK}"'),
        ('OR({Status}="withdrawn";{Status}="declined")', '"withdrawn"'),
        (f"({unknown})>0", '"no such cohort"'),
        (f"({closed})>0", f'"{CLOSED}"'),
        (f"{lines}>{most}", '"too many"'),
    )
    return first_that_holds(steps, f'"{OK}"')


def _line(number: int) -> str:
    return f'TRIM(MID(SUBSTITUTE({{{MEMBER}}};CHAR(10);REPT(" ";200));{1 + 200 * number};200))'


def lines() -> Iterator[overview.Line]:
    """Yield the lines of ``Overview``: what to do, answers, who is in a cohort, tasks, states of cohorts, mails."""
    yield overview.Line(NEXT, ("What to do next", next_step("cohort-*", "cohort", "cohorts")))
    yield from overview.answer_lines()
    yield overview.Line("head cohorts", ("Cohorts", "Mentees", "Virtual"))
    yield from overview.matched_lines(MEMBER, "in a cohort", "in no cohort")
    yield overview.Line("head state", ("How cohorts stand", "Number"))
    for name, words in ((OK, "Open"), (TOO_FEW, "With too few people"), (CLOSED, "Closed")):
        yield overview.Line(f"cohort {name}", (words, Formula(f'=COUNTIF({_STATES};"{name}")')))
    yield overview.Line("cohort thin", ("Out of reach while one mentor is away", _thin()))
    yield overview.Line("cohort waiting", ("Mentees who wait", _waiting()))
    yield overview.Line("head tasks", ("Tasks", "Mentees a mentor", "Mentors", "Mentees"))
    for number in range(1, SHOWN_TASKS + 1):
        picked = [blank_label(_picked(role)) for role in Role]
        share = blank_label('IF({Mentors}=0;"";ROUND({Mentees}/{Mentors};1))')
        yield overview.Line(f"task {number}", (_task(number), share, *picked))
    yield from overview.mail_lines()


def _thin() -> Formula:
    setting = f'INDEX({{Settings!Value}};MATCH("{TOGETHER}";{{Settings!Setting}};0))'
    usual = f'INDEX({{Settings!Default}};MATCH("{TOGETHER}";{{Settings!Setting}};0))'
    hours = f'IFERROR(VALUE({setting}&"");VALUE({usual}&""))'
    return Formula(f'=COUNTIF({{{COHORTS.title}!{HOURS_AWAY}}};"<"&{hours})')


def _waiting() -> Formula:
    takes_part = '({Mentees!Status}<>"withdrawn")*({Mentees!Status}<>"declined")'
    people = f'({{Mentees!Email}}<>"")*{takes_part}*({{Mentees!{TASKS}}}<>"")'
    return Formula(f'=SUMPRODUCT({people}*({{Mentees!{MEMBER}}}=""))')


def _task(number: int) -> Formula:
    """Return the task of a row of ``Cohorts`` where it stands for the first time; blank elsewhere."""
    task = f"INDEX({_TASKS};{number})"
    return Formula(f'=IFERROR(IF(MATCH({task};{_TASKS};0)={number};{task}&"";"");"")')


def _picked(role: Role) -> str:
    wanted = f'{{{PEOPLE_TAB[role]}!{TASK_LIST}}};"*;"&{{Overview}}&";*"'
    # a count less another: engines differ in whether a blank cell is unlike a text
    gone = (f'COUNTIFS({wanted};{{{PEOPLE_TAB[role]}!Status}};"{status}")' for status in ("withdrawn", "declined"))
    return f"COUNTIF({wanted})-{'-'.join(gone)}"
