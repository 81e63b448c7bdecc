"""What the sheet says of cohorts: who wants which tasks, who is in which cohort, who is kept apart or together."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import product

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import Arrangement, Group, Standing
from mentorship_gsheets.intake.answers import split_choices
from mentorship_gsheets.mailings.context import held_people
from mentorship_gsheets.people import Identity, Participant, Role, Roster
from mentorship_gsheets.programmes.cohorts.completions import Completion, read_completions
from mentorship_gsheets.programmes.cohorts.drawings import (
    AT_ONCE,
    DONE,
    KEPT_TOGETHER,
    MEMBER,
    PEOPLE,
    TASK,
    TASKS,
)
from mentorship_gsheets.programmes.cohorts.ladder import label_of
from mentorship_gsheets.programmes.cohorts.model import GOALS, Cohort, Goal, Instance, Membership, Person
from mentorship_gsheets.programmes.cohorts.offers import Offers, read_offers
from mentorship_gsheets.programmes.cohorts.options import AWAKE, RANKED, TOGETHER, Day
from mentorship_gsheets.records.roster import cell_text, locate, read_roster
from mentorship_gsheets.scoring import Never, never_key
from mentorship_gsheets.scoring.comparisons import answers
from mentorship_gsheets.scoring.names import institutions
from mentorship_gsheets.scoring.zones import offset_minutes
from mentorship_gsheets.settings import Policy, Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import NEVER_MATCH
from mentorship_gsheets.text import as_key, as_words

Addresses = tuple[tuple[str, str], ...]
"""Pairs of addresses."""


@dataclass(frozen=True, kw_only=True)
class CohortStanding(Standing):
    """Cohorts as the cells ``Cohorts`` have them; besides what every format has:

    Parameters
    ----------
    workbook
        The sheet it was read from.
    offers
        The tab ``Cohorts``.
    picks
        Identity -> the tasks somebody picked that can be arranged, best first.
    at_once
        Identity -> in how many cohorts at most.
    labels
        Identity -> the cohorts in the cell, as their rows write them; what names none is not among them.
    unclear
        Identity -> the lines of the cell that name no cohort, or one that cannot be used.
    completions
        Identity -> the tasks somebody has completed.
    held
        Who is left as they are.
    apart, together
        Pairs of addresses.
    mending
        Cohorts of people who have withdrawn, and closed cohorts, count as over.
    today
        The day on which it is read.
    """

    workbook: Workbook
    offers: Offers
    picks: Mapping[Identity, tuple[str, ...]]
    at_once: Mapping[Identity, int]
    labels: Mapping[Identity, tuple[str, ...]]
    unclear: Mapping[Identity, tuple[str, ...]]
    completions: Mapping[Identity, tuple[Completion, ...]]
    held: frozenset[Identity]
    apart: Addresses
    together: Addresses
    mending: bool
    today: date

    @property
    def cohorts(self) -> tuple[Cohort, ...]:
        """Every cohort that has a row, with those of its people who take part, by address; closed ones too."""
        members: dict[str, dict[Role, list[str]]] = defaultdict(lambda: {role: [] for role in Role})
        for (role, email), labels in sorted(self.labels.items()):
            person = self.roster.find(role, email)
            if person is not None and not person.withdrawn:
                for label in labels:
                    members[label][role].append(email)
        return tuple(
            Cohort(each.label, each.task, *(tuple(members[each.label][role]) for role in Role))
            for each in self.offers.cohorts.values()
        )

    def has_completed(self, who: Identity, task: str) -> bool:
        """Return whether somebody has completed a task.

        Parameters
        ----------
        who
            Identity of the person.
        task
            Its name, in any spelling of the same key.
        """
        return any(as_key(each.task) == as_key(task) for each in self.completions.get(who, ()))

    @property
    def closed(self) -> frozenset[str]:
        """The labels of closed cohorts."""
        return frozenset(each.label for each in self.offers.cohorts.values() if each.closed)


def cohort_group(offers: Offers, cohort: Cohort) -> Group:
    """Return a cohort as a group; its key is its label, whoever comes and goes.

    Parameters
    ----------
    offers
        For the channel.
    cohort
        With those of its people who take part.
    """
    offered = offers.cohorts.get(as_key(cohort.label))
    return Group(
        cohort.label,
        cohort.label,
        tuple((Role.MENTOR, email) for email in cohort.mentors),
        tuple((Role.MENTEE, email) for email in cohort.mentees),
        session=cohort.task,
        place=offered.channel if offered else "",
    )


def read_standing(
    workbook: Workbook, settings: Settings, mending: bool = False, today: date | None = None
) -> CohortStanding:
    """Read people, cohorts, and who is kept apart or together.

    Parameters
    ----------
    workbook, settings
        As read.
    mending
        As in `CohortStanding`.
    today
        The day; None: that of the clock.

    Returns
    -------
    People, cohorts and findings with their cells; a row that is wrong leaves its person as they are.

    Raises
    ------
    MentorshipError
        A tab or column is missing.
    """
    roster, found = read_roster(workbook, PEOPLE)
    offers = read_offers(workbook, settings, max(1, len(roster.mentors)))
    findings = [*found, *offers.findings]
    picks: dict[Identity, tuple[str, ...]] = {}
    at_once: dict[Identity, int] = {}
    labels: dict[Identity, tuple[str, ...]] = {}
    unclear: dict[Identity, tuple[str, ...]] = {}
    completions: dict[Identity, tuple[Completion, ...]] = {}
    for person in roster:
        who = person.identity
        completions[who] = read_completions(cell_text(workbook, person, DONE))
        at_once[who], more = _at_once(workbook, person)
        labels[who], unclear[who], others = _labels(workbook, offers, person)
        wanted, doubts = _picks(workbook, offers, person)
        over = {as_key(each.task) for each in completions[who]} - {
            as_key(offers.cohorts[as_key(label)].task) for label in labels[who]
        }
        # a mentor may help with a task again and again; whoever learnt it makes room
        picks[who] = tuple(pick for pick in wanted if person.role is Role.MENTOR or as_key(pick) not in over)
        findings += [*doubts, *more, *others]
    apart, unknown = _apart(workbook, roster, settings)
    together, strangers = _pairs(workbook, roster, KEPT_TOGETHER.title, ("Person", "With"))
    findings += [*unknown, *strangers]
    standing = CohortStanding(
        roster,
        Arrangement(()),
        tuple(locate(findings, workbook)),
        named=frozenset(who for who in labels if labels[who] or unclear[who]),
        workbook=workbook,
        offers=offers,
        picks=picks,
        at_once=at_once,
        labels=labels,
        unclear=unclear,
        completions=completions,
        held=frozenset(held_people(findings)),
        apart=apart,
        together=together,
        mending=mending,
        today=today or datetime.now(UTC).date(),
    )
    open_cohorts = (each for each in standing.cohorts if each.memberships and each.label not in standing.closed)
    groups = tuple(cohort_group(offers, each) for each in open_cohorts)
    alone = tuple(p.identity for p in roster if not p.withdrawn and p.identity not in standing.named)
    return replace(standing, arrangement=Arrangement(groups, alone))


def _picks(workbook: Workbook, offers: Offers, person: Participant) -> tuple[tuple[str, ...], list[Finding]]:
    chosen = split_choices([cell_text(workbook, person, TASKS)], tuple(offers.names.values()))
    known = [offers.names[as_key(pick)] for pick in chosen if as_key(pick) in offers.names]
    findings = [
        Finding(
            f"“{pick[:60]}”, which {person.name or person.email} picked, is no task.",
            f"Write it as in the tab Cohorts, under {TASK}, or add it there.",
            "unknown-task",
            who=person.identity,
            column=TASKS,
        )
        for pick in chosen
        if as_key(pick) not in offers.names
    ]
    open_ones = {task.name for task in offers.tasks if task.most}
    return tuple(name for name in dict.fromkeys(known) if name in open_ones), findings


def _at_once(workbook: Workbook, person: Participant) -> tuple[int, list[Finding]]:
    text = cell_text(workbook, person, AT_ONCE)
    if not text:
        return 1, []
    if re.fullmatch(r"\d{1,2}(\.0)?", text):
        return int(float(text)), []
    finding = Finding(
        f"“{text[:40]}” under {AT_ONCE} of {person.name or person.email} is no number.",
        "Write a whole number; until then this person is left as is.",
        "unclear-at-once",
        Level.HELD,
        person.identity,
        AT_ONCE,
    )
    return 1, [finding]


def lines_of(text: str) -> list[str]:
    """Return the labels a cell ``Cohorts`` names, as typed."""
    return [part.strip() for part in re.split(r"[\n;]", text) if part.strip()]


def _labels(
    workbook: Workbook, offers: Offers, person: Participant
) -> tuple[tuple[str, ...], tuple[str, ...], list[Finding]]:
    known: list[str] = []
    unclear: list[str] = []
    findings = []
    for line in lines_of(cell_text(workbook, person, MEMBER)):
        offered = offers.cohorts.get(as_key(line))
        if offered is not None:
            known.append(offered.label)
            continue
        unclear.append(line)
        spoilt = as_key(line) in offers.spoilt
        what = "cannot be used yet" if spoilt else "is no cohort"
        findings.append(
            Finding(
                f"“{line[:60]}”, where {person.name or person.email} is, {what}.",
                "Mend its row in the tab Cohorts." if spoilt else "Write the name as in the tab Cohorts, or clear it.",
                "unknown-cohort",
                Level.HELD,
                person.identity,
                MEMBER,
            )
        )
    return tuple(dict.fromkeys(known)), tuple(unclear), findings


def _apart(workbook: Workbook, roster: Roster, settings: Settings) -> tuple[Addresses, list[Finding]]:
    def bans(reason: str) -> bool:
        return settings.repeats is Policy.FORBID or not Never("", "", reason).previous

    return _pairs(workbook, roster, NEVER_MATCH.title, ("Mentor", "Mentee"), bans)


def _pairs(
    workbook: Workbook,
    roster: Roster,
    title: str,
    headers: tuple[str, str],
    counts: Callable[[str], bool] = lambda _reason: True,
) -> tuple[Addresses, list[Finding]]:
    """Return the pairs of people that the lines of a tab name, whatever their roles, and what names nobody."""
    tab = workbook.tab(title)
    if tab is None:
        return (), []
    known: dict[str, set[str]] = defaultdict(set)
    for person in roster:
        for key in (person.email, as_words(person.name)):
            known[key].add(person.email)
    pairs: list[tuple[str, str]] = []
    findings = []
    for row in tab.rows:
        texts = [tab.text(row, header) for header in headers]
        reason = tab.text(row, "Reason")
        if not any(texts) or not counts(reason):
            continue
        named = [known.get(never_key(text), set()) if text else set[str]() for text in texts]
        pairs += [(one, other) for one, other in product(*map(sorted, named)) if one != other]
        for header, text, emails in zip(headers, texts, named, strict=True):
            if not emails and not Never("", "", reason).previous:
                what = f"{text[:80]} names nobody here." if text else "half of this line is blank."
                remedy = "Write an address or a name as it stands on the pages of people."
                findings.append(Finding(what, remedy, "never-unknown", where=tab.address(row, header)))
    return tuple(dict.fromkeys(pairs)), findings


def offsets_on(settings: Settings) -> date:
    """Return the day whose summer time counts: the first one of the programme, else today."""
    return settings.starts or datetime.now(UTC).date()


def instance_of(
    standing: CohortStanding,
    settings: Settings,
    pins: Collection[Membership],
    ended: Collection[str] = (),
) -> Instance:
    """Return what is asked of the engine.

    Parameters
    ----------
    standing, settings
        As read.
    pins
        Memberships that stay; those of people who do not take part are left out.
    ended
        Labels of open cohorts that nobody shall be in any more.
    """
    closed = standing.closed | frozenset(ended)
    lost = _taken(standing.offers)
    places, pairs = _places(standing.roster, settings)
    held = Counter((pin.role, pin.email) for pin in pins)
    forbid = settings.colleagues is Policy.FORBID
    order = GOALS if settings.goals is None else settings.goals
    goals = [goal for goal in order if goal is not Goal.COLLEAGUES or settings.colleagues is Policy.AVOID]
    day: Day = settings.own[AWAKE]
    people = tuple(
        _person(standing, settings, person, held[person.identity], places.get(person.identity, ""))
        for person in standing.roster
        if not person.withdrawn
    )
    return Instance(
        standing.offers.tasks,
        people,
        (day.start, day.end),
        settings.own[TOGETHER],
        (*standing.cohorts, *lost),
        frozenset(pin for pin in pins if pin.label not in closed),
        closed | {cohort.label for cohort in lost},
        (*standing.apart, *(pairs if forbid else ())),
        standing.together,
        forbid,
        tuple(goals),
    )


def _taken(offers: Offers) -> tuple[Cohort, ...]:
    """Return the labels no new cohort may get: those that cannot be used, and those that differ in case alone."""
    if not offers.tasks:
        return ()
    there = {key: each.label for key, each in offers.cohorts.items()} | dict(offers.spoilt)
    labels = dict.fromkeys(offers.spoilt.values())
    for task in offers.tasks:
        for number in range(1, len(there) + 2):
            label = label_of(task.name, number)
            if there.get(as_key(label), label) != label:
                labels[label] = None
    return tuple(Cohort(label, offers.tasks[0].name) for label in labels)


def _person(standing: CohortStanding, settings: Settings, person: Participant, pinned: int, place: str) -> Person:
    who = person.identity
    # lines that are left as they are take up a place each
    taken = len(standing.unclear[who])
    if not standing.mending:
        taken += len(set(standing.labels[who]) & standing.closed)
    free = max(pinned, standing.at_once[who] - taken)
    return Person(
        person.email,
        person.role,
        standing.picks[who],
        pinned if who in standing.held else free,
        offset_minutes(person.time_zone, offsets_on(settings)) if person.time_zone.strip() else None,
        answers(person.languages),
        place,
        settings.own[RANKED],
    )


def _places(roster: Roster, settings: Settings) -> tuple[Mapping[Identity, str], Addresses]:
    """Return one institution of everybody who named any, and the mentors and mentees who share another one."""
    numbers = institutions((person.affiliation for person in roster), settings.same_places)
    often = Counter(number for person in roster for number in numbers[person.affiliation])
    of = {
        person.identity: str(max(numbers[person.affiliation], key=lambda number: (often[number], -number)))
        for person in roster
        if numbers[person.affiliation]
    }
    pairs = [
        (mentor.email, mentee.email)
        for mentor, mentee in product(roster.mentors, roster.mentees)
        if len(numbers[mentor.affiliation] | numbers[mentee.affiliation]) > 1
        and numbers[mentor.affiliation] & numbers[mentee.affiliation]
        and of[mentor.identity] != of[mentee.identity]
        and mentor.email != mentee.email
    ]
    return of, tuple(pairs)


def zones_unknown(standing: CohortStanding, settings: Settings) -> Iterator[Finding]:
    """Yield a note on everybody in a cohort, or who could be in one, whose time zone is unknown.

    Parameters
    ----------
    standing, settings
        As read.
    """
    for person in standing.roster:
        known = person.time_zone.strip() and offset_minutes(person.time_zone, offsets_on(settings)) is not None
        if not known and not person.withdrawn:
            yield Finding(
                f"the time zone of {person.name or person.email} is unknown, so nobody is known to be in reach.",
                "Write a city of that zone, as Europe/Paris.",
                "zone-unknown",
                who=person.identity,
                column="Time zone",
            )
