"""Pull: sign-ups and form answers into ``Mentors`` and ``Mentees``, around everything a person has typed."""

from collections.abc import Iterable, Iterator, Mapping

from mentorship_gsheets.drawing import Column
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.people import Form, Identity, Role, Roster, Status
from mentorship_gsheets.plan import AddColumn, AddRow, Change, Plan, SetCell, Value
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.stages.answers import Known, gather
from mentorship_gsheets.stages.live import live_values
from mentorship_gsheets.stages.mapping import map_questions
from mentorship_gsheets.stages.roster import known_fields, locate, people_tab, read_roster, row_key
from mentorship_gsheets.stages.sources import (
    Mirror,
    mirror_header,
    mirror_texts,
    question_heading,
    read_mirror,
    read_tab_forms,
    sign_up_form,
)
from mentorship_gsheets.stages.tabs import FORM_RESPONSES, KEY
from mentorship_gsheets.workbook import Workbook, fold

_LONGEST = 50_000


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
        Go on although the forms have far fewer answers than they had.

    Returns
    -------
    Plan
        New people, fuller or newer cells, the mirror of the answers, and lines for ``Questions``. A cell a person has
        changed is never in it: where the sources say something new about it, a finding gives both values.

    Raises
    ------
    MentorshipError
        A tab or column is missing or there twice.
    """
    roster, row_findings = read_roster(workbook, settings)
    mirror = read_mirror(workbook)
    sources = (*forms, *read_tab_forms(workbook, settings))
    sign_ups = sign_up_form(workbook)
    mapped = map_questions(workbook, (*sources, *([sign_ups] if sign_ups else [])))
    options = {"Fields": known_fields(workbook)}
    now = gather(sources, sign_ups, mapped.columns, options)
    last = gather(mirror.forms(sources), sign_ups, mapped.columns, options)
    held = {finding.who for finding in row_findings if finding.level is Level.HELD}
    merged = _Merged(workbook, roster, held)
    for identity, texts in now.people.items():
        merged.take(identity, texts, last.people.get(identity, {}))
    findings = [
        *_brake(mirror, sources, settings, force),
        *mapped.findings,
        *now.findings,
        *merged.findings,
        *_moved(now, roster),
        *row_findings,
    ]
    changes = (*mapped.changes, *_mirrored(mirror, sources), *merged.changes)
    return Plan("pull", changes, tuple(locate(findings, workbook)), summary=_summary(now, merged))


def _brake(mirror: Mirror, forms: Iterable[Form], settings: Settings, force: bool) -> Iterator[Finding]:
    for form in forms:
        had = sum(texts["Form"] == form.title for texts in mirror.rows.values())
        has = len(form.responses)
        if has * 100 < had * (100 - settings.surprise):
            yield Finding(
                f"{form.title} has {has} answers now and had {had}.",
                "Is it the right form? --force goes on all the same; nobody is deleted.",
                "fewer-answers",
                Level.NOTE if force else Level.STOP,
            )


class _Merged:
    """The changes to people that come of taking one person after another."""

    def __init__(self, workbook: Workbook, roster: Roster, held: set[tuple[str, str] | None]) -> None:
        self.changes: list[Change] = []
        self.findings: list[Finding] = []
        self.added = 0
        self._workbook = workbook
        self._roster = roster
        self._held = held

    def take(self, identity: Identity, theirs: Mapping[str, str], base: Mapping[str, str]) -> None:
        """Bring one person's texts in: ``theirs`` as the sources have them now, ``base`` as they were pulled last."""
        role, email = identity
        if identity in self._held or not theirs:
            return
        tab = people_tab(self._workbook, role)
        if self._roster.find(role, email) is None:
            values: list[tuple[str, Value]] = [
                (header, _typed(header, text)) for header, text in theirs.items() if tab.column(header) is not None
            ]
            formulas = [pair for pair in live_values(role) if tab.column(pair[0]) is not None]
            self.changes.append(AddRow(tab.title, KEY, email, (*values, *formulas)))
            self.added += 1
            return
        key = row_key(self._workbook, role, email)
        (row,) = tab.keyed(KEY)[fold(key)]
        for header in sorted((theirs.keys() | base.keys()) - {KEY}):
            if tab.column(header) is None:
                continue
            ours, new, old = tab.text(row, header), theirs.get(header, ""), base.get(header, "")
            if ours == new or (ours and new == old):
                continue
            if not ours or ours == old or (header in ("Status", "Source") and ours in _TOOLS_OWN):
                self.changes.append(SetCell(tab.title, KEY, key, header, _typed(header, new), before=ours))
            else:
                self._differ(identity, header, ours, new)

    def _differ(self, identity: Identity, header: str, ours: str, new: str) -> None:
        person = self._roster.find(*identity)
        called = person.name if person and person.name else identity[1]
        self.findings.append(
            Finding(
                f"{header} of {called} is “{_short(ours)}” by hand; the newest answer says “{_short(new)}”.",
                "The cell stays; empty it to take the answer.",
                "differs",
                who=identity,
                column=header,
            )
        )


# what the tool itself writes there before an answer comes in; "withdrawn" and "by hand" are a person's word
_TOOLS_OWN = (Status.NO_ANSWER, "sign-up")


def _typed(header: str, text: str) -> Value:
    return int(text) if header == "Capacity" and text.isdigit() else text


def _short(text: str) -> str:
    text = " / ".join(text.split("\n"))
    return text if len(text) <= 60 else text[:59] + "…"


def _moved(now: Known, roster: Roster) -> Iterator[Finding]:
    """Yield a note on everybody who stands in the tab of a role that the newest answer does not take."""
    for person in roster:
        wanted = {role for role in Role if (role, person.email) in now.people}
        if person.email in now.answered and person.role not in wanted and person.source and not person.withdrawn:
            yield Finding(
                f"{person.name or person.email} answers no longer as {person.role}.",
                "If so, set the Status here to withdrawn.",
                "other-role",
                who=person.identity,
                column="Status",
            )


def _mirrored(mirror: Mirror, forms: Iterable[Form]) -> Iterator[Change]:
    title = FORM_RESPONSES.title
    headed = {fold(text) for text in mirror.header}
    for form in forms:
        for question in form.questions:
            if question.title.strip() and mirror_header(question.title) not in headed:
                headed.add(mirror_header(question.title))
                yield AddColumn(title, Column(question_heading(question.title), width=160, ours=True))
        for response in form.responses:
            texts = {heading: text[:_LONGEST] for heading, text in mirror_texts(form, response) if text}
            there = mirror.rows.get(response.id)
            if there is None:
                yield AddRow(title, "Response", response.id, tuple(texts.items()))
                continue
            for heading in dict.fromkeys((*texts, *(question_heading(q.title) for q in form.questions))):
                before, text = there.get(fold(heading), ""), texts.get(heading, "")
                if before != text.strip() and heading.strip():
                    yield SetCell(title, "Response", response.id, heading, text, before=before)


def _summary(now: Known, merged: _Merged) -> str:
    emails = {email for _, email in now.people}
    answered = len(emails & now.answered)
    rate = f" ({100 * answered // len(emails)} %)" if emails else ""
    updated = sum(isinstance(change, SetCell) for change in merged.changes)
    return f"{answered} of {len(emails)} people answered{rate}; {merged.added} new, {updated} cells to update"
