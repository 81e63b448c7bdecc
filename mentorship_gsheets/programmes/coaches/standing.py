"""What the sheet says now: workshops, who coaches there, and who offers to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import Arrangement, Group, Standing
from mentorship_gsheets.mailings.context import held_people
from mentorship_gsheets.people import Participant, Role
from mentorship_gsheets.programmes.coaches.assignment import Coach, Seat
from mentorship_gsheets.programmes.coaches.events import MATCH, Workshop, read_events, wishes_of
from mentorship_gsheets.records.roster import cell_text, locate, read_roster, resolver
from mentorship_gsheets.records.starts import read_whole
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.people_tabs import PeopleTabs
from mentorship_gsheets.text import as_words

OFFERS, ROLE, SEASON, HAD = "Events", "Coach as", "Events a season", "Coached"
BOTH = "lead or coach"
ROLES = ("coach", "lead", BOTH)


@dataclass(frozen=True, slots=True)
class Offer:
    """What one coach offers.

    Parameters
    ----------
    events
        Keys of events there are.
    leads, helps
        In which roles.
    most
        At how many events this season.
    had
        At how many events before.
    """

    events: frozenset[str] = frozenset()
    leads: bool = False
    helps: bool = True
    most: int = 1
    had: int = 0


@dataclass(frozen=True, kw_only=True)
class CoachStanding(Standing):
    """Workshops and offers; besides what every format has:

    Parameters
    ----------
    workshops
        Every event that can be told from the others, in the order of the sheet.
    offers
        Address of a coach -> offer; absent where a cell of it cannot be read.
    held
        Addresses of people whose rows contradict themselves.
    now
        When it was read; events that began before are over.
    mending
        Coaches who have withdrawn are gone already.
    """

    workshops: tuple[Workshop, ...]
    offers: Mapping[str, Offer]
    held: frozenset[str]
    now: datetime
    mending: bool = False

    def stays(self, email: str) -> bool:
        """Return whether nobody has said that a coach who is assigned does not come; a stranger stays as typed."""
        person = self.roster.find(Role.MENTOR, email)
        return person is None or not person.withdrawn

    def known(self, email: str) -> bool:
        """Return whether somebody with this address stands in ``Mentors``."""
        return self.roster.find(Role.MENTOR, email) is not None

    def coach(self, person: Participant) -> Coach | None:
        """Return somebody as the engine takes them; None for those who offer nothing, or are left alone."""
        offer = self.offers.get(person.email)
        if offer is None or person.withdrawn or person.email in self.held:
            return None
        ahead = {one.key for one in self.workshops if not one.faulty and not one.over(self.now)}
        return Coach(person.email, offer.events & ahead, offer.leads, offer.helps, offer.most, offer.had)

    def seats(self, workshop: Workshop) -> list[Seat]:
        """Return the seats that are taken at a workshop; each coach has one."""
        lead = {line.email: line.lead for line in reversed(workshop.lines) if line.email}
        return [(workshop.key, email, lead[email]) for email in workshop.coaches]


def group_of(workshop: Workshop, coaches: Iterable[str]) -> Group:
    """Return a workshop with coaches as a group; its key is its name."""
    starts, ends = workshop.starts, workshop.ends
    length = ends.astimezone(UTC) - starts.astimezone(UTC) if starts and ends else timedelta()
    return Group(
        workshop.key,
        workshop.key,
        tuple((Role.MENTOR, email) for email in coaches),
        (),
        workshop.key,
        starts,
        int(length.total_seconds() // 60),
        workshop.place,
    )


def read_standing(
    workbook: Workbook, settings: Settings, people: PeopleTabs, now: datetime, mending: bool = False
) -> CoachStanding:
    """Read coaches, workshops and who coaches where.

    Parameters
    ----------
    workbook, settings
        As read.
    people
        How the tabs of people look.
    now
        Events that began before are over.
    mending
        Coaches who have withdrawn are gone already.

    Raises
    ------
    MentorshipError
        A tab or column is missing.
    """
    roster, findings = read_roster(workbook, people)
    workshops, wrong = read_events(workbook, resolver(roster.mentors), settings.time_zone)
    offers, doubts = _offers(workbook, roster.mentors, workshops, settings)
    findings = [*findings, *wrong, *doubts]
    base = CoachStanding(
        roster=roster,
        arrangement=Arrangement(()),
        findings=tuple(locate(findings, workbook)),
        # nobody is left over: coaches offer, and are owed no mail
        named=frozenset(person.identity for person in roster),
        workshops=tuple(workshops),
        offers=offers,
        held=frozenset(email for role, email in held_people(findings) if role is Role.MENTOR),
        now=now,
        mending=mending,
    )
    whole: list[Group] = []
    doubtful: list[Group] = []
    for workshop in workshops:
        coaches = workshop.coaches
        if mending and not workshop.over(now):
            coaches = tuple(email for email in coaches if base.stays(email))
        if coaches:
            holds = workshop.over(now) or all(base.stays(email) and base.known(email) for email in coaches)
            (whole if holds and not workshop.faulty else doubtful).append(group_of(workshop, coaches))
    return replace(base, arrangement=Arrangement(tuple(whole)), doubtful=tuple(doubtful))


def read_role(text: str) -> tuple[bool, bool] | None:
    """Return whether somebody leads, and whether somebody helps; None where a text says neither.

    A blank says that somebody helps: who leads has said so.

    >>> read_role("lead or coach"), read_role("Lead coach"), read_role(""), read_role("pizza")
    ((True, True), (True, False), (False, True), None)
    """
    words = as_words(text).split()
    if not words:
        return False, True
    both = {"either", "both", "any", "or", "beides", "oder", "ou", "o", "deux", "ambos", "entrambi"} & set(words)
    leads = any(word.startswith(("lead", "leit", "respons", "lider", "main")) for word in words)
    helps = any(
        word.startswith(("coach", "help", "assist", "support", "hilf", "helf", "aide", "ayud")) for word in words
    )
    if both:
        return True, True
    # "lead coach" is one role, and not two
    return (leads, not leads and helps) if leads or helps else None


def _offers(
    workbook: Workbook, coaches: Iterable[Participant], workshops: Collection[Workshop], settings: Settings
) -> tuple[dict[str, Offer], list[Finding]]:
    offers: dict[str, Offer] = {}
    findings: list[Finding] = []

    def wrong(person: Participant, header: str, what: str, remedy: str, code: str, level: Level) -> None:
        findings.append(Finding(what, remedy, code, level, person.identity, header))

    for person in coaches:
        called = person.name or person.email
        keys, unknown = wishes_of(cell_text(workbook, person, OFFERS), workshops)
        if unknown:
            what = f"{called} offers to coach at {', '.join(one[:40] for one in unknown)}, and there is no such event."
            remedy = "Write names as they stand in Events, with semicolons between."
            wrong(person, OFFERS, what, remedy, "unknown-event", Level.NOTE)
        said = cell_text(workbook, person, ROLE)
        role = read_role(said)
        if role is None:
            what = f"“{said[:40]}” says neither lead nor coach, so {called} is not assigned."
            wrong(person, ROLE, what, f"Write one of: {', '.join(ROLES)}.", "no-role", Level.HELD)
        numbers: dict[str, int] = {}
        for header, blank in ((SEASON, int(settings.own[SEASON])), (HAD, 0)):
            text = cell_text(workbook, person, header)
            number = read_whole(text) if text else blank
            if number is None:
                what = f"“{text[:40]}” is no number, so {called} is not assigned."
                wrong(person, header, what, "Write a whole number.", "no-number", Level.HELD)
            else:
                numbers[header] = number
        if role is not None and len(numbers) == 2:
            offers[person.email] = Offer(frozenset(keys), *role, numbers[SEASON], numbers[HAD])
    return offers, findings


def event_findings(standing: CoachStanding) -> list[Finding]:
    """Return what is wrong with those who coach: too many, withdrawn, twice at a time, over the season, past events."""
    return [*_at_events(standing), *_at_two(standing), *_over_season(standing)]


def _held(standing: CoachStanding, email: str, what: str, remedy: str, code: str, where: str) -> Finding:
    person = standing.roster.find(Role.MENTOR, email) if email else None
    return Finding(what, remedy, code, Level.HELD, person.identity if person else None, where=where)


def _called(standing: CoachStanding, email: str) -> str:
    person = standing.roster.find(Role.MENTOR, email)
    return (person.name if person else "") or email


def _at_events(standing: CoachStanding) -> Iterator[Finding]:
    for workshop in standing.workshops:
        where = workshop.where[MATCH]
        if workshop.over(standing.now):
            if len(workshop.lines) < workshop.leads + workshop.helpers:
                what = f"{workshop.key} is past, and nobody is assigned to it any more."
                yield Finding(what, "Nothing is to be done.", "past-event", Level.NOTE, where=workshop.where["Starts"])
            continue
        leads = sum(line.lead for line in workshop.lines)
        if leads > workshop.leads:
            what = f"{workshop.key}: {leads} lead, and Leads says {workshop.leads}."
            yield _held(standing, "", what, "Take (lead) away from one, or raise Leads.", "over-leads", where)
        elif len(workshop.lines) - leads > workshop.helpers:
            what = f"{workshop.key}: {len(workshop.lines) - leads} coach, and Coaches needed says {workshop.helpers}."
            yield _held(standing, "", what, "Take somebody out, or raise Coaches needed.", "over-coaches", where)
        twice = [email for email in workshop.coaches if sum(line.email == email for line in workshop.lines) > 1]
        for email in twice:
            what = f"{workshop.key}: {_called(standing, email)} stands there twice."
            yield _held(standing, email, what, "Keep one of the lines.", "coach-twice", where)
        for email in workshop.coaches:
            if not standing.known(email):
                what = f"{workshop.key}: {email} is nobody in Mentors."
                yield _held(standing, email, what, "Correct the line, or add the row.", "unknown-coach", where)
            elif not standing.stays(email):
                what = f"{workshop.key}: {_called(standing, email)} has withdrawn."
                yield _held(standing, email, what, "Run: mentorship rematch", "withdrawn", where)


def _at_two(standing: CoachStanding) -> Iterator[Finding]:
    """Coaches who are to be at two workshops at once."""
    theirs: dict[str, list[Workshop]] = defaultdict(list)
    for workshop in standing.workshops:
        if workshop.event() is not None and not workshop.over(standing.now):
            for email in workshop.coaches:
                theirs[email].append(workshop)
    for email, mine in theirs.items():
        for one, other in combinations(mine, 2):
            first, second = one.event(), other.event()
            if first is not None and second is not None and first.overlaps(second):
                what = f"{_called(standing, email)} coaches at {one.key} and at {other.key}, which overlap."
                remedy = "Take the line out of one of them."
                yield _held(standing, email, what, remedy, "two-events-at-once", other.where[MATCH])


def _over_season(standing: CoachStanding) -> Iterator[Finding]:
    at: dict[str, list[Workshop]] = defaultdict(list)
    for workshop in standing.workshops:
        for email in workshop.coaches:
            at[email].append(workshop)
    for email, mine in at.items():
        offer = standing.offers.get(email)
        last = mine[-1]
        if offer is not None and len(mine) > offer.most and not last.over(standing.now):
            what = f"{_called(standing, email)} coaches at {len(mine)} events and offers {offer.most}."
            remedy = f"Take the line out of one of them, or raise {SEASON} in Mentors."
            yield _held(standing, email, what, remedy, "over-season", last.where[MATCH])
