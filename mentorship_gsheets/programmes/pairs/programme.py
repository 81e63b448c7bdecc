"""Conference pairs: one mentor and one mentee each, named in two match columns that agree."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.ledger import Entry
from mentorship_gsheets.mail import Kind, kinds
from mentorship_gsheets.mailings import Mailing
from mentorship_gsheets.mailings.introductions import GroupMails, check_ins, matches, rematches
from mentorship_gsheets.mailings.schedule import check_in_setting
from mentorship_gsheets.mailings.surveys import after_event, reminders, role_questions, surveys
from mentorship_gsheets.people import Attendance, Form, Participant, Role, Status
from mentorship_gsheets.programmes.base import Programme
from mentorship_gsheets.programmes.pairs import advice, explain, sign_up
from mentorship_gsheets.programmes.pairs.arranging import PairProposal, fill, mend, unready, written
from mentorship_gsheets.programmes.pairs.choices import CHOICES, CHOICES_FORM, OPTIONS, choices, wished
from mentorship_gsheets.programmes.pairs.consistency import crowd_notes
from mentorship_gsheets.programmes.pairs.findings import pair_findings
from mentorship_gsheets.programmes.pairs.learning import learned
from mentorship_gsheets.programmes.pairs.live import live_values
from mentorship_gsheets.programmes.pairs.standing import PairStanding, is_kept, pair_group, read_standing
from mentorship_gsheets.records.criteria import Order
from mentorship_gsheets.records.feedback import Feedback
from mentorship_gsheets.records.form_questions import Asked
from mentorship_gsheets.records.trials import TRIAL
from mentorship_gsheets.records.understanding import attendance_note, attends
from mentorship_gsheets.scoring.part import Part
from mentorship_gsheets.scoring.parts import part_of
from mentorship_gsheets.settings import (
    DEFAULT_PRIORITIES,
    FIRST_PRIORITIES,
    IN_PLACE,
    OwnSetting,
    Policy,
    Priority,
    Settings,
)
from mentorship_gsheets.spreadsheet.plan import Change, Formula, Plan, Table
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs import overview
from mentorship_gsheets.tabs.criteria import BuiltIn
from mentorship_gsheets.tabs.first_rows import READ_ME_ROWS
from mentorship_gsheets.tabs.people_tabs import PAIR_TABS, WISHES, PeopleTabs
from mentorship_gsheets.text import isolated


def _introduction(people: tuple[Participant, ...]) -> Kind:
    virtual = any(person.attendance is Attendance.VIRTUAL for person in people)
    return kinds.MATCH_VIRTUAL if virtual else kinds.MATCH_IN_PERSON


def _unmatched(person: Participant) -> Kind:
    # who only signed up to help is thanked and kept in mind: a mentor is called on when a pair is made anew
    if person.role is Role.MENTOR and person.status is Status.NO_ANSWER:
        return kinds.UNMATCHED_MENTOR
    if not (person.fields or person.topics or person.sector or person.notes):
        return kinds.NOT_ENOUGH_KNOWN
    return kinds.UNMATCHED_MENTOR if person.role is Role.MENTOR else kinds.UNMATCHED_MENTEE


def _parted(_: Participant, partners: tuple[Participant, ...]) -> Kind:
    gone = all(partner.withdrawn for partner in partners)
    return kinds.CANCELLED if gone else kinds.REMATCH_OLD_PARTNER


MAILS = GroupMails(
    _introduction, _unmatched, kinds.REMATCH_NEW_PARTNER, _parted, kinds.CHECK_IN, "pair", "pairs", kinds.MEETING_MOVED
)
"""Which kind of mail pairs get when."""


def _built_in(priority: Priority) -> BuiltIn:
    part = part_of(priority)
    must = isinstance(part, Part) and part.fits is not None
    return BuiltIn(str(priority), part.means, priority, must, priority in DEFAULT_PRIORITIES)


BUILT_IN = tuple(
    _built_in(priority)
    for priority in (
        *DEFAULT_PRIORITIES,
        *(other for other in Priority if other not in {*DEFAULT_PRIORITIES, *IN_PLACE}),
    )
)
"""What pairs are judged by in a new sheet, and after it what is off until somebody chooses it."""


def _mixed(standing: PairStanding) -> Iterator[tuple[Participant, Participant, Participant]]:
    """Yield mentee and mentor of each pair of whom one attends virtually, and who of the two does."""
    for pair in standing.pairs:
        mentee, mentor = (standing.roster.find(role, pair.of(role)) for role in (Role.MENTEE, Role.MENTOR))
        if mentee and mentor and {mentee.attendance, mentor.attendance} == {Attendance.VIRTUAL, Attendance.IN_PERSON}:
            yield mentee, mentor, mentee if mentee.attendance is Attendance.VIRTUAL else mentor


def _named(person: Participant) -> str:
    return isolated(person.name or person.email)


class ConferencePairs(Programme[PairStanding, PairProposal]):
    """Pairs for a conference: matched exactly, checked from both sides, introduced by mail."""

    name: ClassVar[str] = "conference pairs"
    group_noun: ClassVar[tuple[str, str]] = ("pair", "pairs")
    people: ClassVar[PeopleTabs] = PAIR_TABS
    kinds: ClassVar[tuple[Kind, ...]] = (*kinds.SEEDED, CHOICES)
    mailings: ClassVar[tuple[Mailing, ...]] = (
        Mailing("matches", "introduces the pairs, and tells who is left over", partial(matches, mails=MAILS)),
        Mailing("rematch", "tells those concerned that a pair has changed", partial(rematches, mails=MAILS)),
        Mailing("survey", "invites everybody who has not filled in the form", surveys),
        Mailing("reminder", "reminds them some days later", reminders),
        Mailing("choices", "shows mentees three mentors who would fit, and asks whom they would like", choices),
        Mailing("role-question", "asks those whose sign-up and answer say different roles", role_questions),
        Mailing("check-in", "asks pairs how they are doing", partial(check_ins, mails=MAILS)),
        Mailing("after", "asks how it was", after_event, after_event=True),
    )
    own_settings: ClassVar[tuple[OwnSetting, ...]] = (check_in_setting((2,), again=False), *OPTIONS, TRIAL)
    answer_columns: ClassVar[tuple[str, ...]] = sign_up.COLUMNS
    own_forms: ClassVar[tuple[str, ...]] = (CHOICES_FORM,)
    criteria: ClassVar[tuple[BuiltIn, ...]] = BUILT_IN
    own_criteria: ClassVar[tuple[Criterion, ...]] = (Criterion(WISHES, How.WISHES, "", WISHES),)
    own_criteria_before: ClassVar[Any] = Priority.TOPICS
    first_order: ClassVar[tuple[Any, ...]] = FIRST_PRIORITIES
    order_setting: ClassVar[str] = "Priorities"
    compares_columns: ClassVar[bool] = True
    mended: ClassVar[frozenset[str]] = frozenset(
        {"withdrawn", "withdrawn-partner", "over-capacity", "attendance-unknown"}
    )
    filled: ClassVar[frozenset[str]] = frozenset(
        {"one-sided", "attendance-unknown", "no-partner-address", "live-check-old"}
    )

    def read_me(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows of ``Read me``."""
        return READ_ME_ROWS

    def questions(self, workbook: Workbook) -> tuple[Asked, ...]:
        """Return the questions of the survey and those of pairs; the fields to tick are those of the tab ``Bins``."""
        return sign_up.asked(workbook)

    def prepared_form(self, workbook: Workbook, form: Form) -> tuple[Form, Mapping[str, str]]:
        """Return a form with what matters most as the name of a criterion, and consent as yes or no."""
        return sign_up.prepared(form)

    def criteria_findings(self, settings: Settings, order: Order) -> list[Finding]:
        """Return that pairs of an earlier year are asked for and forbidden at once, where they are."""
        if Priority.LAST_YEAR not in order.keys or settings.repeats is not Policy.FORBID:
            return []
        what = f"“{Priority.LAST_YEAR}” asks for pairs that Previous pairs in Settings forbids."
        remedy = "Write allow there, or off here."
        return [Finding(what, remedy, "last-year-forbidden", Level.STOP, where=order.cells[Priority.LAST_YEAR])]

    def overview(self, bins: int) -> Iterable[overview.Line]:
        """Return the lines of ``Overview``."""
        return overview.pair_lines(bins)

    def row_formulas(self, role: Role) -> tuple[tuple[str, Formula], ...]:
        """Return the live check and the hidden columns it builds on."""
        return live_values(role)

    def read(self, workbook: Workbook, settings: Settings, *, mending: bool = False) -> PairStanding:
        """Read people, match cells and bans."""
        return read_standing(workbook, settings, mending)

    def ready(self, standing: PairStanding) -> list[Finding]:
        """Return what is wrong when one side has nobody to match."""
        return unready(standing)

    def arrange(
        self,
        standing: PairStanding,
        settings: Settings,
        *,
        frozen: Collection[str] | None = None,
        ended: Collection[str] = (),
    ) -> PairProposal:
        """Find the best pairs, proven: around all that stand, or with the smallest change to them."""
        return fill(standing, settings) if frozen is None else mend(standing, settings, frozen, ended)

    def anew(self, standing: PairStanding, settings: Settings, frozen: Collection[str]) -> PairProposal:
        """Find the best pairs beside those that are frozen, whoever stands."""
        return mend(standing, settings, frozen, (), anew=True)

    def write(
        self, workbook: Workbook, settings: Settings, standing: PairStanding, proposal: PairProposal
    ) -> list[Change]:
        """Return the changes of match cells, ``Why``, ``Next best`` and ``Fit``."""
        return written(workbook, settings, standing, proposal)

    def check(self, settings: Settings, standing: PairStanding) -> list[Finding]:
        """Return what is wrong with the pairs, and whether the mails can say of enough people how they attend.

        Of pairs: both directions, places, colleagues, withdrawn people, bans; and which institution keeps unusually
        many people apart.
        """
        here = {person.email: person for person in standing.roster if not person.withdrawn}
        known = ((email, attends(person.attendance)) for email, person in here.items())
        pairs = pair_findings(standing, settings, self.people.partners)
        return [*pairs, *attendance_note(known), *crowd_notes(standing.pool, settings)]

    def check_tables(self, standing: PairStanding) -> tuple[Table, ...]:
        """Return the mixed pairs, and who never answered, to be looked up or asked."""
        mixed = [(mentee.label, mentor.label, str(virtual.role)) for mentee, mentor, virtual in _mixed(standing)]
        title = "Pairs of whom one attends virtually"
        silent = tuple(
            (person.label, str(person.role)) for person in standing.roster if person.status is Status.NO_ANSWER
        )
        tables = (
            Table(title, ("Mentee", "Mentor", "Virtual"), tuple(mixed)),
            Table("People without an answer, to look up", ("Who", "Role"), silent),
        )
        return tuple(table for table in tables if table.rows)

    def worth_a_look(self, standing: PairStanding) -> list[Finding]:
        """Return the mixed pairs, each with the cell of the mentee."""
        return [
            Finding(
                f"{_named(mentee)} and {_named(mentor)}: the {virtual.role} attends virtually, the other in person.",
                "Nothing, if you meant it: their mail says that they need a call.",
                "mixed-pair",
                who=mentee.identity,
                column=self.people.partners[Role.MENTEE],
            )
            for mentee, mentor, virtual in _mixed(standing)
        ]

    def kept(self, standing: PairStanding) -> frozenset[str]:
        """Return the pairs of which somebody has ``Keep`` ticked."""
        return frozenset(pair_group(pair).key for pair in standing.pairs if is_kept(standing.roster, pair))

    def checked_in(self, workbook: Workbook, settings: Settings, forms: Mapping[str, Form]) -> Plan:
        """Return what the form of choices says, which fills ``Wishes``."""
        form = forms.get(CHOICES_FORM)
        return Plan("survey") if form is None else wished(workbook, self.read(workbook, settings), form)

    def learn(self, workbook: Workbook, settings: Settings, ledger: Sequence[Entry], said: Sequence[Feedback]) -> Plan:
        """Compare pairs by what they have in common, and the halves of what was tried out."""
        return learned(workbook, settings, self.read(workbook, settings), ledger, said)

    def explain(self, workbook: Workbook, settings: Settings, one: str, other: str = "") -> Plan:
        """Explain the pairs of one person, or what pairing two people would cost."""
        return explain.plan(workbook, settings, one, other)

    def advice(self, workbook: Workbook, settings: Settings) -> Plan:
        """Say where places are short, what stands in the way, and what would place everybody."""
        return advice.plan(workbook, settings)
