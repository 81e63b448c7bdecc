"""A mailing: what ``mentorship draft`` makes at one go, and which of its letters are due."""

from collections.abc import Callable
from dataclasses import dataclass

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.ledger import Desired
from mentorship_gsheets.mail import Kind, Letter, all_kinds, request_key
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

    Parameters
    ----------
    mailing
        The mailing.
    context
        People, groups and ledger.
    """
    due, findings = mailing.due(context)
    place = {kind: number for number, kind in enumerate(all_kinds())}
    return sorted(due, key=lambda one: (place[one.request.kind], one.request.about, one.request.round)), findings


def desired_of(due: Due, settings: Settings, letter: Letter | None = None, held: str = "") -> Desired:
    """Return a letter that is due as the ledger compares it.

    Parameters
    ----------
    due
        The letter.
    settings
        The programme's name enters the key.
    letter
        As it would be written now; None when it was not written.
    held
        Why it could not be written; what holds its people back goes first.
    """
    request = due.request
    return Desired(
        key=request_key(request, settings),
        kind=request.kind,
        people=request.about,
        round=request.round,
        digest=letter.digest if letter else "",
        held=due.held or held,
        family=request.kind.names_partner,
        invitation=letter.invitation if letter else None,
    )
