"""The words of the field: participants, rosters, responses, groups."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Role(StrEnum):
    """What somebody is in the programme; one person may hold both roles, as two participants."""

    MENTOR = "mentor"
    MENTEE = "mentee"

    @property
    def other(self) -> "Role":
        """The role on the other side of a pair."""
        return Role.MENTEE if self is Role.MENTOR else Role.MENTOR


class Attendance(StrEnum):
    """How somebody attends the conference."""

    IN_PERSON = "in person"
    VIRTUAL = "virtual"
    UNKNOWN = ""


class Status(StrEnum):
    """Where somebody stands: ``withdrawn`` and ``declined`` people are never matched or written to."""

    ANSWERED = "answered"
    NO_ANSWER = "no answer"
    LOOKED_UP = "looked up"
    BY_HAND = "by hand"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


Identity = tuple[Role, str]


class Pair(NamedTuple):
    """A mentee and a mentor who belong together, each by cleaned e-mail address.

    It equals and hashes like the plain tuple ``(mentee, mentor)``.
    """

    mentee: str
    mentor: str

    def of(self, role: Role) -> str:
        """Return the address of the one of the two who has this role.

        >>> Pair("bo@example.org", "ada@example.org").of(Role.MENTOR)
        'ada@example.org'
        """
        return self.mentor if role is Role.MENTOR else self.mentee


class Told(NamedTuple):
    """What somebody said under a column of the organizer's own.

    Parameters
    ----------
    text
        As it stands there.
    choices
        The choices it lists, or the addresses of the people it names, in its order; empty where it was not read so.
    """

    text: str = ""
    choices: tuple[str, ...] = ()


_LOOK_ALIKES = str.maketrans("<>@", "\u2039\u203a\uff20")


@dataclass(frozen=True, slots=True)
class Participant:
    """One person in one role.

    Parameters
    ----------
    email
        Cleaned once, at intake: lower case, no spaces, bare address. With the role it is the identity.
    name
        As the person writes it.
    role
        Mentor or mentee.
    attendance
        In person, virtual, or unknown.
    fields
        The fields ticked, first choice first; empty when unknown.
    sector
        Academia, industry, government ...; empty when unknown.
    topics
        What the person wants to talk about.
    affiliation
        University, company, laboratory; empty when unknown.
    time_zone
        IANA name, or a UTC offset; empty when unknown.
    languages
        Languages the person would mentor in.
    capacity
        Mentees a mentor takes at most (mentors wanted, for a mentee: 1); None when not stated.
    notes
        Free text.
    bin
        The bin the person stands in; empty until there is one.
    partners
        Cleaned e-mail addresses in the match cell, in its order.
    keep
        The organizer ticked ``Keep``: the pairs in the match cell are pins whatever comes.
    first_time
        First conference, or None when not asked.
    left_out
        Was left without a partner last time, so goes first.
    goal
        What the person wants to have reached; empty when not said.
    matters
        What matters most to a mentee in a mentor: the name of a criterion, or empty.
    pairing
        What became of a mentee's pair, as its cell says: ``graduated``, ``ended``, ``wants another``, or empty.
    tried
        What the coin of a mentee says, as ``on: time zone``; empty while nothing is tried out on this mentee.
    trouble, trouble_note
        What the person has written to the organizers about the pair, and a note on it; empty: nothing is open.
    introduce
        May be introduced to partners; None when nothing, or nothing that can be read, was said.
    status
        Answered, no answer, looked up, by hand, withdrawn, declined.
    source
        Where the person came from: ``form``, ``sign-up`` or ``by hand``.
    first_email
        The address under which the person was known first, where somebody has corrected it; empty: ``email``.
    more
        Header, as it is compared -> what was said under a column of the organizer's own; blank cells are absent.
    """

    email: str
    name: str
    role: Role
    attendance: Attendance = Attendance.UNKNOWN
    fields: tuple[str, ...] = ()
    sector: str = ""
    topics: tuple[str, ...] = ()
    affiliation: str = ""
    time_zone: str = ""
    languages: tuple[str, ...] = ()
    capacity: int | None = None
    notes: str = ""
    bin: str = ""
    partners: tuple[str, ...] = ()
    keep: bool = False
    first_time: bool | None = None
    left_out: bool = False
    goal: str = ""
    matters: str = ""
    pairing: str = ""
    tried: str = ""
    trouble: str = ""
    trouble_note: str = ""
    introduce: bool | None = None
    status: Status = Status.ANSWERED
    source: str = ""
    first_email: str = ""
    more: Mapping[str, Told] = field(default_factory=dict, hash=False)

    @property
    def first_identity(self) -> Identity:
        """The identity under which the person was known first: it survives a corrected address."""
        return (self.role, self.first_email or self.email)

    @property
    def identity(self) -> Identity:
        """The (role, e-mail) that names this participant everywhere."""
        return (self.role, self.email)

    @property
    def withdrawn(self) -> bool:
        """True when the person takes no part: has left the programme, or applied and was not accepted."""
        return self.status in (Status.WITHDRAWN, Status.DECLINED)

    @property
    def label(self) -> str:
        """The person as a match cell writes it: ``Name <e-mail>``.

        Signs by which a line's address is found stand for look-alikes in the name, because the formulas of the sheet
        would take them for the address.
        """
        return f"{self.name.translate(_LOOK_ALIKES)} <{self.email}>" if self.name else f"<{self.email}>"


@dataclass(frozen=True, slots=True)
class Roster:
    """All participants of a programme, each role in the order of the sheet.

    A person with both roles stands in both tuples. Identities are unique: people whose rows are ambiguous
    (two rows with one address) are left out by whoever builds the roster, and reported there.
    """

    mentors: tuple[Participant, ...] = ()
    mentees: tuple[Participant, ...] = ()
    _by_identity: Mapping[Identity, Participant] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the people by identity."""
        index = {person.identity: person for person in self}
        object.__setattr__(self, "_by_identity", index)

    def __iter__(self) -> Iterator[Participant]:
        """Iterate over mentors, then mentees."""
        yield from self.mentors
        yield from self.mentees

    def of(self, role: Role) -> tuple[Participant, ...]:
        """Return the participants of one role."""
        return self.mentors if role is Role.MENTOR else self.mentees

    def find(self, role: Role, email: str) -> Participant | None:
        """Return the participant with this identity.

        Parameters
        ----------
        role, email
            The identity.

        Returns
        -------
        Participant or None
            None where nobody has it, or where several rows do.
        """
        return self._by_identity.get((role, email))


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form.

    Parameters
    ----------
    id
        The form's question id (titles change, ids do not); for a linked response tab, its header text.
    title
        The wording people saw.
    options
        The listed choices in order; empty for free text.
    several
        True for check boxes: an answer may hold several values.
    other
        True when people may write an answer of their own beside the listed choices.
    rows
        The rows of a grid that is to be made, each with the same options; as read, every row is a question of its own.
    dropdown
        A choice to be made as a dropdown, however few the options are.
    """

    id: str
    title: str
    options: tuple[str, ...] = ()
    several: bool = False
    other: bool = False
    rows: tuple[str, ...] = ()
    dropdown: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """One submission of a form.

    Parameters
    ----------
    id
        The form's response id (it stays when the person edits); for a linked tab, timestamp and address.
    submitted
        ISO 8601 time of the last submission, UTC where known; sorts as text.
    email
        The address the form collected, as it stood there; empty when not collected.
    answers
        Question id -> values; unanswered questions are absent. A cell of a linked tab is one value, not yet
        split into options.
    role
        The role the form itself stands for (one form for mentors, one for mentees), or None when it is asked.
    where
        The cell of the address, for a row of the sheet itself; empty for a form elsewhere.
    """

    id: str
    submitted: str
    email: str
    answers: Mapping[str, tuple[str, ...]]
    role: Role | None = None
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Form:
    """A form as read: its questions and all its responses.

    ``unsure_times``: nothing shows whether the day or the month stands first in the times of its responses.
    """

    id: str
    title: str
    questions: tuple[Question, ...]
    responses: tuple[Response, ...]
    role: Role | None = None
    unsure_times: bool = False
