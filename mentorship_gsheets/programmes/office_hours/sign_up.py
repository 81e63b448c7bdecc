"""What a sign-up form asks for office hours: the times a mentor offers, the slots a mentee picks, what to ask."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count

from mentorship_gsheets.intake.answers import JOIN, number_text, split_choices
from mentorship_gsheets.intake.times import read_times
from mentorship_gsheets.mail.facts import day, plain
from mentorship_gsheets.people import Form, Question, Response, Role
from mentorship_gsheets.programmes.office_hours.requests import OFFERS, PICKS, QUESTIONS, SESSIONS, WHERE
from mentorship_gsheets.programmes.office_hours.slots import SLOTS, Slot
from mentorship_gsheets.programmes.office_hours.standing import OFFERED, OfficeStanding
from mentorship_gsheets.records.form_questions import Asked, survey
from mentorship_gsheets.records.starts import zone_named
from mentorship_gsheets.settings import OwnSetting, Settings
from mentorship_gsheets.spreadsheet.plan import AddRow
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.text import as_answer, as_key

_LEAST_SHARE = 0.5
"""Share of what a question offers, or of what people answered, that must be slots for it to ask for slots."""
TextOf = Callable[[Mapping[str, Sequence[str]]], str]
"""Answers of one response by question id -> one text."""
_LONGEST = timedelta(days=60)
ZONE = "Time zone"
_PICK = "Mentees: your {} choice of a session"
_PLACES = ("first", "second", "third")
_GRID_ROW = re.compile(r"(?P<head>.*)\[(?P<row>[^\[\]]+)\]\s*", re.DOTALL)
_HOUR = re.compile(r"\b(\d{1,2})(?:\s*([ap])\.?\s?m\b)?", re.IGNORECASE)
_ASKS_SESSIONS = re.compile(
    r".*\b(how many|number of|wie viele|combien|cuantas|quantas|quante)\b.*"
    r"\b(sessions?|slots?|hours?|meetings?|calls?|sitzungen|termine|sesiones|sessoes|sessioni|seances)\b.*"
)
_ASKS_WHERE = re.compile(
    r".*\b(where|link|address of (your|the) call|video|zoom|room|wo|raum|ou|lien|donde|enlace|onde|dove|sala)\b.*"
    r"\b(meet\w*|call|conference|room|session\w*|treff\w*|gesprach|appel|reunion|llamada|reuniao|chamada|incontr\w*)\b.*"
)
_ASKS_QUESTIONS = re.compile(
    r".*\b(ask|questions?|help with|problem|fragen?|fragst|preguntas?|preguntar|perguntas?|perguntar|domand\w*"
    r"|chiedere|demander)\b.*"
)


def read_days(text: str) -> tuple[date, ...]:
    """Return the days that a text lists; `ValueError` says how to write them.

    >>> [f"{day:%d.%m.}" for day in read_days("2027-07-05 to 2027-07-07; 2027-07-12")]
    ['05.07.', '06.07.', '07.07.', '12.07.']
    """
    found: set[date] = set()
    for part in filter(None, (part.strip() for part in re.split(r"[;,\n]", text))):
        ends = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:\s*(?:to|-|–|until)\s*(\d{4}-\d\d-\d\d))?", part)
        try:
            first = date.fromisoformat(ends[1] if ends else "")
            last = date.fromisoformat((ends and ends[2]) or f"{first}")
        except ValueError:
            raise ValueError("days as 2027-07-05; 2027-07-06, or 2027-07-05 to 2027-07-09") from None
        if not first <= last <= first + _LONGEST:
            raise ValueError("days as 2027-07-05 to 2027-07-09, the first one first, at most 60 days")
        found |= {first + timedelta(days=number) for number in range((last - first).days + 1)}
    return tuple(sorted(found))


def read_clocks(text: str) -> tuple[str, ...]:
    """Return the times of day that a text lists, as ``09:30``; `ValueError` says how to write them.

    >>> read_clocks("9:00; 16.30")
    ('09:00', '16:30')
    """
    clocks = set()
    for part in filter(None, (part.strip() for part in re.split(r"[;,\n]", text))):
        found = re.fullmatch(r"(\d{1,2})[:.](\d\d)", part)
        if found is None or int(found[1]) > 23 or int(found[2]) > 59:
            raise ValueError("times as 09:00; 10:30; 16:00")
        clocks.add(f"{int(found[1]):02}:{found[2]}")
    return tuple(sorted(clocks))


def _minutes(text: str) -> int:
    if not re.fullmatch(r"\d{1,3}", text.strip()) or not int(text):
        raise ValueError("a whole number of minutes from 1 to 999")
    return int(text)


SLOT_DAYS = OwnSetting(
    "Slot days", (), "The days of the form's grid for mentors, as 2027-07-05 to 2027-07-09; 2027-07-12.", read_days
)
SLOT_TIMES = OwnSetting(
    "Slot times", (), "The times of that grid, as 09:00; 10:00; 16:30, in each mentor's own time zone.", read_clocks
)
SLOT_MINUTES = OwnSetting("Slot minutes", 30, "How long a slot is that a mentor offers in the form.", _minutes)


def slot_label(slot: Slot, standing: OfficeStanding) -> str:
    """Return a slot as the form offers it: ``S07 · Tue 6 July 16:00 UTC · Ada · databases``.

    Parameters
    ----------
    slot
        The slot.
    standing
        What the sheet says now.
    """
    mentor = standing.roster.find(Role.MENTOR, slot.mentor)
    starts = slot.starts.astimezone(UTC) if slot.starts else standing.now
    weekday, number, month, _ = day(starts.date()).split()
    when = f"{weekday[:3]} {number} {month} {starts:%H:%M} UTC"
    name = (mentor and (mentor.name or mentor.email)) or slot.mentor
    topics = " and ".join(mentor.topics[:2]) if mentor else ""
    parts = (slot.key, when, plain(name, 60), plain(topics.replace(";", ","), 80))
    return " · ".join(part.replace("·", "-") if part is not slot.key else part for part in parts if part)


def offered(standing: OfficeStanding) -> list[str]:
    """Return the slots that can be picked, by time: those ahead that somebody can still be booked into."""
    free = [
        slot
        for slot in standing.slots
        if slot.state == OFFERED and (one := standing.opening(slot, slot.booked)) is not None and one.seats
    ]
    free.sort(key=lambda slot: (slot.starts.astimezone(UTC) if slot.starts else standing.now, as_key(slot.key)))
    return [slot_label(slot, standing) for slot in free]


def asked(
    workbook: Workbook, settings: Settings | None = None, standing: OfficeStanding | None = None
) -> tuple[Asked, ...]:
    """Return the questions of the sign-up.

    Parameters
    ----------
    workbook
        As read.
    settings
        They say which days and times the mentors' grid has; None before setup.
    standing
        Its slots are what mentees pick; None before setup.

    Returns
    -------
    Without the grid while the settings name no day or no time, and without picks while no slot can be picked.
    """
    clocks: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    if settings is not None and standing is not None:
        clocks = tuple(settings.own[SLOT_TIMES.name])
        days = tuple(day(each) for each in settings.own[SLOT_DAYS.name] if each >= standing.now.date())
        labels = tuple(offered(standing))
    own = [
        Asked(
            SESSIONS,
            Question("", "Mentors: how many sessions a week can you give?", ("1", "2", "3", "4")),
            why="the number of Settings holds for everybody",
            role=Role.MENTOR,
        )
    ]
    if days and clocks:
        title = "Mentors: when could you give a session? Tick all times that suit you, in your own time zone."
        grid = Question("", title, clocks, several=True, rows=days)
        own.append(
            Asked(OFFERS, grid, why="somebody must write the slots into the sheet", role=Role.MENTOR, fresh=True)
        )
    own.append(
        Asked(
            WHERE,
            Question("", "Mentors: where do you meet, or the link of your call?"),
            why="mails say no place",
            role=Role.MENTOR,
        )
    )
    if labels:
        own += [
            Asked(
                PICKS,
                Question("", _PICK.format(place), labels, dropdown=True),
                why="somebody must write the picks into the sheet",
                role=Role.MENTEE,
                fresh=True,
            )
            for place in _PLACES
        ]
    own.append(
        Asked(
            QUESTIONS,
            Question("", "Mentees: what would you like to ask?"),
            long=True,
            why="mentors do not know what is to be asked",
            role=Role.MENTEE,
        )
    )
    # nobody is matched by fields here, and sessions are calls or have a place of their own
    usual = [each for each in survey(workbook) if each.column not in ("Capacity", "Fields", "Attendance")]
    place = 1 + next(number for number, each in enumerate(usual) if each.column == "Role")
    return (*usual[:place], *own, *usual[place:])


def recognised(workbook: Workbook, form: Form) -> Mapping[str, str]:
    """Return which questions of a form ask for times or slots, each row of a grid by itself: id -> column.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    form
        One of the forms that are read.
    """
    slots = _slot_names(workbook)
    times = next(_grids(form, slots, workbook.locale), {})
    own = {as_key(_PICK.format(place)) for place in _PLACES}
    picking = (
        question.id
        for question in form.questions
        if question.id not in times and (as_key(question.title) in own or _asks_slots(form, question, slots))
    )
    return dict.fromkeys(times, OFFERS) | dict.fromkeys(picking, PICKS)


def prepared(workbook: Workbook, form: Form) -> tuple[Form, Mapping[str, str]]:
    """Return a form whose questions about slots are plain, and which question feeds which column.

    Parameters
    ----------
    workbook
        Its tab ``Slots`` names the slots: what mentees pick is known by them, however the question is worded.
    form
        As read.

    Returns
    -------
    form
        The rows of a grid of days and times are one question, whose answer lists the times as
        ``2027-07-06 16:00; …``; several questions for picks are one, whose answer lists ids of slots, the first
        choice first; numbers of sessions are numbers.
    columns
        Question id -> column; other questions are absent.
    """
    columns: dict[str, str] = {}
    slots = _slot_names(workbook)
    times = next(_grids(form, slots, workbook.locale), {})
    if times:
        form = _merged(form, list(times), lambda answers: JOIN.join(_offers(answers, times)))
        columns[next(iter(times))] = OFFERS
    picking = [
        question.id for question in form.questions if question.id not in columns and _asks_slots(form, question, slots)
    ]
    if picking:
        form = _merged(form, picking, lambda answers: JOIN.join(_picks(answers, picking, slots)))
        columns[picking[0]] = PICKS
    for column, pattern in ((SESSIONS, _ASKS_SESSIONS), (WHERE, _ASKS_WHERE), (QUESTIONS, _ASKS_QUESTIONS)):
        found = next(
            (one for one in form.questions if one.id not in columns and pattern.fullmatch(as_answer(one.title))), None
        )
        # what to ask is free text; a choice with these words asks something else
        if found is None or (column == QUESTIONS and found.options):
            continue
        columns[found.id] = column
        if column == SESSIONS:
            form = _merged(form, [found.id], partial(_number, id=found.id))
    return form, columns


def _number(answers: Mapping[str, Sequence[str]], id: str) -> str:
    return number_text(answers.get(id, ()))


def _clock(text: str) -> str:
    """Return a text with its first time of day written as read_times knows it: ``4 pm``, ``16h`` and ``9-10`` too."""
    if re.search(r"\d{1,2}[:.h]\d{2}", text):
        return text
    found = _HOUR.search(text)
    return "" if found is None else f"{found[1]}:00" + (f" {found[2].lower()}m" if found[2] else "")


def _grids(form: Form, slots: Mapping[str, str], locale: str) -> Iterator[dict[str, dict[str, str]]]:
    """Yield the grids of days and times: question id -> answer -> time as ``2027-07-06 16:00``.

    Days may stand in the rows and times in the columns, or the other way round.
    """
    grids: dict[str, list[tuple[Question, str]]] = defaultdict(list)
    for question in form.questions:
        found = _GRID_ROW.fullmatch(question.title)
        if found is not None and not _named(found["row"], slots):
            grids[as_key(found["head"])].append((question, found["row"]))
    for rows in grids.values():
        offered: dict[str, tuple[str, ...]] = {}
        for question, _ in rows:
            offered[question.id] = question.options or tuple(split_choices(_given(form, question), ()))
        cells = [(question.id, row, text) for question, row in rows for text in offered[question.id]]
        for texts in (
            [f"{row} {_clock(text)}" for _, row, text in cells],
            [f"{text} {_clock(row)}" for _, row, text in cells],
        ):
            read = read_times(texts, locale)
            # a day alone is read as its first minute, and is no time that somebody could offer
            if cells and read.sure and all(read.iso) and all(re.search(r"\d[:.h]\d", text) for text in texts):
                times: dict[str, dict[str, str]] = {question.id: {} for question, _ in rows}
                for (id, _, text), iso in zip(cells, read.iso, strict=True):
                    times[id][as_key(text)] = f"{datetime.fromisoformat(iso):%Y-%m-%d %H:%M}"
                yield times
                break


def _given(form: Form, question: Question) -> list[str]:
    return [text for response in form.responses for text in response.answers.get(question.id, ())]


def _offers(answers: Mapping[str, Sequence[str]], times: Mapping[str, Mapping[str, str]]) -> list[str]:
    return sorted(
        {
            times[id][as_key(text)]
            for id in times
            for text in split_choices(answers.get(id, ()), tuple(times[id]))
            if as_key(text) in times[id]
        }
    )


def _slot_names(workbook: Workbook) -> dict[str, str]:
    tab = workbook.tab(SLOTS.title)
    if tab is None or tab.column("Slot") is None:
        return {}
    return {as_key(text): text for row in tab.rows if (text := tab.text(row, "Slot"))}


def _named(text: str, slots: Mapping[str, str]) -> str:
    """Return the slot that an answer names, alone or with its time and mentor behind it; blank for none.

    A number alone can be the answer to anything, so it names a slot only with its time and mentor behind it.
    """
    first, mark, _ = text.partition("·")
    for part in (first, *(() if mark else re.split(r"[\s,]+", text.strip())[:1])):
        if as_key(part) in slots and (mark or not as_key(part).isdecimal()):
            return slots[as_key(part)]
    return ""


def _asks_slots(form: Form, question: Question, slots: Mapping[str, str]) -> bool:
    # check boxes joined in one cell hold commas, and so may the words behind the id of a slot
    told = question.options or tuple(part for text in _given(form, question) for part in re.split(r"[;\n]", text))
    told = tuple(text for text in told if text.strip())
    return bool(told) and sum(bool(_named(text, slots)) for text in told) >= _LEAST_SHARE * len(told)


def _picks(answers: Mapping[str, Sequence[str]], ids: Iterable[str], slots: Mapping[str, str]) -> list[str]:
    picks: dict[str, None] = {}
    for text in (text for id in ids for text in answers.get(id, ())):
        for part in (part.strip() for part in re.split(r"[;\n]", text)):
            if not part:
                continue
            # several ticks in one cell of a linked tab: every id in it that begins one
            inside = [slots[as_key(each)] for each in re.split(r"[,·]", part) if as_key(each) in slots]
            for name in inside or [_named(part, slots) or part.replace(";", ",")]:
                picks[name] = None
    return list(picks)


def _merged(form: Form, ids: list[str], text_of: TextOf) -> Form:
    """Return a form in which several questions are their first one, answered with one text."""
    first, *others = ids

    def changed(response: Response) -> Response:
        text = text_of(response.answers)
        answers = {id: values for id, values in response.answers.items() if id not in ids}
        return replace(response, answers={**answers, first: (text,)} if text else answers)

    questions = tuple(
        replace(one, title=one.title.rpartition("[")[0].strip() or one.title, options=(), several=False)
        if one.id == first and others
        else replace(one, options=(), several=False)
        if one.id == first
        else one
        for one in form.questions
        if one.id not in others
    )
    return replace(form, questions=questions, responses=tuple(map(changed, form.responses)))


def new_slots(
    workbook: Workbook, settings: Settings, slots: Iterable[Slot], mentors: Mapping[str, Mapping[str, str]]
) -> Iterator[AddRow]:
    """Yield a row of ``Slots`` for every time that a mentor offers and has no slot at, whatever its state.

    Parameters
    ----------
    workbook, settings
        As read.
    slots
        Those there are.
    mentors
        Address -> header -> text: what mentors offer, in which zone, and where.
    """
    tab = workbook.tab(SLOTS.title)
    if tab is None:
        return
    there = {(slot.mentor, slot.starts.astimezone(UTC)) for slot in slots if slot.starts is not None}
    taken = {as_key(tab.text(row, "Slot")) for row in tab.rows}
    wanted = []
    for email, cells in mentors.items():
        said = cells.get(ZONE, "")
        zone = zone_named(said) or zone_named(settings.time_zone) or UTC
        for text in dict.fromkeys(re.findall(r"\d{4}-\d\d-\d\d \d\d:\d\d", cells.get(OFFERS, ""))):
            try:
                starts = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=zone).astimezone(UTC)
            except ValueError:
                # a day that no calendar has
                continue
            if (email, starts) not in there:
                there.add((email, starts))
                wanted.append((starts, email, text, cells))
    number = 0
    for _, email, text, cells in sorted(wanted, key=lambda one: one[:3]):
        number = next(n for n in count(number + 1) if as_key(f"S{n:02}") not in taken)
        values = (
            ("Slot", f"S{number:02}"),
            ("Mentor", email),
            ("Starts", text),
            ("Time zone", cells.get(ZONE, "")),
            ("Minutes", int(settings.own[SLOT_MINUTES.name])),
            (WHERE, cells.get(WHERE, "")),
        )
        yield AddRow(SLOTS.title, "Slot", f"S{number:02}", tuple(pair for pair in values if pair[1] != ""))
