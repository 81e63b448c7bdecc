"""What a sign-up form asks for cohorts beside the usual: the tasks somebody wants, and in how many cohorts at once."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from mentorship_gsheets.intake.answers import JOIN, read_capacity, split_choices
from mentorship_gsheets.people import Form, Question, Response
from mentorship_gsheets.programmes.cohorts.tabs import AT_ONCE, COHORTS, TASK, TASKS
from mentorship_gsheets.records.form_questions import Asked, survey
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.text import as_key

_LEAST_SHARE = 0.5
"""Share of what a question offers, or of what people answered, that must be tasks for it to ask for tasks."""

_AT_ONCE = re.compile(
    r"(how many|number of|in wie vielen|wie viele|combien|cu[aá]nt[oa]s|quant[oa]s|quanti).*"
    r"(coho?rt|kohort|coorte|at once|same time|gleichzeitig|simultan|à la fois|a la vez|ao mesmo tempo)"
)
_GRID_ROW = re.compile(r".*\[(?P<row>[^\[\]]+)\]\s*", re.DOTALL)


def task_names(workbook: Workbook) -> tuple[str, ...]:
    """Return the tasks that the tab ``Cohorts`` names, in its order, each once."""
    tab = workbook.tab(COHORTS.title)
    rows = tab.rows if tab is not None and tab.column(TASK) is not None else ()
    names = {as_key(text): text for row in reversed(rows) if tab is not None and (text := tab.text(row, TASK))}
    return tuple(reversed(names.values()))


def asked(workbook: Workbook) -> tuple[Asked, ...]:
    """Return the questions of the survey with the two that cohorts need; the tasks to tick are those of the tab."""
    tasks = Question("", "Which tasks would you like to work on?", task_names(workbook), several=True, other=True)
    at_once = Question("", "In how many cohorts would you like to be at the same time, at most?", ("1", "2", "3"))
    own = (
        Asked(TASKS, tasks, why="somebody must write the tasks of everybody into the sheet"),
        Asked(AT_ONCE, at_once, why="nobody is in two cohorts at once"),
    )
    # places are those of cohorts here, and bins and fields put nobody together
    usual = [each for each in survey(workbook) if each.column not in ("Capacity", "Fields", "Attendance")]
    place = 1 + next(number for number, each in enumerate(usual) if each.column == "Role")
    return (*usual[:place], *own, *usual[place:])


def prepared(workbook: Workbook, form: Form) -> tuple[Form, Mapping[str, str]]:
    """Return a form whose questions about tasks and cohorts at once are plain, and which question feeds which column.

    Parameters
    ----------
    workbook
        Its tab ``Cohorts`` names the tasks: what people answer is known by them, however the question is worded.
    form
        As read.

    Returns
    -------
    form
        The rows of a grid of tasks are one question, whose answer names the tasks by their rank; answers that tick
        tasks are one text with semicolons, and numbers of cohorts are numbers.
    columns
        Question id -> ``Tasks`` or ``Cohorts at once``; other questions are absent.
    """
    tasks = {as_key(name): name for name in task_names(workbook)}
    columns: dict[str, str] = {}
    rows = {q.id: task for q in form.questions if (task := _row_task(q, tasks))}
    if len(rows) > 1:
        form = _one_question(form, rows)
        columns[next(iter(rows))] = TASKS
    else:
        wanted = next((q for q in form.questions if _asks_tasks(form, q, tasks)), None)
        if wanted is not None:
            form = _with_texts(form, wanted.id, lambda values: JOIN.join(_known(values, tasks)))
            columns[wanted.id] = TASKS
    number = next((q for q in form.questions if q.id not in columns and _AT_ONCE.search(as_key(q.title))), None)
    if number is not None:
        form = _with_texts(form, number.id, lambda values: _number(" ".join(values)))
        columns[number.id] = AT_ONCE
    return form, columns


def _number(text: str) -> str:
    number, _ = read_capacity(text)
    return text if number is None else str(number)


def _row_task(question: Question, tasks: Mapping[str, str]) -> str:
    found = _GRID_ROW.fullmatch(question.title)
    return tasks.get(as_key(found["row"]), "") if found else ""


def _asks_tasks(form: Form, question: Question, tasks: Mapping[str, str]) -> bool:
    names = tuple(tasks.values())
    if not names:
        return False
    told = list(question.options)
    if not told:
        answers = [text for response in form.responses for text in response.answers.get(question.id, ())]
        told = [part for text in answers for part in split_choices([text], names)]
    return bool(told) and sum(as_key(text) in tasks for text in told) >= _LEAST_SHARE * len(told)


def _known(values: Sequence[str], tasks: Mapping[str, str]) -> Iterator[str]:
    for value in split_choices(values, tuple(tasks.values())):
        yield tasks.get(as_key(value), value.replace(";", ","))


def _with_texts(form: Form, id: str, text_of: Callable[[Sequence[str]], str]) -> Form:
    def changed(response: Response) -> Response:
        values = response.answers.get(id)
        return response if not values else replace(response, answers={**response.answers, id: (text_of(values),)})

    questions = tuple(replace(q, options=(), several=False) if q.id == id else q for q in form.questions)
    return replace(form, questions=questions, responses=tuple(map(changed, form.responses)))


def _one_question(form: Form, rows: Mapping[str, str]) -> Form:
    """Return a form in which the rows of a grid are its first row, answered with the tasks from the best on."""
    first, *others = rows
    options = next(question.options for question in form.questions if question.id == first)

    def ranked(response: Response) -> Response:
        places = [
            (place, number, task)
            for number, (id, task) in enumerate(rows.items())
            if (place := _place(response.answers.get(id, ()), options)) is not None
        ]
        answers = {id: values for id, values in response.answers.items() if id not in rows}
        picks = [task for _, _, task in sorted(places)]
        return replace(response, answers={**answers, first: (JOIN.join(picks),)} if picks else answers)

    questions = tuple(
        replace(q, title=q.title.rpartition("[")[0].strip() or q.title, options=(), several=False)
        if q.id == first
        else q
        for q in form.questions
        if q.id not in others
    )
    return replace(form, questions=questions, responses=tuple(map(ranked, form.responses)))


_NOT_WANTED = re.compile(r"(no|not|none|never|nein|kein|nicht|non|pas|nunca|não)\b.*")


def _place(values: Collection[str], options: Sequence[str]) -> int | None:
    """Return the rank of a row's answer; None where it says that the task is not wanted, or nothing."""
    text = as_key(" ".join(values))
    if not text or _NOT_WANTED.fullmatch(text):
        return None
    if found := re.search(r"\d+", text):
        return int(found[0])
    listed = [as_key(option) for option in options]
    return listed.index(text) + 1 if text in listed else len(listed) + 1
