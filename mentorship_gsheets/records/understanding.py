"""Whether enough of a form is understood to take people from it; where not, pull stops until a person has looked."""

from collections.abc import Iterable, Iterator, Mapping

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.intake.addresses import LIKE_AN_ADDRESS, read_email
from mentorship_gsheets.intake.texts import clean
from mentorship_gsheets.intake.values import CLOSED
from mentorship_gsheets.intake.wordings import FIRST_NAME, LAST_NAME, ROLE
from mentorship_gsheets.people import Attendance, Form, Question, Roster
from mentorship_gsheets.records.mapping import QuestionMap
from mentorship_gsheets.records.readings import Readings, given
from mentorship_gsheets.tabs.catalogue import ANSWERS, QUESTIONS, SIGN_UPS

_FEW = 3
"""Rows below which a share says nothing: one bad row never stops the others."""

KNOWN_ATTENDANCE = 70
"""Percent of the people whose attendance should be known."""


def brakes(
    forms: Iterable[Form],
    mapped: QuestionMap,
    readings: Readings,
    taken: Mapping[str, int],
    roster: Roster,
    force: bool,
) -> list[Finding]:
    """Return what stops a pull before anybody is taken.

    Parameters
    ----------
    forms
        With their responses; the sign-up list counts as one where it is the only source.
    mapped, readings
        What questions and answers are taken for.
    taken
        Form title -> how many people would be taken from it.
    roster
        Who is there already: a form that people were taken from once was released by a person.
    force
        Say it all the same, and stop nothing.

    Returns
    -------
    Findings of level ``stop``, or ``note`` with ``force``; every one names the column concerned.
    """
    level = Level.NOTE if force else Level.STOP
    known = any(person.source == "form" for person in roster)
    found: list[Finding] = []
    for form in forms:
        if form.responses:
            found += _form_brakes(form, mapped, readings, taken.get(form.title, 0), known, level)
    return found


def _form_brakes(
    form: Form, mapped: QuestionMap, readings: Readings, taken: int, known: bool, level: Level
) -> Iterator[Finding]:
    rows = len(form.responses)
    fed: dict[str, list[Question]] = {}
    for question in form.questions:
        if column := mapped.columns.get((form.title, question.id)):
            fed.setdefault(column, []).append(question)

    def lacks(has: int, percent: int) -> bool:
        return has * 100 < rows * percent and rows - has >= _FEW

    readable = sum(_readable(form, place, fed.get("Email", ())) for place in range(rows))
    if lacks(readable, 90) or not readable:
        held = _holds_addresses(form)
        hint = f"Name the question that asks for it in {QUESTIONS.title}, or correct the addresses."
        if held:
            hint = f"“{held.title}” holds addresses: give it the column Email in {QUESTIONS.title}."
        yield Finding(
            f"an address can be read in {readable} of {counted(rows, 'row')} of {form.title}.",
            hint,
            "not-understood",
            level,
            column="Email",
            where=form.title,
        )
    if form.role is None:
        if ROLE not in fed:
            yield Finding(
                f"no question of {form.title} is known to say who is mentor and who mentee.",
                f"Name it in {QUESTIONS.title}, with what an answer means, as “Role: yes = mentor”.",
                "not-understood",
                level,
                column=ROLE,
                where=form.title,
            )
        else:
            # a registration asks many things besides; a few odd answers about the role stop nobody
            told = _unread_roles(form, fed[ROLE], readings)
            if told and form.title != SIGN_UPS.title:
                yield Finding(
                    f"answers about the role in {form.title} are not understood: {told}",
                    f"Write mentor, mentee, both or no beside them in {ANSWERS.title}, under Read as.",
                    "not-understood",
                    level,
                    column=ROLE,
                    where=form.title,
                )
    named = sum(
        _filled(form, place, fed.get("Name", ())) or _filled(form, place, fed.get(FIRST_NAME, ()))
        for place in range(rows)
    )
    named = max(named, sum(_filled(form, place, fed.get(LAST_NAME, ())) for place in range(rows)))
    if lacks(named, 80) or not named:
        yield Finding(
            f"{named} of {counted(rows, 'row')} of {form.title} have a name.",
            f"Name the question in {QUESTIONS.title}.",
            "not-understood",
            level,
            column="Name",
            where=form.title,
        )
    # who has looked at all questions, or has taken people once, knows that fields and attendance are not asked
    # where every question is understood and none is about fields, the form does not ask for them
    doubtful = any(title == form.title and (title, id) not in mapped.columns for title, id in mapped.open)
    looked = form.title in mapped.settled or known or ("Fields" not in fed and not doubtful)
    later = Level.NOTE if looked else level
    if form.title != SIGN_UPS.title:
        chosen = sum(_filled(form, place, fed.get("Fields", ())) for place in range(rows))
        if rows >= _FEW and (lacks(chosen, 50) or "Fields" not in fed):
            yield Finding(
                f"{chosen} of {counted(rows, 'row')} of {form.title} name a field.",
                f"Name the question in {QUESTIONS.title}; if the form does not ask, write yes under Sure everywhere.",
                "not-understood",
                later,
                column="Fields",
                where=form.title,
            )
    for fought in mapped.contested.get(form.title, ()):
        yield Finding(
            f"two questions of {form.title} fit {fought} equally well.",
            f"In {QUESTIONS.title}, write {fought} beside one of them and nothing beside the other.",
            "not-understood",
            level,
            column=fought,
            where=form.title,
        )
    for column in CLOSED:
        filled, understood = (
            sum(readings.rows.get((form.title, question.id), (0, 0))[part] for question in fed.get(column, ()))
            for part in (0, 1)
        )
        percent = 70 if column == "Attendance" else 80
        if (
            (column != ROLE or form.title == SIGN_UPS.title)
            and filled * percent > understood * 100
            and filled - understood >= _FEW
        ):
            yield Finding(
                f"{understood} of {counted(filled, 'answer')} about {column} in {form.title} are understood.",
                f"Write into {ANSWERS.title}, under Read as, what the others mean.",
                "not-understood",
                level,
                column=column,
                where=form.title,
            )
    if taken == 0 and _wants(form, fed, readings):
        yield Finding(
            f"nobody is taken from {form.title}, which has {counted(rows, 'row')}.",
            f"Look at {QUESTIONS.title} and {ANSWERS.title}: which question says who, and what do its answers mean?",
            "not-understood",
            level,
            column="Email",
            where=form.title,
        )


def _unread_roles(form: Form, questions: Iterable[Question], readings: Readings) -> str:
    """Return the answers about the role that are not understood, as the end of a sentence; empty where all are."""
    ids = {question.id for question in questions}
    unread = [one for one in readings.unread if one.form == form.title and one.question.id in ids]
    if not unread:
        return ""
    shown = ", ".join(f"“{one.answer[:60]}” ({one.times})" for one in unread[:4])
    more = f" and {len(unread) - 4} more" if len(unread) > 4 else ""
    two = "; which of them is the mentor?" if len(unread) == 2 else "."
    return f"{shown}{more}{two}"


def _readable(form: Form, place: int, questions: Iterable[Question]) -> bool:
    response = form.responses[place]
    texts = (response.email, *(given(question, response) for question in questions))
    return any(read_email(text)[0] for text in texts if text)


def _filled(form: Form, place: int, questions: Iterable[Question]) -> bool:
    return any(clean(given(question, form.responses[place])) for question in questions)


def _holds_addresses(form: Form) -> Question | None:
    """Return the question most of whose answers look like addresses, or None."""
    best: tuple[int, Question] | None = None
    for question in form.questions:
        times = sum(bool(LIKE_AN_ADDRESS.search(given(question, response))) for response in form.responses)
        if times * 2 > len(form.responses) and (best is None or times > best[0]):
            best = (times, question)
    return best[1] if best else None


def _wants(form: Form, fed: Mapping[str, list[Question]], readings: Readings) -> bool:
    """Return whether a form holds more than people who said no: one by which nobody takes part is no fault."""
    for response in form.responses:
        for question in fed.get(ROLE, ()):
            answer = given(question, response)
            if clean(answer) and readings.text(form.title, question.id, answer, "") != "no":
                return True
    return ROLE not in fed or form.role is not None


def attendance_note(roster: Iterable[tuple[str, bool]]) -> Iterator[Finding]:
    """Yield a note where the attendance of many people is unknown.

    Parameters
    ----------
    roster
        Address and whether the attendance is known, one for each person.
    """
    people = list(roster)
    has = sum(known for _, known in people)
    if has * 100 < len(people) * KNOWN_ATTENDANCE and len(people) - has >= _FEW:
        yield Finding(
            f"how they attend is known of {has} of {counted(len(people), 'person', 'people')}.",
            "Mails to the others say neither in person nor virtual; name the question or the ticket column in "
            f"{QUESTIONS.title}, or fill Attendance in.",
            "attendance-unknown",
            column="Attendance",
            count=len(people) - has,
        )


def attends(text: str) -> bool:
    """Return whether a cell of the column Attendance says how somebody attends."""
    return text in (Attendance.IN_PERSON, Attendance.VIRTUAL)
