"""A participant from texts by column header, and back."""

from collections.abc import Iterator, Mapping, Sequence

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
    email, problem = read_email(texts.get("Email", ""))
    name = clean(texts.get("Name", ""))
    if problem:
        shown = name or clean(texts.get("Email", ""))[:60] or "this row"
        what = f"the address of {shown} {problem}."
        return None, [Finding(what, "Type one address.", "bad-address", Level.HELD, (role, ""), "Email")]
    findings = list(_doubts(role, email, name, texts))
    options = options or {}
    status = read_status(texts.get("Status", ""))
    person = Participant(
        email=email,
        name=name,
        role=role,
        attendance=read_attendance(texts.get("Attendance", ""))[0],
        fields=split_choices([texts.get("Fields", "")], options.get("Fields", ())),
        sector=clean(texts.get("Sector", "")),
        topics=split_choices([texts.get("Topics", "")], options.get("Topics", ())),
        affiliation=clean(texts.get("Affiliation", "")),
        time_zone=clean(texts.get("Time zone", "")),
        languages=split_choices([texts.get("Languages", "")], options.get("Languages", ())),
        capacity=read_capacity(texts.get("Capacity", ""))[0],
        notes=clean(texts.get("Notes", ""), lines=True),
        bin=clean(texts.get("Bin", "")),
        keep=read_yes_no(texts.get("Keep", "")) is True,
        first_time=read_yes_no(texts.get("First time", "")),
        left_out=read_yes_no(texts.get("Left out", "")) is True,
        status=Status.BY_HAND if status is None else status,
        source=clean(texts.get("Source", "")),
    )
    return person, findings


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
        "Source": person.source,
    }
    if person.capacity is not None:
        values["Capacity"] = person.capacity
    return {header: value for header, value in values.items() if value != ""}
