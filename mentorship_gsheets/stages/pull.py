"""Pull: sign-ups and form answers into ``Mentors`` and ``Mentees``, around everything a person has typed."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.intake.addresses import read_email
from mentorship_gsheets.people import Form, Identity, Role, Roster, Status
from mentorship_gsheets.programmes import AnyProgramme, programme_of
from mentorship_gsheets.records.answers import Known, gather
from mentorship_gsheets.records.mapping import QuestionMap, map_questions
from mentorship_gsheets.records.memory import read_addresses, without_forgotten
from mentorship_gsheets.records.mirror import Mirror, as_pulled, mirrored, orphans, read_mirror
from mentorship_gsheets.records.readings import Readings, read_answers
from mentorship_gsheets.records.roster import (
    known_fields,
    locate,
    needed_tab,
    own_columns,
    people_tab,
    read_roster,
    row_key,
)
from mentorship_gsheets.records.sources import read_tab_forms, sign_up_form
from mentorship_gsheets.records.understanding import attendance_note, attends, brakes
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.batch import bounds, resolve
from mentorship_gsheets.spreadsheet.plan import AddRow, Change, Formula, Plan, SetCell, Surprise, Value
from mentorship_gsheets.spreadsheet.workbook import Row, Tab, Workbook
from mentorship_gsheets.tabs.catalogue import ANSWERS, FORM_RESPONSES, QUESTIONS, SIGN_UPS
from mentorship_gsheets.tabs.people_tabs import KEY, PEOPLE_TAB, PULLED
from mentorship_gsheets.text import as_key


def plan(workbook: Workbook, settings: Settings, forms: Iterable[Form] = (), force: bool = False) -> Plan:
    """Plan what the sources say that the sheet does not.

    Parameters
    ----------
    workbook
        Set up.
    settings
        Name the forms or their response tabs.
    forms
        Those read through Google; response tabs are read from the workbook here.
    force
        Go on although a source has far fewer people than it had.

    Returns
    -------
    Plan
        New people, fuller or newer cells, the mirror of the answers, and lines for ``Questions``. A cell a person has
        changed is never in it: where the sources say something new about it, a finding gives both values. Nobody is
        ever deleted.

    Raises
    ------
    MentorshipError
        A tab or column is missing or there twice.
    """
    for spec in (QUESTIONS, FORM_RESPONSES):
        needed_tab(workbook, spec.title)
    programme = programme_of(settings)
    roster, row_findings = read_roster(workbook, programme.people)
    mirror = read_mirror(workbook)
    addresses = read_addresses(workbook)
    sources, own = programme.prepared(workbook, (*forms, *read_tab_forms(workbook, settings)))
    listed = sign_up_form(workbook)
    typed = own_columns(workbook, programme.people)
    answer_columns = (*programme.answer_columns, *typed)
    asked = (*sources, *([listed] if listed else []))
    mapped = map_questions(workbook, asked, {**_named_like(asked, typed), **own}, answer_columns)
    sources = without_forgotten(workbook, sources, mapped.columns)
    sign_ups = next(iter(without_forgotten(workbook, [listed] if listed else (), mapped.columns)), None)
    options = {"Fields": known_fields(workbook)}
    everything = (*sources, *([sign_ups] if sign_ups else []))
    readings = read_answers(workbook, everything, mapped)

    def gathered(said: Sequence[Form]) -> Known:
        return gather(
            said, sign_ups, mapped.columns, options, readings, own=answer_columns, address_now=addresses.address_now
        )

    now, last = gathered(sources), gathered(as_pulled(mirror, sources))
    shrunk = (*_fewer_answers(now, last), *_fewer_sign_ups(now, roster))
    lost = [*_lost_forms(mirror, sources, force)]
    asking = _asking(sources, sign_ups, now, mapped, readings, roster, force)
    braked = any(one.over(settings.surprise) for one in shrunk) or any(one.level is Level.STOP for one in lost)
    if any(finding.level is Level.STOP for finding in asking) and not (braked and not force):
        return _question(workbook, mapped, readings, asking, now)
    held = {finding.who for finding in row_findings if finding.level is Level.HELD}
    merged = _Merged(programme, workbook, roster, held, now)
    # who has both roles, and a corrected address in one of them, has no other row there
    for identity in (one for one in now.people if one not in addresses.now):
        merged.take(identity, last.people.get(identity, {}))
    merged.mark_hand_typed()
    findings = [
        *lost,
        *asking,
        *mapped.findings,
        *readings.findings,
        *now.findings,
        *merged.findings,
        *_moved(now, roster),
        *attendance_note((email, attends(texts.get("Attendance", ""))) for (_, email), texts in now.people.items()),
        *row_findings,
    ]
    pulled = programme.pulled(workbook, settings, merged.cells()) if programme.answer_columns else ()
    changes = (*mapped.changes, *readings.changes, *mirrored(mirror, sources), *merged.changes, *pulled)
    summary = f"{_summary(now, merged)} {mapped.summary}".rstrip()
    found = tuple(locate(findings, workbook))
    return Plan("pull", changes, found, summary=summary, surprises=shrunk).braked(settings.surprise, force)


def _named_like(forms: Iterable[Form], columns: Sequence[str]) -> Mapping[tuple[str, str], str]:
    """Return the questions that are headed like a column of the organizer's own, which they feed."""
    named = {as_key(column): column for column in columns}
    return {
        (form.title, question.id): named[as_key(question.title)]
        for form in forms
        for question in form.questions
        if as_key(question.title) in named
    }


def _asking(
    sources: Sequence[Form],
    sign_ups: Form | None,
    now: Known,
    mapped: QuestionMap,
    readings: Readings,
    roster: Roster,
    force: bool,
) -> list[Finding]:
    """Return what must be understood before people are taken.

    The sign-up list alone counts where there is no form with answers; beside one it may well say little.
    """
    # who answered not to take part was understood
    taken = {email for _, email in now.people} | now.refused
    answered = [form for form in sources if form.responses]
    if not answered and sign_ups is not None:
        return brakes((sign_ups,), mapped, readings, {sign_ups.title: len(taken)}, roster, force)
    by_form = {form.title: len(taken & now.answered.get(form.title, frozenset())) for form in answered}
    return brakes(answered, mapped, readings, by_form, roster, force)


def _question(
    workbook: Workbook, mapped: QuestionMap, readings: Readings, asking: Sequence[Finding], now: Known
) -> Plan:
    """Return the plan that asks first: only ``Questions`` and ``Answers`` are written, and nobody is taken."""
    # what stops is shown as it is, and still lets the two tabs be written
    asked = [replace(finding, level=Level.HELD) for finding in asking]
    findings = [
        *asked,
        *mapped.findings,
        *readings.findings,
        *(finding for finding in now.findings if finding.code not in ("no-email-question", "no-role-question")),
    ]
    tabs = f"{QUESTIONS.title} and {ANSWERS.title}"
    summary = (
        f"Nobody is taken yet. {mapped.summary} Look at {tabs}, then pull again; --force takes people all the same."
    )
    changes = (*mapped.changes, *readings.changes)
    return Plan("pull", changes, tuple(locate(findings, workbook)), summary=summary, partial=True)


def _fewer_answers(now: Known, last: Known) -> Iterator[Surprise]:
    """Yield for each form how many people it had answers of, and has no more."""
    for title, had in last.answered.items():
        has = len(now.answered.get(title, ()))
        says = Finding(
            f"{title} has answers of {counted(has, 'person', 'people')} now and had {len(had)}.",
            "Is it the right form? --force goes on all the same; nobody is deleted.",
            "fewer-answers",
        )
        yield Surprise("people", len(had) - has, len(had), says)


def _fewer_sign_ups(now: Known, roster: Roster) -> Iterator[Surprise]:
    """Yield how many people who came from the registration list are not in it any more."""
    listed = [person for person in roster if person.source == "sign-up" and not person.withdrawn]
    still = sum(person.identity in now.people for person in listed)
    says = Finding(
        f"of {len(listed)} people who came from {SIGN_UPS.title}, {still} are still listed there.",
        "Is the list whole? --force goes on all the same; nobody is deleted.",
        "fewer-sign-ups",
    )
    yield Surprise("people", len(listed) - still, len(listed), says)


def _lost_forms(mirror: Mirror, forms: Sequence[Form], force: bool) -> Iterator[Finding]:
    """Yield what is to be known where answers came from a form that is not read now, or no form is read at all."""
    if lost := orphans(mirror, forms):
        yield Finding(
            f"{counted(lost, 'answer')} in {FORM_RESPONSES.title} came from a form that is not read now.",
            "Name it in Settings if it still counts; the people stay in any case.",
            "form-gone",
            Level.NOTE if forms or force else Level.STOP,
        )
    elif not forms:
        yield Finding(
            "there is no form to read: Settings names none, and no tab looks like its responses.",
            "Run: mentorship setup --form ADDRESS.",
            "no-form",
        )


class _Merged:
    """The changes to people that come of taking one person after another."""

    def __init__(
        self, programme: AnyProgramme, workbook: Workbook, roster: Roster, held: set[tuple[str, str] | None], now: Known
    ) -> None:
        self.changes: list[Change] = []
        self.findings: list[Finding] = []
        self.added = 0
        self._programme = programme
        self._workbook = workbook
        self._roster = roster
        self._held = held
        self._now = now
        self._formulas: dict[Role, list[tuple[str, Formula]]] = {}

    def take(self, identity: Identity, base: Mapping[str, str]) -> None:
        """Bring one person's texts in; ``base`` is what they were when pulled last."""
        role, email = identity
        theirs = self._now.people[identity]
        if identity in self._held or not theirs:
            return
        if self._roster.find(role, email) is None:
            self._add(identity, theirs)
            return
        tab = people_tab(self._workbook, role)
        key = row_key(self._workbook, role, email)
        (row,) = tab.keyed(KEY)[as_key(key)]
        written = set()
        record = _recorded(tab.text(row, PULLED))
        # what the tool wrote once is known by its record, whatever the answers are read as by now
        for header in sorted((theirs.keys() | base.keys() | record.keys()) - {KEY}):
            if tab.column(header) is None:
                continue
            ours, new, old = tab.text(row, header), theirs.get(header, ""), base.get(header, "")
            from_list = header in self._now.signed.get(identity, ()) and header not in _STATE
            own = record[header] == _digest(header, ours) if header in record and ours else ours == old
            if header == "Status" and ours == Status.LOOKED_UP and new == Status.NO_ANSWER:
                continue
            if ours == new:
                record[header] = _digest(header, new)
                continue
            if ours and not own and new == old and not from_list:
                continue
            if not ours or own or (header in _STATE and ours in _TOOLS_OWN):
                self.changes.append(SetCell(tab.title, KEY, key, header, _typed(header, new), before=ours))
                written.add(header)
                record[header] = _digest(header, new)
            else:
                self._differ(identity, header, ours, new, SIGN_UPS.title if from_list else "the newest answer")
        if self._looked_up(tab, row, record):
            self.changes.append(
                SetCell(tab.title, KEY, key, "Status", Status.LOOKED_UP.value, before=tab.text(row, "Status"))
            )
        self._remember(tab, key, tab.text(row, PULLED), record)
        for doubt in self._now.doubts.get(identity, ()):
            if doubt.column in written or not tab.text(row, doubt.column):
                self.findings.append(doubt)

    def _looked_up(self, tab: Tab, row: Row, record: Mapping[str, str]) -> bool:
        """Return whether a person filled in what somebody who never answered left open."""
        if tab.column("Status") is None or tab.text(row, "Status") != Status.NO_ANSWER:
            return False
        if any(
            change.key == tab.text(row, KEY) and change.column == "Status"
            for change in self.changes
            if isinstance(change, SetCell)
        ):
            return False
        typed = {header: tab.text(row, header) for header in _LOOKED_UP if tab.column(header) is not None}
        return any(text and record.get(header) != _digest(header, text) for header, text in typed.items())

    def _remember(self, tab: Tab, key: str, before: str, record: Mapping[str, str]) -> None:
        told = _told(record)
        if tab.column(PULLED) is not None and told != before:
            self.changes.append(SetCell(tab.title, KEY, key, PULLED, told, before=before))

    def _add(self, identity: Identity, theirs: Mapping[str, str]) -> None:
        role, email = identity
        tab = people_tab(self._workbook, role)
        values: list[tuple[str, Value]] = [
            (header, _typed(header, text)) for header, text in theirs.items() if tab.column(header) is not None
        ]
        if tab.column(PULLED) is not None:
            values.append(
                (PULLED, _told({header: _digest(header, text) for header, text in theirs.items() if header != KEY}))
            )
        self.changes.append(AddRow(tab.title, KEY, email, (*values, *self._row_formulas(role, tab))))
        self.findings += self._now.doubts.get(identity, ())
        self.added += 1

    def _row_formulas(self, role: Role, tab: Tab) -> list[tuple[str, Formula]]:
        """Return the formulas of a new row; looked at once a role, as they ask for the bounds of the whole sheet."""
        if role not in self._formulas:
            formulas = self._programme.formulas_of_row(role)
            self._formulas[role] = [pair for pair in formulas if self._readable(tab, *pair)]
        return self._formulas[role]

    def _readable(self, tab: Tab, header: str, formula: Formula) -> bool:
        """Return whether the sheet has every column of a formula; one of an older setup has not, until setup runs."""
        try:
            resolve(f"{{{header}}}{formula.template}", tab, 2, bounds(self._workbook))
        except KeyError:
            return False
        return True

    def cells(self) -> dict[Identity, dict[str, str]]:
        """Return person -> header -> text, as the rows of people are once this is written."""
        cells: dict[Identity, dict[str, str]] = {}
        for role in Role:
            tab = people_tab(self._workbook, role)
            for person in self._roster.of(role):
                (row,) = tab.keyed(KEY)[as_key(row_key(self._workbook, role, person.email))]
                cells[person.identity] = {header: tab.text(row, header) for header in tab.header if header}
        roles = {title: role for role, title in PEOPLE_TAB.items()}
        for change in self.changes:
            if isinstance(change, AddRow):
                cells[roles[change.tab], change.key] = {header: str(value) for header, value in change.values}
            elif isinstance(change, SetCell):
                cells[roles[change.tab], read_email(change.key)[0]][change.column] = str(change.value)
        return cells

    def mark_hand_typed(self) -> None:
        """Say of rows that no source speaks of that a person added them, where their state is blank."""
        for person in self._roster:
            if person.identity in self._now.people or person.identity in self._held:
                continue
            tab = people_tab(self._workbook, person.role)
            key = row_key(self._workbook, *person.identity)
            (row,) = tab.keyed(KEY)[as_key(key)]
            for header in _STATE:
                if tab.column(header) is not None and not tab.text(row, header):
                    self.changes.append(SetCell(tab.title, KEY, key, header, Status.BY_HAND.value))

    def _differ(self, identity: Identity, header: str, ours: str, new: str, source: str) -> None:
        person = self._roster.find(*identity)
        called = person.name if person and person.name else identity[1]
        said = f"says “{_short(new)}”" if new else "leaves it blank"
        self.findings.append(
            Finding(
                f"{header} of {called} is “{_short(ours)}” here; {source} {said}.",
                "The cell stays; empty it to take the other.",
                "differs",
                who=identity,
                column=header,
            )
        )


def _digest(header: str, text: str) -> str:
    return hashlib.sha256(f"{header}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:6] if text else ""


def _told(record: Mapping[str, str]) -> str:
    """Return a record as its cell holds it: ``Fields=1a2b3c; Capacity=…``, blank texts left out."""
    return "; ".join(f"{header}={digest}" for header, digest in sorted(record.items()) if digest)


def _recorded(cell: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in cell.split("; ") if "=" in part)
    return {header.strip(): digest.strip() for header, _, digest in pairs}


_STATE = ("Status", "Source")
# cells a person fills in for somebody who never sent the form back
_LOOKED_UP = ("Fields", "Topics", "Sector", "Affiliation", "Time zone", "Languages", "Capacity")
# what the tool itself writes there before an answer comes in; "withdrawn" and "by hand" are a person's word
_TOOLS_OWN = (Status.NO_ANSWER, Status.LOOKED_UP, "sign-up")


def _typed(header: str, text: str) -> Value:
    return int(text) if header == "Capacity" and text.isdigit() else text


def _short(text: str) -> str:
    text = " / ".join(text.split("\n"))
    return text if len(text) <= 60 else text[:59] + "…"


def _moved(now: Known, roster: Roster) -> Iterator[Finding]:
    """Yield a note on everybody who stands in the tab of a role that the newest answer does not take."""
    answered = now.all_answered
    for person in roster:
        if person.email not in answered or person.identity in now.people or person.withdrawn:
            continue
        if person.source not in ("", Status.BY_HAND):
            yield Finding(
                f"{person.name or person.email} answers no longer as {person.role}.",
                "If so, set the Status here to withdrawn.",
                "other-role",
                who=person.identity,
                column="Status",
            )


def _summary(now: Known, merged: _Merged) -> str:
    emails = {email for _, email in now.people}
    answered = len(emails & now.all_answered)
    rate = f" ({100 * answered // len(emails)} %)" if emails else ""
    updated = sum(isinstance(change, SetCell) and change.column != PULLED for change in merged.changes)
    people = counted(len(emails), "person", "people")
    return f"{answered} of {people} answered{rate}; {merged.added} new, {counted(updated, 'cell')} to update."
