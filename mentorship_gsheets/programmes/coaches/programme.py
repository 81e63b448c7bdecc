"""Workshop coaches as a format: events that need people, and people who offer to coach."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import ClassVar

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import Arrangement
from mentorship_gsheets.mail import Kind
from mentorship_gsheets.mail.facts import plain
from mentorship_gsheets.mail.kinds import SURVEY_INVITATION, SURVEY_REMINDER
from mentorship_gsheets.mailings import Mailing
from mentorship_gsheets.mailings.surveys import reminders, surveys
from mentorship_gsheets.people import Form, Identity, Role
from mentorship_gsheets.programmes.base import Exported, Goal, Nameless, Programme, Proposal, read_settings
from mentorship_gsheets.programmes.coaches import guide
from mentorship_gsheets.programmes.coaches.assignment import GOALS, Assignment, Coach, CoachGoal, Event, Seat, assign
from mentorship_gsheets.programmes.coaches.events import (
    EVENT,
    EVENTS,
    LEAD,
    MATCH,
    MISSING,
    ON_ONE_LINE,
    Workshop,
    events_tab,
    missing_formula,
    one_line_formula,
)
from mentorship_gsheets.programmes.coaches.mails import (
    ASKED,
    CANCELLED,
    CHANGED,
    CONFIRMED,
    MOVED,
    changes,
    confirmations,
    event_times,
    requests,
)
from mentorship_gsheets.programmes.coaches.sign_up import asked, prepared, recognised
from mentorship_gsheets.programmes.coaches.standing import (
    HAD,
    OFFERS,
    ROLE,
    ROLES,
    SEASON,
    CoachStanding,
    event_findings,
    group_of,
    read_standing,
)
from mentorship_gsheets.records.form_questions import Asked
from mentorship_gsheets.settings import OwnSetting, Settings, whole_between
from mentorship_gsheets.spreadsheet.plan import Change, Formula, Plan, SetCell, Table
from mentorship_gsheets.spreadsheet.tab import Column, TabSpec
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs import overview
from mentorship_gsheets.tabs.criteria import BuiltIn
from mentorship_gsheets.tabs.figures import NEXT, first_that_holds
from mentorship_gsheets.tabs.people_tabs import PeopleTabs, people_spec
from mentorship_gsheets.text import as_key

_COACHES_AT = "Coaches at"
_OWN = (
    Column(OFFERS, "Events or series as they stand in Events, with semicolons between.", 240),
    Column(ROLE, "lead: takes the deep questions. Blank: coach.", 105, choices=ROLES),
    Column(SEASON, "At how many events at most; blank: the number in Settings.", 75),
    Column(HAD, "At how many events before this season; who coached least goes first.", 75),
    Column(_COACHES_AT, "The first event that names this person.", 150, ours=True),
)
_MEANS = {
    CoachGoal.KEPT: "A rematch keeps coaches where they are, as long as that costs no seat.",
    CoachGoal.SPREAD: "Every event gets one coach before any gets two, two before any gets three.",
    CoachGoal.HAD: "Who coached at fewer events goes first.",
}
READ_ME = (
    ("This sheet finds coaches for workshops: people offer, events need some of them.",),
    ("1. Settings: say who you are, which form, which mailbox. Blank values mean the default beside them.",),
    ("2. Events: one line a workshop, when it begins and ends, how many lead and how many coach.",),
    ("3. mentorship form --create, or your own form; then mentorship pull. Coaches stand in the tab Mentors.",),
    ("4. mentorship match: Coach match is filled. What you typed there stays; Missing says who is still missing.",),
    ("5. mentorship draft matches asks each of them. Who says yes, gets a line under Confirmed.",),
    ("6. mentorship draft confirmed tells the coaches of an event, with an entry for the calendar.",),
    ("7. Somebody cannot come: take the line out, or set Status to withdrawn. Then mentorship rematch.",),
    ("8. mentorship export calls: a text for your channel, with everybody who is still missing.",),
)


@dataclass(frozen=True, kw_only=True)
class CoachProposal(Proposal):
    """Who is to coach where: key of an event -> seats; events that stay as they are may be absent."""

    seats: Mapping[str, tuple[Seat, ...]] = field(default_factory=dict)


def _next_step() -> Formula:
    """The one sentence that says what to do next."""
    steps = (
        ('COUNTIF({Events!Event};"?*")=0', '"Fill in Events"'),
        ('COUNTIF({Mentors!Email};"?*")=0', '"Run: mentorship form --create, then mentorship pull"'),
        ('SUMPRODUCT(({Events!Coach match}<>"")*1)=0', '"Run: mentorship match"'),
        ('COUNTIF({Drafts!Kind};"coach-asked")=0', '"Coaches are found. Run: mentorship draft matches"'),
        ('SUMPRODUCT(({Events!Confirmed}<>"")*1)=0', '"Write into Confirmed who said yes"'),
        ('COUNTIF({Drafts!Kind};"coach-confirmed")=0', '"Run: mentorship draft confirmed"'),
    )
    return first_that_holds(steps, '"Who is missing: mentorship export calls. Who has gone: mentorship rematch"')


class WorkshopCoaches(Programme[CoachStanding, CoachProposal]):
    """Leads and coaches for workshops, assigned exactly, whoever coached least first.

    Parameters
    ----------
    clock
        Says what time it is; events that have begun are past.
    """

    name: ClassVar[str] = "workshop coaches"
    group_noun: ClassVar[tuple[str, str]] = ("event", "events")
    people: ClassVar[PeopleTabs] = PeopleTabs(
        {
            Role.MENTOR: people_spec(Role.MENTOR, _OWN),
            # nobody is coached by name here
            Role.MENTEE: replace(people_spec(Role.MENTEE, ()), hidden=True),
        },
        {Role.MENTOR: OFFERS, Role.MENTEE: "Notes"},
        names_people=False,
        beside={Role.MENTOR: _COACHES_AT, Role.MENTEE: ""},
    )
    kinds: ClassVar[tuple[Kind, ...]] = (
        SURVEY_INVITATION,
        SURVEY_REMINDER,
        ASKED,
        CONFIRMED,
        CHANGED,
        MOVED,
        CANCELLED,
    )
    mailings: ClassVar[tuple[Mailing, ...]] = (
        Mailing("matches", "asks every coach of an event whether it suits", requests),
        Mailing("confirmed", "tells the coaches who said yes, with an entry for the calendar", confirmations),
        Mailing("rematch", "tells confirmed coaches that their event has changed, or goes without them", changes),
        Mailing("survey", "invites everybody who has not filled in the form", surveys),
        Mailing("reminder", "reminds them some days later", reminders),
    )
    own_settings: ClassVar[tuple[OwnSetting, ...]] = (
        OwnSetting(SEASON, 1, "At how many events somebody coaches who has not said so.", whole_between(0, 99)),
    )
    criteria: ClassVar[tuple[BuiltIn, ...]] = tuple(BuiltIn(str(goal), _MEANS[goal], goal) for goal in GOALS)
    own_tabs: ClassVar[tuple[TabSpec, ...]] = (EVENTS,)
    exports: ClassVar[Mapping[str, str]] = {"calls": "a call for the coaches who are still missing, to paste"}
    answer_columns: ClassVar[tuple[str, ...]] = (OFFERS, ROLE, SEASON, HAD)
    mended: ClassVar[frozenset[str]] = frozenset({"withdrawn"})

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock

    def read_me(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows of ``Read me``."""
        return READ_ME

    def guide(self) -> tuple[tuple[str, str], ...]:
        """Return the first rows of ``Guide``."""
        return guide.ROWS

    def questions(self, workbook: Workbook) -> tuple[Asked, ...]:
        """Return what the coaches' form asks: which events, which role, how many a season."""
        if workbook.tab(EVENTS.title) is None:
            return asked(workbook)
        settings, _ = read_settings(workbook)
        return asked(workbook, self.read(workbook, settings))

    def prepared_form(self, workbook: Workbook, form: Form) -> tuple[Form, Mapping[str, str]]:
        """Return a form with events and numbers as the columns hold them; everybody in it is a coach."""
        return prepared(workbook, form)

    def recognised(self, workbook: Workbook, form: Form) -> Mapping[str, str]:
        """Return which question asks for events."""
        return recognised(workbook, form)

    def overview(self, bins: int) -> Iterable[overview.Line]:
        """Return the lines of ``Overview``: answers, events with and without coaches, mails."""
        yield overview.Line(NEXT, ("What to do next", _next_step()))
        yield from overview.answer_lines()
        yield overview.Line("head events", ("Events", "Number"))
        for name, label, sign in (("matched", "with a coach", "<>"), ("unmatched", "without a coach", "=")):
            count = Formula(f'=SUMPRODUCT(({{Events!Event}}<>"")*({{Events!Coach match}}{sign}""))')
            yield overview.Line(name, (f"Events {label}", count))
        full = Formula('=COUNTIF({Events!Missing};"nobody")')
        yield overview.Line("full events", ("Events where nobody is missing", full))
        yield from overview.mail_lines()

    def row_formulas(self, role: Role) -> tuple[tuple[str, Formula], ...]:
        """Return the formula that finds a coach's first event."""
        if role is Role.MENTEE:
            return ()
        found = 'INDEX({Events!Event};MATCH("*<"&{Email}&">*";{Events!Coaches on one line};0))&""'
        return ((_COACHES_AT, Formula(f'=IF({{Email}}="";"";IFERROR({found};""))')),)

    def read(self, workbook: Workbook, settings: Settings, *, mending: bool = False) -> CoachStanding:
        """Read coaches and events; what has begun by now is past."""
        return read_standing(workbook, settings, self.people, self._clock(), mending)

    def ready(self, standing: CoachStanding) -> list[Finding]:
        """Return what is wrong when there is no event ahead, or nobody offers to coach at one."""
        if not any(not one.faulty and not one.over(standing.now) for one in standing.workshops):
            remedy = "Fill in the tab Events, and look at the findings."
            return [Finding("there is no event ahead that lacks a coach.", remedy, "nobody", Level.STOP)]
        if any(coach.events for coach in _coaches(standing)):
            return []
        remedy = "Run pull, or fill in Events in the tab Mentors."
        return [Finding("nobody offers to coach at an event ahead.", remedy, "nobody", Level.STOP)]

    def arrange(
        self,
        standing: CoachStanding,
        settings: Settings,
        *,
        frozen: Collection[str] | None = None,
        ended: Collection[str] = (),
    ) -> CoachProposal:
        """Find the best assignment: around all that stands, or with the fewest changes to what nobody confirmed."""
        coaches = {coach.email: coach for coach in _coaches(standing)}
        fixed: list[Seat] = []
        kept: list[Seat] = []
        for workshop in standing.workshops:
            for seat in standing.seats(workshop):
                key, email, _ = seat
                if workshop.over(standing.now) or frozen is None:
                    fixed.append(seat)
                elif key in ended:
                    if email in coaches:
                        coaches[email] = replace(coaches[email], events=coaches[email].events - {key})
                elif standing.stays(email):
                    loose = email not in workshop.confirmed and key not in frozen and not workshop.faulty
                    (kept if loose and _offers(coaches.get(email), seat) else fixed).append(seat)
        events = [_open(one) for one in standing.workshops if not one.faulty and not one.over(standing.now)]
        order = self.standing_order(settings)
        found = assign([one for one in events if one is not None], coaches.values(), fixed, kept, order)
        return _proposal(standing, found, order if kept else [each for each in order if each != CoachGoal.KEPT], ended)

    def write(
        self, workbook: Workbook, settings: Settings, standing: CoachStanding, proposal: CoachProposal
    ) -> list[Change]:
        """Return the changes of ``Coach match``, where lines that still hold stay as typed, and of ``Missing``."""
        tab = events_tab(workbook)
        edits: list[Change] = []
        for workshop in standing.workshops:
            (row,) = tab.keyed(EVENT)[as_key(workshop.key)]
            key = tab.text(row, EVENT)
            seats = proposal.seats.get(workshop.key, tuple(standing.seats(workshop)))
            if set(seats) != set(standing.seats(workshop)):
                lines = [
                    line.text
                    for line in workshop.lines
                    if not line.email or (workshop.key, line.email, line.lead) in seats
                ]
                there = set(standing.seats(workshop))
                for seat in sorted(set(seats) - there, key=lambda seat: (not seat[2], seat[1])):
                    person = standing.roster.find(Role.MENTOR, seat[1])
                    if person is not None:
                        lines.append(f"{person.label} {LEAD}" if seat[2] else person.label)
                before = tab.cell(row, MATCH).text
                edits.append(SetCell(tab.title, EVENT, key, MATCH, "\n".join(lines), before))
            for header, formula in ((MISSING, missing_formula()), (ON_ONE_LINE, one_line_formula())):
                if tab.column(header) is not None and not tab.cell(row, header).formula:
                    edits.append(SetCell(tab.title, EVENT, key, header, formula, tab.cell(row, header).text))
        return edits

    def check(self, settings: Settings, standing: CoachStanding) -> list[Finding]:
        """Return what is wrong with those who coach."""
        return event_findings(standing)

    def check_tables(self, standing: CoachStanding) -> tuple[Table, ...]:
        """Return which events still lack coaches."""
        seats = {one.key: tuple(standing.seats(one)) for one in standing.workshops}
        return _missing_table(standing, seats)

    def kept(self, standing: CoachStanding) -> frozenset[str]:
        """Return the events that have ``Keep`` ticked."""
        return frozenset(one.key for one in standing.workshops if one.keep)

    def advice(self, workbook: Workbook, settings: Settings) -> Plan:
        """Say how many offer to lead and to coach at each event ahead, against what it needs."""
        standing = self.read(workbook, settings)
        coaches = _coaches(standing)
        rows = [
            (
                one.key,
                str(one.leads),
                str(sum(coach.leads for coach in coaches if one.key in coach.events)),
                str(one.helpers),
                str(sum(coach.helps for coach in coaches if one.key in coach.events)),
            )
            for one in standing.workshops
            if not one.faulty and not one.over(standing.now)
        ]
        short = sum(int(leads) > int(lead) or int(helpers) > int(help) for _, leads, lead, helpers, help in rows)
        table = Table("Offers", ("Event", "Leads", "Offer to lead", "Coaches", "Offer to coach"), tuple(rows))
        return Plan("advice", tables=(table,), summary=f"{counted(short, 'event')} of {len(rows)} lack offers.")

    def export(self, name: str, workbook: Workbook, settings: Settings) -> Exported:
        """Return the call for coaches who are still missing, as a text to paste."""
        text = call_for_coaches(self.read(workbook, settings), settings)
        return Exported({"calls.txt": text.encode()} if text else {}, "" if text else "nobody is missing.")

    def nameless(
        self, workbook: Workbook, settings: Settings, names: Mapping[Identity, str], numbered: Callable[[str, str], str]
    ) -> Nameless:
        """Return events by number: when, how many are needed, and who coaches; without name or place."""
        standing = self.read(workbook, settings)
        called = {one.key: numbered(EVENT, one.key) for one in standing.workshops}
        rows = [
            [
                called[one.key],
                f"{one.starts.astimezone(UTC):%Y-%m-%d %H:%M}" if one.starts else "",
                f"{one.ends.astimezone(UTC):%Y-%m-%d %H:%M}" if one.ends else "",
                str(one.leads),
                str(one.helpers),
                "\n".join(
                    f"<{name}>" + (f" {LEAD}" if lead else "")
                    for _, email, lead in standing.seats(one)
                    if (name := names.get((Role.MENTOR, email)))
                ),
            ]
            for one in standing.workshops
        ]
        people: dict[Identity, Mapping[str, str]] = {}
        for person in standing.roster.mentors:
            offer = standing.offers.get(person.email)
            if offer is not None:
                events = "; ".join(called[one.key] for one in standing.workshops if one.key in offer.events)
                people[person.identity] = {OFFERS: events, SEASON: str(offer.most), HAD: str(offer.had)}
        header = [EVENT, "Starts (UTC)", "Ends (UTC)", "Leads", "Coaches needed", MATCH]
        return Nameless(people, {EVENTS.title: [header, *rows]})


def _coaches(standing: CoachStanding) -> list[Coach]:
    found = (standing.coach(person) for person in standing.roster.mentors)
    return [coach for coach in found if coach is not None]


def _offers(coach: Coach | None, seat: Seat) -> bool:
    """Whether a coach offers the seat, so that another one may be better."""
    key, _, lead = seat
    return coach is not None and key in coach.events and (coach.leads if lead else coach.helps)


def _open(workshop: Workshop) -> Event | None:
    """An event without the seats of lines that nobody can read."""
    event = workshop.event()
    unclear = [line for line in workshop.lines if not line.email]
    if event is None or not unclear:
        return event
    leads = sum(line.lead for line in unclear)
    return replace(event, leads=max(0, event.leads - leads), coaches=max(0, event.coaches - len(unclear) + leads))


def _proposal(
    standing: CoachStanding, found: Assignment, order: Sequence[CoachGoal], ended: Collection[str]
) -> CoachProposal:
    seats = {one.key: tuple(seat for seat in found.seats if seat[0] == one.key) for one in standing.workshops}
    groups = []
    broken = stood = 0
    for workshop in standing.workshops:
        mine = sorted(seats[workshop.key], key=lambda seat: (not seat[2], seat[1]))
        if mine:
            groups.append(group_of(workshop, tuple(dict.fromkeys(email for _, email, _ in mine))))
        before = standing.seats(workshop)
        if before and not workshop.over(standing.now) and workshop.key not in ended:
            stood += 1
            broken += any(standing.stays(seat[1]) and seat not in seats[workshop.key] for seat in before)
    ahead = [one for one in standing.workshops if not one.over(standing.now) and not one.faulty]
    needed = sum(one.leads + one.helpers for one in ahead)
    filled = sum(len(seats[one.key]) for one in ahead)
    one_each = {CoachGoal.KEPT: "seats that change", CoachGoal.HAD: "how often those chosen coached before"}
    levels = len(found.value) - 2 - sum(goal in one_each for goal in order)
    names = ["leads", "seats filled"]
    for goal in order:
        if goal in one_each:
            names.append(one_each[goal])
        else:
            names += [f"events with {number} or more" for number in range(1, levels + 1)]
    goals = tuple(map(Goal, names, found.value, found.bound))
    return CoachProposal(
        Arrangement(tuple(groups)),
        f"{filled} of {counted(needed, 'seat')} filled at {counted(len(ahead), 'event')}",
        goals,
        _missing_table(standing, seats),
        broken=broken,
        stood=stood,
        seats=seats,
    )


def _missing(workshop: Workshop, seats: Iterable[Seat]) -> tuple[int, int]:
    taken = list(seats)
    leads = sum(lead for _, _, lead in taken)
    return max(0, workshop.leads - leads), max(0, workshop.helpers - (len(taken) - leads))


def _missing_table(standing: CoachStanding, seats: Mapping[str, tuple[Seat, ...]]) -> tuple[Table, ...]:
    rows = []
    for workshop in standing.workshops:
        leads, helpers = _missing(workshop, seats.get(workshop.key, ()))
        if not workshop.over(standing.now) and leads + helpers:
            rows.append((workshop.key, str(leads), str(helpers)))
    return (Table("Still missing", ("Event", "Leads", "Coaches"), tuple(rows)),) if rows else ()


def call_for_coaches(standing: CoachStanding, settings: Settings) -> str:
    """Return a text for a community's channel that calls for the coaches who are still missing; blank for none.

    Parameters
    ----------
    standing
        What the sheet says now.
    settings
        What the tab Settings says.
    """
    lines = []
    for workshop in standing.workshops:
        leads, helpers = _missing(workshop, standing.seats(workshop))
        if workshop.over(standing.now) or workshop.faulty or not leads + helpers:
            continue
        wanted = [counted(leads, "lead")] if leads else []
        wanted += [counted(helpers, "coach", "coaches")] if helpers else []
        where = f", {plain(workshop.place)}" if workshop.place else ""
        lines.append(f"- {plain(workshop.key)}: {event_times(workshop)}{where}. Missing: {' and '.join(wanted)}.")
    if not lines:
        return ""
    who = settings.programme.strip() or "Our workshops"
    answer = settings.form.strip() or settings.reply_to.strip() or settings.sender.strip()
    how = f"\n\nIf one of them suits you, say so here: {answer}" if answer else ""
    return (
        f"{plain(who)}: we are looking for coaches!\n\n"
        "You sit beside people who write their first program. You need not know everything: whoever leads takes the "
        "deep questions.\n\n" + "\n".join(lines) + how + "\n"
    )
