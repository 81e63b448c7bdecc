"""Everybody at one table per session, two mentors at some tables: a format that exists only in the tests.

Capacity differs by session, tables have a start, and what has happened stays as it was.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import ClassVar

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.groups import Arrangement, Group, Standing
from mentorship_gsheets.mail import Kind
from mentorship_gsheets.mail.kinds import ANYBODY, GROUP, MEETING_MOVED, PARTED, PERSON, SURVEY_INVITATION
from mentorship_gsheets.mailings import Mailing
from mentorship_gsheets.mailings.introductions import GroupMails, matches, rematches
from mentorship_gsheets.mailings.surveys import surveys
from mentorship_gsheets.people import Identity, Role
from mentorship_gsheets.programmes import Goal, Programme, Proposal
from mentorship_gsheets.records.form_questions import Asked, survey
from mentorship_gsheets.records.roster import cell_text, read_roster, set_cell
from mentorship_gsheets.settings import OwnSetting, Settings
from mentorship_gsheets.spreadsheet.plan import Change, Formula
from mentorship_gsheets.spreadsheet.tab import Column
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs import overview
from mentorship_gsheets.tabs.figures import NEXT, next_step
from mentorship_gsheets.tabs.people_tabs import PeopleTabs, people_spec

SESSIONS = 3
FIRST = datetime(2027, 7, 6, 9, 0, tzinfo=UTC)


def session(number: int) -> str:
    """The column of a session, counted from 1."""
    return f"Session {number}"


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d", text.strip()):
        raise ValueError("a whole number from 0 to 9")
    return int(text)


_SEATS = Column("Seats", "Mentees by session, as 2;4;2.", 80)
_TABLES = tuple(Column(session(n), "The table; filled cells are kept.", 90) for n in range(1, SESSIONS + 1))
_KIND = partial(Kind, names_partner=True, package="tests.programmes.rotations")
TABLE = _KIND("rotation-table", "matches", "match", ANYBODY | GROUP, calendar=True)
WAITING = _KIND("rotation-waiting", "matches", "unmatched", ANYBODY | PERSON)
CHANGED = _KIND("rotation-changed", "rematch", "rematch", ANYBODY | GROUP, calendar=True)
OVER = _KIND("rotation-over", "rematch", "parted", ANYBODY | PERSON | PARTED, to_first_only=True)
MAILS = GroupMails(
    lambda _: TABLE, lambda _: WAITING, CHANGED, lambda _, __: OVER, CHANGED, "table", "tables", MEETING_MOVED
)


@dataclass(frozen=True, kw_only=True)
class RotationStanding(Standing):
    """Who sits where: (identity, session) -> table; and seats of mentors by session."""

    seated: dict[tuple[Identity, int], str]
    seats: dict[tuple[Identity, int], int]
    done: int


@dataclass(frozen=True, kw_only=True)
class RotationProposal(Proposal):
    """Who is to sit where; blank: nowhere."""

    seated: dict[tuple[Identity, int], str]


class Rotations(Programme[RotationStanding, RotationProposal]):
    """Mentors stand at tables, mentees go round."""

    name: ClassVar[str] = "rotations"
    group_noun: ClassVar[tuple[str, str]] = ("table", "tables")
    people: ClassVar[PeopleTabs] = PeopleTabs(
        {
            Role.MENTOR: people_spec(Role.MENTOR, (_SEATS, *_TABLES)),
            Role.MENTEE: people_spec(Role.MENTEE, _TABLES),
        },
        dict.fromkeys(Role, session(1)),
        names_people=False,
    )
    kinds: ClassVar[tuple[Kind, ...]] = (SURVEY_INVITATION, TABLE, WAITING, CHANGED, OVER, MEETING_MOVED)
    mailings: ClassVar[tuple[Mailing, ...]] = (
        Mailing("matches", "tells each table who sits there", partial(matches, mails=MAILS)),
        Mailing("rematch", "tells tables that have changed", partial(rematches, mails=MAILS)),
        Mailing("survey", "invites everybody who has not answered", surveys),
    )
    own_settings: ClassVar[tuple[OwnSetting, ...]] = (
        OwnSetting("Sessions done", 0, "How many sessions are over; they stay as they were.", _whole),
    )

    def read_me(self) -> tuple[tuple[str, ...], ...]:
        return (("Rotations.",),)

    def questions(self, workbook: Workbook) -> tuple[Asked, ...]:
        return survey(workbook)

    def overview(self, bins: int) -> Iterable[overview.Line]:
        yield overview.Line(NEXT, ("What to do next", next_step("rotation-*", "table", "tables", live=False)))
        yield from overview.answer_lines()
        yield from overview.matched_lines(session(1), "at a table", "at none")
        yield from overview.mail_lines()

    def row_formulas(self, role: Role) -> tuple[tuple[str, Formula], ...]:
        return ()

    def read(self, workbook: Workbook, settings: Settings, *, mending: bool = False) -> RotationStanding:
        roster, findings = read_roster(workbook, self.people)
        seated, seats = {}, {}
        done = settings.own["Sessions done"]
        for person in roster:
            by_session = re.findall(r"\d+", cell_text(workbook, person, "Seats"))
            for number in range(1, SESSIONS + 1):
                if label := cell_text(workbook, person, session(number)):
                    seated[person.identity, number] = label
                if person.role is Role.MENTOR:
                    seats[person.identity, number] = int((by_session or ["3"])[min(number, len(by_session or "3")) - 1])
        here = {who: label for who, label in seated.items() if who[1] <= done or not _gone(roster.find(*who[0]))}
        groups = _groups(here)
        named = frozenset(who for who, _ in here)
        left = tuple(p.identity for p in roster if not p.withdrawn and p.identity not in named)
        return RotationStanding(
            roster,
            Arrangement(groups, left),
            tuple(findings),
            named=named,
            seated=seated,
            seats=seats,
            done=done,
        )

    def ready(self, standing: RotationStanding) -> list[Finding]:
        return [] if standing.roster.mentors else [Finding("no mentor.", "Run pull.", "nobody", Level.STOP)]

    def arrange(
        self,
        standing: RotationStanding,
        settings: Settings,
        *,
        frozen: Collection[str] | None = None,
        ended: Collection[str] = (),
    ) -> RotationProposal:
        mentors = sorted(p.identity for p in standing.roster.mentors if not p.withdrawn)
        mentees = sorted(p.identity for p in standing.roster.mentees if not p.withdrawn)
        after: dict[tuple[Identity, int], str] = {}
        without = 0
        for number in range(1, SESSIONS + 1):
            there = {who: label for (who, at), label in standing.seated.items() if at == number}
            if number <= standing.done:
                after |= {(who, number): label for who, label in there.items()}
                continue
            there = {who: label for who, label in there.items() if not _gone(standing.roster.find(*who))}
            # two mentors share a table, so a table lives on when one of them goes
            tables = [f"Table {1 + place // 2}" for place in range(len(mentors))]
            fresh = dict(zip(mentors, tables, strict=True))
            now = {who: there.get(who, fresh[who]) for who in mentors}
            room: Counter[str] = Counter()
            for who, label in now.items():
                room[label] += standing.seats[who, number]
            for who in mentees:
                if (label := there.get(who, "")) in room:
                    now[who] = label
                    room[label] -= 1
            for place, who in enumerate(mentees):
                if who in now:
                    continue
                free = sorted(label for label, seats in room.items() if seats > 0)
                if not free:
                    without += 1
                    continue
                # another table every session
                now[who] = free[(place + number) % len(free)]
                room[now[who]] -= 1
            after |= {(who, number): label for who, label in now.items()}
        groups = _groups(after)
        before = {group.about for group in standing.arrangement.groups}
        everybody = [person.identity for person in standing.roster]
        seated = {(who, n): after.get((who, n), "") for who in everybody for n in range(1, SESSIONS + 1)}
        left = tuple(who for who in (*mentors, *mentees) if not any(at == who for at, _ in after))
        return RotationProposal(
            Arrangement(groups, left),
            f"{len(groups)} tables in {SESSIONS} sessions",
            (Goal("seats missing", without, 0),),
            broken=0 if frozen is None else len(before - {group.about for group in groups}) // 4,
            stood=len(before),
            seated=seated,
        )

    def write(
        self, workbook: Workbook, settings: Settings, standing: RotationStanding, proposal: RotationProposal
    ) -> list[Change]:
        return [
            change
            for person in standing.roster
            for number in range(1, SESSIONS + 1)
            for change in set_cell(workbook, person, session(number), proposal.seated[person.identity, number])
        ]

    def check(self, settings: Settings, standing: RotationStanding) -> list[Finding]:
        return [
            Finding(
                f"{group.label} in {group.session} has nobody to ask.",
                "Run rematch.",
                "no-mentor",
                Level.HELD,
                group.people[0],
                group.session,
            )
            for group in standing.arrangement.groups
            if not group.mentors
        ]

    def kept(self, standing: RotationStanding) -> frozenset[str]:
        return frozenset(
            group.key for group in standing.arrangement.groups if int(group.session.split()[1]) <= standing.done
        )


def _gone(person: object) -> bool:
    return person is None or bool(getattr(person, "withdrawn", True))


def _groups(seated: dict[tuple[Identity, int], str]) -> tuple[Group, ...]:
    tables: dict[tuple[int, str], list[Identity]] = {}
    for (who, number), label in sorted(seated.items()):
        tables.setdefault((number, label), []).append(who)
    return tuple(
        Group(
            f"{session(number)}, {label}",
            label,
            tuple(who for who in people if who[0] is Role.MENTOR),
            tuple(who for who in people if who[0] is Role.MENTEE),
            session(number),
            FIRST + timedelta(hours=number - 1),
            45,
        )
        for (number, label), people in sorted(tables.items())
    )
