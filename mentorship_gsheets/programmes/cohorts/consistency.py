"""What is wrong with cohorts that stand, each with the cell it concerns."""

from collections.abc import Iterator

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.people import Participant, Role
from mentorship_gsheets.programmes.cohorts.cells import row_values
from mentorship_gsheets.programmes.cohorts.drawings import (
    AT_ONCE,
    CHECKED,
    COHORT,
    COHORTS,
    DONE,
    MEMBER,
    MENTEES,
    MENTORS,
    STATE,
    TASKS,
)
from mentorship_gsheets.programmes.cohorts.model import Cohort, Instance, colleagues
from mentorship_gsheets.programmes.cohorts.options import CHECK_IN
from mentorship_gsheets.programmes.cohorts.standing import CohortStanding, instance_of, zones_unknown
from mentorship_gsheets.records.roster import needed_tab
from mentorship_gsheets.settings import Policy, Settings
from mentorship_gsheets.text import as_key


def check_cohorts(settings: Settings, standing: CohortStanding) -> list[Finding]:
    """Return everything that is wrong with the cohorts that stand.

    Parameters
    ----------
    settings, standing
        As read.
    """
    findings = [finding for person in standing.roster for finding in _about_person(standing, person)]
    findings += zones_unknown(standing, settings)
    if not standing.offers.tasks:
        return findings
    instance = instance_of(standing, settings, ())
    for cohort in standing.cohorts:
        findings += _stale(settings, standing, instance, cohort)
        if cohort.memberships and cohort.label not in standing.closed:
            findings += _sizes(standing, instance, cohort)
            findings += _reach(instance, cohort)
            findings += _company(settings, standing, instance, cohort)
            findings += _unheard(settings, standing, cohort)
    return findings


def _about_person(standing: CohortStanding, person: Participant) -> Iterator[Finding]:
    called, who = person.name or person.email, person.identity
    labels = standing.labels[who]
    if person.withdrawn:
        if labels:
            what = f"{called} has withdrawn and is still in {', '.join(labels)}."
            yield Finding(what, "Run rematch.", "withdrawn", Level.HELD, who, MEMBER)
        return
    if not standing.picks[who] and not labels and not standing.completions[who]:
        what = f"{called} picked no task that is offered."
        yield Finding(what, "Write the tasks this person wants.", "no-tasks", who=who, column=TASKS)
    closed = [label for label in labels if label in standing.closed]
    if closed:
        what = f"{called} is in {', '.join(closed)}, which is closed."
        yield Finding(what, "Run rematch.", "closed-cohort", who=who, column=MEMBER)
    held = [label for label in labels if label not in standing.closed]
    if len(held) > standing.at_once[who]:
        what = f"{called} is in {len(held)} cohorts and wants {standing.at_once[who]} at once."
        yield Finding(what, "Clear a line, or write a larger number.", "too-many-at-once", who=who, column=AT_ONCE)
    tasks = [standing.offers.cohorts[as_key(label)].task for label in held]
    for label, task in zip(held, tasks, strict=True):
        if task not in standing.picks[who]:
            what = f"{called} is in {label} and did not pick {task}."
            yield Finding(what, "Clear the line, or add the task to Tasks.", "not-picked", who=who, column=MEMBER)
    for task in dict.fromkeys(task for task in tasks if tasks.count(task) > 1):
        what = f"{called} is in {tasks.count(task)} cohorts for {task}."
        yield Finding(what, "Clear all but one of these lines.", "task-twice", who=who, column=MEMBER)
    for completion in standing.completions[who]:
        if completion.day is None:
            what = f"“{completion.task[:60]}” under {DONE} of {called} has no day."
            yield Finding(
                what, "Write the task and the day, as deploy 2027-03-01.", "done-undated", who=who, column=DONE
            )


def _stale(settings: Settings, standing: CohortStanding, instance: Instance, cohort: Cohort) -> Iterator[Finding]:
    tab = needed_tab(standing.workbook, COHORTS.title)
    (row, *_) = tab.keyed(COHORT)[as_key(cohort.label)]
    wanted = row_values(settings, standing, instance, cohort, set())
    for header in (MENTORS, MENTEES):
        if tab.column(header) is not None and tab.text(row, header) != wanted[header]:
            yield Finding(
                f"{header} of {cohort.label} differ from what the column Cohorts of the tab {header} says.",
                "Run match, which copies them again; to move somebody, write there.",
                "stale-copy",
                where=tab.address(row, header),
            )


def _unheard(settings: Settings, standing: CohortStanding, cohort: Cohort) -> Iterator[Finding]:
    checked, days = standing.offers.cohorts[as_key(cohort.label)].checked, settings.own[CHECK_IN]
    if checked is None or (standing.today - checked).days <= 2 * days:
        return
    tab = needed_tab(standing.workbook, COHORTS.title)
    (row, *_) = tab.keyed(COHORT)[as_key(cohort.label)]
    what = f"nobody has answered a check-in of {cohort.label} since {checked}."
    remedy = "Ask its mentors: mentorship draft check-in; then mentorship survey."
    yield Finding(what, remedy, "no-check-in", where=tab.address(row, CHECKED))


def _sizes(standing: CohortStanding, instance: Instance, cohort: Cohort) -> Iterator[Finding]:
    tab = needed_tab(standing.workbook, COHORTS.title)
    (row, *_) = tab.keyed(COHORT)[as_key(cohort.label)]
    for role, header in ((Role.MENTOR, MENTORS), (Role.MENTEE, MENTEES)):
        sizes, number = instance.by_task[cohort.task].sizes(role), len(cohort.of(role))
        if number < sizes.least:
            what = f"{cohort.label} has {number} {role}s and needs {sizes.least}."
            remedy = "Run match; if nobody can join, write closed under State and run rematch."
            yield Finding(what, remedy, "too-few", where=tab.address(row, STATE))
        elif number > sizes.most:
            what = f"{cohort.label} has {number} {role}s and takes {sizes.most}."
            remedy = "Clear lines in the column Cohorts, or allow more."
            yield Finding(what, remedy, "too-many", where=tab.address(row, header))


def _reach(instance: Instance, cohort: Cohort) -> Iterator[Finding]:
    for email in cohort.mentees:
        mentee = instance.by_identity[Role.MENTEE, email]
        mentors = [instance.by_identity[Role.MENTOR, each] for each in cohort.mentors]
        known = [mentor for mentor in mentors if instance.minutes_awake(mentee, mentor) is not None]
        near = sum(instance.reach(mentee, mentor) for mentor in known)
        if mentee.offset is None or not known or near > 1:
            continue
        if near == 0:
            what = f"{email} has no mentor in reach in {cohort.label}."
            remedy = "Move this person to another cohort, or find a mentor nearer by the clock."
            yield Finding(what, remedy, "nobody-in-reach", who=mentee.identity, column=MEMBER)
        else:
            what = f"{email} has one mentor in reach in {cohort.label}, and none while that one is away."
            remedy = "Leave it, or find a second mentor near by the clock."
            yield Finding(what, remedy, "one-in-reach", who=mentee.identity, column=MEMBER)


def _company(settings: Settings, standing: CohortStanding, instance: Instance, cohort: Cohort) -> Iterator[Finding]:
    inside = {*cohort.mentors, *cohort.mentees}
    for email in sorted(set(cohort.mentors) & set(cohort.mentees)):
        what = f"{email} is mentor and mentee in {cohort.label}."
        yield Finding(what, "Clear one of the two.", "oneself", Level.HELD, (Role.MENTEE, email), MEMBER)
    for one, other in standing.apart:
        if {one, other} <= inside:
            what = f"{one} and {other} are in {cohort.label}, and Never match keeps them apart."
            yield Finding(what, "Clear the line of one of them.", "never", Level.HELD, _whose(cohort, other), MEMBER)
    for one, other in standing.together:
        if len({one, other} & inside) == 1 and all(_takes_part(standing, email) for email in (one, other)):
            (there,) = {one, other} & inside
            (absent,) = {one, other} - inside
            what = f"{there} is in {cohort.label} without {absent}, and the tab Together wants both in the same ones."
            yield Finding(what, "Move one of them.", "not-together", who=_whose(cohort, there), column=MEMBER)
    if settings.colleagues is Policy.ALLOW:
        return
    for email in cohort.mentees:
        mentee = instance.by_identity[Role.MENTEE, email]
        for mentor in (instance.by_identity[Role.MENTOR, each] for each in cohort.mentors):
            if colleagues(mentee, mentor):
                what = f"{email} and {mentor.email}, a mentor of {cohort.label}, share an affiliation."
                remedy = "Move one of them, or set Colleagues in Settings."
                yield Finding(what, remedy, "colleagues", who=mentee.identity, column=MEMBER)


def _whose(cohort: Cohort, email: str) -> tuple[Role, str]:
    return (Role.MENTOR if email in cohort.mentors else Role.MENTEE, email)


def _takes_part(standing: CohortStanding, email: str) -> bool:
    people = (standing.roster.find(role, email) for role in Role)
    return any(person is not None and not person.withdrawn for person in people)
