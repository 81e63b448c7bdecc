"""Office hours: mentees are booked into the slots that mentors offer, week by week."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import ClassVar

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import Arrangement
from mentorship_gsheets.ledger import Entry, State
from mentorship_gsheets.mail import Kind
from mentorship_gsheets.mail.kinds import SURVEY_INVITATION, SURVEY_REMINDER
from mentorship_gsheets.mailings import Mailing
from mentorship_gsheets.mailings.surveys import reminders, surveys
from mentorship_gsheets.people import Form, Identity, Role
from mentorship_gsheets.programmes.base import Goal, Nameless, Programme, Proposal, read_settings
from mentorship_gsheets.programmes.office_hours import guide
from mentorship_gsheets.programmes.office_hours.booking import GOALS, Bookings, OfficeGoal, Wish, book, waiting_levels
from mentorship_gsheets.programmes.office_hours.mails import (
    AFTERWARDS,
    BOOKING,
    CANCELLED,
    CHANGED,
    MOVED,
    NOT_BOOKED,
    afterwards,
    bookings,
    changes,
)
from mentorship_gsheets.programmes.office_hours.requests import HAD, OFFERS, PICKS, QUESTIONS, SESSIONS, WAITED, WHERE
from mentorship_gsheets.programmes.office_hours.sign_up import (
    SLOT_DAYS,
    SLOT_MINUTES,
    SLOT_TIMES,
    asked,
    new_slots,
    prepared,
    recognised,
)
from mentorship_gsheets.programmes.office_hours.slots import ON_ONE_LINE, SLOTS, STATES, Slot, slots_tab
from mentorship_gsheets.programmes.office_hours.standing import (
    OfficeStanding,
    booking_findings,
    group_of,
    read_standing,
)
from mentorship_gsheets.programmes.office_hours.weeks import WEEK_CLOSED, closing
from mentorship_gsheets.records.form_questions import Asked
from mentorship_gsheets.records.ledger_rows import read_ledger
from mentorship_gsheets.settings import OwnSetting, Settings
from mentorship_gsheets.spreadsheet.plan import Change, Formula, Plan, SetCell, Table
from mentorship_gsheets.spreadsheet.tab import Column, TabSpec
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs import overview
from mentorship_gsheets.tabs.catalogue import DRAFTS
from mentorship_gsheets.tabs.criteria import BuiltIn
from mentorship_gsheets.tabs.figures import NEXT, first_that_holds
from mentorship_gsheets.tabs.people_tabs import PeopleTabs, people_spec
from mentorship_gsheets.text import as_key

_INVITING = ("match", "rematch")
"""Matters of the mails that invite; one that moves a session invites nobody anew."""
_BOOKED = "Booked in"
_OWN = {
    Role.MENTOR: (
        Column(SESSIONS, "How many sessions a week this mentor gives; blank: the number in Settings.", 80),
        Column(
            OFFERS,
            "Times ticked in the form, in the mentor's time zone. pull makes a slot of each that has none; "
            "to take one back, set the State of the slot to withdrawn.",
            160,
        ),
        Column(WHERE, "Place or link of the call, for the slots that pull makes.", 160),
    ),
    Role.MENTEE: (
        Column(PICKS, "Slots as they stand in Slots, first choice first, with semicolons between.", 200),
        Column(HAD, "How many sessions there were; survey adds to it.", 80),
        Column(WAITED, "Weeks without a session; survey adds to it. Those who waited longest go first.", 65),
        Column(QUESTIONS, "What to ask; the mail about the booking tells it to the slot.", 260),
        Column(_BOOKED, "The first slot that names this person.", 80, ours=True),
    ),
}
_MEANS = {
    OfficeGoal.LOST: "Rematch takes a session away from as few people as can be.",
    OfficeGoal.CHANGED: "Rematch moves as few people as can be to another slot.",
    OfficeGoal.WAITED: "Of those who pick the same slots, who waited more weeks gets one.",
    OfficeGoal.CHOICE: "As many people as can be get their first pick, then one of their first two, and so on.",
    OfficeGoal.HAD: "Of people who are equal otherwise, who had fewer sessions gets one.",
}
READ_ME = (
    ("This sheet runs office hours: mentors offer slots, mentees pick some of them, everybody gets one at a time.",),
    ("1. Settings: say who you are, which form, which mailbox. Blank values mean the default beside them.",),
    ("2. Mentors: Sessions a week says how many sessions a mentor gives, however many slots there are.",),
    ("3. Slots: one line a slot, with a short name, the mentor, when it starts, and the time zone of that time.",),
    ("4. Mentees: Picks names slots, the first choice first.",),
    ("5. mentorship match: Booked is filled. Those who waited longest go first. What you typed there stays.",),
    ("6. mentorship check: slots that cannot be used, people booked twice, mentors with too many sessions.",),
    ("7. mentorship draft matches, tick Reviewed in Drafts, mentorship send.",),
    ("8. A slot is off: State withdrawn. A mentee cannot come: take the line out of Booked. Then mentorship rematch.",),
    ("9. Every week: mentorship survey, which adds to Waited and Sessions had; then mentorship match again.",),
)


@dataclass(frozen=True, kw_only=True)
class OfficeProposal(Proposal):
    """Who is to sit where: key of a slot -> addresses; slots that stay as they are may be absent."""

    booked: dict[str, tuple[str, ...]] = field(default_factory=dict)


def _next_step() -> Formula:
    """The one sentence that says what to do next."""
    steps = (
        ('COUNTIF({Slots!Slot};"?*")=0', '"Fill in Mentors, Mentees and Slots"'),
        ('SUMPRODUCT(({Slots!Booked}<>"")*1)=0', '"Run: mentorship match"'),
        ('COUNTIF({Drafts!Kind};"slot-*")=0', '"Sessions are booked. Run: mentorship draft matches"'),
    )
    return first_that_holds(steps, '"Every week: mentorship survey, mentorship match, mentorship draft matches"')


def _number(text: str) -> int:
    if not re.fullmatch(r"\d{1,3}", text.strip()):
        raise ValueError("a whole number from 0 to 999")
    return int(text)


class OfficeHours(Programme[OfficeStanding, OfficeProposal]):
    """Slots of mentors, picked by mentees and booked exactly, whoever waited longest first.

    Parameters
    ----------
    clock
        Says what time it is; slots that have begun are past.
    """

    name: ClassVar[str] = "office hours"
    group_noun: ClassVar[tuple[str, str]] = ("session", "sessions")
    people: ClassVar[PeopleTabs] = PeopleTabs(
        {role: replace(people_spec(role, own), rows=1000) for role, own in _OWN.items()},
        {Role.MENTOR: SESSIONS, Role.MENTEE: PICKS},
        names_people=False,
        beside={Role.MENTOR: "", Role.MENTEE: _BOOKED},
    )
    kinds: ClassVar[tuple[Kind, ...]] = (
        SURVEY_INVITATION,
        SURVEY_REMINDER,
        BOOKING,
        NOT_BOOKED,
        CHANGED,
        MOVED,
        CANCELLED,
        AFTERWARDS,
    )
    mailings: ClassVar[tuple[Mailing, ...]] = (
        Mailing(
            "matches",
            "tells mentor and mentees of a booking, and who is not booked yet",
            bookings,
        ),
        Mailing(
            "rematch",
            "tells those concerned that a session has changed or is cancelled",
            changes,
        ),
        Mailing("after", "asks everybody of a session that took place how it was", afterwards),
        Mailing("survey", "invites everybody who has not filled in the form", surveys),
        Mailing("reminder", "reminds them some days later", reminders),
    )
    answer_columns: ClassVar[tuple[str, ...]] = (OFFERS, PICKS, SESSIONS, QUESTIONS, WHERE)
    criteria: ClassVar[tuple[BuiltIn, ...]] = tuple(BuiltIn(str(goal), _MEANS[goal], goal) for goal in GOALS)
    own_settings: ClassVar[tuple[OwnSetting, ...]] = (
        OwnSetting(SESSIONS, 1, "Sessions a week of a mentor who has not said how many.", _number),
        SLOT_DAYS,
        SLOT_TIMES,
        SLOT_MINUTES,
        WEEK_CLOSED,
    )
    own_tabs: ClassVar[tuple[TabSpec, ...]] = (SLOTS,)
    mended: ClassVar[frozenset[str]] = frozenset({"withdrawn", "withdrawn-slot"})

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock

    def read_me(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows of ``Read me``."""
        return READ_ME

    def guide(self) -> tuple[tuple[str, str], ...]:
        """Return the first rows of ``Guide``."""
        return guide.ROWS

    def questions(self, workbook: Workbook) -> tuple[Asked, ...]:
        """Return the questions of the sign-up: mentors offer times in a grid, mentees pick slots there are."""
        if workbook.tab(SLOTS.title) is None:
            return asked(workbook)
        settings, _ = read_settings(workbook)
        return asked(workbook, settings, self.read(workbook, settings))

    def prepared_form(self, workbook: Workbook, form: Form) -> tuple[Form, Mapping[str, str]]:
        """Return a form with times and picks as ``Offers`` and ``Picks`` hold them."""
        return prepared(workbook, form)

    def recognised(self, workbook: Workbook, form: Form) -> Mapping[str, str]:
        """Return which questions ask for times or slots."""
        return recognised(workbook, form)

    def pulled(
        self, workbook: Workbook, settings: Settings, people: Mapping[Identity, Mapping[str, str]]
    ) -> tuple[Change, ...]:
        """Return a row of ``Slots`` for every time that a mentor offers and has no slot at."""
        mentors = {email: cells for (role, email), cells in people.items() if role is Role.MENTOR}
        return tuple(new_slots(workbook, settings, self.read(workbook, settings).slots, mentors))

    def overview(self, bins: int) -> Iterable[overview.Line]:
        """Return the lines of ``Overview``: answers, mentees with and without a session, mails."""
        yield overview.Line(NEXT, ("What to do next", _next_step()))
        yield from overview.answer_lines()
        yield overview.Line("head sessions", ("Sessions", "Mentees", "Virtual"))
        yield from overview.matched_lines(_BOOKED, "with a session", "without a session")
        yield from overview.mail_lines()

    def row_formulas(self, role: Role) -> tuple[tuple[str, Formula], ...]:
        """Return the formula that finds a mentee's slot."""
        if role is Role.MENTOR:
            return ()
        # wildcards may stop at the end of a line, so slots with several mentees are looked at on one
        one, several = (
            f'INDEX({{Slots!Slot}};MATCH("*<"&{{Email}}&">*";{{Slots!{header}}};0))&""'
            for header in ("Booked", ON_ONE_LINE)
        )
        return ((_BOOKED, Formula(f'=IF({{Email}}="";"";IFERROR({one};IFERROR({several};"")))')),)

    def read(self, workbook: Workbook, settings: Settings, *, mending: bool = False) -> OfficeStanding:
        """Read people, slots and bookings; what has begun by now is past."""
        return read_standing(workbook, settings, self.people, self._clock(), mending)

    def ready(self, standing: OfficeStanding) -> list[Finding]:
        """Return what is wrong when there is no slot, or nobody picks one."""
        if not standing.slots:
            return [Finding("there is no slot to book.", "Fill in the tab Slots.", "nobody", Level.STOP)]
        if any(request.picks for request in standing.requests.values()):
            return []
        return [Finding("nobody picks a slot.", "Fill in Picks in Mentees.", "nobody", Level.STOP)]

    def arrange(
        self,
        standing: OfficeStanding,
        settings: Settings,
        *,
        frozen: Collection[str] | None = None,
        ended: Collection[str] = (),
    ) -> OfficeProposal:
        """Find the best bookings, proven: around all that stand, or with the fewest people moved."""
        before = {slot.key: slot.booked for slot in standing.slots}
        stays: dict[str, tuple[str, ...]] = {}
        free: dict[str, str] = {}
        parted = set()
        for slot in standing.slots:
            stays[slot.key] = slot.booked
            if frozen is None or not standing.upcoming(slot):
                continue
            stays[slot.key] = tuple(email for email in slot.booked if standing.stays(slot, email))
            if slot.key in ended:
                parted |= {(as_key(slot.key), email) for email in slot.booked}
                stays[slot.key] = ()
            elif slot.key not in frozen and not slot.faulty and slot.week is not None:
                movable = [email for email in stays[slot.key] if standing.wish(email) is not None]
                free |= {email: as_key(slot.key) for email in movable}
                stays[slot.key] = tuple(email for email in stays[slot.key] if email not in movable)
        seated = {email for slot in standing.slots if standing.upcoming(slot) for email in stays[slot.key]}
        wishes = []
        for person in standing.roster.mentees:
            wish = standing.wish(person.email, free.get(person.email, ""))
            if wish is not None and person.email not in seated:
                picks = tuple(pick for pick in wish.picks if (pick, person.email) not in parted)
                wishes.append(replace(wish, picks=picks))
        openings = [one for slot in standing.slots if (one := standing.opening(slot, stays[slot.key]))]
        order = self.standing_order(settings)
        found = book(openings, wishes, standing.left_to_open(stays), order)
        after = dict(stays)
        keys = {as_key(slot.key): slot.key for slot in standing.slots}
        for email, slot_id in found.slots.items():
            after[keys[slot_id]] = (*after[keys[slot_id]], email)
        return _proposal(standing, wishes, found, before, after, ended, order)

    def write(
        self, workbook: Workbook, settings: Settings, standing: OfficeStanding, proposal: OfficeProposal
    ) -> list[Change]:
        """Return the changes of ``Booked``, where lines that still hold stay as they were typed, and of ``Invited``."""
        tab = slots_tab(workbook)
        edits: list[Change] = []
        for slot in standing.slots:
            booked = proposal.booked.get(slot.key, slot.booked)
            (row,) = tab.keyed("Slot")[as_key(slot.key)]
            key = tab.text(row, "Slot")
            lines = [line for line, _ in slot.lines]
            if set(booked) != set(slot.booked):
                lines = [line for line, email in slot.lines if not email or email in booked]
                for email in booked:
                    person = standing.roster.find(Role.MENTEE, email)
                    if email not in slot.booked and person is not None:
                        lines.append(person.label)
                before = tab.cell(row, "Booked").text
                edits.append(SetCell(tab.title, "Slot", key, "Booked", "\n".join(lines), before))
            if len(lines) > 1 and tab.column(ON_ONE_LINE) is not None and not tab.cell(row, ON_ONE_LINE).formula:
                formula = Formula('=SUBSTITUTE({Booked};CHAR(10);" ")')
                edits.append(SetCell(tab.title, "Slot", key, ON_ONE_LINE, formula))
        return [*edits, *_invited(workbook, settings, standing, proposal)]

    def check(self, settings: Settings, standing: OfficeStanding) -> list[Finding]:
        """Return what is wrong with the bookings: twice, too many, withdrawn, unknown, past."""
        return booking_findings(standing)

    def kept(self, standing: OfficeStanding) -> frozenset[str]:
        """Return the slots that have ``Keep`` ticked."""
        return frozenset(slot.key for slot in standing.slots if slot.keep)

    def closing(self, workbook: Workbook, settings: Settings) -> tuple[Change, ...]:
        """Return what the weeks that have passed add to ``Waited`` and ``Sessions had``, each week once."""
        return closing(workbook, settings, self.read(workbook, settings))

    def told(
        self, workbook: Workbook, settings: Settings, entries: Iterable[Entry], now: datetime
    ) -> tuple[Change, ...]:
        """Return the day of the invitation for the slots whose mails have left."""
        invited = {frozenset(entry.people) for entry in entries if entry.kind.matter in _INVITING}
        return tuple(
            change
            for slot in self.read(workbook, settings).slots
            if frozenset(group_of(slot, slot.booked).about) in invited
            for change in _invited_on(workbook, slot, f"{now:%Y-%m-%d}")
        )

    def nameless(
        self, workbook: Workbook, settings: Settings, names: Mapping[Identity, str], numbered: Callable[[str, str], str]
    ) -> Nameless:
        """Return slots and picks by number: who offers, who picks and who is booked, without place or name."""
        standing = self.read(workbook, settings)
        called = {as_key(slot.key): numbered("Slot", slot.key) for slot in standing.slots}
        slots = [
            [
                called[as_key(slot.key)],
                names.get((Role.MENTOR, slot.mentor), ""),
                f"{slot.starts.astimezone(UTC):%Y-%m-%d %H:%M}" if slot.starts else "",
                str(slot.minutes or ""),
                str(slot.seats),
                slot.state if slot.state in STATES else "",
                "\n".join(f"<{name}>" for email in slot.booked if (name := names.get((Role.MENTEE, email)))),
            ]
            for slot in standing.slots
        ]
        people: dict[Identity, Mapping[str, str]] = {
            person.identity: {
                PICKS: "; ".join(called[pick] for pick in request.picks),
                HAD: str(request.had),
                WAITED: str(request.waited),
            }
            for person in standing.roster.mentees
            if (request := standing.requests.get(person.email)) is not None
        }
        header = ["Slot", "Mentor", "Starts (UTC)", "Minutes", "Seats", "State", "Booked"]
        return Nameless(people, {SLOTS.title: [header, *slots]})

    def advice(self, workbook: Workbook, settings: Settings) -> Plan:
        """Say how many mentees pick how many slots."""
        standing = self.read(workbook, settings)
        picking = sum(bool(request.picks) for request in standing.requests.values())
        ahead = sum(standing.upcoming(slot) and not slot.faulty for slot in standing.slots)
        return Plan(
            "advice", summary=f"{counted(picking, 'mentee picks', 'mentees pick')} among {counted(ahead, 'slot')}."
        )


def _invited(
    workbook: Workbook, settings: Settings, standing: OfficeStanding, proposal: OfficeProposal
) -> Iterator[SetCell]:
    """Iterate over the cells of ``Invited`` that do not say when the people of a slot were told of it."""
    if workbook.tab(DRAFTS.title) is None:
        return
    days: dict[frozenset[str], str] = {}
    for entry in read_ledger(workbook, settings):
        if entry.state is State.SENT and entry.changed and entry.kind.matter in _INVITING:
            days[frozenset(entry.people)] = f"{entry.changed:%Y-%m-%d}"
    for slot in standing.slots:
        about = frozenset(group_of(slot, proposal.booked.get(slot.key, slot.booked)).about)
        yield from _invited_on(workbook, slot, days.get(about, ""))


def _invited_on(workbook: Workbook, slot: Slot, day: str) -> Iterator[SetCell]:
    tab = slots_tab(workbook)
    rows = tab.keyed("Slot").get(as_key(slot.key), ())
    if len(rows) == 1 and (before := tab.cell(rows[0], "Invited").text) != day:
        yield SetCell(tab.title, "Slot", tab.text(rows[0], "Slot"), "Invited", day, before)


def _proposal(
    standing: OfficeStanding,
    wishes: Iterable[Wish],
    found: Bookings,
    before: dict[str, tuple[str, ...]],
    after: dict[str, tuple[str, ...]],
    ended: Collection[str],
    order: Iterable[OfficeGoal],
) -> OfficeProposal:
    def who(slot: Slot, mentees: tuple[str, ...]) -> bool:
        return bool(mentees) and bool(slot.mentor)

    groups = tuple(group_of(slot, after[slot.key]) for slot in standing.slots if who(slot, after[slot.key]))
    ahead = [slot for slot in standing.slots if standing.upcoming(slot)]
    seated = {email for slot in ahead for email in after[slot.key]}
    left = tuple(identity for identity in standing.arrangement.unmatched if identity[1] not in seated)
    asked = [wish for wish in wishes if wish.picks]
    most = max((len(wish.picks) for wish in asked), default=0)
    counts = {
        OfficeGoal.LOST: ["who lose a session"],
        OfficeGoal.CHANGED: ["whose session changes"],
        OfficeGoal.WAITED: [f"booked who waited {least} weeks or more" for least in waiting_levels(asked)],
        OfficeGoal.CHOICE: [f"booked into one of their first {n} choices" for n in range(1, most + 1)],
        OfficeGoal.HAD: ["sessions they had"],
    }
    names = ["mentees booked", *(name for goal in order for name in counts[goal])]
    bounds = (*found.bound, *[None] * (len(found.value) - len(found.bound)))
    goals = tuple(Goal(name, value, bound) for name, value, bound in zip(names, found.value, bounds, strict=True))
    standing_slots = [slot for slot in ahead if before[slot.key] and slot.key not in ended]
    broken = [
        slot
        for slot in standing_slots
        if any(standing.stays(slot, email) and email not in after[slot.key] for email in before[slot.key])
    ]
    first = sum(wish.picks[0] == found.slots.get(wish.mentee) for wish in asked)
    rows = tuple(
        (person.label, str(standing.requests[email].waited))
        for role, email in left
        if (person := standing.roster.find(role, email)) is not None
    )
    table = Table("Waiting for a session", ("Mentee", "Weeks"), rows)
    return OfficeProposal(
        Arrangement(groups, left),
        f"{len(found.slots)} of {counted(len(asked), 'mentee')} booked, {first} of them into the first choice",
        goals,
        (table,) if rows else (),
        broken=len(broken),
        stood=len(standing_slots),
        booked=after,
    )
