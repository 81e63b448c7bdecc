"""The formulas of ``Overview``: functions that every spreadsheet engine calculates alike, bounded ranges, semicolons.

Conditions on people are written as products in ``SUMPRODUCT`` where an empty cell is asked for: engines differ in
what ``COUNTIFS`` takes an empty criterion for. Days are calculated from ISO texts part by part, because reading a
date is a matter of the locale.
"""

from collections.abc import Sequence

from mentorship_gsheets.ledger import State
from mentorship_gsheets.people import Role
from mentorship_gsheets.settings import default_text
from mentorship_gsheets.spreadsheet.plan import Formula
from mentorship_gsheets.tabs.catalogue import FORM_RESPONSES, LINE
from mentorship_gsheets.tabs.people_tabs import PEOPLE_TAB

MENTORS, MENTEES = PEOPLE_TAB[Role.MENTOR], PEOPLE_TAB[Role.MENTEE]
NEXT = "next"
"""Name of the line that says what to do next."""

_DAY = f"{{{FORM_RESPONSES.title}!Day}}"


def figure(line: str, header: str) -> str:
    """Return the expression that finds a figure of ``Overview`` by the name of its line, wherever that stands.

    Parameters
    ----------
    line
        Name of the line.
    header
        The column of the figure.
    """
    return f'INDEX({{Overview!{header}}};MATCH("{line}";{{Overview!{LINE}}};0))'


def _takes_part(title: str) -> str:
    """Return the factor that is 1 on rows of people who take part."""
    return f'({{{title}!Status}}<>"withdrawn")*({{{title}!Status}}<>"declined")'


def count_people(title: str, header: str, text: str) -> Formula:
    """Return how many people of a tab have this text; ``*``: all; empty: none. Withdrawn ones count only as such.

    Parameters
    ----------
    title
        Title of the tab.
    header
        The column of the text.
    text
        The text.
    """
    people = f'({{{title}!Email}}<>"")'
    if header != "Status":
        people += f"*{_takes_part(title)}"
    if text != "*":
        people += f'*({{{title}!{header}}}="{text}")'
    return Formula(f"=SUMPRODUCT({people}*1)")


def total() -> Formula:
    """Return mentors and mentees of this line together."""
    return Formula("={Mentors}+{Mentees}")


def share(header: str) -> Formula:
    """Return how many of those asked have answered, in percent; nothing while nobody was asked."""
    answered, silent = figure("answered", header), figure("no answer", header)
    return Formula(f'=IF({answered}+{silent}=0;"";ROUND(100*{answered}/({answered}+{silent});0))')


def places(attendance: str) -> Formula:
    """Return how many mentees the mentors take who attend so; a blank capacity is that of ``Settings``."""
    mentors = f'({{{MENTORS}!Email}}<>"")*{_takes_part(MENTORS)}'
    if attendance != "*":
        mentors += f'*({{{MENTORS}!Attendance}}="{attendance}")'
    capacity = f"{{{MENTORS}!Capacity}}"
    setting = 'INDEX({Settings!Value};MATCH("Capacity";{Settings!Setting};0))'
    usual = f'IFERROR(MAX(1;VALUE({setting}&""));{default_text("capacity")})'
    # the comma form of SUMPRODUCT takes texts among the numbers for 0
    return Formula(f'=SUMPRODUCT({mentors};{capacity})+SUMPRODUCT({mentors}*({capacity}=""))*{usual}')


def bin_name(number: int) -> Formula:
    """Return the name of a bin, from its line in ``Bins``; blank where that is."""
    return Formula(f'=IFERROR(INDEX({{Bins!Bin}};{number})&"";"")')


def blank_label(expression: str) -> Formula:
    """Return an expression that shows nothing on lines without a label."""
    return Formula(f'=IF({{Overview}}="";"";{expression})')


def stands_in(title: str) -> Formula:
    """Return how many people of a tab stand in the bin of this line."""
    people = f'({{{title}!Email}}<>"")*{_takes_part(title)}*({{{title}!Bin}}={{Overview}})'
    return blank_label(f"SUMPRODUCT({people})")


def outside_bins(title: str) -> Formula:
    """Return how many people of a tab stand in none of the bins shown."""
    people = f'SUMPRODUCT(({{{title}!Email}}<>"")*{_takes_part(title)})'
    return Formula(f'={people}-SUMIF({{Overview!{LINE}}};"block *";{{Overview!{title}}})')


def fits(low: int) -> Formula:
    """Return how many pairs fit so well: from ``low``, below 20 more; from 80, all the rest."""
    below = f'-COUNTIF({{{MENTEES}!Fit}};">={low + 20}")' if low < 80 else ""
    return Formula(f'=COUNTIF({{{MENTEES}!Fit}};">={low}"){below}')


def drafts(*states: State) -> Formula:
    """Return how many mails are in one of some states."""
    return Formula("=" + "+".join(f'COUNTIF({{Drafts!State}};"{state}")' for state in states))


def ticked_drafts(ticked: bool) -> Formula:
    """Return how many drafts somebody has read and ticked, or how many nobody has."""
    read = f'COUNTIFS({{Drafts!State}};"{State.DRAFTED}";{{Drafts!Reviewed}};TRUE)'
    return Formula(f"={read}" if ticked else f'=COUNTIF({{Drafts!State}};"{State.DRAFTED}")-{read}')


def day_of_response() -> Formula:
    """Return the day of an answer, as the sheet counts days, in the tab `FORM_RESPONSES`."""
    year, month, day = (f"MID({{Submitted}};{start};{length})" for start, length in ((1, 4), (6, 2), (9, 2)))
    return Formula(f'=IFERROR(DATE({year};{month};{day});"")')


def _day(number: int, days: int) -> str:
    """The day of a line: the lines end with the last day of answers, or begin with the first."""
    return f"(MAX(MIN({_DAY});MAX({_DAY})-{days - 1})+{number})"


def _shown(number: int, days: int, expression: str) -> Formula:
    return Formula(f'=IF(OR(COUNT({_DAY})=0;{_day(number, days)}>MAX({_DAY}));"";{expression})')


def day_label(number: int, days: int) -> Formula:
    """Return month and day of a line of days, counted from 0; blank after the last day of answers.

    Parameters
    ----------
    number
        The line, from 0.
    days
        How many lines there are.
    """
    day = _day(number, days)
    return _shown(number, days, f'RIGHT("0"&MONTH({day});2)&"-"&RIGHT("0"&DAY({day});2)')


def day_answers(number: int, days: int) -> Formula:
    """Return how many answers came in on that day.

    Parameters
    ----------
    number
        The line, from 0.
    days
        How many lines there are.
    """
    return _shown(number, days, f"COUNTIF({_DAY};{_day(number, days)})")


def day_share(number: int, days: int) -> Formula:
    """Return how many answers had come in by the end of that day, in percent of the people asked.

    Parameters
    ----------
    number
        The line, from 0.
    days
        How many lines there are.
    """
    asked = f"({figure('answered', 'Number')}+{figure('no answer', 'Number')})"
    so_far = f'COUNTIF({_DAY};"<="&{_day(number, days)})'
    return _shown(number, days, f"IFERROR(MIN(100;ROUND(100*{so_far}/{asked};0));0)")


def _several(count: str, one: str, many: str) -> str:
    """The expression for a number and what it counts."""
    return f'{count}&IF({count}=1;" {one}";" {many}")'


def days_left() -> str:
    """Return the expression for the days until ``Starts`` in ``Settings``; a very small number where it says none.

    A day typed as 2027-07-06 is a text or a date, as the sheet took it.
    """
    value = 'INDEX({Settings!Value};MATCH("Starts";{Settings!Setting};0))'
    typed = f"DATE(MID({value};1;4);MID({value};6;2);MID({value};9;2))"
    return f'IFERROR(IF({value}="";-9999;IF(ISNUMBER({value});{value};{typed})-TODAY());-9999)'


LONG_BEFORE, LAST_WEEK = 28, 7
"""Days before the first one from which the survey goes out, and from which pairs are made."""


def first_that_holds(steps: Sequence[tuple[str, str]], otherwise: str) -> Formula:
    """Return the formula that says what belongs to the first condition that holds.

    Parameters
    ----------
    steps
        Condition and what to say, both parts of a formula: texts in quotation marks.
    otherwise
        What to say where none holds.

    Examples
    --------
    >>> str(first_that_holds([("A1=0", '"none"')], "A1"))
    '=IF(A1=0;"none";A1)'
    """
    formula = otherwise
    for condition, words in reversed(steps):
        formula = f"IF({condition};{words};{formula})"
    return Formula(f"={formula}")


AFTER_THE_EVENT = "After the event: mentorship draft after, then mentorship survey"


def next_step(
    introductions: str, noun: str, nouns: str, live: bool = True, bins: bool = True, then: str = AFTER_THE_EVENT
) -> Formula:
    """Return the one sentence that says what to do next, from what the tabs hold.

    Parameters
    ----------
    introductions
        Pattern of the kinds of mail that tell people whom they meet, as ``match-*``.
    noun, nouns
        What people call one group and several. Two to four weeks before the first day it is time for the survey, in the
        last week for looking people up and for pairs; without a day in ``Settings``, whatever is not done yet is next.
    live
        The tabs of people have a live check.
    bins
        People are matched by the bin they stand in.
    then
        What to do once all is sent.
    """
    people = f'(COUNTIF({{{MENTORS}!Email}};"?*")+COUNTIF({{{MENTEES}!Email}};"?*"))'
    bare = "+".join(
        f'SUMPRODUCT(({{{title}!Email}}<>"")*{_takes_part(title)}*({{{title}!Bin}}=""))' for title in (MENTORS, MENTEES)
    )
    silent, matched = figure("no answer", "Number"), figure("matched", "Number")
    days = days_left()
    in_weeks, in_last_week = (
        f"AND({silent}>0;{matched}=0;{days}>{low};{days}<={high})"
        for low, high in ((LAST_WEEK, LONG_BEFORE), (-1, LAST_WEEK))
    )
    to_go = _several(days, "day", "days")
    checks = [f"{{{title}!Live check}}" for title in (MENTORS, MENTEES)] if live else []
    left = "+".join(f'COUNTIF({check};"withdrawn")' for check in checks)
    wrong = "+".join(f'COUNTIF({check};"?*")-COUNTIF({check};"ok")' for check in checks)
    looks = "+".join(f'COUNTIF({{Drafts!State}};"{state}")' for state in ("UNKNOWN", "STALE", "HELD", "GONE"))
    broken = "+".join(f'COUNTIF({{Drafts!State}};"{state}")' for state in ("INTENT", "SENDING", "UNKNOWN"))
    made = 'COUNTIF({Drafts!State};"DRAFTED")'
    ticked = 'COUNTIFS({Drafts!State};"DRAFTED";{Drafts!Reviewed};TRUE)'
    asked = _several(silent, "person has", "people have")
    remind = f'IF({silent}>0;" "&{asked}&" not answered: mentorship draft reminder.";"")'
    unsorted = _several(f"({bare})", "person has", "people have")
    disagreeing = _several(f"({wrong})", "row is", "rows are")
    checked = (
        (f"{left}>0", f'"Somebody in a {noun} has withdrawn. Run: mentorship rematch"'),
        (f"{wrong}>0", f'{disagreeing}&" not ok in Live check. Mend them, or run: mentorship check"'),
    )
    forms = "+".join(
        f'COUNTIFS({{Settings!Setting}};"{name}";{{Settings!Value}};"?*")'
        for name in ("Form", "Mentor form", "Mentee form")
    )
    listed = 'COUNTIF({Sign-ups!Email};"?*")'
    steps = (
        (
            f"AND({people}=0;{forms}+{listed}=0)",
            '"Settings name no form yet. Run: mentorship form --create, or: mentorship setup --form ADDRESS"',
        ),
        (f"{people}=0", '"Paste the registration list into Sign-ups, if there is one, then run: mentorship pull"'),
        (
            in_weeks,
            f'{to_go}&" to go, and "&{asked}&" not answered. Run: mentorship draft survey, then, some days later, '
            f'mentorship draft reminder. In the last week: {"bin and match" if bins else "match"}."',
        ),
        (
            f"AND({bare}>0;{in_last_week})" if bins else in_last_week,
            f'{to_go}&" to go, and "&{asked}&" not answered. Look them up and fill in what you find, then run: '
            f'mentorship {"bin" if bins else "match"}."',
        ),
        *(((f"{bare}>0", f'{unsorted}&" no bin yet. Run: mentorship bin."&{remind}'),) if bins else ()),
        (f"{matched}=0", f'"Run: mentorship match."&{remind}'),
        *(checked if live else ()),
        (f'COUNTIF({{Drafts!Kind}};"{introductions}")=0', f'"The {nouns} stand. Run: mentorship draft matches"'),
        (f"{broken}>0", '"A run was interrupted. Run: mentorship draft matches; it looks first, and goes on"'),
        (f"{looks}>0", f'{_several(f"({looks})", "mail needs", "mails need")}&" a look: read Remark in Drafts."'),
        (f"{ticked}>0", f'{_several(ticked, "draft is", "drafts are")}&" reviewed. Run: mentorship send"'),
        (f"{made}>0", f'"Read "&{_several(made, "draft", "drafts")}&" in the mailbox and tick Reviewed in Drafts."'),
    )
    done = f'IF({days}>0;"All is sent. If somebody cannot come: mentorship rematch";"All is sent. {then}")'
    return first_that_holds(steps, done)
