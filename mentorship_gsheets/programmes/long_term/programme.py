"""Long-term pairs: rounds of matching beside running pairs, check-ins, graduations."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar

from mentorship_gsheets.criteria import Criterion, How
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.ledger import Entry
from mentorship_gsheets.mail import Kind
from mentorship_gsheets.mail.kinds import ROLE_QUESTION
from mentorship_gsheets.mailings import Mailing, MailingContext
from mentorship_gsheets.mailings.context import Due
from mentorship_gsheets.mailings.schedule import check_in_setting
from mentorship_gsheets.mailings.surveys import reminders, role_questions, surveys
from mentorship_gsheets.people import Form, Role
from mentorship_gsheets.programmes.base import Programme
from mentorship_gsheets.programmes.long_term import guide, rehearsed, sign_up
from mentorship_gsheets.programmes.long_term.arranging import renew, renewed
from mentorship_gsheets.programmes.long_term.checking_in import check_in_answers
from mentorship_gsheets.programmes.long_term.figures import figures
from mentorship_gsheets.programmes.long_term.mails import (
    CHECK_IN_FORM,
    INTRODUCTION,
    KINDS,
    REMINDER,
    SURVEY,
    changes,
    checks,
    graduations,
    introductions,
)
from mentorship_gsheets.programmes.long_term.standing import LongTermStanding, read_pairing, read_pairs
from mentorship_gsheets.programmes.long_term.tabs import ANSWERED, ASKED, PAIR, PEOPLE, Pairing
from mentorship_gsheets.programmes.pairs import advice, explain
from mentorship_gsheets.programmes.pairs.arranging import PairProposal, fill, unready
from mentorship_gsheets.programmes.pairs.findings import pair_findings
from mentorship_gsheets.programmes.pairs.learning import learned
from mentorship_gsheets.programmes.pairs.live import live_values
from mentorship_gsheets.programmes.pairs.programme import BUILT_IN
from mentorship_gsheets.programmes.pairs.standing import is_kept, pair_group
from mentorship_gsheets.records.feedback import Feedback, read_feedback
from mentorship_gsheets.records.form_questions import Asked
from mentorship_gsheets.records.trials import TRIAL
from mentorship_gsheets.settings import ROUND, OwnSetting, Priority, Settings
from mentorship_gsheets.spreadsheet.plan import Change, Formula, Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs import overview
from mentorship_gsheets.tabs.criteria import BuiltIn
from mentorship_gsheets.tabs.figures import count_people
from mentorship_gsheets.tabs.people_tabs import PEOPLE_TAB, WISHES, PeopleTabs

_RUNS_FOR = "Pairs run for"
_THEN = "Every week or so: mentorship draft check-in, then mentorship survey"
_READ_ME = (
    ("This sheet runs a mentorship programme of pairs that last for months, in rounds.",),
    ("1. Settings: say who you are, which form, which mailbox; and under Round which round it is, as 2027 spring.",),
    ("2. Mentors and Mentees: type people in, or take them from a form: mentorship pull",),
    ("3. mentorship match: whoever has no partner gets one; running pairs stay. Change what you know better.",),
    ("4. mentorship draft matches, tick Reviewed in Drafts, mentorship send. Then leave the pairs alone.",),
    ("5. mentorship draft check-in, every week or so, makes those due; mentorship survey reads the answers.",),
    ("6. A pair is done: choose graduated or ended under Pair. Somebody wants another mentor: wants another.",),
    ("7. mentorship rematch: clears the pairs that are done and finds another for whoever wants one.",),
    ("8. mentorship draft graduated congratulates; draft rematch tells those whose partner is another now.",),
    ("9. A new round: write its name under Round, then pull, match and draft matches again.",),
)


def _days(text: str) -> int:
    if not text.strip().isdecimal() or not 1 <= int(text) <= 3650:
        raise ValueError("a whole number of days from 1 to 3650")
    return int(text)


def _surveys(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    return surveys(context, SURVEY)


def _reminders(context: MailingContext) -> tuple[list[Due], list[Finding]]:
    return reminders(context, REMINDER)


class LongTermPairs(Programme[LongTermStanding, PairProposal]):
    """Pairs that last for months: matched as exactly as those of a conference, in rounds beside those that run.

    Parameters
    ----------
    clock
        Says which month it is, for the lines of ``Never match``.
    """

    name: ClassVar[str] = "long-term pairs"
    group_noun: ClassVar[tuple[str, str]] = ("pair", "pairs")
    people: ClassVar[PeopleTabs] = PEOPLE
    kinds: ClassVar[tuple[Kind, ...]] = (*KINDS, ROLE_QUESTION)
    mailings: ClassVar[tuple[Mailing, ...]] = (
        Mailing("matches", "introduces new pairs, and tells who waits", introductions),
        Mailing("rematch", "tells those concerned that a partner has left, or is another now", changes),
        Mailing("check-in", "asks pairs how they are doing, on the days that Settings name", checks),
        Mailing("graduated", "congratulates pairs that are done", graduations),
        Mailing("survey", "invites everybody who has not filled in the form, once a round", _surveys),
        Mailing("reminder", "reminds them some days later", _reminders),
        Mailing("role-question", "asks those whose sign-up and answer say different roles", role_questions),
    )
    criteria: ClassVar[tuple[BuiltIn, ...]] = tuple(
        replace(row, on=row.on and row.key not in (Priority.BIN, Priority.ATTENDANCE, Priority.FIELDS))
        for row in BUILT_IN
    )
    own_criteria: ClassVar[tuple[Criterion, ...]] = (
        Criterion(WISHES, How.WISHES, "", WISHES),
        *(Criterion(header, How.OVERLAP, header, header) for header in ASKED),
    )
    own_criteria_before: ClassVar[Any] = Priority.TOPICS
    compares_columns: ClassVar[bool] = True
    own_settings: ClassVar[tuple[OwnSetting, ...]] = (
        OwnSetting(
            ROUND, "", "Name of the round that runs, as 2027 spring; in a new one people who wait are told again."
        ),
        check_in_setting((14, 42, 90), again=True),
        OwnSetting(
            CHECK_IN_FORM,
            "",
            "The form of check-ins: it asks whether people have reached what they set out for.",
        ),
        OwnSetting(_RUNS_FOR, 90, "Days a pair is meant to run; check says which ones have run longer.", _days),
        TRIAL,
    )
    answer_columns: ClassVar[tuple[str, ...]] = ANSWERED
    own_forms: ClassVar[tuple[str, ...]] = (CHECK_IN_FORM,)
    feedback_forms: ClassVar[tuple[str, ...]] = (CHECK_IN_FORM,)
    mended: ClassVar[frozenset[str]] = frozenset({"withdrawn", "withdrawn-partner", "over-capacity", "pair-over"})
    filled: ClassVar[frozenset[str]] = frozenset({"one-sided", "no-partner-address", "live-check-old"})

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock

    def read_me(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows of ``Read me``."""
        return _READ_ME

    def guide(self) -> tuple[tuple[str, str], ...]:
        """Return the first rows of ``Guide``."""
        return guide.ROWS

    def questions(self, workbook: Workbook) -> tuple[Asked, ...]:
        """Return the questions of the survey: no conference, but kind of mentoring, area and how to meet."""
        return sign_up.asked(workbook)

    def prepared_form(self, workbook: Workbook, form: Form) -> tuple[Form, Mapping[str, str]]:
        """Return a form with consent as yes or no, and the questions that only this format asks."""
        return sign_up.prepared(form)

    def overview(self, bins: int) -> Iterable[overview.Line]:
        """Return the lines of ``Overview``: those of pairs, and what became of them."""
        yield from overview.pair_lines(bins, str(INTRODUCTION), _THEN)
        yield overview.Line("head ended", ("Pairs that are over", "Number"))
        for pairing in Pairing:
            yield overview.Line(f"pair {pairing}", (pairing.capitalize(), count_people("Mentees", PAIR, pairing)))

    def row_formulas(self, role: Role) -> tuple[tuple[str, Formula], ...]:
        """Return the live check and the hidden columns it builds on."""
        return live_values(role)

    def read(self, workbook: Workbook, settings: Settings, *, mending: bool = False) -> LongTermStanding:
        """Read people, match cells, bans, and what became of the pairs."""
        return read_pairs(workbook, settings, mending)

    def ready(self, standing: LongTermStanding) -> list[Finding]:
        """Return what is wrong when one side has nobody to match; nothing where pairs have only to be cleared."""
        return [] if standing.over else unready(standing)

    def arrange(
        self,
        standing: LongTermStanding,
        settings: Settings,
        *,
        frozen: Collection[str] | None = None,
        ended: Collection[str] = (),
    ) -> PairProposal:
        """Find the best pairs, proven: around all that run, or after those that are over were let go."""
        return fill(standing, settings) if frozen is None else renew(standing, settings, frozen, ended)

    def write(
        self, workbook: Workbook, settings: Settings, standing: LongTermStanding, proposal: PairProposal
    ) -> list[Change]:
        """Return the changes of match cells and what stands beside them, and of ``Never match``."""
        return renewed(workbook, settings, standing, proposal, f"{self._clock():%Y-%m}")

    def check(self, settings: Settings, standing: LongTermStanding) -> list[Finding]:
        """Return what is wrong with the pairs, which are over and not cleared, and what ``Pair`` cannot mean."""
        old = _past_their_run(standing, settings.own[_RUNS_FOR], self._clock())
        return [*pair_findings(standing, settings, self.people.partners), *_pair_cells(standing), *old]

    def kept(self, standing: LongTermStanding) -> frozenset[str]:
        """Return the pairs of which somebody has ``Keep`` ticked."""
        return frozenset(pair_group(pair).key for pair in standing.pairs if is_kept(standing.roster, pair))

    def checked_in(self, workbook: Workbook, settings: Settings, forms: Mapping[str, Form]) -> Plan:
        """Return whom the answers to the check-in form propose as graduated."""
        form = forms.get(CHECK_IN_FORM)
        return Plan("survey") if form is None else check_in_answers(workbook, self.read(workbook, settings), form)

    def how_it_goes(
        self, workbook: Workbook, settings: Settings, ledger: Sequence[Entry], forms: Mapping[str, Form]
    ) -> Iterable[tuple[str, str]]:
        """Return how old pairs are, what became of check-ins, and who graduated in which round."""
        form = forms.get(CHECK_IN_FORM)
        said = read_feedback(form)[0] if form else ()
        return figures(self.read(workbook, settings), settings, ledger, said, self._clock())

    def round_begins(self, workbook: Workbook, name: str) -> Mapping[str, str | int]:
        """Return what an organizer types in a rehearsal as another round begins."""
        return rehearsed.round_begins(workbook, name)

    def learn(self, workbook: Workbook, settings: Settings, ledger: Sequence[Entry], said: Sequence[Feedback]) -> Plan:
        """Compare pairs by what they have in common, and the halves of what was tried out; those that are over too."""
        return learned(workbook, settings, self.read(workbook, settings), ledger, said)

    def explain(self, workbook: Workbook, settings: Settings, one: str, other: str = "") -> Plan:
        """Explain the pairs of one person, or what pairing two people would cost."""
        return explain.plan(workbook, settings, one, other)

    def advice(self, workbook: Workbook, settings: Settings) -> Plan:
        """Say where places are short, what stands in the way, and what would place everybody."""
        return advice.plan(workbook, settings, "It takes an hour now and then, for some months, by video or in person.")


def _pair_cells(standing: LongTermStanding) -> Iterator[Finding]:
    for mentee in standing.roster.mentees:
        called = mentee.name or mentee.email
        pairing = read_pairing(mentee.pairing)
        if mentee.pairing and pairing is None:
            what = f"“{mentee.pairing[:40]}” of {called} is nothing that can become of a pair."
            remedy = f"Choose one of: {', '.join(Pairing)}; or clear the cell."
            yield Finding(what, remedy, "unclear-pair", who=mentee.identity, column=PAIR)
        elif pairing is not None and mentee.partners and not mentee.withdrawn:
            what = f"the pair of {called} still stands, and {PAIR} says: {pairing}."
            remedy = f"Run rematch: it clears the pair in {PEOPLE_TAB[Role.MENTEE]} and {PEOPLE_TAB[Role.MENTOR]}."
            yield Finding(what, remedy, "pair-over", who=mentee.identity, column=PAIR)


def _past_their_run(standing: LongTermStanding, days: int, now: datetime) -> Iterator[Finding]:
    for pair in standing.pairs:
        mentee = standing.roster.find(Role.MENTEE, pair.mentee)
        sent = standing.introduced.get(pair)
        if mentee is None or sent is None or mentee.pairing or (now - sent).days <= days:
            continue
        what = f"the pair of {mentee.name or mentee.email} has run for {(now - sent).days} days; Settings say {days}."
        remedy = f"Ask the two; write {Pairing.GRADUATED} or {Pairing.ENDED} under {PAIR}, or let them go on."
        yield Finding(what, remedy, "pair-old", who=mentee.identity, column=PAIR)
