"""A mailing: what ``mentorship draft`` makes at one go, and which of its letters are due."""

from collections.abc import Callable
from dataclasses import dataclass

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.ledger import Want
from mentorship_gsheets.mail import Kind, address_key, all_kinds
from mentorship_gsheets.mailings.context import Due, MailingContext
from mentorship_gsheets.settings import Settings


@dataclass(frozen=True, slots=True)
class Mailing:
    """What ``mentorship draft NAME`` makes.

    Parameters
    ----------
    name
        The word of the command; kinds of mail name it as theirs.
    says
        What it is for, as the end of a sentence, for the help.
    due
        The letters that are due, and what to know about them.
    after_event
        It asks how it was, so those who have said so already are left out.
    """

    name: str
    says: str
    due: Callable[[MailingContext], tuple[list[Due], list[Finding]]]
    after_event: bool = False

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of mail it makes."""
        return kinds_of(self.name)

    @property
    def names_partner(self) -> bool:
        """True when some of its mails tell somebody who the partner is."""
        return any(kind.names_partner for kind in self.kinds)


def kinds_of(mailing: str) -> tuple[Kind, ...]:
    """Return the kinds of mail that a mailing makes, by the mailing's name."""
    return tuple(kind for kind in all_kinds() if kind.mailing == mailing)


def letters_due(mailing: Mailing, context: MailingContext) -> tuple[list[Due], list[Finding]]:
    """Return the letters of a mailing that are due, in the order they are made and sent, and what to know about them.

    Letters that were sent already are due as long as their reason stands: it is the ledger that keeps them from
    being made twice.
    """
    due, findings = mailing.due(context)
    place = {kind: number for number, kind in enumerate(all_kinds())}
    return sorted(due, key=lambda one: (place[one.address.kind], one.address.about, one.address.round)), findings


def want(due: Due, settings: Settings, digest: str = "", held: str = "") -> Want:
    """Return a letter that is due as the ledger compares it.

    Parameters
    ----------
    due
        The letter.
    settings
        The programme's name enters the key.
    digest
        Of the letter as it would be written now; blank when it was not written.
    held
        Why it could not be written; what holds its people back goes first.
    """
    address = due.address
    return Want(
        key=address_key(address, settings),
        kind=address.kind,
        people=address.about,
        round=address.round,
        digest=digest,
        held=due.held or held,
        family=address.kind.names_partner,
    )
