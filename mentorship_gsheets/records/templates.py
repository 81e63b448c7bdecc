"""The templates in the tab ``Emails``: read where they are needed, refused with the cell where they are unsound."""

from collections.abc import Iterable, Mapping

from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.mail import Kind, MailTemplate, check_template
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.tabs.catalogue import EMAILS
from mentorship_gsheets.text import as_key


def read_templates(workbook: Workbook, kinds: Iterable[Kind]) -> Mapping[Kind, MailTemplate]:
    """Read the templates of some kinds of mail.

    Parameters
    ----------
    workbook
        The sheet as it was read.
    kinds
        The kinds; each is looked for once.

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
        found = rows.get(as_key(kind.name), ())
        if len(found) != 1:
            what = f"the tab “Emails” has {len(found) or 'no'} line{'s' if found else ''} for {kind}."
            remedy = "Leave one." if found else "Run: mentorship setup"
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
