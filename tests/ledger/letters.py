"""Letters reduced to what the ledger looks at."""

from datetime import UTC, datetime

from mentorship_gsheets.ledger import Entry, State, Want
from mentorship_gsheets.mail import Kind, ReadMessage, kinds, letter_key, read_message, reference
from mentorship_gsheets.mail.mime import Content, Envelope, write_message

NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)
ADA, BO, CY = "mentor ada@example.org", "mentee bo@example.org", "mentee cy@example.org"


def raw_letter(people: tuple[str, ...], wording: str = "Hello", kind: Kind = kinds.MATCH_IN_PERSON) -> bytes:
    """A letter to some people."""
    key = key_of(people, kind)
    to = tuple(("", person.rpartition(" ")[2]) for person in people)
    text = f"{wording}\n\nMentorship reference {reference(key)}\n"
    return write_message(Envelope(("", "mentors@example.org"), to, wording, key), Content(text, f"<p>{wording}</p>\n"))


def message(people: tuple[str, ...], wording: str = "Hello") -> ReadMessage:
    """A letter to some people, read."""
    return read_message(raw_letter(people, wording))


def key_of(people: tuple[str, ...], kind: Kind = kinds.MATCH_IN_PERSON) -> str:
    """The key of the letter to some people."""
    return letter_key("PyConf", kind, "", people)


def digest_of(people: tuple[str, ...], wording: str = "Hello") -> str:
    """The digest of the letter to some people."""
    return message(people, wording).digest


def want(*people: str, kind: Kind = kinds.MATCH_IN_PERSON, wording: str = "Hello", held: str = "") -> Want:
    """The letter to some people is due."""
    return Want(key_of(people, kind), kind, people, "", digest_of(people, wording), held, family=True)


def entry(
    *people: str,
    state: State = State.DRAFTED,
    draft: str = "r1",
    changed: datetime | None = NOW,
    reviewed: bool = False,
    remark: str = "",
) -> Entry:
    """The line of the letter to some people."""
    return Entry(
        key_of(people), kinds.MATCH_IN_PERSON, state, people, "", draft, digest_of(people), changed, reviewed, remark
    )
