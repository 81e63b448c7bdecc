"""Cohorts as a format: mentors and mentees round one task, whose cells ``Cohorts`` say where they are."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import ClassVar

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.mail import Kind
from mentorship_gsheets.mail.kinds import SURVEY_INVITATION, SURVEY_REMINDER
from mentorship_gsheets.mailings import Mailing
from mentorship_gsheets.mailings.surveys import reminders, surveys
from mentorship_gsheets.people import Form, Identity, Role
from mentorship_gsheets.programmes.base import Exported, Nameless, Programme
from mentorship_gsheets.programmes.cohorts import guide
from mentorship_gsheets.programmes.cohorts.anonymity import nameless_cohorts
from mentorship_gsheets.programmes.cohorts.arranging import CohortProposal, fill, mend
from mentorship_gsheets.programmes.cohorts.badges import completed, exported
from mentorship_gsheets.programmes.cohorts.cells import channel_lists, written
from mentorship_gsheets.programmes.cohorts.consistency import check_cohorts
from mentorship_gsheets.programmes.cohorts.criteria import ROWS
from mentorship_gsheets.programmes.cohorts.explain import call_for_mentors, explanation, recommendation
from mentorship_gsheets.programmes.cohorts.live import lines, row_formulas
from mentorship_gsheets.programmes.cohorts.mails import KINDS, badges, check_ins, departures, welcomes
from mentorship_gsheets.programmes.cohorts.model import GOALS, Goal
from mentorship_gsheets.programmes.cohorts.options import CHECK_IN_FORM, OPTIONS, ORDER
from mentorship_gsheets.programmes.cohorts.rotation import rotation
from mentorship_gsheets.programmes.cohorts.sign_up import asked, prepared
from mentorship_gsheets.programmes.cohorts.standing import CohortStanding, read_standing
from mentorship_gsheets.programmes.cohorts.tabs import AT_ONCE, COHORTS, KEPT_TOGETHER, PEOPLE, TASK, TASKS
from mentorship_gsheets.records.form_questions import Asked
from mentorship_gsheets.settings import OwnSetting, Settings
from mentorship_gsheets.spreadsheet.plan import Change, Formula, Plan
from mentorship_gsheets.spreadsheet.tab import TabSpec
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs import overview
from mentorship_gsheets.tabs.criteria import BuiltIn
from mentorship_gsheets.tabs.people_tabs import PEOPLE_TAB, PeopleTabs

READ_ME = (
    ("Cohorts: a few mentors and some mentees round one task.",),
    ("1. Cohorts: write one row for each task under Task. Blank sizes are those of Settings.",),
    ("2. Mentors and Mentees: under Tasks, what each person wants, the best first.",),
    ("3. Run: mentorship match. It fills Cohorts in Mentors and Mentees, and names the cohorts.",),
    ("4. To move somebody, write the name of a cohort there. Filled cells are kept; empty ones are filled.",),
    ("5. Somebody has gone: choose withdrawn under Status. A cohort ends: choose closed under State. Run rematch.",),
    ("6. Never match keeps any two people apart; Together keeps two people in the same cohorts.",),
)


class Cohorts(Programme[CohortStanding, CohortProposal]):
    """Cohorts round tasks: arranged exactly where that can be proven, changed as little as can be."""

    name: ClassVar[str] = "cohorts"
    group_noun: ClassVar[tuple[str, str]] = ("cohort", "cohorts")
    people: ClassVar[PeopleTabs] = PEOPLE
    kinds: ClassVar[tuple[Kind, ...]] = (SURVEY_INVITATION, SURVEY_REMINDER, *KINDS)
    mailings: ClassVar[tuple[Mailing, ...]] = (
        Mailing("matches", "welcomes newcomers to their cohorts, and tells who waits, and for what", welcomes),
        Mailing("rematch", "tells those concerned who has left a cohort, or that it has ended", departures),
        Mailing("check-in", "asks the mentors of each cohort who has completed the task", check_ins),
        Mailing("badge", "congratulates on a completed task, with a badge", badges),
        Mailing("survey", "invites everybody who has not filled in the form", surveys),
        Mailing("reminder", "reminds them some days later", reminders),
    )
    criteria: ClassVar[tuple[BuiltIn, ...]] = ROWS
    first_order: ClassVar[tuple[Goal, ...]] = GOALS
    order_setting: ClassVar[str] = ORDER
    own_settings: ClassVar[tuple[OwnSetting, ...]] = OPTIONS
    own_tabs: ClassVar[tuple[TabSpec, ...]] = (COHORTS, KEPT_TOGETHER)
    exports: ClassVar[Mapping[str, str]] = {
        "badges": "a picture for every completed task, and pages of stickers",
        "calls": "a call for mentors for each task that lacks some",
        "channels": "the channel of each cohort, and the addresses of its people",
    }
    answer_columns: ClassVar[tuple[str, ...]] = (TASKS, AT_ONCE)
    figures: ClassVar[tuple[overview.Figure, ...]] = (
        *overview.FIGURES,
        overview.Figure("Mentors and mentees by task", "tasks", "task ", ("Mentors", "Mentees"), 6),
        overview.Figure("How cohorts stand", "state", "cohort ", ("Number",), 7),
    )
    own_forms: ClassVar[tuple[str, ...]] = (CHECK_IN_FORM,)
    mended: ClassVar[frozenset[str]] = frozenset({"withdrawn", "closed-cohort", "stale-copy", "too-many-at-once"})
    filled: ClassVar[frozenset[str]] = frozenset({"stale-copy"})

    def read_me(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows of ``Read me``."""
        return READ_ME

    def guide(self) -> tuple[tuple[str, str], ...]:
        """Return the first rows of ``Guide``."""
        return guide.ROWS

    def questions(self, workbook: Workbook) -> tuple[Asked, ...]:
        """Return the questions of the survey, with the tasks and how many cohorts at once."""
        return asked(workbook)

    def prepared_form(self, workbook: Workbook, form: Form) -> tuple[Form, Mapping[str, str]]:
        """Return a form with tasks as ``Tasks`` holds them, ranked where they are ranked."""
        return prepared(workbook, form)

    def overview(self, bins: int) -> Iterable[overview.Line]:
        """Return the lines of ``Overview``."""
        return lines()

    def row_formulas(self, role: Role) -> tuple[tuple[str, Formula], ...]:
        """Return the live check, and the tasks as ``Overview`` counts them."""
        return row_formulas()

    def read(self, workbook: Workbook, settings: Settings, *, mending: bool = False) -> CohortStanding:
        """Read people, tasks and memberships."""
        return read_standing(workbook, settings, mending)

    def ready(self, standing: CohortStanding) -> list[Finding]:
        """Return what is wrong when no task is offered, or one side has nobody to match."""
        found = [
            Finding(
                f"there is nobody to match on {PEOPLE_TAB[role]}.",
                "Run pull, or look at Status and at the findings.",
                "nobody",
                Level.STOP,
            )
            for role in Role
            if all(person.withdrawn for person in standing.roster.of(role))
        ]
        if not standing.offers.tasks:
            what = "no task is offered in the tab Cohorts."
            remedy = f"Write one row for each task, under {TASK}, and look at the findings."
            found.append(Finding(what, remedy, "no-task-offered", Level.STOP))
        return found

    def arrange(
        self,
        standing: CohortStanding,
        settings: Settings,
        *,
        frozen: Collection[str] | None = None,
        ended: Collection[str] = (),
    ) -> CohortProposal:
        """Find the best cohorts: around all that stand, or with the smallest change to them."""
        return fill(standing, settings) if frozen is None else mend(standing, settings, frozen, ended)

    def write(
        self, workbook: Workbook, settings: Settings, standing: CohortStanding, proposal: CohortProposal
    ) -> list[Change]:
        """Return the changes of the cells of people and of the tab ``Cohorts``."""
        return written(settings, standing, proposal)

    def check(self, settings: Settings, standing: CohortStanding) -> list[Finding]:
        """Return what is wrong with the cohorts: sizes, picks, reach, company, copies."""
        return check_cohorts(settings, standing)

    def checked_in(self, workbook: Workbook, settings: Settings, forms: Mapping[str, Form]) -> Plan:
        """Return what a check-in changes: who has completed the task, makes room."""
        return rotation(self.read(workbook, settings), settings, forms.get(CHECK_IN_FORM))

    def explain(self, workbook: Workbook, settings: Settings, one: str, other: str = "") -> Plan:
        """Say why somebody is in a cohort, and what another one would cost."""
        return explanation(workbook, settings, one, other)

    def advice(self, workbook: Workbook, settings: Settings) -> Plan:
        """Say which mentors would place everybody."""
        return recommendation(workbook, settings)

    def export(self, name: str, workbook: Workbook, settings: Settings) -> Exported:
        """Return badges, calls for mentors or channels as files."""
        standing = self.read(workbook, settings)
        if name == "badges":
            done = dict(exported(completed(standing), settings))
            return Exported(done, "" if done else "nobody has completed a task with a day under Done yet.")
        if name == "calls":
            call = call_for_mentors(standing, settings) if standing.offers.tasks else ""
            return Exported(
                {"calls.txt": f"{call}\n".encode()} if call else {}, "" if call else "no task lacks mentors."
            )
        text = channel_lists(standing)
        return Exported({"channels.txt": text.encode()} if text else {}, "" if text else "no cohort stands yet.")

    def nameless(
        self, workbook: Workbook, settings: Settings, names: Mapping[Identity, str], numbered: Callable[[str, str], str]
    ) -> Nameless:
        """Return tasks and cohorts under made-up addresses."""
        return nameless_cohorts(self.read(workbook, settings), names, numbered)

    def kept(self, standing: CohortStanding) -> frozenset[str]:
        """Return the cohorts in which somebody has ``Keep`` ticked."""
        return frozenset(
            group.key
            for group in standing.arrangement.groups
            if any((person := standing.roster.find(*who)) is not None and person.keep for who in group.people)
        )
