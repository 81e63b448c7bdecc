"""Mailboxes that drafts can be made in, as far as their address and the key tell."""

from mentorship_gsheets.errors import Exit, Finding, Level, MentorshipError
from mentorship_gsheets.intake.addresses import read_email
from mentorship_gsheets.workspace.key_files import Key, KeyKind

_OF_PERSONS = ("gmail.com", "googlemail.com")
_OF_PROGRAMS = "gserviceaccount.com"


def sender_address(text: str, key: Key) -> str:
    """Return the address of a mailbox that this key may make drafts in; Google is not asked.

    Parameters
    ----------
    text
        As somebody typed it.
    key
        The key that the sheet is opened with.

    Returns
    -------
    str
        The address, cleaned.

    Raises
    ------
    MentorshipError
        It is no address, or none that can ever be the sender.

    Notes
    -----
    A service account acts for people of a domain whose administrator let it, and a mailbox at gmail.com has none:
    https://developers.google.com/identity/protocols/oauth2/service-account#delegatingauthority
    """
    address, problem = read_email(text)
    if problem:
        raise _never(f"the sender “{text.strip()}” {problem}.", "Give one address, as mentors@conference.org.")
    domain = address.rpartition("@")[2]
    if domain == _OF_PROGRAMS or domain.endswith(f".{_OF_PROGRAMS}"):
        raise _never(f"{address} is a program and has no mailbox.", "Give the address that your mails come from.")
    if domain in _OF_PERSONS and key.kind is KeyKind.SERVICE_ACCOUNT and not key.mailbox_path.exists():
        raise _never(
            f"the key of a service account cannot make drafts at {domain}.",
            "Its owner logs in first: mentorship login --client FILE.",
        )
    return address


def _never(what: str, remedy: str) -> MentorshipError:
    return MentorshipError(Finding(what, remedy, "no-sender", Level.STOP), Exit.USAGE)
