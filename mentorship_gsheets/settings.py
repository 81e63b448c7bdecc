"""The ``Settings`` tab as one dataclass: every setting with its name, default, meaning and reading."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from mentorship_gsheets.criteria import Criterion
from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.text import as_key

_Word = TypeVar("_Word", bound=StrEnum)


class Policy(StrEnum):
    """What happens to a kind of pair: never, only when nothing better is left, or as any other."""

    FORBID = "forbid"
    AVOID = "avoid"
    ALLOW = "allow"


class BinRole(StrEnum):
    """Whether bins guide the matching (a priority) or divide it (no pair across)."""

    GUIDE = "guide"
    WALL = "wall"


class Unanswered(StrEnum):
    """When people who only signed up are matched: like anybody, after everybody who answered, or not at all."""

    YES = "yes"
    LAST = "last"
    NO = "no"


class Priority(StrEnum):
    """What a pair is judged by, in the order that stands until the organizer puts them in another.

    Each has a file of its name in `scoring.parts`.
    """

    CHANGED = "keeps existing pairs"
    SPREAD = "every mentor one before any has two"
    LEFT_OUT = "left out last time"
    FAIRNESS = "nobody with a terrible partner"
    BIN = "shares a field or bin"
    ATTENDANCE = "same attendance"
    COLLEAGUES = "not colleagues"
    MATTERS = "what matters most to the mentee"
    TOPICS = "topics"
    FIELDS = "overlap of fields"
    SECTOR = "sector"
    LANGUAGES = "languages"
    TIME_ZONE = "time zone"
    NOTES = "free text"
    LAST_YEAR = "last year's partner"
    ANSWERED = "whoever answered goes first"

    @classmethod
    def _missing_(cls, value: object) -> "Priority | None":
        """Read the names that priorities had in older sheets."""
        return cls.BIN if value == "shares a field or block" else None


_UNTIL_CHOSEN = frozenset({Priority.ANSWERED, Priority.LAST_YEAR})
"""Those that are off until somebody chooses them; "whoever answered goes first" has its place by itself where people
without an answer come last."""

DEFAULT_PRIORITIES = tuple(priority for priority in Priority if priority not in _UNTIL_CHOSEN)

FIRST_PRIORITIES = (
    Priority.CHANGED,
    Priority.SPREAD,
    Priority.BIN,
    Priority.ATTENDANCE,
    Priority.COLLEAGUES,
    Priority.LEFT_OUT,
    Priority.FIELDS,
    Priority.SECTOR,
    Priority.TOPICS,
    Priority.LANGUAGES,
    Priority.TIME_ZONE,
    Priority.FAIRNESS,
    Priority.NOTES,
)
"""The order that stood in sheets from before the tab ``Criteria``; a sheet that never changed it keeps it."""

Judged = Priority | Criterion
"""What a pair is judged by: a criterion of the tool's, or one that the organizer made."""


def _text(value: str) -> str:
    return value.strip()


def whole_between(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number of a setting; its `ValueError` says which numbers may stand there.

    Parameters
    ----------
    least, most
        The limits; both are allowed.
    """

    def read(value: str) -> int:
        if not re.fullmatch(r"\d{1,6}", value.strip()) or not least <= int(value) <= most:
            raise ValueError(f"a whole number from {least} to {most}")
        return int(value)

    return read


def _yes_no(value: str) -> bool:
    word = as_key(value)
    if word in ("yes", "y", "true"):
        return True
    if word in ("no", "n", "false"):
        return False
    raise ValueError("yes or no")


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise ValueError("a day written as 2027-07-05") from None


def _choice(kind: type[_Word]) -> Callable[[str], _Word]:
    def read(value: str) -> _Word:
        try:
            return kind(as_key(value))
        except ValueError:
            raise ValueError("one of: " + ", ".join(kind)) from None

    return read


def _lines(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;\n]", value) if part.strip())


def _same(value: str) -> tuple[tuple[str, ...], ...]:
    groups = tuple(tuple(filter(None, map(str.strip, line.split("=")))) for line in _lines(value))
    if any(len(group) < 2 for group in groups):
        raise ValueError("two names or more with = between, as MIT Lab = Cambridge Lab")
    return groups


def read_priorities(value: str) -> tuple[Priority, ...]:
    """Read the names of criteria in order; `ValueError` says what is expected.

    >>> read_priorities("topics; sector") == (Priority.TOPICS, Priority.SECTOR)
    True
    """
    read = tuple(_choice(Priority)(part) for part in _lines(value))
    if len(set(read)) < len(read):
        raise ValueError("each priority at most once")
    return read


@dataclass(frozen=True, slots=True)
class OwnSetting:
    """A line of ``Settings`` that only one format has.

    Parameters
    ----------
    name
        As the sheet shows it; `Settings.own` holds the value under it.
    default
        What a blank line means.
    meaning
        One sentence.
    read
        Makes the value of a text; `ValueError` says what it should be.
    moved
        Only older sheets have it: what it said has a tab of its own by now.
    """

    name: str
    default: Any
    meaning: str
    read: Callable[[str], Any] = _text
    moved: bool = False

    @property
    def metadata(self) -> Mapping[str, Any]:
        """Name, meaning and reading, as the fields of `Settings` have them."""
        return {"name": self.name, "meaning": self.meaning, "read": self.read, "former": ""}


def _setting(name: str, default: Any, meaning: str, read: Callable[[str], Any] = _text, former: str = "") -> Any:
    # former: the name in older sheets, which is read for ever
    return field(default=default, metadata={"name": name, "meaning": meaning, "read": read, "former": former})


@dataclass(frozen=True, slots=True)
class Settings:
    """What the organizer decides; field metadata hold the name in the sheet, the meaning and the reading.

    A blank value in the sheet means the default. Lists are written with semicolons or one per line. The criteria
    come from the tab ``Criteria``: of pairs, `priorities` in their order and `musts`, the rules among them; of other
    formats, their `goals` in order, None for the order that the format has by itself.
    """

    format: str = _setting(
        "Format",
        "conference pairs",
        "What kind of programme this is; it stays as it is once groups stand.",
        as_key,
    )
    programme: str = _setting("Programme", "", "Name of the conference or programme, as the mails say it.")
    form: str = _setting(
        "Form", "", "Address or id of the form that asks for the role, or the name of its response tab."
    )
    mentor_form: str = _setting("Mentor form", "", "The same for a form that only mentors fill in.")
    mentee_form: str = _setting("Mentee form", "", "The same for a form that only mentees fill in.")
    after_form: str = _setting("After-event form", "", "The form that asks afterwards how it went.")
    sender: str = _setting("Sender", "", "Mailbox the drafts are made in and sent from.")
    come_from: str = _setting(
        "From", "", "Address that mails come from: an alias of the sender, confirmed in Gmail; blank: the sender."
    )
    reply_to: str = _setting("Reply-to", "", "Where answers go; blank: the address that mails come from.")
    copy_to: tuple[str, ...] = _setting("Copy to", (), "Addresses that get a copy of every mail.", _lines)
    organizers: str = _setting("Organizers", "", "Names the mails are signed with.")
    starts: date | None = _setting("Starts", None, "First day of the conference, as 2027-07-05.", _day)
    ends: date | None = _setting("Ends", None, "Last day of the conference.", _day)
    answer_by: date | None = _setting(
        "Answer by", None, "The day by which the form is to be filled in, as the survey mails say it.", _day
    )
    matches_by: date | None = _setting(
        "Matches by", None, "The day by which everybody hears whom they meet, as the survey mails say it.", _day
    )
    silent_by: date | None = _setting(
        "Silent by",
        None,
        "Whoever has not heard from the partner by this day writes to the organizers.",
        _day,
    )
    conduct: str = _setting("Code of conduct", "", "Address of the code of conduct that applies.")
    video: str = _setting(
        "Video calls", "Jitsi Meet (https://meet.jit.si)", "Free video software the mails suggest, with its address."
    )
    meeting: str = _setting(
        "Suggested meeting", "", "Time for the calendar file, as 2027-07-06 12:30; blank: no calendar file."
    )
    time_zone: str = _setting("Time zone", "UTC", "Time zone of the conference, as Europe/Paris.")
    capacity: int = _setting("Capacity", 1, "Mentees a mentor takes who has not said how many.", whole_between(1, 50))
    priorities: tuple[Judged, ...] = _setting(
        "Priorities",
        DEFAULT_PRIORITIES,
        "Moved to the tab Criteria.",
        read_priorities,
    )
    bins: BinRole = _setting(
        "Bins",
        BinRole.GUIDE,
        "guide: bins are a priority; wall: nobody is matched across.",
        _choice(BinRole),
        former="Blocks",
    )
    weigh_bins: bool = _setting(
        "Balance by capacity", False, "yes: balance places against mentees, not heads against heads.", _yes_no
    )
    colleagues: Policy = _setting(
        "Colleagues", Policy.FORBID, "Same affiliation or same institutional address.", _choice(Policy)
    )
    repeats: Policy = _setting(
        "Previous pairs",
        Policy.FORBID,
        "Pairs of earlier years listed in Never match as such.",
        _choice(Policy),
    )
    same_places: tuple[tuple[str, ...], ...] = _setting(
        "Same institution",
        (),
        "Names of one institution that look different, a line each: MIT Lab = Cambridge Lab = mit-lab.org.",
        _same,
    )
    free_mail: tuple[str, ...] = _setting(
        "Free mail domains", (), "More mail providers whose users are not colleagues.", _lines
    )
    unanswered: Unanswered = _setting(
        "Match people without an answer",
        Unanswered.LAST,
        "Of pairs: yes: like anybody; last: after everybody who answered; no: not at all.",
        _choice(Unanswered),
    )
    reminder_days: int = _setting(
        "Days between reminders", 5, "Nobody is reminded more often than this.", whole_between(1, 365)
    )
    daily_limit: int = _setting("Mails a day", 400, "send stops after this many in a day.", whole_between(1, 2000))
    surprise: int = _setting(
        "Surprise",
        30,
        "pull and rematch are refused without --force where they lose or change more than this many percent.",
        whole_between(0, 100),
    )
    own: Mapping[str, Any] = field(default_factory=dict, hash=False)
    musts: tuple[Judged, ...] = ()
    goals: tuple[Any, ...] | None = None

    @property
    def round(self) -> str:
        """The round that is running, on one line; blank where the format has no rounds, or none is named."""
        return " ".join(str(self.own.get(ROUND, "")).split())

    @property
    def ledger_name(self) -> str:
        """What enters the keys of letters: the programme's name; where rounds have a setting, the format's instead.

        A programme may then be called something else in the next round, and nobody is written to again for it.
        """
        return self.format if ROUND in self.own else self.programme

    @property
    def author(self) -> str:
        """The address that mails come from: ``From``, or else ``Sender``, without outer white space."""
        return self.come_from.strip() or self.sender.strip()


ROUND = "Round"
"""The line of `Settings.own` by which a format tells one round of its programme from the next."""

SETTING_FIELDS: tuple[Field[Any], ...] = tuple(known for known in fields(Settings) if known.metadata)
"""The settings in the order of the tab: ``metadata`` holds ``name``, ``meaning``, ``read``
and ``former``, the name in older sheets or nothing."""

Line = Field[Any] | OwnSetting
"""A line of the tab ``Settings``."""

MOVED = frozenset({"priorities"})
"""Settings (by field name) that older sheets have as a line, and that have a tab of their own by now."""


def setting_lines(own: Iterable[OwnSetting] = ()) -> tuple[Line, ...]:
    """Return every line of the tab ``Settings`` in order; ``own`` are those of one format."""
    lines: tuple[Line, ...] = (*SETTING_FIELDS, *own)
    return tuple(known for known in lines if known.name not in MOVED and not getattr(known, "moved", False))


def day_settings(own: Iterable[OwnSetting] = ()) -> frozenset[str]:
    """Return the names, as `as_key` folds them, of the lines that hold a day; ``own`` are those of one format."""
    return frozenset(as_key(known.metadata["name"]) for known in setting_lines(own) if known.metadata["read"] is _day)


def default_text(setting: str) -> str:
    """Return the default of the setting (a field name of `Settings`) as the sheet shows it."""
    return setting_text(Settings(), setting)


def setting_text(settings: Settings, setting: str) -> str:
    """Return one setting's value (by field name) as the sheet writes it; reading it gives the value again.

    Parameters
    ----------
    settings
        Values of all settings.
    setting
        Its field name.
    """
    return text_of(getattr(settings, setting))


def text_of(value: Any) -> str:
    """Return a setting's value as the sheet writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(" = ".join(part) if isinstance(part, tuple) else str(part) for part in value)
    return str(value)


def parse_settings(
    lines: Iterable[tuple[str, str, str]], own: Iterable[OwnSetting] = ()
) -> tuple[Settings, list[Finding]]:
    """Read the settings from the lines of the tab.

    Parameters
    ----------
    lines
        ``(name, value, cell address of the value)`` for each line; blank values mean the default. Names that settings
        had in older sheets are read too.
    own
        The lines that the format of the sheet has besides.

    Returns
    -------
    settings
        With the default wherever a value is blank, unreadable, or given twice differently.
    findings
        Every unreadable value, unknown name and contradiction at once; level ``stop``, with the address.
    """
    own = tuple(own)
    every = setting_lines(own)
    lines_ever: tuple[Line, ...] = (*SETTING_FIELDS, *own)
    moved = [known for known in lines_ever if known not in every]
    by_name = {
        as_key(known.metadata[kind]): known
        for kind in ("former", "name")
        for known in (*moved, *every)
        if known.metadata[kind]
    }
    values: dict[str, Any] = {}
    findings = []
    for name, text, where in lines:
        known = by_name.get(as_key(name))
        if not name.strip() or (known is not None and not text.strip()):
            continue
        if known is None:
            names = "The names are: " + ", ".join(line.metadata["name"] for line in every) + "."
            findings.append(Finding(f"there is no setting “{name.strip()}”.", names, "unknown-setting", where=where))
            continue
        named = known.metadata["name"]
        try:
            value = known.metadata["read"](text)
        except ValueError as expected:
            unfit = f"“{text.strip()}” does not fit {named}."
            findings.append(Finding(unfit, f"Write {expected}.", "bad-setting", Level.STOP, where=where))
            continue
        if values.setdefault(known.name, value) != value:
            second = f"{named} stands here a second time with another value."
            findings.append(Finding(second, "Delete one of the two lines.", "double-setting", Level.STOP, where=where))
    theirs = {known.name: values.pop(known.name, known.default) for known in own}
    return Settings(**values, own=theirs), findings
