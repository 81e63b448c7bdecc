"""The letters of one mailing written out, beside the lines of the ledger: what ``draft`` decides about."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.ledger import Entry, Want
from mentorship_gsheets.letters import MATTER, MATTERS, PAIRING, Letter, Mailing, address_key, write_letter
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.stages.due import letters_due, want
from mentorship_gsheets.stages.ledger_rows import read_ledger
from mentorship_gsheets.stages.mail_settings import check_mail_settings, left_out
from mentorship_gsheets.stages.mail_templates import read_templates
from mentorship_gsheets.stages.scene import Scene, read_scene
from mentorship_gsheets.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Order:
    """What the organizer asked for.

    Parameters
    ----------
    mailing
        Which letters.
    again
        References and addresses of letters that were sent or deleted and shall be made once more.
    refresh
        Rewrite outdated drafts that nobody edited, and delete those that are not due any more.
    answered
        Addresses of those who filled in the after-event form; they are not asked again.
    """

    mailing: Mailing
    again: frozenset[str] = frozenset()
    refresh: bool = False
    answered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Desk:
    """The letters of one mailing, written out, beside the lines of the ledger they belong to.

    Parameters
    ----------
    judged, others
        Lines of this mailing, and all other lines.
    wants
        The letters that are due, in the order they are made.
    letters
        Key -> letter, where it could be written.
    unsettled
        People with open findings, as ``role address``.
    barring
        Those of the other lines that say who the partner is, and are not due any more.
    findings
        What is to be known about people and letters.
    """

    judged: tuple[Entry, ...]
    others: tuple[Entry, ...]
    wants: tuple[Want, ...]
    letters: dict[str, Letter] = field(default_factory=dict)
    unsettled: frozenset[str] = frozenset()
    barring: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()


def lay_out(workbook: Workbook, settings: Settings, order: Order, now: datetime) -> Desk:
    """Write the letters of a mailing; nothing of the mailbox need be known.

    Parameters
    ----------
    workbook, settings
        The sheet as it is.
    order
        What was asked for.
    now
        With a time zone.

    Raises
    ------
    MentorshipError
        Settings, templates or the ledger cannot be used; everything of one sort is named at once.
    """
    check_mail_settings(workbook, settings)
    ledger = read_ledger(workbook, settings)
    scene = read_scene(workbook, settings, ledger, now, order.answered)
    due, findings = letters_due(order.mailing, scene)
    templates = read_templates(workbook, {one.address.kind for one in due})
    findings += left_out(workbook, settings, templates.values())
    wants, letters = [], {}
    for one in due:
        try:
            letter = write_letter(one.address, templates[one.address.kind], settings)
        except MentorshipError as error:
            findings += error.findings
            wants.append(want(one, settings, held=str(error.findings[0])))
        else:
            letters[letter.key] = letter
            wants.append(want(one, settings, letter.digest))
    if stops := sorted({finding for finding in findings if finding.level is Level.STOP}):
        raise MentorshipError(stops)
    matters = MATTERS[order.mailing]
    others = tuple(entry for entry in ledger if MATTER[entry.kind] not in matters)
    return Desk(
        tuple(entry for entry in ledger if MATTER[entry.kind] in matters),
        others,
        tuple(wants),
        letters,
        frozenset(f"{role} {email}" for role, email in scene.held) if matters & PAIRING else frozenset(),
        _barring(others, order.mailing, scene, settings),
        (*findings, *_held(scene, matters)),
    )


def _barring(others: Sequence[Entry], mailing: Mailing, scene: Scene, settings: Settings) -> tuple[Entry, ...]:
    if not MATTERS[mailing] & PAIRING:
        return ()
    siblings = [sibling for sibling in Mailing if sibling is not mailing and MATTERS[sibling] & PAIRING]
    due = {address_key(one.address, settings) for sibling in siblings for one in letters_due(sibling, scene)[0]}
    return tuple(entry for entry in others if MATTER[entry.kind] in PAIRING and entry.key not in due)


def _held(scene: Scene, matters: frozenset[str]) -> tuple[Finding, ...]:
    if matters & PAIRING:
        return tuple(scene.held.values())
    return tuple(finding for finding in scene.situation.findings if finding.level is Level.HELD)
