"""Organizer mentoring as a format: pairs for a first conference, and hours counted against what is meant for it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from mentorship_gsheets.counts import counted
from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.ledger import Entry
from mentorship_gsheets.mail import Kind
from mentorship_gsheets.mail.facts import plain
from mentorship_gsheets.mail.kinds import ROLE_QUESTION
from mentorship_gsheets.mailings import Mailing
from mentorship_gsheets.mailings.schedule import check_in_setting
from mentorship_gsheets.mailings.surveys import role_questions
from mentorship_gsheets.people import Form, Identity, Pair, Participant, Role
from mentorship_gsheets.programmes.base import Exported, Nameless, Programme, figure
from mentorship_gsheets.programmes.organizers import guide, live, mails, sign_up
from mentorship_gsheets.programmes.organizers.hours import in_all, plain_hours, same_hours
from mentorship_gsheets.programmes.organizers.standing import (
    AMBER,
    HOURS_A_PAIR,
    SILENT_FOR,
    OrganizerStanding,
    read_organizers,
    said,
)
from mentorship_gsheets.programmes.organizers.tabs import (
    ASKED,
    AVAILABLE,
    CONTACT,
    DATE,
    HELP,
    HOURS,
    HOURS_SPENT,
    INTRODUCED,
    LAST,
    PEOPLE,
    SIZE,
    SO_FAR,
    STARTS,
    WHO,
    WITH,
)
from mentorship_gsheets.programmes.pairs import advice, explain
from mentorship_gsheets.programmes.pairs.arranging import PairProposal, fill, mend, unready, written
from mentorship_gsheets.programmes.pairs.findings import pair_findings
from mentorship_gsheets.programmes.pairs.learning import learned
from mentorship_gsheets.programmes.pairs.letters import pair_about
from mentorship_gsheets.programmes.pairs.live import live_values
from mentorship_gsheets.programmes.pairs.programme import BUILT_IN
from mentorship_gsheets.programmes.pairs.standing import is_kept, pair_group, pair_in
from mentorship_gsheets.records.feedback import Feedback
from mentorship_gsheets.records.form_questions import Asked
from mentorship_gsheets.records.roster import cell_text, set_cell
from mentorship_gsheets.settings import OwnSetting, Priority, Settings, whole_between
from mentorship_gsheets.spreadsheet.plan import Change, Formula, Plan, Table
from mentorship_gsheets.spreadsheet.tab import Rule, Style, TabSpec
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs import overview
from mentorship_gsheets.tabs.catalogue import LINE, OVERVIEW
from mentorship_gsheets.tabs.criteria import BuiltIn
from mentorship_gsheets.tabs.overview import FIGURES, Figure
from mentorship_gsheets.tabs.people_tabs import GOAL, INTRODUCE, WISHES, PeopleTabs
from mentorship_gsheets.text import as_words

_READ_ME = (
    ("This sheet runs organizer mentoring: people who have run a conference stand by those who make their first one.",),
    ("1. Settings: say who you are, which form, which mailbox, and how many hours are meant for a pair.",),
    ("2. mentorship export calls: a text for your channel that asks for mentors.",),
    ("3. mentorship form --create, or your own form; then mentorship pull. Mentees make their first conference.",),
    ("4. mentorship match, then mentorship check. What you type into the match cells stays.",),
    ("5. mentorship draft matches, tick Reviewed in Drafts, mentorship send.",),
    ("6. Hours: one line a conversation, as the two tell you: the day, who, with whom, how long, what about.",),
    ("7. mentorship draft month, every week or so: a line a month to both, of what stands in Hours.",),
    ("8. mentorship check says whose hours are nearly used, who has been silent, and what in Hours cannot be read.",),
    ("9. Somebody has left: Status to withdrawn, mentorship rematch, mentorship draft rematch.",),
    ("10. After a conference: mentorship draft after asks how it was; mentorship survey reads the answers.",),
)
_OFF = frozenset({Priority.BIN, Priority.ATTENDANCE, Priority.FIELDS, Priority.SECTOR, Priority.TOPICS})
_HOURS_FIGURE = Figure("Hours of the pairs", "hours", "hours ", ("Number",), 6, "BAR")


class OrganizerMentoring(Programme[OrganizerStanding, PairProposal]):
    """Pairs for a first conference: matched as exactly as those of a conference, and about twenty hours long.

    Parameters
    ----------
    clock
        Says what day it is, for hours that are still to come and pairs that are silent.
    """

    name: ClassVar[str] = "organizer mentoring"
    group_noun: ClassVar[tuple[str, str]] = ("pair", "pairs")
    people: ClassVar[PeopleTabs] = PEOPLE
    kinds: ClassVar[tuple[Kind, ...]] = (*mails.KINDS, ROLE_QUESTION)
    mailings: ClassVar[tuple[Mailing, ...]] = (
        Mailing("matches", "introduces new pairs, and tells who waits", mails.introductions),
        Mailing("rematch", "tells those concerned that a partner has left, or is another now", mails.changes),
        Mailing("month", "sends both of a pair a line a month, of what stands in Hours", mails.monthly),
        Mailing("after", "asks how it was, once a conference has begun", mails.afterwards, after_event=True),
        Mailing("survey", "invites everybody who has not filled in the form", mails.invitations),
        Mailing("reminder", "reminds them some days later", mails.second_invitations),
        Mailing("role-question", "asks those whose sign-up and answer say different roles", role_questions),
    )
    criteria: ClassVar[tuple[BuiltIn, ...]] = tuple(replace(row, on=row.on and row.key not in _OFF) for row in BUILT_IN)
    own_criteria: ClassVar[tuple[Criterion, ...]] = (
        Criterion(WISHES, How.WISHES, "", WISHES),
        Criterion(HELP, How.OFFERS, HELP, HELP),
        Criterion(SIZE, How.CLOSE, SIZE, SIZE),
        Criterion(AVAILABLE, How.CLOSE, AVAILABLE, AVAILABLE),
    )
    own_criteria_before: ClassVar[Any] = Priority.LANGUAGES
    compares_columns: ClassVar[bool] = True
    own_settings: ClassVar[tuple[OwnSetting, ...]] = (
        check_in_setting((30,), again=True),
        OwnSetting(
            HOURS_A_PAIR,
            live.HOURS_OF_A_PAIR,
            f"Hours that are meant for a pair; from {AMBER} % on it is marked.",
            whole_between(1, 999),
        ),
        OwnSetting(
            SILENT_FOR,
            live.DAYS_OF_SILENCE,
            "Days without a line in Hours after which a pair is called silent.",
            whole_between(1, 999),
        ),
    )
    own_tabs: ClassVar[tuple[TabSpec, ...]] = (HOURS,)
    figures: ClassVar[tuple[Figure, ...]] = (*FIGURES, _HOURS_FIGURE)
    exports: ClassVar[Mapping[str, str]] = {"calls": "a call for mentors, to paste"}
    answer_columns: ClassVar[tuple[str, ...]] = (*ASKED, GOAL, INTRODUCE)
    mended: ClassVar[frozenset[str]] = frozenset({"withdrawn", "withdrawn-partner", "over-capacity"})
    filled: ClassVar[frozenset[str]] = frozenset({"one-sided", "no-partner-address", "live-check-old"})

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock

    def tabs(self) -> tuple[TabSpec, ...]:
        """Return every tab; ``Overview`` is marked once the hours are nearly used, or a pair is silent."""
        used = f'=AND({{{LINE}}}="used";ISNUMBER({{Number}});{{Number}}>={AMBER})'
        some = f'=AND(OR({{{LINE}}}="pairs nearly";{{{LINE}}}="pairs all";{{{LINE}}}="pairs silent");{{Number}}>0)'
        rules = tuple(Rule(formula, Style.OVERFULL, ("Overview", "Number")) for formula in (used, some))
        marked = replace(OVERVIEW, rules=(*OVERVIEW.rules, *rules))
        return tuple(marked if spec is OVERVIEW else spec for spec in super().tabs())

    def read_me(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows of ``Read me``."""
        return _READ_ME

    def guide(self) -> tuple[tuple[str, str], ...]:
        """Return the first rows of ``Guide``."""
        return guide.ROWS

    def questions(self, workbook: Workbook) -> tuple[Asked, ...]:
        """Return the questions of the survey: which conference, when, how large, what is wanted or known, hours."""
        return sign_up.asked(workbook)

    def prepared_form(self, workbook: Workbook, form: Form) -> tuple[Form, Mapping[str, str]]:
        """Return a form with consent as yes or no, and the questions that only this format asks."""
        return sign_up.prepared(form, workbook.locale)

    def overview(self, bins: int) -> Iterable[overview.Line]:
        """Return the lines of ``Overview``: answers, pairs, their hours against those planned, mails."""
        return live.lines()

    def row_formulas(self, role: Role) -> tuple[tuple[str, Formula], ...]:
        """Return the live check, and the hours of each mentee's pair."""
        return (*live_values(role), *(live.row_values() if role is Role.MENTEE else ()))

    def read(self, workbook: Workbook, settings: Settings, *, mending: bool = False) -> OrganizerStanding:
        """Read people, match cells, bans, and the hours of the pairs."""
        return read_organizers(workbook, settings, mending)

    def ready(self, standing: OrganizerStanding) -> list[Finding]:
        """Return what is wrong when one side has nobody to match."""
        return unready(standing)

    def arrange(
        self,
        standing: OrganizerStanding,
        settings: Settings,
        *,
        frozen: Collection[str] | None = None,
        ended: Collection[str] = (),
    ) -> PairProposal:
        """Find the best pairs, proven: around all that stand, or with the smallest change to them."""
        return fill(standing, settings) if frozen is None else mend(standing, settings, frozen, ended)

    def write(
        self, workbook: Workbook, settings: Settings, standing: OrganizerStanding, proposal: PairProposal
    ) -> list[Change]:
        """Return the changes of match cells and what stands beside them, and of the day of the introduction."""
        changes: list[Change] = list(written(workbook, settings, standing, proposal))
        after = {pair_in(group).mentee: pair_in(group) for group in proposal.arrangement.groups}
        for mentee in standing.roster.mentees:
            pairs = [after[mentee.email]] if mentee.email in after else [Pair(mentee.email, p) for p in mentee.partners]
            days = [f"{standing.introduced[pair]:%Y-%m-%d}" for pair in pairs if pair in standing.introduced]
            changes += set_cell(workbook, mentee, INTRODUCED, max(days, default=""))
        return changes

    def told(
        self, workbook: Workbook, settings: Settings, entries: Iterable[Entry], now: datetime
    ) -> tuple[Change, ...]:
        """Return the day of the introduction for the mentees whose introductions have left."""
        standing = self.read(workbook, settings)
        changes: list[Change] = []
        for entry in entries:
            pair = pair_about(entry) if entry.kind.matter in ("match", "rematch") else None
            mentee = standing.roster.find(Role.MENTEE, pair.mentee) if pair else None
            if pair is not None and mentee is not None and pair.mentor in mentee.partners:
                changes += set_cell(workbook, mentee, INTRODUCED, f"{now:%Y-%m-%d}")
        return tuple(changes)

    def check(self, settings: Settings, standing: OrganizerStanding) -> list[Finding]:
        """Return what is wrong with pairs and hours, whose hours are nearly used, and who has been silent."""
        standing = standing.on(self._clock())
        return [
            *pair_findings(standing, settings, self.people.partners),
            *standing.logged.findings,
            *_unread_days(standing),
            *_other_sums(standing),
            *self._hours(settings, standing),
        ]

    def check_tables(self, standing: OrganizerStanding) -> tuple[Table, ...]:
        """Return the hours of each pair that stands."""
        standing = standing.on(self._clock())
        rows = []
        for pair in standing.pairs:
            last = max((each.day for each in standing.logged.of(pair)), default=None)
            people = [standing.roster.find(role, pair.of(role)) for role in (Role.MENTEE, Role.MENTOR)]
            labels = [person.label for person in people if person is not None]
            rows.append((*labels, plain_hours(standing.spent(pair)), str(last or "")))
        table = Table("Hours of the pairs", ("Mentee", "Mentor", "Hours", "Last"), tuple(rows))
        return (table,) if standing.logged.conversations else ()

    def kept(self, standing: OrganizerStanding) -> frozenset[str]:
        """Return the pairs of which somebody has ``Keep`` ticked."""
        return frozenset(pair_group(pair).key for pair in standing.pairs if is_kept(standing.roster, pair))

    def learn(self, workbook: Workbook, settings: Settings, ledger: Sequence[Entry], said: Sequence[Feedback]) -> Plan:
        """Compare pairs by what they have in common."""
        return learned(workbook, settings, self.read(workbook, settings), ledger, said)

    def explain(self, workbook: Workbook, settings: Settings, one: str, other: str = "") -> Plan:
        """Explain the pairs of one person, or what pairing two people would cost."""
        return explain.plan(workbook, settings, one, other)

    def advice(self, workbook: Workbook, settings: Settings) -> Plan:
        """Say where places are short, what stands in the way, and what would place everybody."""
        return advice.plan(workbook, settings)

    def export(self, name: str, workbook: Workbook, settings: Settings) -> Exported:
        """Return the call for mentors, as a text to paste."""
        return Exported({"calls.txt": call_for_mentors(self.read(workbook, settings), settings).encode()})

    def nameless(
        self, workbook: Workbook, settings: Settings, names: Mapping[Identity, str], numbered: Callable[[str, str], str]
    ) -> Nameless:
        """Return pairs and hours without saying who they are: sizes and hours as numbers, no conference, no text."""
        usual = super().nameless(workbook, settings, names, numbered)
        standing = self.read(workbook, settings)
        people = {
            person.identity: {
                **usual.people.get(person.identity, {}),
                **{header: figure(cell_text(workbook, person, header)) for header in (SIZE, AVAILABLE)},
                HELP: "; ".join(numbered("Help", part) for part in _parts(said(person, HELP))),
            }
            for person in standing.roster
        }
        rows = [
            [
                str(each.day),
                names[Role.MENTOR, each.pair.mentor],
                names[Role.MENTEE, each.pair.mentee],
                plain_hours(each.hours),
            ]
            for each in standing.logged.conversations
        ]
        return Nameless(people, {HOURS.title: [[DATE, WHO, WITH, HOURS_SPENT], *rows]})

    def _today(self) -> date:
        return self._clock().date()

    def _hours(self, settings: Settings, standing: OrganizerStanding) -> Iterator[Finding]:
        budget, days, today = settings.own[HOURS_A_PAIR], settings.own[SILENT_FOR], self._today()
        for pair in standing.pairs:
            mentee = standing.roster.find(Role.MENTEE, pair.mentee)
            if mentee is None:
                continue
            spent = standing.spent(pair)
            if spent >= budget:
                yield _used(mentee, spent, budget)
            elif 100 * spent >= AMBER * budget:
                yield _nearly_used(mentee, spent, budget)
            last = standing.last_sign(pair)
            if last is not None and not standing.over(pair, today) and (today - last).days >= days:
                yield _silent(mentee, (today - last).days)


def _used(mentee: Participant, spent: Decimal, budget: int) -> Finding:
    what = f"the pair of {mentee.name or mentee.email} has used all hours: {plain_hours(spent)} of {budget}."
    remedy = "Thank the mentor, and ask whether both want to go on."
    return Finding(what, remedy, "hours-used", who=mentee.identity, column=SO_FAR)


def _nearly_used(mentee: Participant, spent: Decimal, budget: int) -> Finding:
    what = f"the pair of {mentee.name or mentee.email} has used {plain_hours(spent)} of {budget} hours."
    remedy = "Ask the two what they keep the rest for."
    return Finding(what, remedy, "hours-nearly-used", who=mentee.identity, column=SO_FAR)


def _silent(mentee: Participant, days: int) -> Finding:
    what = f"of the pair of {mentee.name or mentee.email} nothing has stood in {HOURS.title} for {days} days."
    remedy = f"Ask the two how it goes; if it does not work, run: mentorship rematch --part {mentee.email}"
    return Finding(what, remedy, "pair-silent", who=mentee.identity, column=CONTACT)


def _unread_days(standing: OrganizerStanding) -> Iterator[Finding]:
    """Yield the first days of conferences that cannot be read: until then nobody knows when one is over."""
    for mentee in standing.roster.mentees:
        text = said(mentee, STARTS)
        if text and mentee.email not in standing.begins and not mentee.withdrawn:
            called = mentee.name or mentee.email
            what = f"“{' '.join(text.split())[:40]}” is no day, so nobody knows when the conference of {called} begins."
            yield Finding(what, "Write it as 2028-05-12.", "no-conference-day", who=mentee.identity, column=STARTS)


def _other_sums(standing: OrganizerStanding) -> Iterator[Finding]:
    """Yield the pairs of whom the sheet itself counts something else than the lines say: a number there is a text."""
    if any(finding.code == "hours-no-address" for finding in standing.logged.findings):
        # those lines are named already, and are left out of the sheet's sums
        return
    for pair in standing.pairs:
        mentee = standing.roster.find(Role.MENTEE, pair.mentee)
        shown, last = standing.shown.get(pair.mentee, ("", ""))
        mine = standing.logged.of(pair)
        if mentee is None or not shown or standing.logged.doubtful & set(pair):
            continue
        said_last = str(mine[-1].day) if mine else ""
        for header, sheet, lines in ((SO_FAR, shown, plain_hours(in_all(mine))), (LAST, last, said_last)):
            if same_hours(sheet, lines):
                continue
            what = f"the sheet says “{sheet}” and the lines of {HOURS.title} come to “{lines}”."
            remedy = f"A number or a day there is a text: type it anew in the lines of {mentee.name or mentee.email}."
            yield Finding(what, remedy, "hours-other-sum", who=mentee.identity, column=header)


def _parts(text: str) -> list[str]:
    return [part.strip() for line in text.splitlines() for part in line.split(";") if part.strip()]


def call_for_mentors(standing: OrganizerStanding, settings: Settings) -> str:
    """Return a text for a community's channel that asks people who have run a conference to mentor.

    Parameters
    ----------
    standing
        What the sheet says now: only who waits, and for what, is told, and of nobody who it is.
    settings
        What the tab Settings says.
    """
    named = standing.named
    waiting = [one for one in standing.roster.mentees if not one.withdrawn and one.identity not in named]
    who = plain(settings.programme) or "Organizer mentoring"
    hours = settings.own[HOURS_A_PAIR]
    answer = settings.form.strip() or settings.reply_to.strip() or settings.sender.strip()
    parts = [
        f"{who}: you have run a conference? You are the person somebody needs who is running their first.",
        f"About {hours} hours, spread over the time until their conference: you look at what worries them, say how you "
        "would weigh it, and which problems matter now. You take on no task. Few hours of yours change as much.",
    ]
    if waiting:
        parts.append(_who_waits(waiting))
    if answer:
        parts.append(f"Say here that you would: {answer}")
    return "\n\n".join(parts) + "\n"


def _who_waits(waiting: Sequence[Participant]) -> str:
    wanted: dict[str, list[str]] = {}
    for mentee in waiting:
        for part in dict.fromkeys(_parts(said(mentee, HELP))):
            wanted.setdefault(as_words(part), []).append(part)
    # what only one asks for could say who it is
    asked = sorted((texts for texts in wanted.values() if len(texts) > 1), key=lambda texts: (-len(texts), texts[0]))
    what = "; ".join(f"{plain(texts[0], 60).lower()} ({len(texts)})" for texts in asked)
    many = counted(len(waiting), "organizer waits", "organizers wait")
    return f"{many} for a mentor now." + (f" They ask about: {what}." if what else "")
