"""Which letters are due, mailing by mailing."""

from collections.abc import Callable, Mapping

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.ledger import Want
from mentorship_gsheets.letters import MATTER, PAIRING, Kind, Mailing, address_key
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.stages.pair_mail import check_ins, matches, rematches
from mentorship_gsheets.stages.person_mail import after_event, reminders, surveys
from mentorship_gsheets.stages.scene import Due, Scene

_MAILINGS: Mapping[Mailing, Callable[[Scene], tuple[list[Due], list[Finding]]]] = {
    Mailing.MATCHES: matches,
    Mailing.REMATCH: rematches,
    Mailing.SURVEY: surveys,
    Mailing.REMINDER: reminders,
    Mailing.CHECK_IN: check_ins,
    Mailing.AFTER: after_event,
}


def letters_due(mailing: Mailing, scene: Scene) -> tuple[list[Due], list[Finding]]:
    """Return the letters of a mailing that are due, in the order they are made and sent, and what to know about them.

    Letters that were sent already are due as long as their reason stands: it is the ledger that keeps them from
    being made twice.
    """
    due, findings = _MAILINGS[mailing](scene)
    order = list(Kind)
    return sorted(due, key=lambda one: (order.index(one.address.kind), one.address.about, one.address.round)), findings


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
        family=MATTER[address.kind] in PAIRING,
    )
