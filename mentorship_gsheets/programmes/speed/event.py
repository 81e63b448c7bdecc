"""An event of speed mentoring: who sits where, in which round, and what a seating is worth."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self


@dataclass(frozen=True, slots=True)
class Mentor:
    """A mentor, who stays at one table.

    Parameters
    ----------
    email
        The address, by which bans name the mentor.
    name
        For cards, signs and sentences.
    fields
        What the mentor can be asked about, as texts that are compared for equality.
    table
        Mentors with the same text share a table.
    rounds
        The rounds, from 1, in which the mentor sits there; None for all of them.
    here
        False for a mentor who has not come: the table is without her from the first round that is still planned.
    """

    email: str
    name: str
    fields: tuple[str, ...]
    table: str
    rounds: frozenset[int] | None = None
    here: bool = True


@dataclass(frozen=True, slots=True)
class Mentee:
    """A mentee, who goes to another table every round.

    Parameters
    ----------
    email
        The address; somebody without one has a key in its place (``walk-in 1``).
    name
        For cards and sentences.
    fields
        What the mentee is interested in, the most wanted first; empty when nothing is known.
    rounds
        The rounds, from 1, in which the mentee is there; None for all of them, empty for somebody absent.
    """

    email: str
    name: str
    fields: tuple[str, ...] = ()
    rounds: frozenset[int] | None = None


@dataclass(frozen=True, slots=True, order=True)
class Seat:
    """A mentee at a table in a round, from 1."""

    email: str
    round: int
    table: str


GOALS = ("no wanted", "met again", "interest")
"""What a seating is judged by, the most important first, as organizers may order it anew. A repair changes as few seats
as can be before it looks at any of them: otherwise a second repair would change more."""


@dataclass(frozen=True, eq=False)
class Event:
    """Everything a seating depends on. The order of the people does not matter.

    Parameters
    ----------
    mentors, mentees
        The people; addresses are unique within each.
    rounds
        How many rounds there are.
    never
        (mentee, mentor) addresses of those who must never meet.
    pins
        Seats that were chosen by hand: they stay.
    slack
        How far the size of a table may be off the average, beyond rounding, when a seating is repaired.
    order
        Which of `GOALS` count, the most important first.
    """

    mentors: tuple[Mentor, ...]
    mentees: tuple[Mentee, ...]
    rounds: int
    never: frozenset[tuple[str, str]] = frozenset()
    pins: tuple[Seat, ...] = ()
    slack: int = 0
    order: tuple[str, ...] = GOALS


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal, the more important first in a seating; smaller is better.

    Parameters
    ----------
    name
        ``changed``, ``no wanted``, ``met again`` or ``interest``.
    value
        What the seating reaches.
    bound
        What no seating can get below, proven.
    sentence
        Both, in words for organizers.
    """

    name: str
    value: int
    bound: int
    sentence: str

    @property
    def proven(self) -> bool:
        """Whether the value is proven to be the best there is."""
        return self.value == self.bound


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """A mentee who sits elsewhere than planned; a blank table means no seat."""

    email: str
    round: int
    before: str
    after: str


@dataclass(frozen=True, eq=False)
class Seating:
    """Who sits where.

    Parameters
    ----------
    tables
        Address of a mentee -> table of every round, blank where the mentee is not there; sorted by address.
    goals
        In the order of importance.
    broken
        Hard rules that this seating breaks, a sentence each; empty unless pins or bans leave no other way.
    moves
        What a repair changed; empty for a seating planned afresh.
    """

    tables: Mapping[str, tuple[str, ...]]
    goals: tuple[Goal, ...]
    broken: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    _by_name: Mapping[str, Goal] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Freeze the tables and index the goals."""
        object.__setattr__(self, "tables", MappingProxyType(dict(self.tables)))
        object.__setattr__(self, "_by_name", {goal.name: goal for goal in self.goals})

    def goal(self, name: str) -> Goal:
        """Return the goal of that name.

        Raises
        ------
        KeyError
            If the seating has no such goal: only a repair has ``changed``.
        """
        return self._by_name[name]

    @property
    def cards(self) -> tuple[str, ...]:
        """Addresses whose card has to be printed again, sorted."""
        return tuple(sorted({move.email for move in self.moves}))

    @classmethod
    def typed(cls, tables: Mapping[str, tuple[str, ...]]) -> Self:
        """Return the seating that stands in a sheet, about whose goals nothing is known."""
        return cls(tables, ())
