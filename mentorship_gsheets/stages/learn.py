"""``learn``: what went with pairs that met and rated well, and what came of what was tried out."""

from collections.abc import Mapping
from dataclasses import replace

from mentorship_gsheets.errors import Finding
from mentorship_gsheets.people import Form
from mentorship_gsheets.programmes import programme_of
from mentorship_gsheets.records.feedback import Feedback, read_feedback
from mentorship_gsheets.records.ledger_rows import read_ledger
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook


def plan(
    workbook: Workbook, settings: Settings, form: Form | None = None, own: Mapping[str, Form] | None = None
) -> Plan:
    """Say what can be learned from how it went.

    Parameters
    ----------
    workbook, settings
        The sheet as it is.
    form
        The after-event form with its answers, or None before there is one.
    own
        The forms of the format itself, by the names of their settings.

    Returns
    -------
    Plan
        Tables with intervals; its only changes are lines of ``Learned``, numbers about what was tried out that
        carry-over takes into the next year. Empty when they stand there already.

    Raises
    ------
    MentorshipError
        People or ledger cannot be read, or the format makes no pairs.
    """
    programme = programme_of(settings)
    mine = own or {}
    forms = [each for each in (form, *(mine.get(name) for name in programme.feedback_forms)) if each is not None]
    newest: dict[str, Feedback] = {}
    findings: list[Finding] = []
    for each in forms:
        said, notes = read_feedback(each)
        findings += notes
        for one in said:
            if one.email not in newest or newest[one.email].submitted <= one.submitted:
                newest[one.email] = one
    told = programme.learn(
        workbook, settings, read_ledger(workbook, settings), tuple(newest[email] for email in sorted(newest))
    )
    return replace(told, findings=(*told.findings, *findings))
