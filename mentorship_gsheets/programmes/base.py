"""What a format is: the protocol that every stage asks, and the register of all formats."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, Protocol, TypeVar

from mentorship_gsheets.criteria import Criterion
from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError
from mentorship_gsheets.groups import Arrangement, Standing
from mentorship_gsheets.ledger import Entry
from mentorship_gsheets.mail import Kind
from mentorship_gsheets.mail import register as register_kinds
from mentorship_gsheets.mailings import Mailing, MailingContext
from mentorship_gsheets.mailings.context import held_people
from mentorship_gsheets.people import Form, Identity, Role
from mentorship_gsheets.records.contradictions import role_contradictions
from mentorship_gsheets.records.criteria import Order, read_criteria
from mentorship_gsheets.records.feedback import Feedback
from mentorship_gsheets.records.form_questions import Asked
from mentorship_gsheets.records.memory import trust_ledger
from mentorship_gsheets.records.roster import locate
from mentorship_gsheets.records.starts import iso_days
from mentorship_gsheets.settings import OwnSetting, Settings, day_settings, parse_settings
from mentorship_gsheets.spreadsheet.plan import Change, Formula, Plan, Table
from mentorship_gsheets.spreadsheet.tab import TabSpec
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import SETTINGS, all_tabs, read_calendar_id, read_setting_lines
from mentorship_gsheets.tabs.criteria import CRITERIA, BuiltIn
from mentorship_gsheets.tabs.guide import GENERAL
from mentorship_gsheets.tabs.mail_column import group_mail
from mentorship_gsheets.tabs.overview import FIGURES, Figure, Line
from mentorship_gsheets.tabs.people_tabs import MAIL, PeopleTabs
from mentorship_gsheets.text import as_key

S = TypeVar("S", bound=Standing)
P = TypeVar("P", bound="Proposal")


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of an arrangement.

    Parameters
    ----------
    name
        In people's words.
    value
        What was reached; smaller is better.
    bound
        What no arrangement can go below, given the goals before it; None where nothing is proven.
    """

    name: str
    value: int
    bound: int | None = None

    @property
    def proven(self) -> bool:
        """True when nothing better exists."""
        return self.value == self.bound


@dataclass(frozen=True)
class Proposal:
    """What a format would make of the people. A format adds what it needs to write it.

    Parameters
    ----------
    arrangement
        All groups as they should be, those that stay included.
    summary
        One sentence that says the result in numbers.
    goals
        In the order of importance.
    tables
        What is shown beside the changes.
    broken
        How many standing groups nobody asked to change would change.
    stood
        Of how many.
    doubts
        Findings of level ``stop`` that keep it from being written; ``--force`` makes notes of them.
    """

    arrangement: Arrangement
    summary: str = ""
    goals: tuple[Goal, ...] = ()
    tables: tuple[Table, ...] = ()
    broken: int = 0
    stood: int = 0
    doubts: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Printout:
    """A page for paper.

    Parameters
    ----------
    page
        HTML with its own styles, which loads nothing from elsewhere; blank when there is nothing to print.
    plan
        Its summary says what is on the page; its changes note in the sheet what was printed.
    """

    page: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class Exported:
    """What a format saves as files.

    Parameters
    ----------
    files
        File name -> what is in it; empty when there is nothing to save.
    why_not
        One sentence that says why there is nothing; blank where there is something.
    """

    files: Mapping[str, bytes]
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Nameless:
    """What a format says of people and groups without saying who they are.

    Parameters
    ----------
    people
        Identity -> cells by header, besides what is known of people in every format; the same headers for everybody of
        a role.
    tabs
        Title of one of the format's own tabs -> rows of text, the header first.
    """

    people: Mapping[Identity, Mapping[str, str]]
    tabs: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)


def figure(text: str, words: Iterable[str] = ()) -> str:
    """Return a cell of the tool's own columns as an anonymous export shows it.

    Parameters
    ----------
    text
        What stands there; somebody may have typed into it.
    words
        What the column may say besides numbers and days.

    Returns
    -------
    The text where it is a number, a day or one of the words, else nothing.

    >>> figure("2027-07-06"), figure("2 of 3", ("of",)), figure("with Ada", ("of",))
    ('2027-07-06', '2 of 3', '')
    """
    return text if set(map(as_key, re.findall(r"[^\W\d_]+", text))) <= set(map(as_key, words)) else ""


class Programme(Protocol[S, P]):
    """A format: everything that differs between pairs, cohorts, tables and slots. Stages know no other difference.

    A format is a class without state; an instance of it is registered by `register`. What has a body here is what
    most formats do.
    """

    name: ClassVar[str]
    """What the setting ``Format`` says."""
    group_noun: ClassVar[tuple[str, str]]
    """What people call one group and several: pair, pairs."""
    people: ClassVar[PeopleTabs]
    """The tabs of people."""
    kinds: ClassVar[tuple[Kind, ...]]
    """Its kinds of mail, in the order in which they are made and sent."""
    mailings: ClassVar[tuple[Mailing, ...]]
    """What ``mentorship draft`` makes."""
    criteria: ClassVar[tuple[BuiltIn, ...]] = ()
    """Its own goals as rows of ``Criteria``, in the order of a new sheet."""
    own_criteria: ClassVar[tuple[Criterion, ...]] = ()
    """Rows of ``Criteria`` that compare columns, with which a new sheet begins."""
    own_criteria_before: ClassVar[Any] = None
    """`BuiltIn.key` of the row before which they stand; None: behind all."""
    first_order: ClassVar[tuple[Any, ...]] = ()
    """The order, by `BuiltIn.key`, of sheets that have `order_setting` and left it blank."""
    order_setting: ClassVar[str] = ""
    """The line of ``Settings`` that held the order in sheets from before ``Criteria``."""
    compares_columns: ClassVar[bool] = False
    """Organizers may add rows to ``Criteria`` that compare columns."""
    own_settings: ClassVar[tuple[OwnSetting, ...]] = ()
    """Lines of ``Settings`` that no other format has."""
    own_tabs: ClassVar[tuple[TabSpec, ...]] = ()
    """Tabs that no other format has. They speak of people, so `purge` empties them."""
    figures: ClassVar[tuple[Figure, ...]] = FIGURES
    """The charts of ``Overview``."""
    exports: ClassVar[Mapping[str, str]] = {}
    """What ``mentorship export`` saves besides the sheet: the word of the command -> what it is."""
    answer_columns: ClassVar[tuple[str, ...]] = ()
    """Columns of people that only this format has and that answers feed."""
    own_forms: ClassVar[tuple[str, ...]] = ()
    """The lines of ``own_settings`` that name forms, or tabs of their answers, which `survey` reads."""
    feedback_forms: ClassVar[tuple[str, ...]] = ()
    """Those of ``own_forms`` that ask how it went, as the after-event form does."""
    mended: ClassVar[frozenset[str]] = frozenset()
    """Codes of the findings of `check` that a rematch puts right."""
    filled: ClassVar[frozenset[str]] = frozenset()
    """Codes of the findings of `check` that a match puts right."""

    def tabs(self) -> tuple[TabSpec, ...]:
        """Return every tab of the sheet, in the order of the work."""
        return all_tabs(self.people, *self.own_tabs)

    def read_me(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows of ``Read me``: what to do, and beside it the marks with their meaning."""
        ...

    def guide(self) -> tuple[tuple[str, str], ...]:
        """Return the first rows of ``Guide``: headings and texts, which every introduction carries."""
        return GENERAL

    def questions(self, workbook: Workbook) -> tuple[Asked, ...]:
        """Return what the form asks, in its order; the address is not among it: the form collects it by itself."""
        ...

    def prepared_form(self, workbook: Workbook, form: Form) -> tuple[Form, Mapping[str, str]]:
        """Return a form with the answers to the format's own questions as its columns hold them.

        Returns
        -------
        form
            The form.
        columns
            Question id -> one of `answer_columns`, for the questions that feed them.
        """
        return form, {}

    def prepared(
        self, workbook: Workbook, forms: Sequence[Form]
    ) -> tuple[tuple[Form, ...], Mapping[tuple[str, str], str]]:
        """Return forms as `prepared_form` does, each.

        Returns
        -------
        forms
            All of them, in order.
        columns
            ``(form title, question id)`` -> one of `answer_columns`, for the questions that feed them.
        """
        done = [self.prepared_form(workbook, form) for form in forms]
        columns = {(form.title, id): column for form, own in done for id, column in own.items()}
        return tuple(form for form, _ in done), columns

    def recognised(self, workbook: Workbook, form: Form) -> Mapping[str, str]:
        """Return which questions of a form, as read, feed columns whose choices follow the sheet: id -> column."""
        return {}

    def pulled(
        self, workbook: Workbook, settings: Settings, people: Mapping[Identity, Mapping[str, str]]
    ) -> tuple[Change, ...]:
        """Return what `pull` writes beside the rows of people; asked only where there are `answer_columns`.

        Parameters
        ----------
        workbook, settings
            As read.
        people
            Person -> header -> what the row holds once people are pulled.
        """
        return ()

    def ordered(self, settings: Settings, keys: tuple[Any, ...], musts: tuple[Any, ...] = ()) -> Settings:
        """Return the settings with the order of ``Criteria``.

        Parameters
        ----------
        settings
            As read otherwise.
        keys
            `BuiltIn.key` of what counts, and the organizer's own criteria, the most important first.
        musts
            The rules among them.
        """
        if self.compares_columns:
            return replace(settings, priorities=keys, musts=musts)
        return replace(settings, goals=keys)

    def standing_order(self, settings: Settings) -> tuple[Any, ...]:
        """Return the order that settings have, by `BuiltIn.key`."""
        if self.compares_columns:
            return settings.priorities
        return tuple(row.key for row in self.criteria if row.on) if settings.goals is None else settings.goals

    def criteria_findings(self, settings: Settings, order: Order) -> list[Finding]:
        """Return what the rows of ``Criteria`` and the other settings say against each other, with its cell."""
        return []

    def overview(self, bins: int) -> Iterable[Line]:
        """Return the lines of ``Overview``; ``bins`` is how many lines of bins there are."""
        ...

    def row_formulas(self, role: Role) -> tuple[tuple[str, Formula], ...]:
        """Return the formulas that every row of people needs, as ``(header, formula)``: the live check among them."""
        ...

    def formulas_of_row(self, role: Role) -> tuple[tuple[str, Formula], ...]:
        """Return `row_formulas`, and that of ``Mail`` where the format has none of its own for a group."""
        own = self.row_formulas(role)
        drawn = any(column.header == MAIL for column in self.people.specs[role].columns)
        if not drawn or any(header == MAIL for header, _ in own):
            return own
        return (*own, (MAIL, group_mail(role, self.people.beside.get(role, self.people.partners[role]))))

    def read(self, workbook: Workbook, settings: Settings, *, mending: bool = False) -> S:
        """Read what the sheet says of people and groups.

        Parameters
        ----------
        workbook, settings
            As read.
        mending
            Groups of people who have withdrawn count as ended already.

        Raises
        ------
        MentorshipError
            A tab or column is missing.
        """
        ...

    def at_the_door(self, standing: S) -> S:
        """Return the standing as it is for those who have come: whom the sheet does not tick as here is absent.

        Raises
        ------
        MentorshipError
            The format has no boxes that say who is here.
        """
        what = f"the format {self.name} has no boxes that say who is here."
        raise MentorshipError(Finding(what, "Leave --here out.", "no-boxes", Level.STOP), Exit.USAGE)

    def ready(self, standing: S) -> list[Finding]:
        """Return what forbids arranging anything, level ``stop``; empty when there is something to arrange."""
        ...

    def arrange(
        self, standing: S, settings: Settings, *, frozen: Collection[str] | None = None, ended: Collection[str] = ()
    ) -> P:
        """Find the best groups.

        Parameters
        ----------
        standing
            As `read` gave it; where ``frozen`` is given, with ``mending``.
        settings
            As read.
        frozen
            Keys of the groups that must stay; all other standing ones stay where that costs nothing that counts more.
            None: every standing group stays.
        ended
            Keys of groups that somebody asked to end.
        """
        ...

    def anew(self, standing: S, settings: Settings, frozen: Collection[str]) -> P:
        """Find the best groups as if none stood but those of the keys in ``frozen``.

        Raises
        ------
        MentorshipError
            The format has no way to do so; it says what there is.
        """
        what = f"the format {self.name} is not matched again from scratch."
        remedy = "Run: mentorship undo match, and match again; or empty the cells that shall be filled anew."
        raise MentorshipError(Finding(what, remedy, "no-scratch", Level.STOP), Exit.USAGE)

    def write(self, workbook: Workbook, settings: Settings, standing: S, proposal: P) -> list[Change]:
        """Return the changes that make the sheet say what a proposal says; typed words that still hold stay."""
        ...

    def check(self, settings: Settings, standing: S) -> list[Finding]:
        """Return everything that is wrong with the groups that stand; the rows' own findings are not repeated."""
        ...

    def check_tables(self, standing: S) -> tuple[Table, ...]:
        """Return what is no mistake but worth a look."""
        return ()

    def worth_a_look(self, standing: S) -> list[Finding]:
        """Return lines of the tab ``Check`` about what is no mistake; nobody is held back by them."""
        return []

    def kept(self, standing: S) -> frozenset[str]:
        """Return the keys of the standing groups that somebody ticked to stay whatever comes."""
        ...

    def checked_in(self, workbook: Workbook, settings: Settings, forms: Mapping[str, Form]) -> Plan:
        """Return what the answers to the format's own forms come to, which `survey` makes part of its plan.

        Parameters
        ----------
        workbook, settings
            As read.
        forms
            Name of a setting among `own_forms` -> the form it names; those that are blank are absent.
        """
        return Plan("survey")

    def how_it_goes(
        self, workbook: Workbook, settings: Settings, ledger: Sequence[Entry], forms: Mapping[str, Form]
    ) -> Iterable[tuple[str, str]]:
        """Return the figures of the format that `survey` keeps current in ``Overview``: what, and the figure.

        Parameters
        ----------
        workbook, settings, ledger
            As read.
        forms
            As for `checked_in`.
        """
        return ()

    def closing(self, workbook: Workbook, settings: Settings) -> tuple[Change, ...]:
        """Return what `survey` writes about weeks that have passed; nothing where a format does not count weeks."""
        return ()

    def told(
        self, workbook: Workbook, settings: Settings, entries: Iterable[Entry], now: datetime
    ) -> tuple[Change, ...]:
        """Return what `send` writes beside the lines of mails that have left; mostly nothing.

        Parameters
        ----------
        workbook, settings
            As read.
        entries
            The lines of the mails that have left.
        now
            When; in UTC.
        """
        return ()

    def explain(self, workbook: Workbook, settings: Settings, one: str, other: str = "") -> Plan:
        """Say why somebody is in a group, and what another one would cost; nothing is changed."""
        return Plan("explain", summary=f"There is nothing to explain in the format {self.name}.")

    def advice(self, workbook: Workbook, settings: Settings) -> Plan:
        """Say before matching where places are short and what would help; nothing is changed."""
        return Plan("advice", summary=f"There is no advice for the format {self.name}.")

    def learn(self, workbook: Workbook, settings: Settings, ledger: Sequence[Entry], said: Sequence[Feedback]) -> Plan:
        """Return what can be learned from how it went, with the changes that write down what was tried out.

        Parameters
        ----------
        workbook, settings, ledger
            As read.
        said
            What people answered afterwards, once each.

        Raises
        ------
        MentorshipError
            The format makes no pairs that could be compared.
        """
        what = f"the format {self.name} makes no pairs that could be compared."
        raise MentorshipError(Finding(what, "mentorship survey sums up how it was.", "no-learning", Level.STOP))

    def printout(self, workbook: Workbook, settings: Settings, *, changed: bool = False) -> Printout:
        """Return the page for paper, of the sheet as it stands.

        Parameters
        ----------
        workbook, settings
            As read.
        changed
            Only what is another than when it was printed last.

        Raises
        ------
        MentorshipError
            The format has nothing to print, or nothing stands yet.
        """
        what = f"the format {self.name} has nothing to print."
        raise MentorshipError(
            Finding(what, "Only formats with a seating have a page for paper.", "no-print", Level.STOP), Exit.USAGE
        )

    def export(self, name: str, workbook: Workbook, settings: Settings) -> Exported:
        """Return what an export saves; ``name`` is one of `exports`."""
        return Exported({}, f"the format {self.name} has no export called {name}.")

    def round_begins(self, workbook: Workbook, name: str) -> Mapping[str, str | int]:
        """Return what an organizer types in a rehearsal as another round begins: cell -> value; none without rounds."""
        return {}

    def nameless(
        self, workbook: Workbook, settings: Settings, names: Mapping[Identity, str], numbered: Callable[[str, str], str]
    ) -> Nameless:
        """Return what ``export --anonymous`` saves of the format.

        Parameters
        ----------
        workbook, settings
            As read.
        names
            Identity -> the made-up address that stands in the place of the person's own.
        numbered
            Of a noun and a text, ``noun 1``: the same for the same text, so that what two people share is still seen.
        """
        standing: Standing = self.read(workbook, settings)
        return Nameless(
            {
                person.identity: {
                    self.column_of(person.role): "\n".join(
                        f"<{names[person.role.other, email]}>"
                        for email in person.partners
                        if (person.role.other, email) in names
                    )
                }
                for person in standing.roster
                if self.people.names_people
            }
        )

    def column_of(self, role: Role) -> str:
        """Return the column of a tab of people that says whom somebody meets."""
        return self.people.partners.get(role, "Email")

    def mailing(self, name: str) -> Mailing:
        """Return a mailing by its name.

        Raises
        ------
        MentorshipError
            The format has none of this name; those it has are named.
        """
        for mailing in self.mailings:
            if mailing.name == name:
                return mailing
        names = ", ".join(mailing.name for mailing in self.mailings)
        raise MentorshipError(
            Finding(f"the format {self.name} has no mails called {name}.", f"There are: {names}.", "no-mailing")
        )


AnyProgramme = Programme[Any, Any]

_FORMATS: dict[str, AnyProgramme] = {}


def register(programme: AnyProgramme) -> None:
    """Make a format known, with its kinds of mail.

    Raises
    ------
    ValueError
        Another format, or another kind of mail, has the name already.
    """
    if _FORMATS.setdefault(programme.name, programme) is not programme:
        raise ValueError(f"there is a format called {programme.name} already")
    register_kinds(programme.kinds)


def formats() -> tuple[AnyProgramme, ...]:
    """Return every format that is known, the default one first."""
    return tuple(_FORMATS.values())


def foreign_criteria(programme: AnyProgramme) -> frozenset[str]:
    """Return the names of the criteria that other formats have and this one has not."""
    theirs = {row.name for other in formats() for row in other.criteria}
    return frozenset(theirs - {row.name for row in programme.criteria})


def programme_of(settings: Settings) -> AnyProgramme:
    """Return the format that the settings name.

    Raises
    ------
    MentorshipError
        There is no such format; those there are are named.
    """
    return format_named(settings.format)


def format_named(name: str) -> AnyProgramme:
    """Return a format by name, whatever its case; raises as `programme_of`."""
    for programme in _FORMATS.values():
        if programme.name == as_key(name):
            return programme
    raise MentorshipError(
        Finding(f"there is no format called “{name}”.", f"There are: {', '.join(_FORMATS)}.", "no-format", Level.STOP)
    )


def read_settings(workbook: Workbook) -> tuple[Settings, list[Finding]]:
    """Read the ``Settings`` tab, the lines of the sheet's own format included, and the tab ``Criteria``.

    Returns
    -------
    settings
        With the default wherever a line cannot be read.
    findings
        Everything that cannot be read, with its cell.

    Raises
    ------
    MentorshipError
        There is no such tab; it says to run setup.
    """
    lines = read_setting_lines(workbook)
    named = next((line for line in lines if as_key(line[0]) == "format" and line[1]), None)
    try:
        programme = format_named(named[1] if named else Settings().format)
    except MentorshipError as error:
        rest = [line for line in lines if line is not named]
        settings, findings = parse_settings(rest, ())
        where = named[2] if named else ""
        return settings, [*(replace(finding, where=where) for finding in error.findings), *findings]
    lines = _with_days(workbook, lines, day_settings(programme.own_settings))
    settings, findings = parse_settings(lines, programme.own_settings)
    return _with_criteria(workbook, programme, settings, findings, lines)


def _with_days(
    workbook: Workbook, lines: list[tuple[str, str, str]], names: frozenset[str]
) -> list[tuple[str, str, str]]:
    """Return the lines of ``Settings`` with days as ISO 8601 has them, in whatever way of the locale they stand."""
    tab = workbook.tab(SETTINGS.title)
    if tab is None:
        return lines
    days = {tab.address(row, "Value"): row for row in tab.rows if as_key(tab.text(row, "Setting")) in names}
    iso = dict(zip(days, iso_days([tab.cell(row, "Value") for row in days.values()], workbook.locale), strict=True))
    return [(name, iso.get(where, text), where) for name, text, where in lines]


def _with_criteria(
    workbook: Workbook,
    programme: AnyProgramme,
    settings: Settings,
    findings: list[Finding],
    lines: Sequence[tuple[str, str, str]],
) -> tuple[Settings, list[Finding]]:
    """Return settings and findings with what ``Criteria`` says, or the line of an older sheet where it has none."""
    foreign = foreign_criteria(programme)
    order = read_criteria(workbook, programme.criteria, programme.people, programme.compares_columns, foreign)
    older = next((line for line in lines if as_key(line[0]) == as_key(programme.order_setting)), None)
    if order is not None:
        findings = [*findings, *order.findings, *programme.criteria_findings(settings, order)]
        if older is not None and older[1]:
            findings.append(
                Finding(
                    f"{programme.order_setting} is not read any more: the order stands in {CRITERIA.title}.",
                    "Clear this cell.",
                    "order-moved",
                    where=older[2],
                )
            )
        return programme.ordered(settings, order.keys, order.musts), findings
    if older is None:
        return settings, findings
    told = settings.own.get(programme.order_setting, settings.priorities)
    return programme.ordered(settings, told if older[1] else programme.first_order), findings


def mailing_context(
    programme: AnyProgramme,
    workbook: Workbook,
    settings: Settings,
    ledger: tuple[Entry, ...],
    now: datetime,
    answered: frozenset[str] = frozenset(),
) -> MailingContext:
    """Read everything that mailings are decided from.

    Parameters
    ----------
    programme
        The format of the sheet.
    workbook, settings
        As read.
    ledger
        All its lines.
    now
        With a time zone.
    answered
        Addresses of those who filled in the after-event form.

    Returns
    -------
    MailingContext
        People, groups and ledger, and what to know about them.

    Raises
    ------
    MentorshipError
        A tab or column of people is missing, or lines of the ledger are that the sheet remembers: a mail that nobody
        knows of any more would go out twice.
    """
    trust_ledger(workbook)
    standing = programme.read(workbook, settings)
    findings = (*standing.findings, *locate(programme.check(settings, standing), workbook))
    calendar = read_calendar_id(workbook)
    contradictions = partial(role_contradictions, workbook, standing.roster)
    return MailingContext(standing, held_people(findings), ledger, settings, now, answered, calendar, contradictions)
