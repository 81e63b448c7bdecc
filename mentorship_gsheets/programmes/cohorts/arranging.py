"""The best cohorts for everybody who wants one, and the smallest change that mends those that stand."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mentorship_gsheets.counts import counted
from mentorship_gsheets.groups import Arrangement
from mentorship_gsheets.people import Identity, Role
from mentorship_gsheets.programmes import base
from mentorship_gsheets.programmes.cohorts.certificate import Result, Status
from mentorship_gsheets.programmes.cohorts.drawings import PEOPLE
from mentorship_gsheets.programmes.cohorts.model import Cohort, Goal, Instance, Membership
from mentorship_gsheets.programmes.cohorts.standing import CohortStanding, cohort_group, instance_of
from mentorship_gsheets.records.roster import cell_text
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Table

MEANING = {
    Goal.SHORT: "people whom cohorts that stand lack for their least size",
    Goal.UNPLACED: "mentees in no cohort",
    Goal.ALONE: "mentees without a mentor in reach",
    Goal.CHANGED: "people who left a cohort",
    Goal.MISSING: "cohorts wanted and not got",
    Goal.THIN: "second mentors in reach lacking",
    Goal.IDLE: "mentors in no cohort",
    Goal.RANK: "picks below the first",
    Goal.SIZE: "distance from the best sizes, squared",
    Goal.LANGUAGE: "mentees without a mentor of a common language",
    Goal.COLLEAGUES: "mentors and mentees of one affiliation",
}
"""Goal -> what is counted, in people's words."""


@dataclass(frozen=True, kw_only=True)
class CohortProposal(base.Proposal):
    """Cohorts as they should be; besides what every format has:

    Parameters
    ----------
    instance, result
        What was asked of the engine, and its answer.
    labels
        Identity -> the cohorts of everybody whose cell is the tool's to write.
    """

    instance: Instance
    result: Result
    labels: Mapping[Identity, tuple[str, ...]]


def fill(standing: CohortStanding, settings: Settings) -> CohortProposal:
    """Find cohorts for everybody who wants more; all memberships that stand stay, whoever wrote them.

    Parameters
    ----------
    standing, settings
        As read.

    Returns
    -------
    The cohorts with what is known of better ones; every membership that stands is among them.
    """
    pins = [held for cohort in standing.cohorts for held in cohort.memberships if cohort.label not in standing.closed]
    return _proposed(standing, settings, pins, ())


def mend(
    standing: CohortStanding, settings: Settings, frozen: Collection[str], ended: Collection[str]
) -> CohortProposal:
    """Find the smallest change that gives people who want a cohort one.

    Parameters
    ----------
    standing
        Read with ``mending``.
    settings
        As read.
    frozen, ended
        Labels of cohorts in which somebody has ``Keep`` ticked, and of cohorts that shall end.

    Returns
    -------
    The cohorts with what is known of better ones.
    """
    pins = []
    for held in (held for cohort in standing.cohorts for held in cohort.memberships):
        person = standing.roster.find(held.role, held.email)
        kept = person is not None and person.keep and held.label in frozen
        if (kept or (held.role, held.email) in standing.held) and held.label not in standing.closed:
            pins.append(held)
    return _proposed(standing, settings, pins, ended)


def _proposed(
    standing: CohortStanding, settings: Settings, pins: Collection[Membership], ended: Collection[str]
) -> CohortProposal:
    # slow to load, and most commands arrange nothing
    from mentorship_gsheets.programmes.cohorts.ladder import solve

    instance = instance_of(standing, settings, pins, ended)
    result = solve(instance)
    labels: dict[Identity, list[str]] = defaultdict(list)
    for cohort in result.cohorts:
        for held in cohort.memberships:
            labels[held.role, held.email].append(cohort.label)
    mine = {
        person.identity: tuple(labels[person.identity])
        for person in standing.roster
        if person.identity not in standing.held and (not person.withdrawn or standing.mending)
    }
    if not standing.mending:
        # a closed cohort is for rematch to end
        for who, new in mine.items():
            mine[who] = (*(label for label in standing.labels[who] if label in standing.closed), *new)
    over = standing.closed | set(ended)
    stood = [cohort for cohort in standing.cohorts if cohort.memberships and cohort.label not in over]
    after = {held for cohort in result.cohorts for held in cohort.memberships}
    broken = [cohort for cohort in stood if not set(cohort.memberships) <= after]
    left = tuple(
        person.identity for person in standing.roster if not person.withdrawn and not labels.get(person.identity)
    )
    return CohortProposal(
        arrangement=Arrangement(tuple(cohort_group(standing.offers, each) for each in result.cohorts), left),
        summary=_summary(result.cohorts, stood, left),
        goals=tuple(base.Goal(MEANING[report.goal], report.value, report.bound) for report in result.goals),
        tables=tuple(table for table in _tables(standing, result, left) if table.rows),
        broken=len(broken),
        stood=len(stood),
        instance=instance,
        result=result,
        labels=mine,
    )


def _summary(cohorts: Collection[Cohort], stood: Collection[Cohort], left: Collection[Identity]) -> str:
    before = {cohort.label for cohort in stood}
    new = sum(cohort.label not in before for cohort in cohorts)
    roles = [role for role, _ in left]
    none = " and ".join(counted(roles.count(role), role) for role in (Role.MENTEE, Role.MENTOR))
    return f"{counted(new, 'new cohort')} beside {len(cohorts) - new} that stood before; {none} in none."


def _tables(standing: CohortStanding, result: Result, left: Collection[Identity]) -> tuple[Table, ...]:
    before = {cohort.label: set(cohort.memberships) for cohort in standing.cohorts}
    rows = []
    for cohort in result.cohorts:
        was, now = before.get(cohort.label, set()), set(cohort.memberships)
        joined = f"{len(now - was)} joined" + (f", {len(was - now)} left" if was - now else "")
        rows.append((cohort.label, cohort.task, str(len(cohort.mentors)), str(len(cohort.mentees)), joined))
    waiting = []
    open_tasks = {cohort.task for cohort in result.cohorts}
    for who in left:
        person = standing.roster.find(*who)
        if person is None:
            continue
        picks = standing.picks[who]
        closed = [pick for pick in picks if pick not in open_tasks]
        why = "picked no task" if not picks else f"no cohort for {', '.join(closed)}" if closed else "no place left"
        if cell_text(standing.workbook, person, PEOPLE.partners[person.role]):
            why = "left as is"
        waiting.append((person.label, str(person.role), "; ".join(picks), why))
    doubts = [
        (MEANING[report.goal], str(report.value), str(report))
        for report in result.goals
        if report.status is not Status.PROVEN
    ]
    return (
        Table("Cohorts", ("Cohort", "Task", "Mentors", "Mentees", "Change"), tuple(rows)),
        Table("In no cohort", ("Person", "Role", "Tasks", "Why"), tuple(waiting)),
        Table("What better arrangements there may be", ("Goal", "Reached", "How sure"), tuple(doubts)),
    )
