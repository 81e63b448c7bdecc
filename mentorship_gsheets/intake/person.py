"""A participant from texts by column header, and back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.intake.addresses import LIKE_AN_ADDRESS, read_email
from mentorship_gsheets.intake.answers import (
    JOIN,
    read_attendance,
    read_capacity,
    read_status,
    read_yes_no,
    split_choices,
)
from mentorship_gsheets.intake.texts import clean
from mentorship_gsheets.intake.values import first_time, languages, non_answers, sector, time_zone
from mentorship_gsheets.intake.values.reading import Reading
from mentorship_gsheets.people import Participant, Role, Status

LONGEST_NAME = 200

Texts = Mapping[str, str]


def read_person(
    role: Role, texts: Texts, options: Mapping[str, Sequence[str]] | None = None
) -> tuple[Participant | None, list[Finding]]:
    """Read one person.

    Parameters
    ----------
    role
        Mentor or mentee.
    texts
        Column header (``Email``, ``Fields`` ...) -> text; several values joined as a form or a person joins them.
        Missing headers count as blank.
    options
        Column header -> the known choices, so that choices with commas in them survive.

    Returns
    -------
    participant, findings
        The participant without ``partners`` (match cells need the whole roster to be read), or None when there is
        no address to know the person by. Findings of level ``held`` say why nothing should be done with this
        person until somebody has looked; notes say what was made of an unclear text.
    """
    known = tuple((header, tuple(choices)) for header, choices in (options or {}).items())
    person, findings = _read(role, tuple(texts.items()), known)
    return person, list(findings)


@lru_cache(maxsize=2**15)
def _read(
    role: Role, cells: tuple[tuple[str, str], ...], known: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[Participant | None, tuple[Finding, ...]]:
    """Read one person; a plan is made twice of nearly the same rows, to see that nothing is left to do."""
    texts, options = dict(cells), dict(known)
    wrong = {header: clean(text) for header, text in texts.items() if non_answers.is_error(text)}
    texts = {header: "" if header in wrong else text for header, text in texts.items()}
    email, problem = read_email(texts.get("Email", ""))
    if "Email" in wrong:
        problem = f"shows {wrong['Email']}"
    name = _text(texts, "Name", non_answers.read_name)
    if problem:
        shown = name or clean(texts.get("Email", ""))[:60] or "this row"
        what = f"the address of {shown} {problem}."
        return None, (Finding(what, "Type one address.", "bad-address", Level.HELD, (role, ""), "Email"),)
    findings = (*_errors(role, email, name, wrong), *_doubts(role, email, name, texts))
    status = read_status(texts.get("Status", ""))
    person = Participant(
        email=email,
        name=name,
        role=role,
        attendance=read_attendance(texts.get("Attendance", ""))[0],
        fields=split_choices([texts.get("Fields", "")], options.get("Fields", ())),
        sector=_text(texts, "Sector", sector.read),
        topics=split_choices([texts.get("Topics", "")], options.get("Topics", ())),
        affiliation=_text(texts, "Affiliation", non_answers.read),
        time_zone=_text(texts, "Time zone", non_answers.read),
        languages=_languages(texts.get("Languages", ""), options.get("Languages", ())),
        capacity=read_capacity(texts.get("Capacity", ""))[0],
        notes="" if non_answers.is_none(texts.get("Notes", "")) else clean(texts.get("Notes", ""), lines=True),
        bin=clean(texts.get("Bin", "")),
        keep=read_yes_no(texts.get("Keep", "")) is True,
        first_time=reading.value if (reading := first_time.read(texts.get("First time", ""))) is not None else None,
        left_out=read_yes_no(texts.get("Left out", "")) is True,
        goal="" if non_answers.is_none(texts.get("Goal", "")) else clean(texts.get("Goal", ""), lines=True),
        matters=clean(texts.get("Matters most", "")),
        pairing=clean(texts.get("Pair", "")),
        tried=clean(texts.get("Try out", "")),
        trouble=clean(texts.get("Trouble", "")),
        trouble_note=clean(texts.get("Trouble note", ""), lines=True),
        introduce=read_yes_no(texts.get("May introduce", "")),
        status=Status.BY_HAND if status is None else status,
        source=clean(texts.get("Source", "")),
    )
    return person, findings


def _text(texts: Texts, header: str, read: Callable[[str], Reading[str] | None]) -> str:
    reading = read(texts.get(header, ""))
    return (reading.value or "") if reading is not None else ""


def _languages(text: str, options: Sequence[str]) -> tuple[str, ...]:
    reading = languages.read(text)
    # what names no language is kept as choices, as it stands
    return split_choices([text], options) if reading is None else reading.value or ()


def _errors(role: Role, email: str, name: str, wrong: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what cells show instead of a text; without a name nobody can be written to, so the person is held."""
    for header, shown in wrong.items():
        if header != "Email":
            whose = email if header == "Name" or not name else name
            yield Finding(
                f"the cell {header} of {whose} shows {shown}.",
                "Mend the formula in it, or type the text.",
                "cell-error",
                Level.HELD if header in ("Name", "Status") else Level.NOTE,
                (role, email),
                header,
            )


def _doubts(role: Role, email: str, name: str, texts: Texts) -> Iterator[Finding]:
    who = (role, email)
    called = name or email
    capacity = texts.get("Capacity", "")
    _, problem = read_capacity(capacity)
    if problem:
        yield Finding(
            f"the capacity of {called}, “{clean(capacity)[:40]}”, {problem}.",
            "Type a whole number.",
            "unclear-capacity",
            who=who,
            column="Capacity",
        )
    if not read_attendance(texts.get("Attendance", ""))[1]:
        yield Finding(
            f"the attendance of {called} is neither in person nor virtual.",
            "Choose one, or clear the cell.",
            "unclear-attendance",
            who=who,
            column="Attendance",
        )
    told = clean(texts.get("Time zone", ""))
    if told and time_zone.read(told) is None:
        yield Finding(
            f"the time zone of {called}, “{told[:40]}”, cannot be read.",
            "Type a city of that zone as Europe/Paris, or an offset as UTC+2.",
            "unclear-time-zone",
            who=who,
            column="Time zone",
        )
    if read_status(texts.get("Status", "")) is None:
        yield Finding(
            f"the status of {called} is none the tool knows.",
            "Choose one of: " + ", ".join(Status) + ".",
            "unclear-status",
            Level.HELD,
            who,
            "Status",
        )
    if len(name) > LONGEST_NAME:
        yield Finding(
            f"the name of {email} has {len(name)} characters.",
            f"Shorten it to {LONGEST_NAME}.",
            "long-name",
            Level.HELD,
            who,
            "Name",
        )
    if LIKE_AN_ADDRESS.search(name):
        # a match cell or a letter would show the partner two addresses, and nobody could say which counts
        yield Finding(
            f"the name of {email} looks like an address.", "Type the name.", "name-is-address", Level.HELD, who, "Name"
        )


def person_values(person: Participant) -> dict[str, str | int]:
    """Return what the sheet holds of a person, by column header; blank cells are absent.

    Reading it with `read_person` gives the participant again, partners aside.
    """
    values: dict[str, str | int] = {
        "Email": person.email,
        "Name": person.name,
        "Status": person.status.value,
        "Attendance": person.attendance.value,
        "Bin": person.bin,
        "Fields": JOIN.join(person.fields),
        "Sector": person.sector,
        "Topics": JOIN.join(person.topics),
        "Affiliation": person.affiliation,
        "Time zone": person.time_zone,
        "Languages": JOIN.join(person.languages),
        "Notes": person.notes,
        "First time": {True: "yes", False: "no", None: ""}[person.first_time],
        "Left out": "yes" if person.left_out else "",
        "Goal": person.goal,
        "Matters most": person.matters,
        "Pair": person.pairing,
        "Try out": person.tried,
        "Trouble": person.trouble,
        "Trouble note": person.trouble_note,
        "May introduce": {True: "yes", False: "no", None: ""}[person.introduce],
        "Source": person.source,
    }
    if person.capacity is not None:
        values["Capacity"] = person.capacity
    return {header: value for header, value in values.items() if value != ""}
