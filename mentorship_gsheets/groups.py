"""Who meets whom: groups of any size, all of them together, and what the sheet says of them now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.people import Identity, Roster


def identity_text(identity: Identity) -> str:
    """Return somebody as ledger and keys write it.

    >>> from mentorship_gsheets.people import Role
    >>> identity_text((Role.MENTOR, "ada@example.org"))
    'mentor ada@example.org'
    """
    role, email = identity
    return f"{role} {email}"


def people_key(mentors: Iterable[Identity], mentees: Iterable[Identity]) -> str:
    """Return the key of a group that is what its people are: other people are another group.

    Parameters
    ----------
    mentors, mentees
        In the order of the group; rows and names do not enter.
    """
    return "; ".join(identity_text(person) for person in (*mentors, *mentees))


def key_of(about: Iterable[str]) -> str:
    """Return the key of a group from the words in which ledger lines name it, see `Group.about`.

    >>> key_of(("group Table 1", "mentor ada@example.org")), key_of(("mentor ada@example.org", "mentee bo@example.net"))
    ('Table 1', 'mentor ada@example.org; mentee bo@example.net')
    """
    words = tuple(about)
    return label_of(words) or "; ".join(words)


def label_of(about: Iterable[str]) -> str:
    """Return the label of a group from the words in which ledger lines name it; blank where it is named by people."""
    return next((word.removeprefix("group ") for word in about if word.startswith("group ")), "")


@dataclass(frozen=True, slots=True)
class Group:
    """People who meet: a pair, a cohort, a table in a round, a booked slot, a workshop.

    Parameters
    ----------
    key
        Never changes while the group lives: of a pair both persons, of a table the table and the round. Nothing that
        is retyped in Settings enters it. See `people_key`.
    label
        What people call it; empty where its people are name enough.
    mentors, mentees
        Identities.
    session
        The round or the slot; empty where a group meets as it likes.
    starts
        When it meets, with a time zone; None where nobody has said.
    minutes
        How long; 0 where nobody has said.
    place
        Where; empty where nobody has said.
    """

    key: str
    label: str
    mentors: tuple[Identity, ...]
    mentees: tuple[Identity, ...]
    session: str = ""
    starts: datetime | None = None
    minutes: int = 0
    place: str = ""

    @property
    def people(self) -> tuple[Identity, ...]:
        """Everybody in it, mentors first."""
        return (*self.mentors, *self.mentees)

    @property
    def about(self) -> tuple[str, ...]:
        """The group as ledger lines name it: its people, and before them the key where that says more."""
        people = tuple(identity_text(person) for person in self.people)
        return people if self.key == people_key(self.mentors, self.mentees) else (f"group {self.key}", *people)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Who meets whom, and who is left: all that stages after matching know of matching."""

    groups: tuple[Group, ...]
    unmatched: tuple[Identity, ...] = ()


@dataclass(frozen=True)
class Standing:
    """What the sheet says now of who meets whom. A format adds what it must know besides.

    Parameters
    ----------
    roster
        Everybody who can be read, withdrawn people included.
    arrangement
        The groups that everything in the sheet agrees on, and who is in none.
    findings
        About the rows read, with their cells; those of level ``held`` name people who are to be left alone.
    doubtful
        Groups that some cell names and another one does not, or not so.
    named
        Everybody whom any cell puts into a group, with whomever: they are not left over.
    concluded
        Groups that have come to their end as planned, as ledger lines name them: nobody is told that they changed.
    """

    roster: Roster
    arrangement: Arrangement
    findings: tuple[Finding, ...] = ()
    doubtful: tuple[Group, ...] = ()
    named: frozenset[Identity] = field(default_factory=frozenset)
    concluded: frozenset[tuple[str, ...]] = frozenset()

    @property
    def claimed(self) -> tuple[Group, ...]:
        """Every group that at least one cell names."""
        return (*self.arrangement.groups, *self.doubtful)
