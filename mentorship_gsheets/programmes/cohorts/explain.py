"""``explain``: why somebody is in a cohort, and what another one would cost; ``advice``: what would place everybody."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError
from mentorship_gsheets.mail.facts import form_link
from mentorship_gsheets.people import Participant, Role, Roster
from mentorship_gsheets.programmes.cohorts.arranging import MEANING, fill
from mentorship_gsheets.programmes.cohorts.cells import membership_reason
from mentorship_gsheets.programmes.cohorts.certificate import Result
from mentorship_gsheets.programmes.cohorts.mails import lacking
from mentorship_gsheets.programmes.cohorts.model import Cohort, Goal
from mentorship_gsheets.programmes.cohorts.standing import CohortStanding, instance_of, read_standing
from mentorship_gsheets.scoring import never_key
from mentorship_gsheets.scoring.phrases import listed
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan, Table
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.text import as_key, as_words


def explanation(workbook: Workbook, settings: Settings, one: str, other: str = "") -> Plan:
    """Say why somebody is in a cohort, and what each other one would cost; nothing is changed.

    Parameters
    ----------
    workbook, settings
        As read. Before anything is matched, the cohorts explained are those that ``match`` would make.
    one
        Address or name.
    other
        A cohort or a task, to hear of that alone; blank: of all that this person picked.

    Returns
    -------
    A plan without changes; its tables and summary say it.

    Raises
    ------
    MentorshipError
        Somebody is not known, or a name is that of several people; or there is no such cohort or task.
    """
    from mentorship_gsheets.programmes.cohorts.advice import alternatives

    standing = read_standing(workbook, settings)
    people = _named(standing.roster, one)
    cohorts, remark = _cohorts(standing, settings)
    wanted = as_key(other)
    if wanted and not any(wanted in (as_key(cohort.label), as_key(cohort.task)) for cohort in cohorts):
        there = ", ".join(cohort.label for cohort in cohorts) or "none"
        raise MentorshipError(f"“{other}” is no cohort that is open; there are: {there}.", Exit.USAGE)
    tables, said = [], []
    instance = replace(instance_of(standing, settings, ()), standing=cohorts)
    result = Result(cohorts, (), "cohorts")
    for person in people:
        actor = instance.by_identity.get(person.identity)
        if actor is None:
            said.append(f"{person.label} has withdrawn.")
            continue
        mine = [cohort for cohort in cohorts if person.email in cohort.of(person.role)]
        rows = tuple((cohort.label, membership_reason(instance, cohort, actor)) for cohort in mine)
        if rows and not wanted:
            tables.append(Table(f"{person.label}, {person.role}", ("Cohort", "Why"), rows))
        said.append(f"{person.label} is in {listed([c.label for c in mine])}." if mine else _waits(standing, person))
        costs = []
        for found in alternatives(instance, result, actor):
            task = next(cohort.task for cohort in cohorts if cohort.label == found.label)
            if not wanted or wanted in (as_key(found.label), as_key(task)):
                costs.append((found.label, found.reason or price(found.costs)))
        if costs:
            tables.append(Table(f"What another cohort would cost, {person.role}", ("Cohort", "Cost"), tuple(costs)))
    return Plan("explain", tables=tuple(tables), summary=" ".join([*said, remark]))


def _waits(standing: CohortStanding, person: Participant) -> str:
    picks = standing.picks[person.identity]
    if not picks:
        return f"{person.label} picked no task that is offered."
    return f"{person.label} is in no cohort. " + " ".join(f"{pick}: {lacking(standing, pick)}." for pick in picks)


def _cohorts(standing: CohortStanding, settings: Settings) -> tuple[tuple[Cohort, ...], str]:
    """Return the cohorts that stand, or those that a match would make, and what to say of that."""
    open_ones = tuple(each for each in standing.cohorts if each.memberships and each.label not in standing.closed)
    if open_ones:
        return open_ones, "Costs are those of the cheapest change that was found to the cohorts as they stand."
    if not standing.offers.tasks:
        return (), "No task is offered yet."
    return fill(standing, settings).result.cohorts, "Nothing is matched yet: this is what match would do."


def price(costs: Mapping[Goal, int]) -> str:
    """Return a difference between two arrangements in words, the most important goal first.

    >>> price({Goal.RANK: 2, Goal.SIZE: -1})
    'picks below the first +2; distance from the best sizes, squared -1'
    >>> price({})
    'nothing'
    """
    return "; ".join(f"{MEANING[goal]} {change:+}" for goal, change in costs.items()) or "nothing"


def _named(roster: Roster, text: str) -> list[Participant]:
    """Return the one person meant, once for each role."""
    found = [person for person in roster if never_key(text) in (person.email, as_words(person.name))]
    if len({person.email for person in found}) == 1:
        return found
    if found:
        which = ", ".join(sorted({person.email for person in found}))
        raise MentorshipError(Finding(f"“{text}” is several people: {which}.", "Give the address."), Exit.USAGE)
    what = f"“{text}” is nobody here."
    raise MentorshipError(Finding(what, "Give the address as it stands in the sheet."), Exit.USAGE)


def recommendation(workbook: Workbook, settings: Settings) -> Plan:
    """Say which mentors would place everybody, and who wants which task; nothing is changed.

    Parameters
    ----------
    workbook, settings
        As read.

    Returns
    -------
    A plan without changes; its tables and summary say it.
    """
    standing = read_standing(workbook, settings)
    if not standing.offers.tasks:
        what = "no task is offered in the tab Cohorts."
        remedy = "Write one row for each task, under Task."
        return Plan("advice", (), (Finding(what, remedy, "no-task-offered", Level.STOP),), summary="No advice yet.")
    need, still, exact, waiting = mentors_wanted(standing, settings)
    rows = []
    for task in standing.offers.tasks:
        picked = [sum(task.name in standing.picks[p.identity] for p in _taking_part(standing, role)) for role in Role]
        rows.append((task.name, *map(str, picked), str(need.get(task.name, 0))))
    tables = [Table("Tasks", ("Task", "Mentors who picked it", "Mentees who picked it", "More mentors"), tuple(rows))]
    if still:
        lines = tuple((_label(standing, email), _why_not(standing, email)) for email in still)
        tables.append(Table("Whom no number of mentors places", ("Mentee", "Why"), lines))
    return Plan("advice", tables=tuple(tables), summary=sentence(need, len(still), exact, waiting))


def mentors_wanted(
    standing: CohortStanding, settings: Settings
) -> tuple[Mapping[str, int], tuple[str, ...], bool, int]:
    """Return how many mentors more each task needs, whom none helps, whether fewer cannot do, and how many wait now.

    Parameters
    ----------
    standing, settings
        As read.
    """
    from mentorship_gsheets.programmes.cohorts.advice import wanted

    proposal = fill(standing, settings)
    found = wanted(proposal.instance, proposal.result)
    waiting = sum(role is Role.MENTEE for role, _ in proposal.arrangement.unmatched)
    return found.mentors, found.still, found.exact, waiting


def sentence(need: Mapping[str, int], still: int, exact: bool, waiting: int) -> str:
    """Return the advice in one sentence.

    Parameters
    ----------
    need
        Task -> how many mentors more.
    still
        Mentees whom no mentor could place.
    exact
        Whether fewer mentors were shown not to do.
    waiting
        Mentees in no cohort now.

    >>> sentence({"talk": 1}, 0, True, 2)
    'One more mentor for talk would place everybody; no fewer do.'
    >>> sentence({}, 0, True, 0)
    'Everybody gets a cohort with the mentors there are.'
    """
    if not need:
        if not still and not waiting:
            return "Everybody gets a cohort with the mentors there are."
        left = counted(still or waiting, "mentee stays", "mentees stay")
        return f"{left} without a cohort, and more mentors would not help."
    parts = [
        f"one more mentor for {task}" if number == 1 else f"{number} more mentors for {task}"
        for task, number in need.items()
    ]
    whom = f"all but {counted(still, 'mentee')}" if still else "everybody"
    sure = "no fewer do" if exact else "fewer might do"
    words = f"{listed(parts)} would place {whom}; {sure}."
    return words[0].upper() + words[1:]


def _taking_part(standing: CohortStanding, role: Role) -> Iterable[Participant]:
    return (person for person in standing.roster.of(role) if not person.withdrawn)


def _label(standing: CohortStanding, email: str) -> str:
    person = standing.roster.find(Role.MENTEE, email)
    return person.label if person else email


def _why_not(standing: CohortStanding, email: str) -> str:
    picks = standing.picks.get((Role.MENTEE, email), ())
    return f"too few mentees picked {listed(list(picks))}, or they are kept apart" if picks else "picked no task"


def call_for_mentors(standing: CohortStanding, settings: Settings) -> str:
    """Return a call for mentors, a paragraph for each task that lacks some, to be pasted wherever people read it.

    Parameters
    ----------
    standing, settings
        As read.

    Returns
    -------
    str
        Blank when no task lacks a mentor.
    """
    if not standing.offers.tasks:
        return ""
    need, _, _, _ = mentors_wanted(standing, settings)
    link = form_link(settings.form) or form_link(settings.mentor_form)
    paragraphs = []
    for task, number in need.items():
        wait = sum(
            task in standing.picks[person.identity] and person.identity not in standing.named
            for person in _taking_part(standing, Role.MENTEE)
        )
        programme = settings.programme or "Our mentorship programme"
        paragraphs.append(
            f"{programme} looks for {counted(number, 'more mentor', 'more mentors')} for “{task}”. "
            f"{counted(wait, 'mentee waits', 'mentees wait')} for it. A cohort has several mentors, "
            f"so that nobody has to be there all the time. "
            + (f"Sign up here: {link}" if link else f"Write to {settings.reply_to or settings.sender}.")
        )
    return "".join(f"{paragraph}\n\n" for paragraph in paragraphs)
