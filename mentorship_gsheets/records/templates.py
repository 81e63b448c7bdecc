"""What organizers wrote for mails: the templates of ``Emails``, refused with the cell where unsound, and ``Guide``."""

from collections.abc import Iterable, Mapping

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.mail import Kind, MailTemplate, check_template
from mentorship_gsheets.mail.facts import plain, plain_lines
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import EMAILS
from mentorship_gsheets.tabs.guide import GUIDE, SECTION, TEXT
from mentorship_gsheets.text import as_key


def read_templates(workbook: Workbook, kinds: Iterable[Kind], behind: str = "") -> Mapping[Kind, MailTemplate]:
    """Read the templates of some kinds of mail.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    kinds
        The kinds; each is looked for once.
    behind
        What stands behind the kind in the lines that are meant, where a mail has more than one.

    Returns
    -------
    Mapping[Kind, MailTemplate]
        A template for each kind.

    Raises
    ------
    MentorshipError
        The tab is missing, a kind has no line or two, or a template is unsound; all findings together, each with its
        cell. Templates of other kinds are not looked at.
    """
    tab = workbook.tab(EMAILS.title)
    if tab is None:
        raise MentorshipError(Finding("this sheet has no tab “Emails”.", "Run: mentorship setup", code="no-emails"))
    rows = tab.keyed("Kind")
    templates, findings = {}, []
    for kind in sorted(set(kinds), key=str):
        found = rows.get(as_key(f"{kind}{behind}"), ())
        if len(found) != 1:
            what = f"the tab “Emails” has {len(found) or 'no'} line{'s' if found else ''} for {kind}{behind}."
            remedy = "Leave one." if found else "Run: mentorship match" if behind else "Run: mentorship setup"
            findings.append(Finding(what, remedy, code="bad-template", level=Level.STOP))
            continue
        row = found[0]
        templates[kind] = MailTemplate(
            kind,
            tab.text(row, "Subject"),
            tab.text(row, "Text"),
            tab.address(row, "Subject"),
            tab.address(row, "Text"),
        )
        findings += check_template(templates[kind])
    if findings:
        raise MentorshipError(findings)
    return templates


_LONGEST_LINE = 2000
"""Of the guide: long enough for any paragraph, short enough that a whole book pasted by a slip is no mail."""


def read_guide(workbook: Workbook) -> str:
    """Return what the tab ``Guide`` says as paragraphs, each part under its heading.

    Returns
    -------
    Parts without a text are absent; blank where there is no such tab, or nothing in it.
    """
    tab = workbook.tab(GUIDE.title)
    if tab is None:
        return ""
    parts = []
    for row in tab.rows:
        if text := plain_lines(tab.text(row, TEXT), _LONGEST_LINE):
            heading = plain(tab.text(row, SECTION))
            parts.append(f"{heading}\n{text}" if heading else text)
    return "\n\n".join(parts)
