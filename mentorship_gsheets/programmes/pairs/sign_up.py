"""What a form asks for pairs beside the usual: needs and offers, a goal, what matters most, and consent."""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace

from mentorship_gsheets.intake.answers import read_capacity, read_yes_no
from mentorship_gsheets.intake.columns.heading import read_heading
from mentorship_gsheets.intake.columns.sides import side_of, wanted_of
from mentorship_gsheets.intake.person import read_wanted
from mentorship_gsheets.intake.questions import Guess, guess_columns
from mentorship_gsheets.people import Form, Question, Response, Role
from mentorship_gsheets.records.form_questions import Asked, survey
from mentorship_gsheets.settings import Priority
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.people_tabs import GOAL, INTRODUCE, MATTERS, WANTED
from mentorship_gsheets.text import as_key, as_words

COLUMNS = (GOAL, MATTERS, WANTED, INTRODUCE)
"""The columns that only pairs have, as answers feed them."""

_CHOICES: Mapping[str, Priority] = {
    "Has experience with what I want help with": Priority.TOPICS,
    "Works in a field of mine": Priority.FIELDS,
    "Works in the sector I work in": Priority.SECTOR,
    "Speaks a language of mine": Priority.LANGUAGES,
    "Lives in a time zone near mine": Priority.TIME_ZONE,
    "Attends the way I do, in person or virtually": Priority.ATTENDANCE,
}
"""What the form offers -> the criterion it means."""

_MEANT = {
    Priority.TOPICS: (
        r"topic|help with|experience (with|in)|tema|sujet|thema|temas|assunto|argoment|тем|话题|トピック|주제"
    ),
    Priority.FIELDS: (
        r"\bfields?\b|discipline|area of work|expertise|fach|domaine|campo|área|area|settore|област|领域|分野|분야"
    ),
    Priority.SECTOR: r"sector|industry or|kind of employer|branche|secteur|sektor|отрасл|行业|業界|업계",
    Priority.LANGUAGES: r"language|sprache|langue|idioma|lingua|taal|språk|язык|语言|言語|언어",
    Priority.TIME_ZONE: (
        r"time ?zone|zeitzone|fuseau|zona horaria|huso|fuso|tijdzone|часов|时区|時間帯|タイムゾーン|시간대"
    ),
    Priority.ATTENDANCE: r"attend|in person|on ?site|teilnahme|vor ort|présen|presen|очно|现场|対面|대면",
}
_MOST = re.compile(
    r"\b(most important|matters? (the )?most|important to you|priority|prioritize|wichtigste|am wichtigsten"
    r"|plus important|mas importante|mais importante|piu importante|belangrijkst|viktigast|viktigst|важнее всего"
    r"|najwazniejsz)|最重要|一番大切|最も重要|가장 중요"
)
_GOAL = re.compile(
    r"\b(goals?|achieve|accomplish|objectives?|have reached|ziele?|erreichen|objectifs?|atteindre|objetivos?|metas?"
    r"|alcanzar|alcancar|obiettiv\w*|raggiungere|doel\w*|bereiken|mal|maal|tavoittee\w*|cele?|cel[ue]|цел\w*|достичь"
    r"|hedef\w*)\b|目標|目标|目的|목표"
)
# French mentorés, without accents mentores, are the mentees
_WANTED = re.compile(
    r"\b(how many|number of) mentors\b|\bwie viele mentor(en|innen)\b|\banzahl (der )?mentor(en|innen)\b"
    r"|\b(combien de|nombre de) mentor(s| e s)\b|\b(cuantos|cuantas|numero de|quantos|quantas) mentor[aeo]s\b"
    r"|\bquant[ie] mentor[aei]?\b|\bnumero di mentor[ei]?\b|\b(hoeveel|aantal) mentor(en|s)\b"
    r"|\bhur manga mentorer\b|\bhvor mange mentorer\b|\bkuinka monta mentoria\b|\bilu mentorow\b"
    r"|\bkac mentor\b|сколько наставник\w*"
    r"|何人のメンター|メンター(は|を)?何人|(几|多少)(位|个|名)导师|멘토.{0,6}몇 ?명|몇 ?명의 멘토"
)
_INTRODUCE = re.compile(
    r"\bintroduc\w*|\b(share|pass on|give|forward|send)\b.*\b(name|contact|address|e ?mail|details)\b"
    r"|vorstell\w*|weitergeb\w*|kontaktdaten|\bpresente[rz]\b|coordonnees|presentar\w*|tus datos|seus dados"
    r"|apresentar\w*|contatti|contactgegevens|представ\w*|контакт\w*|紹介|介绍|소개"
)
_SHARE = 0.5
"""Share of options or answers that must be read for a question to be the one it seems to be."""


def asked(workbook: Workbook) -> tuple[Asked, ...]:
    """Return the questions of the survey with needs and offers apart, and what only pairs ask."""
    usual = survey(workbook)
    topics = next(each for each in usual if each.column == "Topics")
    apart = (
        replace(topics, question=replace(topics.question, title="Mentees: what would you like help with?")),
        replace(topics, question=replace(topics.question, title="Mentors: what could you help with?")),
        Asked(
            GOAL,
            Question("", "Mentees: what do you want to have reached?"),
            long=True,
            why="no mail can say what a mentee wants to reach",
        ),
        Asked(
            MATTERS,
            Question("", "Mentees: what matters most to you in a mentor?", tuple(_CHOICES)),
            why="nobody knows what counts most to whom",
        ),
    )
    consent = Asked(
        INTRODUCE,
        Question(
            "",
            "May we introduce you by mail to those we find for you, with your address and these answers?",
            ("Yes", "No"),
        ),
        why="nobody has agreed to be introduced",
    )
    parted = [one for each in usual for one in (apart if each is topics else (each,))]
    return (*parted, consent)


def asked_beside(workbook: Workbook, own: Sequence[Asked], not_asked: Container[str]) -> tuple[Asked, ...]:
    """Return the questions of pairs for another format of pairs: its own behind the one about the role.

    Parameters
    ----------
    workbook
        As for `asked`.
    own
        What only the other format asks.
    not_asked
        Columns of pairs that it does not ask for.
    """
    usual = [each for each in asked(workbook) if each.column not in not_asked]
    place = 1 + next(number for number, each in enumerate(usual) if each.column == "Role")
    return (*usual[:place], *own, *usual[place:])


def texts_given(form: Form, question: Question) -> list[str]:
    """Return what people answered to a question, each answer as one text; those who did not answer are absent.

    Parameters
    ----------
    form, question
        As read.
    """
    return [" ".join(response.answers[question.id]) for response in form.responses if question.id in response.answers]


def prepared(form: Form) -> tuple[Form, Mapping[str, str]]:
    """Return a form whose answers to the questions that only pairs ask are as the columns hold them.

    Parameters
    ----------
    form
        As read.

    Returns
    -------
    form
        What matters most is the name of a criterion, or blank; consent is yes or no, or as it was given.
    columns
        Question id -> one of `COLUMNS`; or ``Topics`` for the questions about needs and about offers, in a form that
        has both. Other questions are absent.
    """
    columns: dict[str, str] = {}
    for question in form.questions:
        column = next(
            (column for column, fits in _FITS.items() if column not in columns.values() and fits(form, question)), ""
        )
        if column:
            columns[question.id] = column
    guesses = _guesses(form)
    for id in [id for id, column in columns.items() if column in (GOAL, INTRODUCE) and not _is_free(guesses[id])]:
        del columns[id]
    columns |= _topics(form, guesses, columns)
    for id, column in columns.items():
        if column in _TEXT:
            form = _with_texts(form, id, _TEXT[column])
    return form, columns


def criterion_meant(text: str) -> Priority | None:
    """Return the criterion that an answer to what matters most means; None where it means none, or several.

    >>> criterion_meant("Works in a field of mine"), criterion_meant("Somebody kind")
    (<Priority.FIELDS: 'overlap of fields'>, None)
    """
    known = {as_words(choice): priority for choice, priority in _CHOICES.items()}
    known |= {as_words(priority): priority for priority in _MEANT}
    if (exact := known.get(as_words(text))) is not None:
        return exact
    found = [priority for priority, words in _MEANT.items() if re.search(words, as_key(text))]
    return found[0] if len(found) == 1 else None


def _cells(form: Form, question: Question) -> list[str]:
    """What the form offers, or what people answered where it offers nothing."""
    return list(question.options) or texts_given(form, question)


def _fits_share(form: Form, question: Question, reads: Callable[[str], object | None]) -> bool:
    cells = [cell for cell in _cells(form, question) if cell.strip()]
    return bool(cells) and sum(reads(cell) is not None for cell in cells) >= _SHARE * len(cells)


def _is_goal(_form: Form, question: Question) -> bool:
    return not question.options and _GOAL.search(read_heading(question.title).whole) is not None


def _is_matters(form: Form, question: Question) -> bool:
    told = read_heading(question.title).whole
    return _MOST.search(told) is not None and _fits_share(form, question, criterion_meant)


def _is_wanted(form: Form, question: Question) -> bool:
    told = read_heading(question.title).whole
    return _WANTED.search(told) is not None and _fits_share(form, question, lambda cell: read_wanted(cell)[0])


def _is_consent(form: Form, question: Question) -> bool:
    told = read_heading(question.title).whole
    return _INTRODUCE.search(told) is not None and _fits_share(form, question, read_yes_no)


_FITS: Mapping[str, Callable[[Form, Question], bool]] = {
    INTRODUCE: _is_consent,
    MATTERS: _is_matters,
    WANTED: _is_wanted,
    GOAL: _is_goal,
}


def _guesses(form: Form) -> Mapping[str, Guess]:
    titles = [question.title for question in form.questions]
    answers = [_cells(form, question) for question in form.questions]
    return {q.id: guess for q, guess in zip(form.questions, guess_columns(titles, (), answers), strict=True)}


def _is_free(guess: Guess) -> bool:
    """Return whether the usual columns leave a question over, guess at it, or would only make a note of it."""
    if not guess.sure and guess.column != "Capacity":
        return True
    return guess.column in ("", "Notes") or (guess.column == "Topics" and side_of(guess.title) is Role.MENTEE)


def _may_be_topics(form: Form, question: Question, guess: Guess) -> bool:
    """Return whether no other column has a better claim; a question with mentees in it is taken for one of places."""
    if guess.column == "Capacity":
        cells = _cells(form, question)
        return bool(cells) and sum(read_capacity(cell)[0] is not None for cell in cells) < _SHARE * len(cells)
    return guess.column in ("", "Notes", "Topics")


def _topics(form: Form, guesses: Mapping[str, Guess], taken: Mapping[str, str]) -> dict[str, str]:
    """Return the questions about needs and about offers, which both feed ``Topics``: one of each, ticked ones first."""
    found: dict[Role, str] = {}
    left = [q for q in form.questions if q.id not in taken and _may_be_topics(form, q, guesses[q.id])]
    for question in sorted(left, key=lambda q: not (q.options or q.several)):
        if (side := wanted_of(question.title)) is not None:
            found.setdefault(side, question.id)
    return dict.fromkeys(found.values(), "Topics") if len(found) == len(Role) else {}


def _matters_text(values: Sequence[str]) -> str:
    meant = criterion_meant(" ".join(values))
    return str(meant) if meant else ""


def _consent_text(values: Sequence[str]) -> str:
    told = read_yes_no(" ".join(values))
    return " ".join(values) if told is None else "yes" if told else "no"


def _wanted_text(values: Sequence[str]) -> str:
    number, _ = read_wanted(" ".join(values))
    return " ".join(values) if number is None else str(number)


_TEXT: Mapping[str, Callable[[Sequence[str]], str]] = {
    MATTERS: _matters_text,
    WANTED: _wanted_text,
    INTRODUCE: _consent_text,
}


def _with_texts(form: Form, id: str, text_of: Callable[[Sequence[str]], str]) -> Form:
    def changed(response: Response) -> Response:
        values = response.answers.get(id)
        return response if not values else replace(response, answers={**response.answers, id: (text_of(values),)})

    questions = tuple(replace(q, options=(), several=False) if q.id == id else q for q in form.questions)
    return replace(form, questions=questions, responses=tuple(map(changed, form.responses)))
