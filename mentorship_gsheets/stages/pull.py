"""Pull: sign-ups and form answers into ``Mentors`` and ``Mentees``, around everything a person has typed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.people import Form, Identity, Roster, Status
from mentorship_gsheets.programmes import AnyProgramme, programme_of
from mentorship_gsheets.records.answers import Known, gather
from mentorship_gsheets.records.mapping import map_questions
from mentorship_gsheets.records.memory import read_addresses, without_forgotten
from mentorship_gsheets.records.mirror import Mirror, as_pulled, mirrored, orphans, read_mirror
from mentorship_gsheets.records.roster import known_fields, locate, needed_tab, people_tab, read_roster, row_key
from mentorship_gsheets.records.sources import read_tab_forms, sign_up_form
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import AddRow, Change, Plan, SetCell, Value
from mentorship_gsheets.spreadsheet.workbook import Workbook, fold
from mentorship_gsheets.tabs.catalogue import FORM_RESPONSES, QUESTIONS, SIGN_UPS
from mentorship_gsheets.tabs.people_tabs import KEY


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
    for drawing in (QUESTIONS, FORM_RESPONSES):
        needed_tab(workbook, drawing.title)
    programme = programme_of(settings)
    roster, row_findings = read_roster(workbook, programme.people)
    mirror = read_mirror(workbook)
    addresses = read_addresses(workbook)
    sources = (*forms, *read_tab_forms(workbook, settings))
    listed = sign_up_form(workbook)
    mapped = map_questions(workbook, (*sources, *([listed] if listed else [])))
    sources = without_forgotten(workbook, sources, mapped.columns)
    sign_ups = next(iter(without_forgotten(workbook, [listed] if listed else (), mapped.columns)), None)
    options = {"Fields": known_fields(workbook)}
    now = gather(sources, sign_ups, mapped.columns, options, addresses.address_now)
    last = gather(as_pulled(mirror, sources), sign_ups, mapped.columns, options, addresses.address_now)
    held = {finding.who for finding in row_findings if finding.level is Level.HELD}
    merged = _Merged(programme, workbook, roster, held, now)
    # who has both roles, and a corrected address in one of them, has no other row there
    for identity in (one for one in now.people if one not in addresses.now):
        merged.take(identity, last.people.get(identity, {}))
    merged.mark_hand_typed()
    findings = [
        *_brakes(mirror, sources, now, last, settings, force),
        *_sign_up_brake(now, roster, settings, force),
        *mapped.findings,
        *now.findings,
        *merged.findings,
        *_moved(now, roster),
        *row_findings,
    ]
    changes = (*mapped.changes, *mirrored(mirror, sources), *merged.changes)
    return Plan("pull", changes, tuple(locate(findings, workbook)), summary=_summary(now, merged))


def _brakes(
    mirror: Mirror, forms: Sequence[Form], now: Known, last: Known, settings: Settings, force: bool
) -> Iterator[Finding]:
    level = Level.NOTE if force else Level.STOP
    for title, had in last.answered.items():
        has = len(now.answered.get(title, ()))
        if _far_fewer(len(had), has, settings):
            yield Finding(
                f"{title} has answers of {counted(has, 'person', 'people')} now and had {len(had)}.",
                "Is it the right form? --force goes on all the same; nobody is deleted.",
                "fewer-answers",
                level,
            )
    if lost := orphans(mirror, forms):
        yield Finding(
            f"{counted(lost, 'answer')} in {FORM_RESPONSES.title} came from a form that is not read now.",
            "Name it in Settings if it still counts; the people stay in any case.",
            "form-gone",
            Level.NOTE if forms else level,
        )
    elif not forms:
        yield Finding(
            "there is no form to read: Settings names none, and no tab looks like its responses.",
            "Run: mentorship setup --form ADDRESS.",
            "no-form",
        )


def _sign_up_brake(now: Known, roster: Roster, settings: Settings, force: bool) -> Iterator[Finding]:
    listed = [person for person in roster if person.source == "sign-up" and not person.withdrawn]
    still = sum(person.identity in now.people for person in listed)
    if _far_fewer(len(listed), still, settings):
        yield Finding(
            f"of {len(listed)} people who came from {SIGN_UPS.title}, {still} are still listed there.",
            "Is the list whole? --force goes on all the same; nobody is deleted.",
            "fewer-sign-ups",
            Level.NOTE if force else Level.STOP,
        )


def _far_fewer(had: int, has: int, settings: Settings) -> bool:
    return has * 100 < had * (100 - settings.surprise)


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
        (row,) = tab.keyed(KEY)[fold(key)]
        written = set()
        for header in sorted((theirs.keys() | base.keys()) - {KEY}):
            if tab.column(header) is None:
                continue
            ours, new, old = tab.text(row, header), theirs.get(header, ""), base.get(header, "")
            from_list = header in self._now.signed.get(identity, ()) and header not in _STATE
            if ours == new or (ours and new == old and not from_list):
                continue
            if not ours or (ours == old and ours != new) or (header in _STATE and ours in _TOOLS_OWN):
                self.changes.append(SetCell(tab.title, KEY, key, header, _typed(header, new), before=ours))
                written.add(header)
            else:
                self._differ(identity, header, ours, new, SIGN_UPS.title if from_list else "the newest answer")
        for doubt in self._now.doubts.get(identity, ()):
            if doubt.column in written or not tab.text(row, doubt.column):
                self.findings.append(doubt)

    def _add(self, identity: Identity, theirs: Mapping[str, str]) -> None:
        role, email = identity
        tab = people_tab(self._workbook, role)
        values: list[tuple[str, Value]] = [
            (header, _typed(header, text)) for header, text in theirs.items() if tab.column(header) is not None
        ]
        formulas = [pair for pair in self._programme.row_formulas(role) if tab.column(pair[0]) is not None]
        self.changes.append(AddRow(tab.title, KEY, email, (*values, *formulas)))
        self.findings += self._now.doubts.get(identity, ())
        self.added += 1

    def mark_hand_typed(self) -> None:
        """Say of rows that no source speaks of that a person added them, where their state is blank."""
        for person in self._roster:
            if person.identity in self._now.people or person.identity in self._held:
                continue
            tab = people_tab(self._workbook, person.role)
            key = row_key(self._workbook, *person.identity)
            (row,) = tab.keyed(KEY)[fold(key)]
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


_STATE = ("Status", "Source")
# what the tool itself writes there before an answer comes in; "withdrawn" and "by hand" are a person's word
_TOOLS_OWN = (Status.NO_ANSWER, "sign-up")


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
    updated = sum(isinstance(change, SetCell) for change in merged.changes)
    people = counted(len(emails), "person", "people")
    return f"{answered} of {people} answered{rate}; {merged.added} new, {counted(updated, 'cell')} to update."
