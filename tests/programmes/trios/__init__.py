"""Groups of three, one mentor and two mentees: a format that exists only in the tests.

Everything about it stands here: nothing outside this folder knows it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import Arrangement, Group, Standing, people_key
from mentorship_gsheets.mail import Kind
from mentorship_gsheets.mail.kinds import (
    ANYBODY,
    GROUP,
    PARTED,
    PERSON,
    SURVEY_INVITATION,
    SURVEY_REMINDER,
)
from mentorship_gsheets.mailings import Mailing
from mentorship_gsheets.mailings.context import held_people
from mentorship_gsheets.mailings.introductions import GroupMails, check_ins, matches, rematches
from mentorship_gsheets.mailings.surveys import reminders, surveys
from mentorship_gsheets.people import Identity, Participant, Role
from mentorship_gsheets.programmes import Goal, Programme, Proposal
from mentorship_gsheets.records.form_questions import Asked, survey
from mentorship_gsheets.records.roster import cell_text, read_roster, set_cell
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Change, Formula
from mentorship_gsheets.spreadsheet.tab import Column
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs import overview
from mentorship_gsheets.tabs.figures import NEXT, next_step
from mentorship_gsheets.tabs.people_tabs import PeopleTabs, people_spec

TRIO = "Trio"
_OWN = (
    Column(TRIO, "The trio this person is in. Filled cells are kept.", 120),
    Column("Keep", "Ticked: a rematch never takes this trio apart.", 55, checkbox=True),
)
_KIND = partial(Kind, names_partner=True, package="tests.programmes.trios")
INTRODUCTION = _KIND("trio-introduction", "matches", "match", ANYBODY | GROUP)
WAITING = _KIND("trio-waiting", "matches", "unmatched", ANYBODY | PERSON)
CHANGED = _KIND("trio-changed", "rematch", "rematch", ANYBODY | GROUP)
OVER = _KIND("trio-over", "rematch", "parted", ANYBODY | PERSON | PARTED, to_first_only=True)
CHECK_IN = _KIND("trio-check-in", "check-in", "check-in", ANYBODY | GROUP)

MAILS = GroupMails(lambda _: INTRODUCTION, lambda _: WAITING, CHANGED, lambda _, __: OVER, CHECK_IN, "trio", "trios")


@dataclass(frozen=True, kw_only=True)
class TrioStanding(Standing):
    """Trios, whole ones and others, by label; ``free`` are those who can be put into one."""

    by_label: dict[str, Group]
    free: tuple[Participant, ...]


@dataclass(frozen=True, kw_only=True)
class TrioProposal(Proposal):
    """The label everybody concerned should have; blank: none."""

    labels: dict[Identity, str]


class Trios(Programme[TrioStanding, TrioProposal]):
    """One mentor and two mentees each, filled in the order of addresses."""

    name: ClassVar[str] = "trios"
    group_noun: ClassVar[tuple[str, str]] = ("trio", "trios")
    people: ClassVar[PeopleTabs] = PeopleTabs(
        {role: people_spec(role, _OWN) for role in Role}, dict.fromkeys(Role, TRIO), names_people=False
    )
    kinds: ClassVar[tuple[Kind, ...]] = (
        SURVEY_INVITATION,
        SURVEY_REMINDER,
        INTRODUCTION,
        WAITING,
        CHANGED,
        OVER,
        CHECK_IN,
    )
    mailings: ClassVar[tuple[Mailing, ...]] = (
        Mailing("matches", "introduces the trios", partial(matches, mails=MAILS)),
        Mailing("rematch", "tells those concerned that a trio has changed", partial(rematches, mails=MAILS)),
        Mailing("survey", "invites everybody who has not answered", surveys),
        Mailing("reminder", "reminds them", reminders),
        Mailing("check-in", "asks trios how they are doing", partial(check_ins, mails=MAILS)),
    )
    mended: ClassVar[frozenset[str]] = frozenset({"short-trio"})
    filled: ClassVar[frozenset[str]] = frozenset({"short-trio"})

    def read_me(self) -> tuple[tuple[str, ...], ...]:
        return (("Trios: one mentor, two mentees.",),)

    def questions(self, workbook: Workbook) -> tuple[Asked, ...]:
        return survey(workbook)

    def overview(self, bins: int) -> Iterable[overview.Line]:
        yield overview.Line(NEXT, ("What to do next", next_step("trio-*", "trio", "trios", live=False)))
        yield from overview.answer_lines()
        yield overview.Line("head trios", ("Trios", "Mentees", "Of them virtual"))
        yield from overview.matched_lines(TRIO, "in a trio", "in none")
        yield from overview.bin_lines(bins)
        yield from overview.mail_lines()

    def row_formulas(self, role: Role) -> tuple[tuple[str, Formula], ...]:
        return ()

    def read(self, workbook: Workbook, settings: Settings, *, mending: bool = False) -> TrioStanding:
        roster, findings = read_roster(workbook, self.people)
        held = held_people(findings)
        labelled: dict[str, dict[Role, list[Identity]]] = defaultdict(lambda: {role: [] for role in Role})
        for person in roster:
            label = cell_text(workbook, person, TRIO)
            if label and not person.withdrawn:
                labelled[label][person.role].append(person.identity)
        by_label = {}
        for label, people in sorted(labelled.items()):
            mentors, mentees = (tuple(sorted(people[role])) for role in Role)
            by_label[label] = Group(people_key(mentors, mentees), label, mentors, mentees)
        whole = tuple(group for group in by_label.values() if _is_whole(group))
        broken = tuple(group for group in by_label.values() if not _is_whole(group))
        named = {person for group in by_label.values() for person in group.people}
        free = tuple(
            person
            for person in sorted(roster, key=lambda person: person.email)
            if not person.withdrawn and person.identity not in held and person.identity not in named
        )
        left = tuple(person.identity for person in free)
        return TrioStanding(
            roster, Arrangement(whole, left), tuple(findings), broken, frozenset(named), by_label=by_label, free=free
        )

    def ready(self, standing: TrioStanding) -> list[Finding]:
        if any(standing.roster.of(role) for role in Role):
            return []
        return [Finding("there is nobody.", "Run pull.", "nobody", Level.STOP)]

    def arrange(
        self,
        standing: TrioStanding,
        settings: Settings,
        *,
        frozen: Collection[str] | None = None,
        ended: Collection[str] = (),
    ) -> TrioProposal:
        teams = {
            label: {Role.MENTOR: list(group.mentors), Role.MENTEE: list(group.mentees)}
            for label, group in standing.by_label.items()
            if group.key not in ended
        }
        gone = [person for group in standing.by_label.values() if group.key in ended for person in group.people]
        waiting = {
            role: [*(person.identity for person in standing.free if person.role is role), *_of(gone, role)]
            for role in Role
        }
        for number in range(1, len(standing.roster.mentors) + 1):
            team = teams.setdefault(f"Trio {number}", {role: [] for role in Role})
            for role, most in ((Role.MENTOR, 1), (Role.MENTEE, 2)):
                there = {email for people in team.values() for _, email in people}
                # nobody is mentor and mentee in one trio
                fit = [person for person in waiting[role] if person[1] not in there][: most - len(team[role])]
                team[role] += fit
                waiting[role] = [person for person in waiting[role] if person not in fit]
        whole = {
            label: team for label, team in teams.items() if (len(team[Role.MENTOR]), len(team[Role.MENTEE])) == (1, 2)
        }
        groups = []
        labels: dict[Identity, str] = {person.identity: "" for person in standing.roster}
        for label, team in whole.items():
            mentors, mentees = (tuple(sorted(team[role])) for role in Role)
            groups.append(Group(people_key(mentors, mentees), label, mentors, mentees))
            labels |= dict.fromkeys(groups[-1].people, label)
        left = tuple(person for person, label in labels.items() if not label and not _gone(standing, person))
        kept = {group.key for group in groups}
        broken = [group for group in standing.arrangement.groups if group.key not in kept | set(ended)]
        without = sum(role is Role.MENTEE for role, _ in left)
        return TrioProposal(
            Arrangement(tuple(groups), left),
            f"{len(groups)} trios",
            (Goal("mentees without a trio", without),),
            broken=len(broken),
            stood=len(standing.arrangement.groups),
            labels=labels,
        )

    def write(
        self, workbook: Workbook, settings: Settings, standing: TrioStanding, proposal: TrioProposal
    ) -> list[Change]:
        people = [person for person in standing.roster if person.identity in proposal.labels]
        return [
            change for person in people for change in set_cell(workbook, person, TRIO, proposal.labels[person.identity])
        ]

    def check(self, settings: Settings, standing: TrioStanding) -> list[Finding]:
        return [
            Finding(
                f"{group.label} has {len(group.mentors)} mentors and {len(group.mentees)} mentees.",
                "Run match, or rematch.",
                "short-trio",
                Level.HELD,
                group.people[0],
                TRIO,
            )
            for group in standing.doubtful
        ]

    def kept(self, standing: TrioStanding) -> frozenset[str]:
        return frozenset(
            group.key
            for group in standing.arrangement.groups
            if any((person := standing.roster.find(*who)) and person.keep for who in group.people)
        )


def _is_whole(group: Group) -> bool:
    return (len(group.mentors), len(group.mentees)) == (1, 2)


def _of(people: Iterable[Identity], role: Role) -> list[Identity]:
    return [person for person in people if person[0] is role]


def _gone(standing: Standing, identity: Identity) -> bool:
    person = standing.roster.find(*identity)
    return person is None or person.withdrawn
