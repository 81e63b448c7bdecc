"""Rotation: what mentors say at a check-in, who makes room, and who has not been heard from."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.intake.addresses import read_email
from mentorship_gsheets.people import Form, Identity, Participant, Question, Response, Role
from mentorship_gsheets.programmes.cohorts.cells import copied, kept_lines
from mentorship_gsheets.programmes.cohorts.completions import Completion
from mentorship_gsheets.programmes.cohorts.drawings import CHECKED, COHORT, COHORTS, DONE, MEMBER
from mentorship_gsheets.programmes.cohorts.offers import OfferedCohort
from mentorship_gsheets.programmes.cohorts.standing import CohortStanding, instance_of
from mentorship_gsheets.records.roster import cell_text, needed_tab, set_cell
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Change, Plan, SetCell, Table
from mentorship_gsheets.text import as_key, as_words


class Asked(StrEnum):
    """What a question of the check-in form asks for."""

    EMAIL = "Email"
    SILENT = "Not heard from"
    FINISHED = "Completed"
    COHORT = "Cohort"


# in this order: “who of your cohort has gone silent” speaks of the cohort too
_WORDINGS: Mapping[Asked, str] = {
    Asked.EMAIL: r"e-?mail|your address|adresse|correo",
    Asked.SILENT: r"silent|quiet|hear(d|ing)?\b|missing|inactive|no (answer|reply)|schweig|gemeldet|gehört|silenc|"
    r"nouvelle|noticia|sin respuesta",
    Asked.FINISHED: r"finish|complet|\bdone\b|graduat|achiev|merged|fertig|abgeschl|geschafft|termin|\bfini|achev|"
    r"acab|conclu|logr",
    Asked.COHORT: r"cohort|kohorte|coho?rte|coorte|\bgroup|gruppe|groupe|grupo|channel|\bteam",
}
_PARTED = re.compile(r"[,;\n/&]|\s(?:and|und|et|y|e)\s", re.IGNORECASE)
_NOBODY = re.compile(
    r"(nobody|no one|none|no|nil|n/?a|niemand|keiner?|personne|aucun|nadie|ninguno|ninguém|[-–—]|0)\W*"
)
_EVERYBODY = re.compile(r"(all|everybody|everyone|all of them|alle|tous|toutes|todos|todas)\W*")
_YES = re.compile(r"(yes|yeah|y|ja|oui|sí|si|sim|done|finished|completed)\W*")


@dataclass
class _Heard:
    """What the answers come to, gathered one answer at a time."""

    done: dict[Identity, dict[str, date]] = field(default_factory=dict)
    silent: dict[tuple[str, str], date] = field(default_factory=dict)
    checked: dict[str, date] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def rotation(standing: CohortStanding, settings: Settings, form: Form | None) -> Plan:
    """Return what the answers to the check-in form change: who has completed a task leaves the cohort and makes room.

    Parameters
    ----------
    standing, settings
        As read.
    form
        The check-in form with its answers; None while there is none.

    Returns
    -------
    Plan
        Labels of mentees move from ``Cohorts`` to ``Done`` with the day of the answer; ``Last check-in`` and the
        copies in the tab ``Cohorts`` follow. What was not understood is among the findings, with the answer's place,
        and changes nothing. Planned again, nothing is left.
    """
    heard = _Heard()
    if form is not None:
        _listen(standing, form, heard)
    labels = dict(standing.labels)
    changes: list[Change] = []
    moved = []
    for who, tasks in heard.done.items():
        person = standing.roster.find(*who)
        if person is None:
            continue
        left = {each for each in labels[who] if as_key(_offered(standing, each).task) in tasks}
        labels[who] = tuple(each for each in labels[who] if each not in left)
        lines = [*kept_lines(standing, person, labels[who]), *standing.unclear[who]]
        written = [line.strip() for line in cell_text(standing.workbook, person, DONE).splitlines() if line.strip()]
        for label in sorted(left):
            task = _offered(standing, label).task
            written.append(str(Completion(task, tasks[as_key(task)])))
            moved.append((person.label, label, str(tasks[as_key(task)])))
        changes += set_cell(standing.workbook, person, MEMBER, "\n".join(lines))
        changes += set_cell(standing.workbook, person, DONE, "\n".join(written))
    if standing.offers.tasks:
        changes += copied(settings, standing, instance_of(standing, settings, ()), labels)
    changes += _checked(standing, heard.checked)
    silent = tuple((name, label, str(day)) for (label, name), day in sorted(heard.silent.items()))
    tables = (
        Table("Completed, and making room", ("Person", "Cohort", "Day"), tuple(moved)),
        Table("Not heard from", ("Person", "Cohort", "Said on"), silent),
    )
    return Plan(
        "survey",
        tuple(changes),
        tuple(heard.findings),
        tuple(table for table in tables if table.rows),
        f"{counted(len(moved), 'person has', 'people have')} completed a task",
    )


def _offered(standing: CohortStanding, label: str) -> OfferedCohort:
    return standing.offers.cohorts[as_key(label)]


def _asked(questions: Sequence[Question]) -> dict[str, Asked]:
    found: dict[str, Asked] = {}
    for question in questions:
        title = as_key(question.title)
        for asked, wording in _WORDINGS.items():
            if asked not in found.values() and re.search(wording, title):
                found[question.id] = asked
                break
    return found


def _listen(standing: CohortStanding, form: Form, heard: _Heard) -> None:
    asked = _asked(form.questions)
    for question in form.questions:
        what = f"“{question.title[:80]}” is taken for: {asked.get(question.id, 'nothing')}."
        heard.findings.append(
            Finding(what, "Word it otherwise, if that is wrong.", "check-in-question", where=form.title)
        )
    if Asked.FINISHED not in asked.values():
        what = "no question of the check-in form asks who has completed the task."
        remedy = "Add one, as: Who has completed the task?"
        heard.findings.append(Finding(what, remedy, "check-in-form", where=form.title))
    for response in sorted(form.responses, key=lambda response: (response.submitted, response.id)):
        texts: dict[Asked, str] = {}
        for id, values in response.answers.items():
            if id in asked:
                texts[asked[id]] = "\n".join(values)
        _hear(standing, form, response, texts, heard)


def _hear(standing: CohortStanding, form: Form, response: Response, texts: Mapping[Asked, str], heard: _Heard) -> None:
    email, _ = read_email(response.email or texts.get(Asked.EMAIL, ""))
    where = f"{form.title}, answer of {response.submitted or 'an unknown time'}"

    def unread(what: str, remedy: str) -> None:
        heard.findings.append(Finding(what, remedy, "check-in-unread", Level.NOTE, where=where))

    try:
        day = date.fromisoformat(response.submitted[:10])
    except ValueError:
        unread("this answer has no time that can be read.", "Write the task and the day under Done by hand.")
        return
    cohorts = _cohorts_meant(standing, email, texts.get(Asked.COHORT, ""))
    if not cohorts:
        unread(
            f"{email or 'somebody without an address'} is in no cohort that this answer could be about.",
            "Ask which cohort is meant, or write the task and the day under Done by hand.",
        )
        return
    if standing.roster.find(Role.MENTOR, email) is None:
        _hear_mentee(standing, email, cohorts, texts.get(Asked.FINISHED, ""), day, heard)
        return
    for cohort in cohorts:
        heard.checked[cohort.label] = max(day, heard.checked.get(cohort.label, day))
    for part in _parts(texts.get(Asked.FINISHED, "")):
        people = _people_meant(standing, cohorts, part)
        if not people:
            unread(f"“{part[:60]}” names nobody, or several people, of {_listed(cohorts)}.", _BY_HAND)
        for person, cohort in people:
            _complete(standing, person, cohort, day, heard)
    for part in _parts(texts.get(Asked.SILENT, "")):
        people = _people_meant(standing, cohorts, part)
        if not people:
            unread(f"“{part[:60]}” names nobody, or several people, of {_listed(cohorts)}.", "Ask who is meant.")
        for person, cohort in people:
            heard.silent[cohort.label, person.label] = day


_BY_HAND = "Ask who is meant, or move the task from Cohorts to Done by hand, with the day."


def _listed(cohorts: Iterable[OfferedCohort]) -> str:
    return ", ".join(cohort.label for cohort in cohorts)


def _cohorts_meant(standing: CohortStanding, email: str, said: str) -> list[OfferedCohort]:
    """Return the cohorts of the one who answers, or those of them that the answer names."""
    own = dict.fromkeys(label for role in Role for label in standing.labels.get((role, email), ()))
    cohorts = [_offered(standing, label) for label in own]
    if not said.strip():
        return cohorts
    names = {as_key(part) for part in re.split(r"[\n;,]", said)} | {as_key(said)}
    meant = [c for c in cohorts if names & {as_key(c.label), as_key(c.channel), as_key(c.channel.lstrip("#"))}]
    return meant or [cohort for cohort in cohorts if as_key(cohort.task) in names]


def _parts(text: str) -> Iterator[str]:
    for part in _PARTED.split(text):
        if part.strip() and not _NOBODY.fullmatch(as_key(part)):
            yield part.strip()


def _people_meant(
    standing: CohortStanding, cohorts: Sequence[OfferedCohort], part: str
) -> list[tuple[Participant, OfferedCohort]]:
    """Return the mentees that a part of an answer names, with their cohorts; none where that is nobody or unclear."""
    inside = [
        (person, cohort)
        for cohort in cohorts
        for person in standing.roster.mentees
        if cohort.label in standing.labels[person.identity] or standing.has_completed(person.identity, cohort.task)
    ]
    if _EVERYBODY.fullmatch(as_key(part)):
        return [(person, cohort) for person, cohort in inside if cohort.label in standing.labels[person.identity]]
    email, _ = read_email(part)
    words = as_words(re.sub(r"[<(].*", "", part))
    ways = (
        [pair for pair in inside if email and pair[0].email == email],
        [pair for pair in inside if words and as_words(pair[0].name) == words],
        [pair for pair in inside if words and as_words(pair[0].name).split()[:1] == [words]],
    )
    found = next((pairs for pairs in ways if pairs), [])
    return found if len({person.email for person, _ in found}) == 1 else []


def _hear_mentee(
    standing: CohortStanding,
    email: str,
    cohorts: Sequence[OfferedCohort],
    said: str,
    day: date,
    heard: _Heard,
) -> None:
    person = standing.roster.find(Role.MENTEE, email)
    if person is not None and len(cohorts) == 1 and _YES.fullmatch(as_key(said)):
        _complete(standing, person, cohorts[0], day, heard)


def _complete(standing: CohortStanding, person: Participant, cohort: OfferedCohort, day: date, heard: _Heard) -> None:
    if cohort.label not in standing.labels[person.identity] or person.withdrawn or person.identity in standing.held:
        return
    known = [each.day for each in standing.completions[person.identity] if as_key(each.task) == as_key(cohort.task)]
    # an answer that was carried out before is not carried out on somebody who came back
    if all(each is not None and each < day for each in known):
        heard.done.setdefault(person.identity, {}).setdefault(as_key(cohort.task), day)


def _checked(standing: CohortStanding, days: Mapping[str, date]) -> Iterator[SetCell]:
    tab = needed_tab(standing.workbook, COHORTS.title)
    for label, day in days.items():
        (row, *_) = tab.keyed(COHORT)[as_key(label)]
        before = _offered(standing, label).checked
        if tab.column(CHECKED) is not None and (before is None or before < day):
            yield SetCell(tab.title, COHORT, tab.text(row, COHORT), CHECKED, str(day), tab.cell(row, CHECKED).text)
