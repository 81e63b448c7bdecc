"""A small conference: two pairs, some left over, and what becomes of it."""

from mentorship_gsheets.people import Attendance, Participant, Role, Status
from mentorship_gsheets.spreadsheet.workbook import Workbook
from tests.ledger.box import Box
from tests.stages.books import edited
from tests.stages.mailroom import drafted, mail_book, sent, ticked

IN, VIRTUAL = Attendance.IN_PERSON, Attendance.VIRTUAL


def person(name: str, role: Role, *partners: str, **said: object) -> Participant:
    addresses = tuple(f"{partner.lower()}@example.org" for partner in partners)
    known = {
        "email": f"{name.lower()}@example.org",
        "attendance": IN,
        "fields": ("Physics",),
        "partners": addresses,
    } | said
    return Participant(name=name, role=role, **known)  # type: ignore[arg-type] # said by name


def mentor(name: str, *partners: str, **said: object) -> Participant:
    return person(name, Role.MENTOR, *partners, **said)


def mentee(name: str, *partners: str, **said: object) -> Participant:
    return person(name, Role.MENTEE, *partners, **said)


def conference() -> Workbook:
    """Two pairs, one of them with a virtual mentee, and a mentor and two mentees who are left over."""
    return mail_book(
        mentor("Ada", "Bo"),
        mentor("Cy", "Dee"),
        mentor("Eve"),
        mentee("Bo", "Ada"),
        mentee("Dee", "Cy", attendance=VIRTUAL),
        mentee("Flo"),
        mentee("Gil", fields=()),
    )


def changed_pair(workbook: Workbook) -> Workbook:
    """Flo instead of Bo becomes Ada's mentee, in both columns."""
    workbook = edited(workbook, Role.MENTOR, "ada@example.org", "Mentee match", "<flo@example.org>")
    workbook = edited(workbook, Role.MENTEE, "bo@example.org", "Mentor match", "")
    return edited(workbook, Role.MENTEE, "flo@example.org", "Mentor match", "<ada@example.org>")


def introduced(box: Box) -> Workbook:
    """The conference after all its introductions were sent."""
    return sent(ticked(drafted(conference(), box)), box)


def silent_people() -> Workbook:
    none = {"status": Status.NO_ANSWER, "fields": ()}
    return mail_book(
        mentor("Ada", **none),
        mentor("Cy"),
        mentee("Ada", **none),
        mentee("Bo", **none),
        mentee("Dee", status=Status.WITHDRAWN),
    )
