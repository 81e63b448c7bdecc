"""Hand-made participants, and random ones for hypothesis."""

from typing import Any

from hypothesis import strategies as st

from mentorship_gsheets.people import Attendance, Participant, Role, Roster

FIELDS = ("Astronomy", "Biology", "Economics", "Software")
DOMAINS = ("example.org", "uni-a.example.org", "lab.uni-a.example.org", "uni-b.example.net", "gmail.com")


def mentor(name: str, **said: Any) -> Participant:
    """A mentor ``name@example.org``, or at the address given."""
    said = {"email": f"{name.lower()}@example.org", "name": name, "role": Role.MENTOR} | said
    return Participant(**said)


def mentee(name: str, **said: Any) -> Participant:
    """A mentee ``name@example.org``, or at the address given."""
    return mentor(name, **({"role": Role.MENTEE} | said))


def sides(draw: st.DrawFn, most: int = 6) -> tuple[list[Participant], list[Participant]]:
    """Some mentees and mentors, some of them colleagues, some the same person."""

    def side(role: Role) -> list[Participant]:
        addresses = draw(
            st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(DOMAINS)), max_size=most, unique=True)
        )
        return [
            Participant(
                f"{local}@{domain}",
                f"{local.upper()} Person",
                role,
                draw(st.sampled_from(Attendance)),
                tuple(draw(st.lists(st.sampled_from(FIELDS), max_size=3, unique=True))),
                draw(st.sampled_from(["", "industry", "Academia"])),
                tuple(draw(st.lists(st.sampled_from(["grants", "jobs", "writing"]), max_size=2, unique=True))),
                draw(st.sampled_from(["", "University of A", "Univ. A", "Lab B"])),
                draw(st.sampled_from(["", "UTC", "Asia/Tokyo", "UTC-8"])),
                tuple(draw(st.lists(st.sampled_from(["French", "English"]), max_size=2, unique=True))),
                draw(st.sampled_from([None, 0, 1, 2])) if role is Role.MENTOR else None,
                draw(st.sampled_from(["", "publishing my thesis", "how to publish", "remote work"])),
                draw(st.sampled_from(["", *FIELDS])),
                left_out=draw(st.booleans()),
            )
            for local, domain in addresses
        ]

    return side(Role.MENTEE), side(Role.MENTOR)


@st.composite
def rosters(draw: st.DrawFn, most: int = 6) -> Roster:
    """A roster of at most ``most`` people a side."""
    mentees, mentors = sides(draw, most)
    return Roster(tuple(mentors), tuple(mentees))
