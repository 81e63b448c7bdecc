"""The year's survey: the questions we ask, and what an existing form lacks of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mentorship_gsheets.bins import catch_all, leads_nowhere
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.intake.answers import read_attendance, read_roles
from mentorship_gsheets.people import Form, Question, Role
from mentorship_gsheets.records.bin_rows import read_bins
from mentorship_gsheets.records.mapping import map_questions
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import BINS, QUESTIONS
from mentorship_gsheets.text import as_key


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the survey.

    Parameters
    ----------
    column
        The column of ``Mentors`` and ``Mentees`` (or ``Role``) that its answers go into.
    question
        Wording and options as people see them; the id is the form's to give, so it is empty.
    long
        Free text of several lines.
    why
        What is lost without the question, as the end of a sentence; empty: nothing works without it.
    role
        Who is asked; None: everybody.
    fresh
        Its choices follow the sheet: ``mentorship form`` brings those of a form that is there up to date.
    """

    column: str
    question: Question
    long: bool = False
    why: str = ""
    role: Role | None = None
    fresh: bool = False

    @property
    def needed(self) -> bool:
        """True when nobody can be matched without the question; then people must answer it."""
        return not self.why


def _text(title: str) -> Question:
    return Question("", title)


def _one_of(title: str, *options: str) -> Question:
    return Question("", title, options)


def _some_of(title: str, *options: str) -> Question:
    return Question("", title, options, several=True, other=True)


_FIELDS = "Which fields do you work in? Tick all that apply."
_LANGUAGES = ("English", "Spanish", "Portuguese", "French", "German", "Chinese", "Hindi", "Arabic")
_TOPICS = (
    "Careers inside and outside academia",
    "Contributing to open source",
    "Writing papers and proposals",
    "Giving talks",
    "Teaching",
    "Leading people and projects",
    "Work and family",
)
SURVEY = (
    Asked("Name", _text("What is your full name?")),
    Asked("Role", _one_of("How would you like to take part?", "As a mentor", "As a mentee", "As both")),
    Asked("Attendance", _one_of("How will you attend the conference?", "In person", "Virtually")),
    Asked("Fields", _some_of(_FIELDS)),
    Asked(
        "Capacity",
        _one_of("Mentors: how many mentees could you take on?", "1", "2", "3"),
        why="nobody gets two",
        role=Role.MENTOR,
    ),
    Asked("Topics", _some_of("What would you like to talk about?", *_TOPICS), why="topics cannot be compared"),
    Asked(
        "Sector",
        _one_of("Which sector do you work in?", "Academia", "Industry", "Government lab", "Non-profit", "Student"),
        why="sectors cannot be compared",
    ),
    Asked("Affiliation", _text("Where do you work or study?"), why="colleagues are recognised by their addresses only"),
    Asked("Time zone", _text("What is your time zone, as Europe/Paris?"), why="time zones cannot be compared"),
    Asked(
        "Languages",
        _some_of("Which languages do you speak comfortably?", *_LANGUAGES),
        why="languages cannot be compared",
    ),
    Asked("First time", _one_of("Is this your first conference?", "Yes", "No"), why="nobody can see who is new"),
    Asked(
        "Notes",
        _text("Anything else we should know when we look for your match?"),
        long=True,
        why="there is no free text to read",
    ),
)
"""The questions of the survey in the order of the form; fields to tick are added from ``Bins``."""


def survey(workbook: Workbook) -> tuple[Asked, ...]:
    """Return the questions in the order of the form; the fields to tick are those of the tab ``Bins``.

    The address is not among them: the form collects it by itself.
    """
    fields = tuple(dict.fromkeys(field for bin in read_bins(workbook) for field in bin.fields))
    return tuple(
        replace(asked, question=replace(asked.question, options=fields)) if asked.column == "Fields" else asked
        for asked in SURVEY
    )


_ONE, _SOME = "○ ", "☐ "
"""What stands before the choices of last year's questions, under ``Examples``, as Google Forms draws them."""
_OURS = frozenset({"Role", "Attendance", "Fields"})
"""Columns whose choices are ours: they must be understood, or follow ``Bins``."""


def choices_text(question: Question) -> str:
    """Return the choices of a question as carry-over writes them under ``Examples``; blank for free text.

    >>> print(choices_text(Question("", "Where?", ("Here", "There"))))
    ○ Here
    ○ There
    """
    mark = _SOME if question.several else _ONE
    return "\n".join(f"{mark}{' '.join(option.split())}" for option in question.options)


def as_last_year(workbook: Workbook, asks: Sequence[Asked]) -> tuple[Asked, ...]:
    """Return the questions of a new form in the words of last year's, with what was asked besides.

    Parameters
    ----------
    workbook
        The lines of its ``Questions`` that name no form are those that carry-over took from last year.
    asks
        What the format asks.

    Returns
    -------
    tuple of Asked
        The same where there are no such lines. A column with two questions, and choices that the sheet decides, stay.
    """
    tab = workbook.tab(QUESTIONS.title)
    lines = [
        (tab.text(row, "Column").partition(":")[0].strip(), tab.text(row, "Question"), tab.text(row, "Examples"))
        for row in (tab.rows if tab else ())
        if tab is not None and tab.text(row, "Question") and not (tab.text(row, "Form") or tab.text(row, "Question id"))
    ]
    columns = [one.column for one in asks]
    asked = [one if columns.count(one.column) > 1 else _reworded(one, lines) for one in asks]
    more = [
        Asked(
            column, replace(_chosen(Question("", title), examples), other=bool(examples)), why="it was asked last year"
        )
        for column, title, examples in lines
        if as_key(column) not in set(map(as_key, columns))
    ]
    return (*asked, *more)


def _reworded(asked: Asked, lines: Sequence[tuple[str, str, str]]) -> Asked:
    mine = [(title, examples) for column, title, examples in lines if as_key(column) == as_key(asked.column)]
    if len(mine) != 1:
        return asked
    question = replace(asked.question, title=mine[0][0])
    decided = asked.fresh or asked.column in _OURS or question.rows
    return replace(asked, question=question if decided else _chosen(question, mine[0][1]))


def _chosen(question: Question, examples: str) -> Question:
    """Return a question with the choices that its line lists, where it lists any."""
    for mark in (_ONE, _SOME):
        options = tuple(line.removeprefix(mark).strip() for line in examples.splitlines() if line.startswith(mark))
        if options:
            return replace(question, options=tuple(dict.fromkeys(options)), several=mark == _SOME)
    return question


@dataclass(frozen=True, slots=True)
class _Seen:
    """An existing form: its questions by the columns they feed."""

    form: Form
    by_column: dict[str, list[Question]] = field(default_factory=dict)

    def feeds(self, column: str) -> bool:
        if column == "Name" and "First name" in self.by_column:
            return True
        return column in self.by_column or (column == "Role" and self.form.role is not None)


def lacking(
    workbook: Workbook,
    form: Form,
    asks: Sequence[Asked],
    collects_addresses: bool,
    own: Mapping[tuple[str, str], str] | None = None,
) -> list[Finding]:
    """Return what an existing form lacks of the survey.

    Parameters
    ----------
    workbook
        Its ``Questions`` and ``Bins`` tabs say what feeds which column, and which fields there are.
    form
        As read, with the role it stands for when it does not ask.
    asks
        What the format of the sheet asks.
    collects_addresses
        Whether the form notes who answered by itself.
    own
        ``(form title, question id)`` -> a column that only the format has, for questions it recognised.

    Returns
    -------
    Missing questions that nothing works without (`Level.HELD`), then missing others and options the tool could not
    read (`Level.NOTE`). Empty when the form asks all we ask.
    """
    seen = _Seen(form)
    own = own or {}
    columns = map_questions(workbook, (form,), own, set(own.values())).columns
    for question in form.questions:
        if column := columns.get((form.title, question.id)):
            seen.by_column.setdefault(column, []).append(question)
    return [*_missing(seen, asks, collects_addresses), *_unread(seen), *_unlisted(seen, workbook)]


def _missing(seen: _Seen, asks: Sequence[Asked], collects_addresses: bool) -> Iterator[Finding]:
    if not collects_addresses and not seen.feeds("Email"):
        yield Finding(
            "the form does not ask who answers.",
            "In its Settings, under Responses, set Collect email addresses to Responder input.",
            code="form-no-address",
            level=Level.HELD,
        )
    for asked in sorted(asks, key=lambda asked: not asked.needed):
        of_others = None not in (asked.role, seen.form.role) and asked.role is not seen.form.role
        if seen.feeds(asked.column) or of_others:
            continue
        wording = f"Add for instance “{asked.question.title}”"
        yield Finding(
            f"no question feeds {asked.column}" + (f": {asked.why}." if asked.why else "."),
            f"{wording}, or name the one that does in Questions.",
            code="form-lacks",
            level=Level.HELD if asked.needed else Level.NOTE,
            column=asked.column,
        )


def _unread(seen: _Seen) -> Iterator[Finding]:
    """Options of the two questions whose answers must be understood, and would not be."""
    readers: dict[str, Callable[[str], bool]] = {
        "Role": lambda text: read_roles(text) is not None,
        "Attendance": lambda text: read_attendance(text)[1],
    }
    for column, understood in readers.items():
        for question in seen.by_column.get(column, ()):
            strange = [option for option in question.options if not understood(option)]
            if strange:
                told = ", ".join(f"“{option}”" for option in strange)
                yield Finding(
                    f"the tool cannot read {told} as an answer to “{question.title}”.",
                    "Word it with mentor and mentee." if column == "Role" else "Say in person or virtual in it.",
                    code="form-option",
                    column=column,
                )


def _unlisted(seen: _Seen, workbook: Workbook) -> Iterator[Finding]:
    bins = read_bins(workbook)
    ticked = [option for question in seen.by_column.get("Fields", ()) for option in question.options]
    strange = [option for option in ticked if leads_nowhere(option, bins)]
    if strange:
        yield Finding(
            f"no bin lists these fields of the form: {'; '.join(strange)}.",
            f"Add them to {BINS.title}; people who tick nothing else go to {catch_all(bins)}.",
            code="form-field",
            column="Fields",
        )
