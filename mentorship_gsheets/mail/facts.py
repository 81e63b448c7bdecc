"""Facts: what the merge fields are filled with, as clean lines."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from mentorship_gsheets.groups import Group
from mentorship_gsheets.mail.markup import web_addresses
from mentorship_gsheets.people import Attendance, Participant
from mentorship_gsheets.scoring.part import Shared
from mentorship_gsheets.scoring.phrases import listed
from mentorship_gsheets.scoring.reasons import shared_by
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.text import isolated

NAME_LENGTH = 100
LINE_LENGTH = 300

_EVERYTHING = Settings()

# these two join letters and emoji; every other format character can only disguise a text
_JOINERS = "\u200c\u200d"
_FORM_ID = re.compile(r"[A-Za-z0-9_-]{20,}")


def plain(text: str, most: int = LINE_LENGTH) -> str:
    """Return somebody's text as one harmless line.

    White space becomes single spaces; control characters, direction overrides and half surrogates go; braces that
    look like a merge field are set apart; what is longer than ``most`` characters ends in ``…``.

    Parameters
    ----------
    text
        The text.
    most
        Length of the line, in characters.

    Examples
    --------
    >>> plain(" Ada\\r\\nBcc: all  {{ x }}")
    'Ada Bcc: all { { x } }'
    """
    kept = (char for char in " ".join(text.split()) if char in _JOINERS or unicodedata.category(char) not in _DROPPED)
    line = re.sub(r"(\{(?=[{%#])|[}%#](?=\}))", r"\1 ", " ".join("".join(kept).split()))
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def plain_lines(text: str, most: int = LINE_LENGTH) -> str:
    """Return somebody's text line by line as `plain` makes each; blank lines part paragraphs and never follow another.

    Parameters
    ----------
    text
        As typed.
    most
        Characters of a line; the rest is cut off.

    >>> plain_lines("Aims\\r\\n- one\\n\\n\\n- {{ two }}\\n")
    'Aims\\n- one\\n\\n- { { two } }'
    """
    lines: list[str] = []
    for line in text.splitlines():
        cleaned = plain(line, most)
        if cleaned or (lines and lines[-1]):
            lines.append(cleaned)
    return "\n".join(lines).rstrip("\n")


_DROPPED = frozenset({"Cc", "Cf", "Cs"})


def name_of(person: Participant) -> str:
    """Return what a mail calls somebody: the name, or the address where there is none."""
    return plain(person.name, NAME_LENGTH) or person.email


def spoken_name(person: Participant) -> str:
    """Return what a sentence of a mail calls somebody; unlike an address line it has words beside the name."""
    return isolated(name_of(person))


def day(when: date) -> str:
    """Return a day as a mail writes it.

    >>> day(date(2027, 7, 5))
    'Monday 5 July 2027'
    """
    return f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]} {when.year}"


# not strftime: the words must not depend on the locale of the computer
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def setting_facts(settings: Settings) -> dict[str, str]:
    """Return the merge fields that come from the settings; blank settings give blank values."""
    starts, ends = settings.starts, settings.ends
    dates = " to ".join(day(when) for when in (starts, ends) if when is not None)
    meeting = meeting_time(settings.meeting)
    at = f"{meeting:%H:%M} ({settings.time_zone})" if meeting else ""
    return {
        "programme": plain(settings.programme),
        "organizers": plain(settings.organizers),
        "contact": plain(settings.reply_to or settings.author),
        "dates": dates,
        "starts": day(starts) if starts else "",
        "conduct": plain(settings.conduct),
        "answer_by": day(settings.answer_by) if settings.answer_by else "",
        "matches_by": day(settings.matches_by) if settings.matches_by else "",
        "silent_by": day(settings.silent_by) if settings.silent_by else "",
        "video": plain(settings.video),
        "meeting": f"{day(meeting.date())}, {at}" if meeting else "",
        "form_link": form_link(settings.form),
        "after_link": form_link(settings.after_form),
    }


def meeting_time(text: str) -> datetime | None:
    """Return the time in the setting “Suggested meeting”, without a zone, or None when it is not a time."""
    try:
        return datetime.strptime(" ".join(text.replace("T", " ").split()), "%Y-%m-%d %H:%M")
    except ValueError:
        return None


def form_link(setting: str) -> str:
    """Return the address where people fill in a form; blank when the setting names a tab or nothing.

    >>> form_link("https://docs.google.com/forms/d/1abcdefghijklmnopqrstuvwxyz/edit?pli=1")
    'https://docs.google.com/forms/d/1abcdefghijklmnopqrstuvwxyz/viewform'
    """
    text = setting.strip()
    if editor := re.match(r"(https://docs\.google\.com/forms/d/(?!e/)[\w-]+)", text):
        return f"{editor[1]}/viewform"
    if re.fullmatch(r"https?://\S+", text):
        return text
    return f"https://docs.google.com/forms/d/{text}/viewform" if _FORM_ID.fullmatch(text) else ""


def person_facts(
    person: Participant, partners: Sequence[Participant] = (), left: Sequence[Participant] = ()
) -> dict[str, str]:
    """Return the merge fields of a mail to one person.

    Parameters
    ----------
    person
        Who gets it.
    partners
        Those until now, in a mail about them.
    left
        Those who are left.
    """
    facts = {"name": spoken_name(person), "role": str(person.role), "partner_role": str(person.role.other)}
    facts["goal"] = plain_lines(person.goal)
    if not partners:
        return facts
    gone, stay = (listed([spoken_name(other) for other in others]) for others in (partners, left))
    return facts | {"partner": gone, "partners_left": stay}


def group_facts(group: Group, mentors: Sequence[Participant], mentees: Sequence[Participant]) -> dict[str, str]:
    """Return the merge fields of a mail to a whole group.

    Parameters
    ----------
    group
        What it is called, when and where it meets; what nobody has said is blank.
    mentors, mentees
        Its people, in its order.
    """
    everybody = [f"{spoken_name(person)} <{person.email}>" for person in (*mentors, *mentees)]
    return {
        "group": plain(group.label),
        "session": plain(group.session),
        "mentors": listed([spoken_name(person) for person in mentors]),
        "mentees": listed([spoken_name(person) for person in mentees]),
        "people": ", ".join(everybody),
        "when": f"{day(group.starts.date())}, {group.starts:%H:%M %Z}" if group.starts else "",
        "where": plain(group.place),
    }


def pair_facts(mentor: Participant, mentee: Participant, settings: Settings = _EVERYTHING) -> dict[str, str]:
    """Return the merge fields of a mail to a pair.

    Parameters
    ----------
    mentor, mentee
        The pair.
    settings
        Decides about the reason, see `reason`.

    Returns
    -------
    dict
        Field -> value; blank where nothing is known.
    """
    virtual = [person for person in (mentor, mentee) if person.attendance is Attendance.VIRTUAL]
    who = "both of you take part" if len(virtual) == 2 else f"{spoken_name(virtual[0])} takes part" if virtual else ""
    return {
        "mentor": spoken_name(mentor),
        "mentor_email": mentor.email,
        "mentor_about": about(mentor),
        "mentee": spoken_name(mentee),
        "mentee_email": mentee.email,
        "mentee_about": about(mentee),
        "reason": reason(mentor, mentee, settings),
        "goal": plain_lines(mentee.goal),
        "who_is_virtual": who,
        "both_in_person": "yes" if mentor.attendance is mentee.attendance is Attendance.IN_PERSON else "",
    }


def about(person: Participant) -> str:
    """Return affiliation, sector and up to three fields in one line; blank when nothing is known."""
    # fields may hold commas of their own
    return "; ".join(
        filter(None, (plain(text, 120) for text in (person.affiliation, person.sector, *person.fields[:3])))
    )


def reason(mentor: Participant, mentee: Participant, settings: Settings = _EVERYTHING) -> str:
    """Return why these two, as the mail says it: what `scoring.reasons.shared_by` finds, without what nobody may tell.

    Parameters
    ----------
    mentor, mentee
        The pair.
    settings
        Which parts are switched on, and in which order they are told.

    Returns
    -------
    Begins in lower case and has no full stop; blank when nothing is shared.
    """
    clauses: dict[str, None] = {}
    for part, shared in shared_by(mentee, mentor, settings):
        if shared and part.mail is not None:
            mentees, mentors = (tuple(plain(text, 80) for text in side[:3]) for side in (shared.mentee, shared.mentor))
            clauses[part.mail(Shared(mentees, mentors, shared.column))] = None
    return listed(list(clauses))


def trusted_links(facts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the web addresses in what organizers wrote, settings and guide: only these become links."""
    settings = ("conduct", "form_link", "after_link", "check_in_link", "choices_link")
    linked = tuple(facts[name] for name in settings if facts.get(name, "").startswith("http"))
    return (*linked, *web_addresses(facts.get("video", "")), *web_addresses(facts.get("guide", "")))
