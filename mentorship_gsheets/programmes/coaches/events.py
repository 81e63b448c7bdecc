"""The tab ``Events``: how it looks, and its rows as workshops with times that are sure and coaches who are known."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.intake.answers import read_yes_no
from mentorship_gsheets.programmes.coaches.assignment import Event
from mentorship_gsheets.records.roster import needed_tab
from mentorship_gsheets.records.starts import read_locals, read_moment, read_whole
from mentorship_gsheets.spreadsheet.plan import Formula
from mentorship_gsheets.spreadsheet.tab import Column, FilterView, Rule, Style, TabSpec
from mentorship_gsheets.spreadsheet.workbook import Row, Tab, Workbook
from mentorship_gsheets.text import as_key

EVENT, SERIES, MATCH, CONFIRMED, MISSING = "Event", "Series", "Coach match", "Confirmed", "Missing"
ON_ONE_LINE = "Coaches on one line"
LEADS, HELPERS = "Leads", "Coaches needed"
LEAD = "(lead)"
"""Stands behind a coach who leads, in the cell of an event."""
ENOUGH = "nobody"

EVENTS = TabSpec(
    "Events",
    (
        Column(EVENT, "The name of one workshop; coaches name it, so it stands here once.", 190),
        Column(
            MATCH,
            f"One coach a line, as Name <address>, and {LEAD} behind those who lead. Filled lines are kept.",
            300,
            wrap=True,
        ),
        Column(MISSING, "Who is still missing, counted from the lines beside it.", 120, ours=True),
        Column(CONFIRMED, "Those of them who said yes, one a line, as Name <address>.", 250, wrap=True),
        Column("Starts", "As 2027-07-06 09:00, in the zone beside it.", 130),
        Column("Ends", "As 2027-07-06 17:00, or the time alone on the same day.", 130),
        Column("Time zone", "As Europe/Paris. Blank: that of Settings.", 110),
        Column("Where", "Place, or address of the call.", 200),
        Column(LEADS, "How many coaches who lead. Blank: 1.", 55),
        Column(HELPERS, "How many coaches beside the leads. Blank: none.", 75),
        Column("Preparation", "Hours to prepare, and a link; the mail that confirms says it.", 220, wrap=True),
        Column(SERIES, "What several workshops are called together. Who offers to coach there, coaches at any.", 130),
        Column("Keep", "Ticked: a rematch never changes this event.", 55, checkbox=True),
        Column(ON_ONE_LINE, "The coaches on one line, for Mentors.", 60, ours=True, hidden=True),
    ),
    frozen_columns=1,
    rules=(Rule(f'=AND({{{EVENT}}}<>"";{{{MISSING}}}<>"";{{{MISSING}}}<>"{ENOUGH}")', Style.OVERFULL, (MISSING,)),),
    filters=(FilterView("No coach yet", MATCH, blank=True),),
)

_MARK = re.compile(r"\s*[(\[]?\blead(?:er|s)?\b[)\]]?\s*$", re.IGNORECASE)


def missing_formula() -> Formula:
    """Return the formula of the column ``Missing``: ``1 lead, 2 coaches``, or that nobody is missing."""
    cell = f"{{{MATCH}}}"
    lines = f'IF({cell}="";0;LEN({cell})-LEN(SUBSTITUTE({cell};CHAR(10);""))+1)'
    leading = f'(LEN({cell})-LEN(SUBSTITUTE({cell};"{LEAD}";"")))/{len(LEAD)}'
    # a pasted number may be a text
    leads = f'MAX(0;IF({{{LEADS}}}="";1;IFERROR(VALUE({{{LEADS}}}&"");1))-{leading})'
    helpers = f'MAX(0;IFERROR(VALUE({{{HELPERS}}}&"");0)-({lines}-{leading}))'
    said = (
        f'IF({leads}=0;"";{leads}&IF({leads}=1;" lead";" leads"))'
        f'&IF(AND({leads}>0;{helpers}>0);", ";"")'
        f'&IF({helpers}=0;"";{helpers}&IF({helpers}=1;" coach";" coaches"))'
    )
    return Formula(f'=IF({{{EVENT}}}="";"";IF({leads}+{helpers}=0;"{ENOUGH}";{said}))')


def one_line_formula() -> Formula:
    """Return the formula of the hidden column with the coaches on one line: wildcards may stop at the end of a line."""
    return Formula(f'=SUBSTITUTE({{{MATCH}}};CHAR(10);" ")')


@dataclass(frozen=True, slots=True)
class Line:
    """One line of ``Coach match``.

    Parameters
    ----------
    text
        As typed.
    email
        Whom it means; empty where nobody can say.
    lead
        The coach leads.
    """

    text: str
    email: str
    lead: bool


@dataclass(frozen=True, slots=True)
class Workshop:
    """One row of ``Events``.

    Parameters
    ----------
    key
        Its name as typed.
    series
        What several are called together; blank for a workshop by itself.
    starts, ends
        With time zones; None where no time can be relied on.
    place, preparation
        As typed.
    leads, helpers
        How many seats there are of each kind.
    lines
        Those of ``Coach match``.
    confirmed
        Addresses of those among them who said yes.
    keep
        ``Keep`` is ticked.
    faulty
        Something about it must be mended before anybody can be assigned.
    where
        Header -> its cell, as ``Events!C7``.
    """

    key: str
    series: str
    starts: datetime | None
    ends: datetime | None
    place: str
    preparation: str
    leads: int
    helpers: int
    lines: tuple[Line, ...]
    confirmed: frozenset[str]
    keep: bool
    faulty: bool
    where: Mapping[str, str]

    @property
    def coaches(self) -> tuple[str, ...]:
        """The addresses of its coaches, those who lead first."""
        ordered = sorted((line for line in self.lines if line.email), key=lambda line: not line.lead)
        return tuple(dict.fromkeys(line.email for line in ordered))

    def over(self, now: datetime) -> bool:
        """Return whether it has begun."""
        return self.starts is not None and self.starts <= now

    def event(self) -> Event | None:
        """Return it as the engine takes it; None where it cannot be told when it is."""
        if self.starts is None or self.ends is None:
            return None
        return Event(self.key, self.starts, self.ends, self.leads, self.helpers)


Resolve = Callable[[str], tuple[str, str]]
"""A line of text -> the address it means, and what is the matter; see `records.roster.resolver`."""


def events_tab(workbook: Workbook) -> Tab:
    """Return the tab ``Events``; without it, `MentorshipError` names the tabs there are."""
    return needed_tab(workbook, EVENTS.title)


def read_events(workbook: Workbook, find: Resolve, zone: str) -> tuple[list[Workshop], list[Finding]]:
    """Read every row of ``Events``.

    Parameters
    ----------
    workbook
        With the tab.
    find
        Which coach a line means.
    zone
        The time zone of the programme, which holds where an event names none.

    Returns
    -------
    workshops
        Each name once: rows that share one are absent.
    findings
        What is wrong, with its cell. A workshop to which nobody can be assigned for it is marked as faulty.

    Raises
    ------
    MentorshipError
        There is no such tab.
    """
    tab = events_tab(workbook)
    begins, ends = (read_locals(tab, header, workbook.locale) for header in ("Starts", "Ends"))
    findings: list[Finding] = []
    workshops = []
    for rows in tab.keyed(EVENT).values():
        if len(rows) > 1:
            numbers = " and ".join(str(row.number) for row in rows)
            what = f"the event {tab.text(rows[0], EVENT)} stands in rows {numbers}."
            findings.append(_wrong(tab, rows[1], EVENT, what, "Give each event a name of its own.", "two-events"))
            continue
        wrong: list[Finding] = []
        workshops.append(_workshop(tab, rows[0], find, (zone, begins, ends), wrong))
        findings += wrong
    for row in tab.rows:
        if not tab.text(row, EVENT) and (tab.text(row, "Starts") or tab.text(row, MATCH)):
            what, remedy = "this event has no name.", "Write one, as Rome, July 2027."
            findings.append(_wrong(tab, row, EVENT, what, remedy, "no-event-name"))
    return workshops, findings


def _wrong(tab: Tab, row: Row, header: str, what: str, remedy: str, code: str) -> Finding:
    return Finding(what, remedy, code, Level.HELD, where=tab.address(row, header))


def _workshop(
    tab: Tab,
    row: Row,
    find: Resolve,
    clock: tuple[str, Mapping[int, datetime], Mapping[int, datetime]],
    wrong: list[Finding],
) -> Workshop:
    key = tab.text(row, EVENT)

    def fault(header: str, what: str, remedy: str, code: str) -> None:
        wrong.append(_wrong(tab, row, header, f"{key}: {what}", remedy, code))

    zone, begins, _ = clock
    zones = (tab.text(row, "Time zone"), zone)
    starts = read_moment(tab, row, "Starts", zones, begins.get(row.number), wrong, key)
    ends = _end(tab, row, starts, clock, wrong) if starts is not None else None
    numbers = {}
    for header, blank in ((LEADS, 1), (HELPERS, 0)):
        said = tab.text(row, header)
        number = read_whole(said) if said else blank
        if number is None:
            fault(header, f"“{said}” is no number of coaches.", "Write a whole number, 0 for none.", "bad-number")
        numbers[header] = number or 0
    faults = len(wrong)
    lines = [_line(text, find) for text in filter(str.strip, tab.cell(row, MATCH).text.splitlines())]
    for line, problem in lines:
        if problem:
            remedy = "Write Name <address> as it stands in Mentors."
            fault(MATCH, f"“{line.text[:80]}” {problem}.", remedy, "unknown-coach")
    named = frozenset(line.email for line, _ in lines if line.email)
    confirmed = set()
    for text in filter(str.strip, tab.cell(row, CONFIRMED).text.splitlines()):
        line, problem = _line(text, find)
        if problem:
            fault(
                CONFIRMED, f"“{text.strip()[:80]}” {problem}.", "Write Name <address> as in Mentors.", "unknown-coach"
            )
        elif line.email not in named:
            fault(
                CONFIRMED,
                f"{text.strip()[:80]} has confirmed and is not among the coaches.",
                f"Add the line to {MATCH}, or take it out here.",
                "not-matched",
            )
        else:
            confirmed.add(line.email)
    return Workshop(
        key,
        tab.text(row, SERIES),
        starts,
        ends,
        tab.text(row, "Where"),
        tab.text(row, "Preparation"),
        numbers[LEADS],
        numbers[HELPERS],
        tuple(line for line, _ in lines),
        frozenset(confirmed),
        read_yes_no(tab.text(row, "Keep")) is True,
        faults > 0 or starts is None or ends is None,
        {header: tab.address(row, header) for header in (EVENT, "Starts", MATCH)},
    )


def _line(text: str, find: Resolve) -> tuple[Line, str]:
    marked = _MARK.search(text)
    email, problem = find(text[: marked.start()] if marked else text)
    return Line(text.strip(), email, marked is not None), problem


def _end(
    tab: Tab,
    row: Row,
    starts: datetime,
    clock: tuple[str, Mapping[int, datetime], Mapping[int, datetime]],
    wrong: list[Finding],
) -> datetime | None:
    zone, begins, finishes = clock
    key, local = tab.text(row, EVENT), finishes.get(row.number)
    alone = re.fullmatch(r"(\d{1,2})[:.](\d\d)", tab.text(row, "Ends").strip())
    if alone and row.number in begins and int(alone[1]) < 24 and int(alone[2]) < 60:
        local = begins[row.number].replace(hour=int(alone[1]), minute=int(alone[2]))
    ends = read_moment(tab, row, "Ends", (tab.text(row, "Time zone"), zone), local, wrong, key)
    if ends is not None and ends <= starts:
        what, remedy = f"{key}: it ends before it begins.", "Write when it is over, as 2027-07-06 17:00."
        wrong.append(_wrong(tab, row, "Ends", what, remedy, "ends-first"))
        return None
    return ends


def wishes_of(text: str, workshops: Iterable[Workshop]) -> tuple[list[str], list[str]]:
    """Read at which events somebody would coach.

    Parameters
    ----------
    text
        Names of events or series, with semicolons or line breaks between.
    workshops
        Those there are.

    Returns
    -------
    keys
        Of the events, each once.
    unknown
        The parts that name none.
    """
    named: dict[str, list[str]] = {}
    for workshop in workshops:
        for name in filter(None, {as_key(workshop.key), as_key(workshop.series)}):
            named.setdefault(name, []).append(workshop.key)
    keys: dict[str, None] = {}
    unknown = []
    for part in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
        # commas may stand between names, and in them
        pieces = [part] if as_key(part) in named else [piece.strip() for piece in part.split(",")]
        if not all(as_key(piece) in named for piece in pieces):
            unknown += [piece for piece in pieces if as_key(piece) not in named]
        for piece in pieces:
            keys |= dict.fromkeys(named.get(as_key(piece), ()))
    return list(keys), unknown
