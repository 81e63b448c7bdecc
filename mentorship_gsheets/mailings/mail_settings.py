"""The settings every mail needs, checked before the first one is written."""

import re
from collections.abc import Iterable, Iterator

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.mail import SETTING_OF, MailTemplate, fields_of, setting_facts
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import SETTINGS
from mentorship_gsheets.text import as_key

_OPTIONAL = frozenset({"meeting", "answer_by", "matches_by"})
"""Fields that most programmes have no use for."""

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def check_mail_settings(workbook: Workbook, settings: Settings) -> None:
    """Make sure that programme, sender, its alias, reply address and copies can stand in a mail.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    settings
        What the tab Settings says.

    Raises
    ------
    MentorshipError
        Some are blank or no address; all are named with their cells.
    """
    findings = [
        Finding(what, remedy, code="mail-setting", level=Level.STOP, where=_cell(workbook, name))
        for name, what, remedy in _faults(settings)
    ]
    if findings:
        raise MentorshipError(findings)


def left_out(workbook: Workbook, settings: Settings, templates: Iterable[MailTemplate]) -> list[Finding]:
    """Return a note for every blank setting that these mails would mention if it were filled in.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    settings
        What the tab Settings says.
    templates
        The texts of the mails.
    """
    facts = setting_facts(settings)
    used = {field for template in templates for field in fields_of(template)}
    blank = {SETTING_OF[field] for field in used & SETTING_OF.keys() - _OPTIONAL if not facts[field]}
    return [
        Finding(
            f"{name} is blank, so the mails leave it out.",
            "Fill it in if they should say it.",
            code="left-out",
            where=_cell(workbook, name),
        )
        for name in sorted(blank)
    ]


def _faults(settings: Settings) -> Iterator[tuple[str, str, str]]:
    if not settings.programme.strip():
        yield "Programme", "Programme is blank.", "Write its name as the mails shall say it."
    if not settings.sender.strip():
        yield "Sender", "Sender is blank.", "Write the address of the mailbox the drafts are made in."
    addresses = (
        ("Sender", settings.sender),
        ("From", settings.come_from),
        ("Reply-to", settings.reply_to),
        *(("Copy to", c) for c in settings.copy_to),
    )
    for name, address in addresses:
        if address.strip() and not _ADDRESS.fullmatch(address.strip()):
            yield name, f"“{address}” is not an address.", "Write it bare, as mentors@conference.org."


def _cell(workbook: Workbook, name: str) -> str:
    tab = workbook.tab(SETTINGS.title)
    rows = tab.keyed("Setting").get(as_key(name), ()) if tab else ()
    return tab.address(rows[0], "Value") if tab and rows else ""
