"""The tab ``Pulled answers``: every answer as it was pulled last, which tells a person's edit from the tool's text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mentorship_gsheets.intake.texts import clean
from mentorship_gsheets.people import Form, Response
from mentorship_gsheets.spreadsheet.plan import AddColumn, AddRow, Change, SetCell, Value
from mentorship_gsheets.spreadsheet.tab import Column
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import FORM_RESPONSES
from mentorship_gsheets.tabs.figures import day_of_response
from mentorship_gsheets.text import as_key

RESPONSE, SUBMITTED, FORM, ADDRESS, DAY = (column.header for column in FORM_RESPONSES.columns)
_OWN = {as_key(column.header) for column in FORM_RESPONSES.columns}
_JOIN = "; "


@dataclass(frozen=True, slots=True)
class Mirror:
    """What the tab holds.

    Parameters
    ----------
    header
        Its headings, folded.
    rows
        Name of a response -> its texts by folded heading.
    """

    header: frozenset[str] = frozenset()
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_mirror(workbook: Workbook) -> Mirror:
    """Read the mirror; without the tab it is empty."""
    tab = workbook.tab(FORM_RESPONSES.title)
    if tab is None:
        return Mirror()
    rows = {}
    for row, texts in tab.records():
        # a row somebody copied is the same response; a key that stands twice cannot be written to
        if (id := tab.text(row, RESPONSE)) and len(tab.keyed(RESPONSE)[as_key(id)]) == 1:
            rows[id] = {as_key(heading): text for heading, text in texts.items()}
    return Mirror(frozenset(as_key(text) for text in tab.header), rows)


def as_pulled(mirror: Mirror, forms: Sequence[Form]) -> tuple[Form, ...]:
    """Return the forms as they were when pulled last: what the tool knew when it last wrote.

    A response belongs to the form that still has it; one that is gone, to the form whose title it bears.

    Parameters
    ----------
    mirror
        The tab of mirrored responses.
    forms
        The forms as they are now.
    """
    now = {response.id: index for index, form in enumerate(forms) for response in form.responses}
    titled = {form.title: index for index, form in reversed(list(enumerate(forms)))}
    found: list[list[Response]] = [[] for _ in forms]
    headings = [headings_of(form) for form in forms]
    for id, texts in mirror.rows.items():
        index = now.get(id, titled.get(texts.get(as_key(FORM), "")))
        if index is None:
            continue
        answers = {}
        for question in forms[index].questions:
            text = texts.get(as_key(headings[index][question.id]), "")
            if text:
                answers[question.id] = tuple(text.split(_JOIN)) if question.several else (text,)
        response = Response(
            id, texts.get(as_key(SUBMITTED), ""), texts.get(as_key(ADDRESS), ""), answers, forms[index].role
        )
        found[index].append(response)
    return tuple(
        Form(form.id, form.title, form.questions, tuple(sorted(old, key=_submitted)), form.role)
        for form, old in zip(forms, found, strict=True)
    )


def _submitted(response: Response) -> tuple[str, str]:
    return response.submitted, response.id


def orphans(mirror: Mirror, forms: Iterable[Form]) -> int:
    """Return how many mirrored responses belong to no form that is read now.

    Parameters
    ----------
    mirror
        The tab of mirrored responses.
    forms
        The forms that are read now.
    """
    forms = tuple(forms)
    known = {response.id for form in forms for response in form.responses}
    titles = {form.title for form in forms}
    return sum(id not in known and texts.get(as_key(FORM), "") not in titles for id, texts in mirror.rows.items())


def headings_of(form: Form) -> Mapping[str, str]:
    """Return question id -> heading in the mirror: the wording, clear of the mirror's own headings and of each other.

    >>> from mentorship_gsheets.people import Question
    >>> form = Form("f", "F", (Question("a", "Topics?"), Question("b", "Topics?"), Question("c", "Form")), ())
    >>> headings_of(form)
    {'a': 'Topics?', 'b': 'Topics? (2)', 'c': 'Question: Form'}
    """
    found: dict[str, str] = {}
    taken = set(_OWN)
    for question in form.questions:
        wording = clean(question.title) or f"Question {question.id}"
        if as_key(wording) in _OWN:
            wording = f"Question: {wording}"
        heading, number = wording, 1
        while as_key(heading) in taken:
            number += 1
            heading = f"{wording} ({number})"
        taken.add(as_key(heading))
        found[question.id] = heading
    return found


def mirrored(mirror: Mirror, forms: Iterable[Form]) -> Iterator[Change]:
    """Yield the changes that make the mirror hold these responses; responses that are gone stay in it.

    Parameters
    ----------
    mirror
        The tab of mirrored responses, as it is.
    forms
        What it is to hold.
    """
    title = FORM_RESPONSES.title
    header, written = set(mirror.header), set[str]()
    for form in forms:
        headings = headings_of(form)
        for heading in headings.values():
            if as_key(heading) not in header:
                header.add(as_key(heading))
                yield AddColumn(title, Column(heading, width=160, ours=True))
        for response in form.responses:
            if response.id in written:
                continue
            written.add(response.id)
            texts = dict(_texts(form, response, headings))
            there = mirror.rows.get(response.id)
            if there is None:
                values: list[tuple[str, Value]] = [(name, text) for name, text in texts.items() if text]
                if as_key(DAY) in header:
                    values.append((DAY, day_of_response()))
                yield AddRow(title, RESPONSE, response.id, tuple(values))
                continue
            for heading, text in texts.items():
                before = there.get(as_key(heading), "")
                if before.split() != text.split():
                    yield SetCell(title, RESPONSE, response.id, heading, text, before=before)


def _texts(form: Form, response: Response, headings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield RESPONSE, response.id
    yield SUBMITTED, response.submitted
    yield FORM, form.title
    yield ADDRESS, clean(response.email)
    for question in form.questions:
        # what cannot be seen or stored is left out; everything else stands as it was written
        yield headings[question.id], clean(_JOIN.join(response.answers.get(question.id, ())), lines=True)
