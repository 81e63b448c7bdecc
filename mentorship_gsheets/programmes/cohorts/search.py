"""Better arrangements by exchanges, on bit masks.

Given the mentors of every cohort, what a mentee costs in a cohort does not depend on the other mentees, so mentees
are moved along the cheapest cycles of a graph on cohorts (Ahuja, Ergun, Orlin, Punnen, "A survey of very large-scale
neighborhood search techniques", Discrete Applied Mathematics 123, 2002): when no negative cycle is left, no other
placing of the mentees is better, constraints between mentees apart. Mentors move and swap one at a time, with a fixed
sequence of shaken restarts. Steps are counted, never seconds.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mentorship_gsheets.people import Role
from mentorship_gsheets.programmes.cohorts.model import (
    Cohort,
    Goal,
    Instance,
    Membership,
    Person,
    colleagues,
    conflicts,
    together_groups,
)

_OUT = -1
"""Where people are who are in no cohort; also the node of the graph through which sizes change."""


@dataclass(frozen=True)
class Field:
    """An instance as masks and prices: bit k of a mask is the k-th mentor or mentee in the order of addresses.

    Prices are whole vectors packed into one integer, the most important goal in the highest digits, above them the
    rules. Python's integers are as long as need be, so sums are exact and compare like the vectors.
    """

    instance: Instance
    mentors: tuple[Person, ...]
    mentees: tuple[Person, ...]
    near: tuple[int, ...]
    spoken: tuple[int, ...]
    same: tuple[int, ...]
    barred: tuple[int, ...]
    barred_mentees: tuple[int, ...]
    barred_mentors: tuple[int, ...]
    price: dict[Goal, int]
    fault: int
    units: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]

    @classmethod
    def of(cls, instance: Instance) -> Field:
        """Return the masks and prices of an instance."""
        people = sorted(instance.people, key=lambda each: each.email)
        mentors = tuple(each for each in people if each.role is Role.MENTOR)
        mentees = tuple(each for each in people if each.role is Role.MENTEE)
        apart = conflicts(instance)
        width = _digits(instance)
        price = dict.fromkeys(Goal, 0)
        for place, goal in enumerate(reversed(instance.order)):
            price[goal] = 1 << (width * place)

        def barred(one: Person, other: Person) -> bool:
            return (
                frozenset((one.email, other.email)) in apart
                or one.identity[1] == other.identity[1]
                or (instance.forbid_colleagues and one.role is not other.role and colleagues(one, other))
            )

        strict = any(apart) or instance.forbid_colleagues or {p.email for p in mentors} & {p.email for p in mentees}
        return cls(
            instance,
            mentors,
            mentees,
            tuple(_mask(instance.reach(mentee, mentor) for mentor in mentors) for mentee in mentees),
            tuple(_mask(bool(mentee.languages & mentor.languages) for mentor in mentors) for mentee in mentees),
            tuple(_mask(colleagues(mentee, mentor) for mentor in mentors) for mentee in mentees),
            tuple(_mask(barred(mentee, mentor) for mentor in mentors) if strict else 0 for mentee in mentees),
            tuple(
                _mask(mentee is not other and barred(mentee, other) for other in mentees) if apart else 0
                for mentee in mentees
            ),
            tuple(
                _mask(mentor is not other and barred(mentor, other) for other in mentors) if apart else 0
                for mentor in mentors
            ),
            price,
            1 << (width * len(instance.order)),
            tuple(_units(instance, mentors, mentees)),
        )


def _digits(instance: Instance) -> int:
    """Return how many bits no goal of any arrangement exceeds, with room for the differences on the way."""
    memberships = sum(max(1, person.at_once) for person in instance.people) + len(instance.was)
    largest = max((max(task.mentors.most, task.mentees.most) for task in instance.tasks), default=1)
    picks = max((len(person.picks) for person in instance.people), default=1)
    return int(memberships * (memberships + largest * largest + picks + 4)).bit_length() + 2


def _mask(flags: Iterable[bool]) -> int:
    return sum(1 << place for place, flag in enumerate(flags) if flag)


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _units(
    instance: Instance, mentors: Sequence[Person], mentees: Sequence[Person]
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield people who move together, as places of mentors and of mentees; whoever has both roles moves as a mentee."""
    for group in together_groups(instance):
        learning = tuple(place for place, person in enumerate(mentees) if person.email in group)
        names = {mentees[place].email for place in learning}
        teaching = tuple(
            place for place, person in enumerate(mentors) if person.email in group and person.email not in names
        )
        yield teaching, learning


class Arrangement:
    """Cohorts on their way; changed in place by the functions of this module.

    Parameters
    ----------
    field
        The instance as masks.
    cohorts
        Where to start. Cohorts without a label are new ones; those with nobody in them are places to be filled.
    """

    def __init__(self, field: Field, cohorts: Sequence[Cohort]) -> None:
        self.field = field
        instance = field.instance
        places = {
            Role.MENTOR: {person.email: place for place, person in enumerate(field.mentors)},
            Role.MENTEE: {person.email: place for place, person in enumerate(field.mentees)},
        }
        self.labels = [cohort.label for cohort in cohorts]
        self.tasks = [cohort.task for cohort in cohorts]
        self.teaching = [sum(1 << places[Role.MENTOR][email] for email in cohort.mentors) for cohort in cohorts]
        self.learning = [sum(1 << places[Role.MENTEE][email] for email in cohort.mentees) for cohort in cohorts]
        pinned = [[pin for pin in instance.pins if pin.label == label] if label else [] for label in self.labels]
        self.held = [
            {role: sum(1 << places[role][pin.email] for pin in pins if pin.role is role) for role in Role}
            for pins in pinned
        ]
        for cohort, masks in enumerate(self.held):
            self.teaching[cohort] |= masks[Role.MENTOR]
            self.learning[cohort] |= masks[Role.MENTEE]
        self.size_prices = [
            {
                role: _size_prices(field, task, role, [pin for pin in pins if pin.role is role], bool(pins))
                for role in Role
            }
            for task, pins in zip(self.tasks, pinned, strict=True)
        ]
        self.with_mentor: list[set[int]] = [set() for _ in field.mentors]
        self.with_mentee: list[set[int]] = [set() for _ in field.mentees]
        self._index()
        of_task: dict[str, list[int]] = {}
        for cohort, task in enumerate(self.tasks):
            of_task.setdefault(task, []).append(cohort)
        grouped = {
            Role.MENTOR: {place for mentors, _ in field.units for place in mentors},
            Role.MENTEE: {place for _, mentees in field.units for place in mentees},
        }
        self.mentor_options = [
            [] if place in grouped[Role.MENTOR] else [c for task in sorted(person.picks) for c in of_task.get(task, [])]
            for place, person in enumerate(field.mentors)
        ]
        self.mentee_options = [
            [] if place in grouped[Role.MENTEE] else [c for task in sorted(person.picks) for c in of_task.get(task, [])]
            for place, person in enumerate(field.mentees)
        ]
        self.mentor_prices = [self._linear(person) for person in field.mentors]
        self.mentee_prices = [self._linear(person) for person in field.mentees]
        self.solo = [field.price[Goal.ALONE] + 2 * field.price[Goal.THIN], field.price[Goal.THIN]]
        self.unknown = 2 * field.price[Goal.THIN]

    def _index(self) -> None:
        for own in (*self.with_mentor, *self.with_mentee):
            own.clear()
        for cohort, (mentors, mentees) in enumerate(zip(self.teaching, self.learning, strict=True)):
            for place in _bits(mentors):
                self.with_mentor[place].add(cohort)
            for place in _bits(mentees):
                self.with_mentee[place].add(cohort)

    def _linear(self, person: Person) -> list[int]:
        """Return what a membership of each cohort costs by itself: the pick's rank, less a standing membership kept."""
        field = self.field
        found = []
        for label, task in zip(self.labels, self.tasks, strict=True):
            rank = person.picks.index(task) if person.ranked and task in person.picks else 0
            kept = bool(label) and Membership(*person.identity, label) in field.instance.was
            found.append(rank * field.price[Goal.RANK] - kept * field.price[Goal.CHANGED])
        return found

    def keep(self) -> tuple[list[int], list[int]]:
        """Return the masks, for `restore`."""
        return self.teaching[:], self.learning[:]

    def restore(self, masks: tuple[list[int], list[int]]) -> None:
        """Take masks back."""
        self.teaching, self.learning = masks[0][:], masks[1][:]
        self._index()

    def mentee_price(self, mentee: int, cohort: int, mentors: int) -> int:
        """Return what a mentee costs in a cohort with these mentors.

        Parameters
        ----------
        mentee
            Place in the order of addresses.
        cohort
            Place among the cohorts.
        mentors
            Mask of its mentors.
        """
        field = self.field
        cost = self.mentee_prices[mentee][cohort]
        if field.mentees[mentee].offset is None:
            cost += self.unknown
        else:
            near = (field.near[mentee] & mentors).bit_count()
            if near < 2:
                cost += self.solo[near]
        if not field.spoken[mentee] & mentors:
            cost += field.price[Goal.LANGUAGE]
        if field.same[mentee] & mentors:
            cost += field.price[Goal.COLLEAGUES] * (field.same[mentee] & mentors).bit_count()
        if field.barred[mentee] & mentors:
            cost += field.fault * (field.barred[mentee] & mentors).bit_count()
        return cost

    def inside(self, cohort: int, mentors: int, mentees: int) -> int:
        """Return what a cohort with these people costs, what the people cost apart from it excepted.

        Parameters
        ----------
        cohort
            Place among the cohorts.
        mentors, mentees
            Masks of who would be in it.
        """
        if not mentors and not mentees:
            return 0
        field = self.field
        cost = self.size_prices[cohort][Role.MENTOR][mentors.bit_count()]
        cost += self.size_prices[cohort][Role.MENTEE][mentees.bit_count()]
        for mentee in _bits(mentees):
            cost += self.mentee_price(mentee, cohort, mentors)
            if field.barred_mentees[mentee] & mentees:
                cost += field.fault * (field.barred_mentees[mentee] & mentees).bit_count()
        for mentor in _bits(mentors):
            cost += self.mentor_prices[mentor][cohort]
            if field.barred_mentors[mentor] & mentors:
                cost += field.fault * (field.barred_mentors[mentor] & mentors).bit_count()
        return cost

    def mentee_times(self, mentee: int, times: int) -> int:
        """Return what it costs that a mentee is in so many cohorts.

        Parameters
        ----------
        mentee
            Place in the order of addresses.
        times
            In how many cohorts.
        """
        price, person = self.field.price, self.field.mentees[mentee]
        missing = price[Goal.MISSING] * (person.at_once - times)
        return missing + price[Goal.UNPLACED] if times == 0 else missing

    def mentor_times(self, times: int) -> int:
        """Return what it costs that a mentor is in so many cohorts."""
        return self.field.price[Goal.IDLE] if times == 0 else 0

    def total(self) -> int:
        """Return what everything costs; 0 for `CHANGED` is as many kept as stand, so the total may be negative."""
        return (
            sum(self.inside(c, *pair) for c, pair in enumerate(zip(self.teaching, self.learning, strict=True)))
            + sum(self.mentee_times(mentee, len(own)) for mentee, own in enumerate(self.with_mentee))
            + sum(self.mentor_times(len(own)) for own in self.with_mentor)
        )

    def may(self, own: set[int], source: int, target: int) -> bool:
        """Return whether somebody in the cohorts `own` may go from one to another: one cohort of a task a person.

        Parameters
        ----------
        own
            Cohorts somebody is in.
        source
            The one that would be left; -1 for none.
        target
            The one that would be joined.
        """
        if target in own:
            return False
        task = self.tasks[target]
        return all(self.tasks[each] != task for each in own if each != source)

    def cohorts(self) -> list[Cohort]:
        """Return the cohorts that have members."""
        field = self.field
        return [
            Cohort(
                label,
                task,
                tuple(field.mentors[place].email for place in _bits(mentors)),
                tuple(field.mentees[place].email for place in _bits(mentees)),
            )
            for label, task, mentors, mentees in zip(self.labels, self.tasks, self.teaching, self.learning, strict=True)
            if mentors or mentees
        ]


def _size_prices(field: Field, name: str, role: Role, pins: Sequence[Membership], pinned: bool) -> list[int]:
    """Return what each number of people of a role costs a cohort; too few and too many are faults, a pin's excepted."""
    sizes = field.instance.by_task[name].sizes(role)
    most = max(sizes.most, len(pins))
    lacking = field.price[Goal.SHORT] if pinned else field.fault
    everybody = sum(person.role is role for person in field.instance.people)
    return [
        field.price[Goal.SIZE] * (count - sizes.wanted) ** 2
        + lacking * max(0, sizes.least - count)
        + field.fault * max(0, count - most)
        for count in range(everybody + 2)
    ]


def place_mentees(state: Arrangement) -> None:
    """Place the mentees as well as the mentors' cohorts permit, along negative cycles until none is left.

    Notes
    -----
    Node `_OUT` holds those in no cohort. A path that ends where nobody has to leave, and begins where nobody comes,
    changes two sizes; it runs through `_OUT` as well, priced by the sizes.
    """
    edges: dict[int, dict[int, tuple[int, int]]] = {}
    dirty = {_OUT, *range(len(state.labels))}
    excluded: set[int] = set()
    while True:
        for node in dirty:
            edges[node] = _edges_from(state, node, excluded)
        cycle = _negative_cycle(edges)
        if cycle is None:
            return
        steps = [(tail, head, edges[tail][head][1]) for tail, head in cycle]
        movers = [mentee for _, _, mentee in steps if mentee >= 0]
        if len(set(movers)) < len(movers) or not _walk(state, steps):
            # one person twice, or two who are kept apart: what it costs is not the sum of the steps
            excluded |= set(movers)
            dirty = {_OUT, *range(len(state.labels))}
            continue
        dirty = {_OUT}
        for tail, head, mentee in steps:
            dirty |= {tail, head} | (state.with_mentee[mentee] if mentee >= 0 else set())


def _edges_from(state: Arrangement, node: int, excluded: set[int]) -> dict[int, tuple[int, int]]:
    """Return target -> (price, mentee) of the cheapest move from a node; -1 for a mentee: only a size changes."""
    found: dict[int, tuple[int, int]] = {}
    field = state.field
    if node == _OUT:
        for cohort, mentees in enumerate(state.learning):
            count = mentees.bit_count()
            if count:
                prices = state.size_prices[cohort][Role.MENTEE]
                found[cohort] = (prices[count - 1] - prices[count], -1)
        movers: Iterable[int] = (
            mentee for mentee, own in enumerate(state.with_mentee) if len(own) < field.mentees[mentee].at_once
        )
    else:
        count = state.learning[node].bit_count()
        prices = state.size_prices[node][Role.MENTEE]
        found[_OUT] = (prices[count + 1] - prices[count], -1)
        movers = _bits(state.learning[node] & ~state.held[node][Role.MENTEE])
    for mentee in movers:
        options = state.mentee_options[mentee]
        if not options or mentee in excluded:
            continue
        own = state.with_mentee[mentee]
        times = len(own)
        apart = field.barred_mentees[mentee]
        if node == _OUT:
            leaves = state.mentee_times(mentee, times + 1) - state.mentee_times(mentee, times)
        else:
            leaves = -state.mentee_price(mentee, node, state.teaching[node])
            if apart & state.learning[node]:
                leaves -= field.fault * 2 * (apart & state.learning[node]).bit_count()
            gone = leaves + state.mentee_times(mentee, times - 1) - state.mentee_times(mentee, times)
            if gone < found[_OUT][0]:
                found[_OUT] = (gone, mentee)
        for cohort in options:
            if not state.teaching[cohort] or not state.may(own, node, cohort):
                continue
            price = leaves + state.mentee_price(mentee, cohort, state.teaching[cohort])
            if apart & state.learning[cohort]:
                price += field.fault * 2 * (apart & state.learning[cohort]).bit_count()
            former = found.get(cohort)
            if former is None or price < former[0]:
                found[cohort] = (price, mentee)
    return found


def _negative_cycle(edges: dict[int, dict[int, tuple[int, int]]]) -> list[tuple[int, int]] | None:
    """Return a cycle whose prices sum to less than 0, as (tail, head) steps, or None: Bellman and Ford."""
    distance = dict.fromkeys(edges, 0)
    parent: dict[int, int] = {}
    active = list(edges)
    for _ in range(len(edges) + 1):
        touched: dict[int, None] = {}
        for tail in active:
            here = distance[tail]
            for head, (price, _) in edges[tail].items():
                if here + price < distance[head]:
                    distance[head] = here + price
                    parent[head] = tail
                    touched[head] = None
        if not touched:
            return None
        cycle = _cycle_of(parent)
        if cycle is not None:
            return cycle
        active = sorted(touched)
    return None


def _cycle_of(parent: dict[int, int]) -> list[tuple[int, int]] | None:
    """Return a cycle of the parents, or None. A cycle among the parents is always negative."""
    done: set[int] = set()
    for start in parent:
        path: dict[int, None] = {}
        node = start
        while node in parent and node not in done and node not in path:
            path[node] = None
            node = parent[node]
        if node in path:
            steps = []
            here = node
            while True:
                steps.append((parent[here], here))
                here = parent[here]
                if here == node:
                    return steps[::-1]
        done |= path.keys()
    return None


def _walk(state: Arrangement, steps: Sequence[tuple[int, int, int]]) -> bool:
    """Move mentees along the steps of a cycle; take everything back and return False where that is no gain."""
    touched = {node for tail, head, _ in steps for node in (tail, head) if node != _OUT}
    people = {mentee for _, _, mentee in steps if mentee >= 0}
    before = _share(state, touched, people)
    masks = {cohort: state.learning[cohort] for cohort in touched}
    was = {mentee: set(state.with_mentee[mentee]) for mentee in people}
    for tail, head, mentee in steps:
        if mentee < 0:
            continue
        for cohort in (tail, head):
            if cohort != _OUT:
                state.learning[cohort] ^= 1 << mentee
        state.with_mentee[mentee].discard(tail)
        if head != _OUT:
            state.with_mentee[mentee].add(head)
    if _share(state, touched, people) < before:
        return True
    for cohort, mask in masks.items():
        state.learning[cohort] = mask
    for mentee, own in was.items():
        state.with_mentee[mentee] = own
    return False


def _share(state: Arrangement, cohorts: Iterable[int], mentees: Iterable[int]) -> int:
    return sum(state.inside(c, state.teaching[c], state.learning[c]) for c in cohorts) + sum(
        state.mentee_times(mentee, len(state.with_mentee[mentee])) for mentee in mentees
    )


def move_mentors(state: Arrangement, mentors: Iterable[int]) -> bool:
    """Move or swap each of these mentors wherever that is a gain; return whether anything changed.

    Parameters
    ----------
    state
        Changed in place.
    mentors
        Places in the order of addresses.

    Returns
    -------
    Whether anything changed.
    """
    changed = False
    for mentor in mentors:
        while _move_mentor(state, mentor):
            changed = True
    return changed


def _move_mentor(state: Arrangement, mentor: int) -> bool:
    """Make the best move or swap of one mentor, if there is a gain."""
    options = state.mentor_options[mentor]
    if not options:
        return False
    field, bit = state.field, 1 << mentor
    own = state.with_mentor[mentor]
    sources = [cohort for cohort in sorted(own) if not state.held[cohort][Role.MENTOR] & bit]
    if len(own) < field.mentors[mentor].at_once:
        sources.append(_OUT)
    best, step = 0, None
    now = {}
    for cohort in {*options, *own}:
        now[cohort] = state.inside(cohort, state.teaching[cohort], state.learning[cohort])
    for source in sources:
        if source == _OUT:
            left = state.mentor_times(len(own) + 1) - state.mentor_times(len(own))
        else:
            left = state.inside(source, state.teaching[source] ^ bit, state.learning[source]) - now[source]
            gone = left + state.mentor_times(len(own) - 1) - state.mentor_times(len(own))
            if gone < best:
                best, step = gone, (source, _OUT, -1)
        for target in options:
            if not state.may(own, source, target):
                continue
            gain = left + state.inside(target, state.teaching[target] | bit, state.learning[target]) - now[target]
            if gain < best:
                best, step = gain, (source, target, -1)
            for other in _bits(state.teaching[target] & ~state.held[target][Role.MENTOR]):
                swapped = _swap_gain(state, mentor, source, target, other, now)
                if swapped is not None and swapped < best:
                    best, step = swapped, (source, target, other)
    if step is None:
        return False
    source, target, other = step
    _shift(state, mentor, source, target)
    if other >= 0:
        _shift(state, other, target, source)
    return True


def _swap_gain(
    state: Arrangement, mentor: int, source: int, target: int, other: int, now: dict[int, int]
) -> int | None:
    """Return what it costs to put a mentor in the place of another, who goes where the first was; None: not allowed."""
    if not state.mentor_options[other]:
        return None
    theirs = state.with_mentor[other]
    bits = 1 << mentor | 1 << other
    cost = state.inside(target, state.teaching[target] ^ bits, state.learning[target]) - now[target]
    if source == _OUT:
        own = state.with_mentor[mentor]
        cost += state.mentor_times(len(own) + 1) - state.mentor_times(len(own))
        return cost + state.mentor_times(len(theirs) - 1) - state.mentor_times(len(theirs))
    if source not in state.mentor_options[other] or not state.may(theirs, target, source):
        return None
    return cost + state.inside(source, state.teaching[source] ^ bits, state.learning[source]) - now[source]


def _shift(state: Arrangement, mentor: int, source: int, target: int) -> None:
    for cohort in (source, target):
        if cohort != _OUT:
            state.teaching[cohort] ^= 1 << mentor
    state.with_mentor[mentor].discard(source)
    if target != _OUT:
        state.with_mentor[mentor].add(target)


def move_units(state: Arrangement) -> bool:
    """Move people who belong together, all at once, wherever that is a gain; return whether anything changed."""
    changed = False
    for teaching, learning in state.field.units:
        while _move_unit(state, teaching, learning):
            changed = True
    return changed


def _move_unit(state: Arrangement, teaching: Sequence[int], learning: Sequence[int]) -> bool:
    field = state.field
    people = [*(field.mentors[place] for place in teaching), *(field.mentees[place] for place in learning)]
    shared = set.intersection(*(set(person.picks) for person in people))
    times = min(person.at_once for person in people)
    masks = (_mask_of(teaching), _mask_of(learning))
    owns = [state.with_mentor[place] for place in teaching] + [state.with_mentee[place] for place in learning]
    if any(own != owns[0] for own in owns) or any(
        state.held[cohort][role] & mask for cohort in owns[0] for role, mask in zip(Role, masks, strict=True)
    ):
        # pinned people stay, and the others of their group are placed with them by hand or not at all
        return _follow_pins(state, teaching, learning)
    own = set(owns[0])
    targets = [cohort for cohort, task in enumerate(state.tasks) if task in shared]
    before = state.total()
    best, chosen = before, None
    for source in [*sorted(own), *([_OUT] if len(own) < times else [])]:
        for target in [_OUT, *targets]:
            if target == source or (target != _OUT and not state.may(own, source, target)):
                continue
            kept = state.keep()
            _carry(state, masks, source, target)
            after = state.total()
            if after < best:
                best, chosen = after, (source, target)
            state.restore(kept)
    if chosen is None:
        return False
    _carry(state, masks, *chosen)
    return True


def _follow_pins(state: Arrangement, teaching: Sequence[int], learning: Sequence[int]) -> bool:
    """Put the unpinned people of a group where all its pinned people are, one at a time, where that is a gain."""
    field = state.field
    members = [(Role.MENTOR, place, state.with_mentor[place], field.mentors[place]) for place in teaching]
    members += [(Role.MENTEE, place, state.with_mentee[place], field.mentees[place]) for place in learning]
    pinned = [{cohort for cohort in own if state.held[cohort][role] >> place & 1} for role, place, own, _ in members]
    common = set.intersection(*(each for each in pinned if each)) if any(pinned) else set()
    before = state.total()
    for role, place, own, person in members:
        for cohort in sorted(common - own):
            if state.tasks[cohort] in person.picks and len(own) < person.at_once and state.may(own, _OUT, cohort):
                kept = state.keep()
                masks = (1 << place, 0) if role is Role.MENTOR else (0, 1 << place)
                _carry(state, masks, _OUT, cohort)
                if state.total() < before:
                    return True
                state.restore(kept)
    return False


def _mask_of(places: Iterable[int]) -> int:
    return sum(1 << place for place in places)


def _carry(state: Arrangement, masks: tuple[int, int], source: int, target: int) -> None:
    for cohort in (source, target):
        if cohort != _OUT:
            state.teaching[cohort] ^= masks[0]
            state.learning[cohort] ^= masks[1]
    state._index()


def close_cohorts(state: Arrangement) -> bool:
    """Empty each cohort that nobody is pinned to, and keep it so where that is a gain; return whether one was."""
    changed = False
    for cohort, held in enumerate(state.held):
        if any(held.values()) or not (state.teaching[cohort] or state.learning[cohort]):
            continue
        kept, before = state.keep(), state.total()
        state.teaching[cohort] = state.learning[cohort] = 0
        state._index()
        place_mentees(state)
        move_mentors(state, range(len(state.field.mentors)))
        place_mentees(state)
        if state.total() < before:
            changed = True
        else:
            state.restore(kept)
    return changed


def descend(state: Arrangement) -> None:
    """Exchange people until no step of any kind is a gain."""
    while True:
        place_mentees(state)
        units = move_units(state)
        mentors = move_mentors(state, range(len(state.field.mentors)))
        if not units and not mentors:
            return


def shake(state: Arrangement, times: int, seed: int = 0) -> None:
    """Disturb the mentors of one or two cohorts at a time, exchange again, and keep what is no worse.

    Parameters
    ----------
    state
        Where to start; at the end the best that was seen.
    times
        How often.
    seed
        Which sequence of disturbances; the same on every computer.
    """
    draw = random.Random(seed)  # noqa: S311 - a fixed sequence of trials, no secret
    movers = [mentor for mentor, options in enumerate(state.mentor_options) if options]
    if not movers:
        return
    total = state.total()
    for _ in range(times):
        kept = state.keep()
        touched: set[int] = set()
        for _ in range(draw.choice((1, 1, 2))):
            touched |= _disturb(state, draw, draw.choice(movers))
        if not touched:
            continue
        place_mentees(state)
        near = {mentor for cohort in touched for mentor in _bits(state.teaching[cohort])}
        if move_mentors(state, sorted(near)):
            place_mentees(state)
        after = state.total()
        if after <= total:
            total = after
        else:
            state.restore(kept)


def _disturb(state: Arrangement, draw: random.Random, mentor: int) -> set[int]:
    """Move a mentor somewhere else, in exchange for another where there is one; return the cohorts touched."""
    bit = 1 << mentor
    own = state.with_mentor[mentor]
    sources = [cohort for cohort in sorted(own) if not state.held[cohort][Role.MENTOR] & bit]
    if len(own) < state.field.mentors[mentor].at_once:
        sources.append(_OUT)
    steps = [
        (source, target, other)
        for source in sources
        for target in state.mentor_options[mentor]
        if state.may(own, source, target)
        for other in (-1, *_bits(state.teaching[target] & ~state.held[target][Role.MENTOR]))
        if other < 0
        or source == _OUT
        or (source in state.mentor_options[other] and state.may(state.with_mentor[other], target, source))
    ]
    if not steps:
        return set()
    source, target, other = draw.choice(steps)
    if other >= 0 and not state.mentor_options[other]:
        return set()
    _shift(state, mentor, source, target)
    if other >= 0:
        _shift(state, other, target, source)
    return {target} | ({source} - {_OUT})
