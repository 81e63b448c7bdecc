"""Attending the same way: both in person, or both virtually."""

from mentorship_gsheets.people import Attendance, Participant
from mentorship_gsheets.scoring.coded import WORST
from mentorship_gsheets.scoring.comparisons import grade_same
from mentorship_gsheets.scoring.part import Counted, Part, Price, Shared
from mentorship_gsheets.scoring.phrases import called
from mentorship_gsheets.settings import Priority, Settings

_BOTH = {Attendance.VIRTUAL: "attend virtually", Attendance.IN_PERSON: "come in person"}


def _share(mentee: Participant, mentor: Participant, _settings: Settings) -> Shared:
    if mentee.attendance is not mentor.attendance or mentee.attendance is Attendance.UNKNOWN:
        return Shared()
    return Shared((mentee.attendance,), (mentor.attendance,), "Attendance")


def _aside(mentee: Participant, mentor: Participant, _shared: Shared) -> str:
    if {mentee.attendance, mentor.attendance} != set(_BOTH):
        return ""
    virtual = mentee if mentee.attendance is Attendance.VIRTUAL else mentor
    return f"only {called(virtual)} attends virtually"


PART = Part(
    priority=Priority.ATTENDANCE,
    key=lambda person, _settings: str(person.attendance),
    grade=grade_same,
    said=lambda person: str(person.attendance),
    share=_share,
    both=lambda shared: _BOTH[Attendance(shared.mentee[0])],
    aside=_aside,
    # the mail says who is virtual in a line of its own, since that is no reason but something to arrange
    mail=None,
    weak="one of them attends virtually",
    price=Price(
        "same attendance",
        Counted("one more mixed pair", "{n} more mixed pairs", "one mixed pair fewer", "{n} mixed pairs fewer", WORST),
    ),
    means="Both come in person, or both attend virtually.",
    fits=0,
)
