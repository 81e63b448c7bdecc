"""Speed mentoring: short rounds at tables, planned so that everybody meets many, and repaired at the door."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from itertools import zip_longest
from typing import ClassVar

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.mail import Kind
from mentorship_gsheets.mail.kinds import AFTER_EVENT_SURVEY, SURVEY_INVITATION, SURVEY_REMINDER
from mentorship_gsheets.mailings import Mailing
from mentorship_gsheets.mailings.surveys import reminders, surveys
from mentorship_gsheets.people import Form, Identity, Role
from mentorship_gsheets.programmes.base import Nameless, Printout, Programme
from mentorship_gsheets.programmes.speed import figures
from mentorship_gsheets.programmes.speed.anonymity import nameless_seats
from mentorship_gsheets.programmes.speed.arranging import GOAL_NAMES, SpeedProposal, fill, mend, written
from mentorship_gsheets.programmes.speed.consistency import check_seats
from mentorship_gsheets.programmes.speed.drawings import PEOPLE, ROUNDS, SEATING, TABLES
from mentorship_gsheets.programmes.speed.event import GOALS
from mentorship_gsheets.programmes.speed.explain import explanation, recommendation
from mentorship_gsheets.programmes.speed.mails import (
    CHANGED,
    FULL,
    INVITATION,
    INVITED_AGAIN,
    RSVP_FORM,
    SEAT,
    TABLE,
    afterwards,
    changes,
    invitations,
    invitations_again,
    seats,
)
from mentorship_gsheets.programmes.speed.paper import printout
from mentorship_gsheets.programmes.speed.planning import impossible
from mentorship_gsheets.programmes.speed.rsvp import replies
from mentorship_gsheets.programmes.speed.standing import SpeedStanding, at_the_door, read_standing
from mentorship_gsheets.programmes.speed.times import MOST_ROUNDS, read_begin, whole
from mentorship_gsheets.records.form_questions import Asked, survey
from mentorship_gsheets.settings import OwnSetting, Settings
from mentorship_gsheets.spreadsheet.plan import Change, Formula, Plan
from mentorship_gsheets.spreadsheet.tab import TabDrawing
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs import overview
from mentorship_gsheets.tabs.criteria import BuiltIn
from mentorship_gsheets.tabs.people_tabs import PeopleTabs

_FIRST = "Which field do you want to meet a mentor of most?"
_READ_ME = (
    "This sheet runs an hour of speed mentoring: mentors stay at their tables, mentees change tables every round.",
    "It is yours: sort it, colour it, add columns and tabs, type anywhere. Only the headings must stay.",
    "The tool fills blank cells. What you have typed stays, always.",
    "1. Settings: how many Rounds of how many Minutes, when the first Begins, which Room.",
    "2. Mentors: address, name, fields, and Table; mentors with the same text share one. Rounds: blank for all.",
    "3. Mentees: address, name, fields, the most wanted first. Or take both from a form: mentorship pull",
    "4. mentorship match: Seating says who sits where, Tables how many sit at each. Change a cell, and it stays.",
    "5. mentorship check lists everything that is wrong in Check. mentorship print makes the page for paper.",
    "6. mentorship draft matches: drafts for mentees and mentors. Tick Reviewed in Drafts, then: mentorship send",
    "At the door: untick Here in Seating, or in Mentors, for those who do not come; type others into a new row.",
    "Then: mentorship rematch --here, and mentorship print --changed. While it runs, keep Rounds done up to date.",
)
_MARKS = (
    ("table full", "More people than at the other tables, or fewer."),
    ("same mentor twice", "Somebody sits at one table in two rounds. Change one of the two cells."),
)


_MEANS = {
    "no wanted": "Everybody meets a mentor of their first field in some round.",
    "met again": "Mentees who have sat at one table sit at different ones in the other rounds.",
    "interest": "Mentors and mentees who meet share a field, best the mentee's first.",
}


class SpeedMentoring(Programme[SpeedStanding, SpeedProposal]):
    """Rounds at tables: nobody meets a mentor twice, and as few mentees as can be meet each other again."""

    name: ClassVar[str] = "speed mentoring"
    group_noun: ClassVar[tuple[str, str]] = ("table", "tables")
    people: ClassVar[PeopleTabs] = PEOPLE
    kinds: ClassVar[tuple[Kind, ...]] = (
        SURVEY_INVITATION,
        SURVEY_REMINDER,
        INVITATION,
        INVITED_AGAIN,
        SEAT,
        TABLE,
        FULL,
        CHANGED,
        AFTER_EVENT_SURVEY,
    )
    mailings: ClassVar[tuple[Mailing, ...]] = (
        Mailing("matches", "tells mentees their tables, mentors who comes, and others that they wait", seats),
        Mailing("rematch", "tells mentees whose tables have changed since they were told", changes),
        Mailing("invitation", "asks everybody who has not said so whether they come", invitations),
        Mailing("invited-again", "asks them once more some days later", invitations_again),
        Mailing("survey", "invites everybody who has not filled in the form", surveys),
        Mailing("reminder", "reminds them some days later", reminders),
        Mailing("after", "asks those who came how it was", afterwards, after_event=True),
    )
    criteria: ClassVar[tuple[BuiltIn, ...]] = tuple(BuiltIn(GOAL_NAMES[goal], _MEANS[goal], goal) for goal in GOALS)
    own_settings: ClassVar[tuple[OwnSetting, ...]] = (
        OwnSetting("Rounds", ROUNDS, "How many rounds there are.", whole(1, MOST_ROUNDS)),
        OwnSetting("Minutes", 0, "Length of a round, the change of tables included.", whole(0, 600)),
        OwnSetting("Begins", None, "When the first round begins, as 07:30 or 2027-07-06 07:30.", read_begin),
        OwnSetting("Room", "", "Where the tables are."),
        OwnSetting("Rounds done", 0, "How many rounds are over; they stay as they were.", whole(0, MOST_ROUNDS)),
        OwnSetting("Places", 0, "Most mentees who can be seated; the others wait. 0: everybody is.", whole(0, 100_000)),
        OwnSetting("Size slack", 0, "How far a table may be off the average when seats are repaired.", whole(0, 20)),
        OwnSetting(
            RSVP_FORM, "", "Address of the form in which people say whether they come, or the tab of its answers."
        ),
        OwnSetting("Where to go next", "", "Stands on every card: where to find more help afterwards."),
    )
    own_tabs: ClassVar[tuple[TabDrawing, ...]] = (SEATING, TABLES)
    own_forms: ClassVar[tuple[str, ...]] = (RSVP_FORM,)
    mended: ClassVar[frozenset[str]] = frozenset(
        {"absent-seated", "mentor-away", "mentor-twice", "never-seated", "no-seat", "table-size"}
    )
    filled: ClassVar[frozenset[str]] = frozenset({"no-seat"})

    def read_me(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows of ``Read me``."""
        return tuple((line, *mark) for line, mark in zip_longest(_READ_ME, _MARKS, fillvalue=()))

    def questions(self, workbook: Workbook) -> tuple[Asked, ...]:
        """Return what the form asks: the most wanted field by itself, as boxes come in the form's order.

        Both questions about fields feed the one column, in the order of the form.
        """
        return tuple(
            one
            for asked in survey(workbook)
            for one in (
                (replace(asked, question=replace(asked.question, title=_FIRST, several=False)), asked)
                if asked.column == "Fields"
                else (asked,)
            )
        )

    def overview(self, bins: int) -> Iterable[overview.Line]:
        """Return the lines of ``Overview``."""
        return figures.lines()

    def row_formulas(self, role: Role) -> tuple[tuple[str, Formula], ...]:
        """Return nothing: the live check stands in ``Seating``, where the seats are."""
        return ()

    def read(self, workbook: Workbook, settings: Settings, *, mending: bool = False) -> SpeedStanding:
        """Read people, tables and seats; withdrawn people are absent, whatever the mode."""
        return read_standing(workbook, settings)

    def at_the_door(self, standing: SpeedStanding) -> SpeedStanding:
        """Return the standing as the boxes ``Here`` say."""
        return at_the_door(standing)

    def ready(self, standing: SpeedStanding) -> list[Finding]:
        """Return what is wrong when one side has nobody, or no seating can exist."""
        event = standing.event
        for people, tab in ((event.mentors, "Mentors"), (event.mentees, "Mentees")):
            if not people:
                remedy = "Type people in, or run pull; look at Status and at the findings."
                return [Finding(f"there is nobody to seat on {tab}.", remedy, "nobody", Level.STOP)]
        return impossible(event, standing.done)

    def arrange(
        self,
        standing: SpeedStanding,
        settings: Settings,
        *,
        frozen: Collection[str] | None = None,
        ended: Collection[str] = (),
    ) -> SpeedProposal:
        """Fill the seats that are blank, or repair them with the smallest change.

        Raises
        ------
        MentorshipError
            Somebody asked to part people, which tables do not know; or no seating can exist.
        """
        if ended:
            what = "a table of speed mentoring is not parted: everybody changes tables every round anyway."
            remedy = "Empty the cells in Seating that should change and run: mentorship match"
            raise MentorshipError(Finding(what, remedy, "no-parting", Level.STOP))
        return fill(standing, settings) if frozen is None else mend(standing, settings)

    def write(
        self, workbook: Workbook, settings: Settings, standing: SpeedStanding, proposal: SpeedProposal
    ) -> list[Change]:
        """Return the changes of ``Seating``, ``Tables`` and the blank tables of mentors."""
        return written(workbook, standing, proposal)

    def check(self, settings: Settings, standing: SpeedStanding) -> list[Finding]:
        """Return what is wrong with the seats, each with its cell."""
        return check_seats(standing)

    def checked_in(self, workbook: Workbook, settings: Settings, forms: Mapping[str, Form]) -> Plan:
        """Return what the answers to the invitation say: who is expected."""
        return replies(workbook, self.read(workbook, settings), forms.get(RSVP_FORM))

    def explain(self, workbook: Workbook, settings: Settings, one: str, other: str = "") -> Plan:
        """Say the route of a mentee and why, or who comes to a mentor's table."""
        return explanation(workbook, settings, one)

    def advice(self, workbook: Workbook, settings: Settings) -> Plan:
        """Say what other numbers of rounds would do, and for which fields there is nobody."""
        return recommendation(workbook, settings)

    def printout(self, workbook: Workbook, settings: Settings, *, changed: bool = False) -> Printout:
        """Return the wall plan, table signs, cards and door list; changed: of those concerned."""
        return printout(workbook, settings, changed)

    def nameless(
        self, workbook: Workbook, settings: Settings, names: Mapping[Identity, str], numbered: Callable[[str, str], str]
    ) -> Nameless:
        """Return tables and seats under made-up addresses."""
        return nameless_seats(workbook, self.read(workbook, settings), names, numbered)

    def kept(self, standing: SpeedStanding) -> frozenset[str]:
        """Return the tables of the rounds that are over."""
        over = {f"Round {turn}" for turn in range(1, standing.done + 1)}
        return frozenset(group.key for group in standing.arrangement.groups if group.session in over)
