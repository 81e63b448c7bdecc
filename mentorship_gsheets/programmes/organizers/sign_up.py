"""What the form of organizer mentoring asks beside the usual: the conference, its size, what is wanted or known."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from mentorship_gsheets.intake.columns.heading import read_heading
from mentorship_gsheets.intake.columns.sides import wanted_of
from mentorship_gsheets.intake.questions import Guess, guess_columns
from mentorship_gsheets.people import Form, Question, Role
from mentorship_gsheets.programmes.organizers.tabs import AVAILABLE, CONFERENCE, HELP, SIZE, STARTS
from mentorship_gsheets.programmes.pairs import sign_up
from mentorship_gsheets.records.form_questions import Asked
from mentorship_gsheets.records.starts import sure_days
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.people_tabs import GOAL, INTRODUCE, MATTERS

AREAS = ("Budget", "Sponsors", "Venue", "Programme", "Volunteers", "Code of conduct")
_NOT_ASKED = frozenset({"Attendance", "Fields", "First time", "Topics", "Sector", MATTERS})
_SHARE = 0.5
"""Share of the options, or of what people answered, by which a question is known."""

_EVENT = (
    r"(conferenc\w*|conferenz\w*|konferen\w*|tagung\w*|congres\w*|kongres\w*|events?|evento\w*|evenement\w*|veranstaltung\w*"
    r"|konferans\w*|konferenc\w*|conferinta|конференц\w*|мероприят\w*)|会議|カンファレンス|イベント|会议|大会|活动|컨퍼런스|행사"
)
_WHEN = re.compile(
    r"\b(when|which day|what day|dates?|first day|starts?|begins?|takes? place|took place|wann|datum|beginnt|beginn"
    r"|startet|quand|commence|debut|cuando|fechas?|empieza|comienza|quando|datas?|comeca|inizia|wanneer|begint|nar"
    r"|kiedy|kdy|когда|дата|начин\w*)\b|いつ|日付|開催日|什么时候|何时|日期|언제|날짜"
)
_MANY = re.compile(
    r"\b(how (many|big|large)|size|attendance|number of|wie (viele|gross)|grosse|anzahl|teilnehmerzahl|combien|taille"
    r"|nombre|cuant[ao]s|tamano|numero|quant[aio]s|tamanho|dimension\w*|hoeveel|hur manga|storlek|ilu|kolik|сколько"
    r"|размер)\b|何人|規模|人数|多少人|规模|몇 명|규모"
)
_HEADS = re.compile(
    r"\b(attend\w*|participants?|people|visitors?|guests?|delegates?|teilnehm\w*|besucher\w*|personen|leute"
    r"|participant\w*|personnes|asistentes|personas|participantes|pessoas|partecipanti|persone|deelnemers|mensen"
    r"|deltagare|uczestnik\w*|ucastnik\w*|участник\w*|человек|size|big|large|gross|grosse|taille|tamano|tamanho"
    r"|dimension\w*|storlek|размер)\b|何人|規模|人数|多少人|规模|몇 명|규모"
)
_HOURS = re.compile(
    r"\b(hours?|wie viel zeit|stunden?|heures?|horas?|ore|uur|uren|timmar|timer|tunteja|godzin\w*|hodin\w*|час\w*"
    r"|how much time)\b|時間|小时|多少时间|시간"
)
_OF_MENTEES = re.compile(r"\b(mentees?|mentorees?|protegees?)\b")
_ABOUT_AREAS = re.compile(
    r"\b(budget\w*|financ\w*|finanz\w*|money|presupuesto|orcamento|bilancio|begroting|sponsor\w*|patrocin\w*|venues?"
    r"|location|ort|raum|raume|lieu|lugar|sede|local|locatie|programmes?|programs?|programm|programa|programma|schedule"
    r"|talks|speakers|cfp|volunteers?|freiwillige\w*|benevoles?|voluntari\w*|volontari\w*|vrijwilligers|code of conduct"
    r"|conduct|verhaltensregeln|verhaltenskodex|conduite|conducta|conduta|condotta|gedragscode|tickets?|marketing"
    r"|catering|accessib\w*|diversity|бюджет\w*|спонсор\w*|площадк\w*|программ\w*|волонтер\w*)\b"
    r"|予算|スポンサー|会場|ボランティア|行動規範|预算|赞助|场地|志愿者|예산|후원|장소|자원봉사"
)
_NAMED = re.compile(
    r"\b(which|what|names?|titles?|called|welche\w*|wie heisst|name|quel\w*|nom|cual|que|nombre|qual|quale|nome|welke"
    r"|naam|vilken|heter|jaka|nazwa|jak\w*|nazev|какую|какая|какои|название)\b|名前|名称|どの|什么|哪个|이름|어떤"
)
_OTHERWISE = re.compile(
    r"\b(how will you (attend|take part|join)|ticket|first time|have you (been|attended)|remarks?|anything"
    r"|help\w*|hope\w*|wish\w*|want|learn\w*|achieve|goals?)\b"
)


def asked(workbook: Workbook) -> tuple[Asked, ...]:
    """Return the questions: the usual ones without fields and tickets, and those that only organizers are asked."""
    own = (
        Asked(
            CONFERENCE,
            Question("", "Which conference is it about? Mentors: which one have you organized?"),
            why="no mail can say which conference it is about",
        ),
        Asked(
            STARTS,
            Question("", "When does the conference begin, as 2028-05-12?"),
            why="nobody knows when a conference is over",
        ),
        Asked(SIZE, Question("", "How many people attend the conference?"), why="sizes cannot be compared"),
        Asked(
            HELP,
            Question("", "Mentees: what would you like help with?", AREAS, several=True, other=True),
            why="needs and offers cannot be compared",
        ),
        Asked(
            HELP,
            Question("", "Mentors: what could you help with?", AREAS, several=True, other=True),
            why="needs and offers cannot be compared",
        ),
        Asked(AVAILABLE, Question("", "How many hours a month do you have for it?"), why="time cannot be compared"),
    )
    return sign_up.asked_beside(workbook, own, _NOT_ASKED)


def prepared(form: Form, locale: str = "en_US") -> tuple[Form, Mapping[str, str]]:
    """Return a form with consent as yes or no, and which question feeds which column of this format's own.

    Parameters
    ----------
    form
        As read.
    locale
        The spreadsheet's: it tells days from months where the answers do not.

    Returns
    -------
    form
        As `pairs.sign_up.prepared` makes it; the first day of a conference as 2028-05-12 where it is sure.
    columns
        Question id -> column; two questions may feed ``Help with``, one of mentees and one of mentors. A question that
        is sure to be about something else is not among them.
    """
    form, found = sign_up.prepared(form)
    columns = {id: column for id, column in found.items() if column in (GOAL, INTRODUCE)}
    # while nobody has answered, what the form offers
    cells = {question.id: sign_up.texts_given(form, question) or list(question.options) for question in form.questions}
    titles = [question.title for question in form.questions]
    guesses = guess_columns(titles, (), [cells[question.id] for question in form.questions])
    sides: set[Role | None] = set()
    for question, guess in zip(form.questions, guesses, strict=True):
        if question.id in columns or (guess.sure and guess.column in ("Role", "Email", "Name")):
            continue
        if _is_help(question, cells[question.id]):
            side = wanted_of(question.title)
            # one question of each side, or one of everybody
            if side not in sides:
                sides.add(side)
                columns[question.id] = HELP
            continue
        column = _column(question, guess, set(columns.values()))
        if column:
            columns[question.id] = column
    return _with_days(form, columns, locale), columns


def _with_days(form: Form, columns: Mapping[str, str], locale: str) -> Form:
    """Return a form whose sure answers about the first day are written as the sheet's formulas read them."""
    asked_for = next((id for id, column in columns.items() if column == STARTS), "")
    given = [response for response in form.responses if response.answers.get(asked_for)]
    days = sure_days([" ".join(response.answers[asked_for]) for response in given], locale)
    sure = {response.id: str(day) for response, day in zip(given, days, strict=True) if day is not None}
    return replace(
        form,
        responses=tuple(
            replace(each, answers={**each.answers, asked_for: (sure[each.id],)}) if each.id in sure else each
            for each in form.responses
        ),
    )


def _share(cells: list[str], reads: Callable[[str], object]) -> float:
    told = [cell for cell in cells if cell.strip()]
    return sum(bool(reads(cell)) for cell in told) / len(told) if told else 0.0


def _is_help(question: Question, cells: list[str]) -> bool:
    """Known by what it holds: parts of organizing to choose from, or told in free text about needs or offers."""
    offered = list(question.options) or cells
    about = _share(offered, lambda cell: _ABOUT_AREAS.search(read_heading(cell).whole))
    wanted = wanted_of(question.title) is not None
    return about >= _SHARE and (wanted or bool(question.options) or question.several)


def _column(question: Question, guess: Guess, taken: set[str]) -> str:
    """Return the column of a question that is not about help; blank where it is none of this format's."""
    heading = read_heading(question.title)
    whole = heading.whole
    event = re.search(_EVENT, f"{whole} {heading.inside}") is not None
    mentees = _OF_MENTEES.search(whole) is not None
    for column, fits in (
        (AVAILABLE, _HOURS.search(whole) is not None),
        (SIZE, _MANY.search(whole) is not None and _HEADS.search(whole) is not None and not mentees),
        (STARTS, _WHEN.search(whole) is not None and event),
        (CONFERENCE, _is_name(whole, guess)),
    ):
        if (
            fits
            and column not in taken
            and not (guess.sure and guess.column in ("Time zone", "Capacity", "Attendance"))
        ):
            return column
    return ""


def _is_name(whole: str, guess: Guess) -> bool:
    asks = re.search(_EVENT, whole) is not None and _OTHERWISE.search(whole) is None
    # a heading that is hardly more than the word is a name too
    return asks and (_NAMED.search(whole) is not None or len(whole.split()) <= 3) and guess.column != "First time"
