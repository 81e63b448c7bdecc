"""What a form asks people who would coach: at which events, in which role, at how many in a season."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from mentorship_gsheets.intake.answers import JOIN, number_text, split_choices
from mentorship_gsheets.mail.facts import day, plain
from mentorship_gsheets.people import Form, Question, Response, Role
from mentorship_gsheets.programmes.coaches.events import EVENT, EVENTS, SERIES, Workshop
from mentorship_gsheets.programmes.coaches.standing import HAD, OFFERS, ROLE, ROLES, SEASON, CoachStanding, read_role
from mentorship_gsheets.records.form_questions import Asked, survey
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.text import as_answer, as_key

_LEAST_SHARE = 0.5
"""Share of what a question offers, or of what people answered, that must fit for it to be that question."""
Fit = Callable[[str], bool]
TextOf = Callable[[Sequence[str]], str]
"""The values of one answer -> one text."""
_TITLE = "At which events could you coach? Tick all that you could come to."
_USUAL = ("Name", "Affiliation", "Time zone", "Languages", "Notes")
_HOW_MANY = r".*\b(how many|how often|number of|wie viele|wie oft|combien|cuantos|cuantas|quantos|quanti)\b.*"
_WORKSHOPS = (
    r"\b(events?|workshops?|times|veranstaltung\w*|termine|ateliers?|evenements?|talleres|eventos?|oficinas)\b.*"
)
_SO_FAR = re.compile(r".*\b(before|so far|already|bisher|schon|bereits|deja|ya|antes|hasta ahora|gia)\b.*")
_ASKS_NUMBER = re.compile(_HOW_MANY + _WORKSHOPS)


def event_label(workshop: Workshop) -> str:
    """Return an event as the form offers it: its name and its day."""
    when = day(workshop.starts.date()) if workshop.starts else ""
    return " · ".join(filter(None, (plain(workshop.key).replace("·", "-"), when)))


def asked(workbook: Workbook, standing: CoachStanding | None = None) -> tuple[Asked, ...]:
    """Return the questions; the events to tick are those ahead, and the series that have one; before setup, none.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    standing
        ``None`` before setup.
    """
    every = standing.workshops if standing is not None else ()
    ahead = [one for one in every if standing is not None and not one.faulty and not one.over(standing.now)]
    series = dict.fromkeys(one.series for one in ahead if one.series)
    events = (*series, *map(event_label, ahead))
    own = [
        Asked(
            ROLE,
            Question("", "As what would you like to take part?", ROLES),
            why="nobody leads who has not said so",
        ),
        Asked(
            SEASON,
            Question("", "At how many events would you coach this season, at most?", ("1", "2", "3", "4", "5")),
            why="the number of Settings holds for everybody",
        ),
        Asked(
            HAD,
            Question("", "At how many workshops have you coached before?"),
            why="newcomers cannot be told from others",
        ),
    ]
    if events:
        lost = "somebody must write the events of everybody into the sheet"
        own.insert(0, Asked(OFFERS, Question("", _TITLE, tuple(events), several=True), why=lost, fresh=True))
    usual = {each.column: each for each in survey(workbook) if each.column in _USUAL}
    return (usual["Name"], *own, *(usual[column] for column in _USUAL if column != "Name"))


def recognised(workbook: Workbook, form: Form) -> Mapping[str, str]:
    """Return which question of a form asks for events: its id -> column.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    form
        One of the forms that are read.
    """
    names = _names(workbook)
    found = (one.id for one in form.questions if as_key(one.title) == as_key(_TITLE) or _asks_events(form, one, names))
    return dict.fromkeys(list(found)[:1], OFFERS)


def prepared(workbook: Workbook, form: Form) -> tuple[Form, Mapping[str, str]]:
    """Return a form whose questions about coaching are plain, and which question feeds which column.

    Parameters
    ----------
    workbook
        Its tab ``Events`` names the events: what people tick is known by them, however the question is worded.
    form
        As read.

    Returns
    -------
    form
        Everybody who answers it is a coach; events are a text with semicolons, numbers are numbers.
    columns
        Question id -> column; other questions are absent.
    """
    names = _names(workbook)
    columns = dict(recognised(workbook, form))
    for id in columns:
        form = _with_texts(form, id, lambda values: JOIN.join(_events(values, names)))
    # who fills in a form for coaches is one, whether it asks or not
    form = replace(form, role=Role.MENTOR, responses=tuple(replace(one, role=Role.MENTOR) for one in form.responses))
    for question in form.questions:
        if question.id in columns:
            continue
        words = as_answer(question.title)
        if _ASKS_NUMBER.fullmatch(words):
            column = HAD if _SO_FAR.fullmatch(words) else SEASON
        elif question.options and _fits(
            form, question, lambda text: bool(text.strip()) and read_role(text) is not None
        ):
            column = ROLE
        else:
            continue
        if column not in columns.values():
            columns[question.id] = column
            if column != ROLE:
                form = _with_texts(form, question.id, number_text)
    return form, columns


def _names(workbook: Workbook) -> dict[str, str]:
    tab = workbook.tab(EVENTS.title)
    if tab is None:
        return {}
    headers = [header for header in (EVENT, SERIES) if tab.column(header) is not None]
    return {as_key(text): text for row in tab.rows for header in headers if (text := tab.text(row, header))}


def _named(text: str, names: Mapping[str, str]) -> str:
    """Return the event or series that an answer names, alone or with its day behind it; blank for none."""
    return next((names[as_key(part)] for part in (text, text.rpartition("·")[0]) if as_key(part) in names), "")


def _asks_events(form: Form, question: Question, names: Mapping[str, str]) -> bool:
    # ticks joined with commas in one cell of a linked tab are several answers
    told = question.options or tuple(
        part
        for response in form.responses
        for text in response.answers.get(question.id, ())
        for part in ([text] if _named(text, names) else split_choices([text], tuple(names.values())))
    )
    known = [bool(_named(text, names)) for text in told if text.strip()]
    return bool(known) and sum(known) >= _LEAST_SHARE * len(known)


def _fits(form: Form, question: Question, fit: Fit) -> bool:
    told = question.options or tuple(
        text for response in form.responses for text in response.answers.get(question.id, ())
    )
    told = tuple(text for text in told if text.strip())
    return bool(told) and sum(map(fit, told)) >= _LEAST_SHARE * len(told)


def _events(values: Sequence[str], names: Mapping[str, str]) -> list[str]:
    found: dict[str, None] = {}
    for value in values:
        whole = _named(value, names)
        # ticks joined with commas in one cell of a linked tab
        parts = [value] if whole else split_choices([value], tuple(names.values()))
        for part in parts:
            found[_named(part, names) or part.replace(";", ",")] = None
    return list(found)


def _with_texts(form: Form, id: str, text_of: TextOf) -> Form:
    def changed(response: Response) -> Response:
        values = response.answers.get(id)
        return response if not values else replace(response, answers={**response.answers, id: (text_of(values),)})

    questions = tuple(replace(one, options=(), several=False) if one.id == id else one for one in form.questions)
    return replace(form, questions=questions, responses=tuple(map(changed, form.responses)))
