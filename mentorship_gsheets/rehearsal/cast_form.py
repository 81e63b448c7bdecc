"""The form of the made-up conference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from mentorship_gsheets.rehearsal import cast_words as words


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the form: ``kind`` is text, paragraph, radio, checkbox, dropdown or grid; ``id`` is Google's.

    The rows of a grid are questions of their own: their keys and ids have the number of the row behind.
    """

    key: str
    id: str
    title: str
    kind: str
    options: tuple[str, ...] = ()
    other: bool = False
    required: bool = False
    rows: tuple[str, ...] = ()

    def ids(self) -> dict[str, str]:
        """The ids by which answers name it: key -> id."""
        if not self.rows:
            return {self.key: self.id}
        return {f"{self.key}{row}": f"{self.id}{row:02x}" for row in range(len(self.rows))}


ROLES = ("As a mentor", "As a mentee", "As both: mentor and mentee")
ATTENDANCE = ("In person", "Virtually")
FIELDS = tuple(field for block in words.BLOCKS for field in block)

QUESTIONS = (
    Question("name", "1a7c03e1", "What is your full name?", "text", required=True),
    Question("role", "2b4d11f2", "How would you like to take part?", "radio", ROLES, required=True),
    Question("attendance", "3c2e27a3", "How will you attend the conference?", "radio", ATTENDANCE, required=True),
    Question("fields", "4d9f35b4", "Which fields do you work in? Tick all that apply.", "checkbox", FIELDS, other=True),
    Question(
        "sector",
        "5e8046c5",
        "Which sector do you work in?",
        "dropdown",
        ("Academia", "Industry", "Government lab", "Non-profit", "Student", "Between jobs"),
    ),
    Question("topics", "6f7157d6", "What would you like to talk about?", "checkbox", words.TOPICS, other=True),
    Question("affiliation", "70626ae7", "Where do you work or study?", "text"),
    Question("time_zone", "815379f8", "Your time zone", "dropdown", words.ZONES),
    Question("capacity", "92448b09", "Mentors: how many mentees could you take on?", "radio", ("1", "2", "3")),
    Question(
        "languages", "a3359c1a", "Which languages do you speak comfortably?", "checkbox", words.LANGUAGES, other=True
    ),
    Question("notes", "b426ad2b", "Anything we should know when we look for your match?", "paragraph"),
)


COHORT_QUESTIONS = (
    *(replace(each, options=words.WIDE_ZONES) if each.key == "time_zone" else each for each in QUESTIONS),
    Question("tasks", "c537be3c", "Which of these would you like to work on?", "checkbox", words.TASKS, other=True),
    Question(
        "at_once", "d648cf4d", "How many cohorts could you be in at the same time?", "radio", ("1", "2", "3 or more")
    ),
)
"""What the form of a programme of cohorts asks: two questions more."""


COMMUNITY_QUESTIONS = (
    *(
        replace(each, options=words.WIDE_ZONES) if each.key == "time_zone" else each
        for each in QUESTIONS
        if each.key not in ("attendance", "fields", "topics", "sector")
    ),
    Question("kind", "e7590d5e", "Which kind of mentoring are you looking for, or offering?", "checkbox", words.KINDS),
    Question("area", "f86a1e6f", "Which area of the community is it about?", "dropdown", words.AREAS),
    Question("ways", "097b2f70", "How would you like to meet?", "checkbox", words.WAYS, other=True),
    Question("goal", "1a8c3081", "Mentees: what is your goal for the next months?", "paragraph"),
    Question(
        "consent", "2b9d4192", "May we share your address with your match?", "radio", ("Yes", "No"), required=True
    ),
)
"""What the form of a community's programme asks, where there is no conference to attend."""


CLOCKS = ("09:00", "11:00", "15:00", "17:00")
"""The columns of the grid for mentors of office hours."""


def office_questions(days: tuple[str, ...], slots: tuple[str, ...]) -> tuple[Question, ...]:
    """List what the form of office hours asks: mentors which times suit them, mentees which slots they would take.

    Parameters
    ----------
    days
        Rows of the grid.
    slots
        What the dropdowns offer.

    Returns
    -------
    tuple[Question, ...]
        The questions, in their order.
    """
    usual = [each for each in QUESTIONS if each.key not in ("attendance", "fields", "capacity", "notes")]
    picks = (
        Question(f"pick{place}", f"e75ad{place}fb", f"Mentees: your {word} choice of a slot", "dropdown", slots)
        for place, word in enumerate(("first", "second", "third"))
    )
    return (
        *usual,
        Question("sessions", "f864e40a", "Mentors: how many sessions a week could you give?", "radio", ("1", "2", "3")),
        Question("offer", "0975f5", "Mentors: which times suit you, on your own clock?", "grid", CLOCKS, rows=days),
        *picks,
        Question("ask", "1a860628", "Mentees: what would you like to ask?", "paragraph"),
    )


def coach_questions(events: tuple[str, ...]) -> tuple[Question, ...]:
    """What the form for coaches of workshops asks: at which events, in which role, at how many."""
    usual = [each for each in QUESTIONS if each.key in ("name", "affiliation", "time_zone", "languages")]
    return (
        usual[0],
        Question("events", "2b971739", "Which workshops could you come to?", "checkbox", events),
        Question("seat", "3ca8284a", "How would you like to help?", "radio", ("As lead", "As coach", "Either")),
        Question("season", "4db9395b", "How many workshops this season, at most?", "radio", ("1", "2", "3")),
        Question("coached", "5eca4a6c", "How many workshops have you coached before?", "text"),
        *usual[1:],
    )


ORGANIZER_QUESTIONS = (
    *(
        replace(each, options=words.WIDE_ZONES) if each.key == "time_zone" else each
        for each in QUESTIONS
        if each.key not in ("attendance", "fields", "topics", "sector")
    ),
    Question("conference", "3cae5293", "Which conference do you organize, or have you organized?", "text"),
    Question("begins", "4dbf63a4", "On which day does, or did, the conference begin?", "text"),
    Question("size", "5ec074b5", "How many people attend the conference?", "text"),
    Question("wants", "6fd185c6", "Mentees: what would you like help with?", "checkbox", words.ORGANIZING, other=True),
    Question("knows", "70e296d7", "Mentors: what could you help with?", "checkbox", words.ORGANIZING, other=True),
    Question("hours", "81f3a7e8", "How many hours a month could you give to it?", "text"),
    Question("goal", "92a4b8f9", "Mentees: what do you want to have reached?", "paragraph"),
    Question(
        "consent", "a3b5c90a", "May we share your address with your match?", "radio", ("Yes", "No"), required=True
    ),
)
"""What the form of organizer mentoring asks: about conferences, and what somebody wants to know or knows of them."""


def form_items(questions: Iterable[Question] = QUESTIONS) -> list[dict[str, Any]]:
    """The items of the form, as the Forms API shows them."""
    return [_item(place, question) for place, question in enumerate(questions)]


def _item(place: int, question: Question) -> dict[str, Any]:
    asked: dict[str, Any] = {"questionId": question.id}
    if question.required:
        asked["required"] = True
    if question.kind == "grid":
        columns = {"type": "CHECKBOX", "options": [{"value": option} for option in question.options]}
        rows = [
            {"questionId": id, "rowQuestion": {"title": row}}
            for id, row in zip(question.ids().values(), question.rows, strict=True)
        ]
        group = {"questions": rows, "grid": {"columns": columns}}
        return {"itemId": f"{place + 1:08x}", "title": question.title, "questionGroupItem": group}
    if question.kind in {"text", "paragraph"}:
        asked["textQuestion"] = {"paragraph": True} if question.kind == "paragraph" else {}
    else:
        kind = {"radio": "RADIO", "checkbox": "CHECKBOX", "dropdown": "DROP_DOWN"}[question.kind]
        options: list[dict[str, Any]] = [{"value": option} for option in question.options]
        options += [{"isOther": True}] if question.other else []
        asked["choiceQuestion"] = {"type": kind, "options": options}
    return {"itemId": f"{place + 1:08x}", "title": question.title, "questionItem": {"question": asked}}
