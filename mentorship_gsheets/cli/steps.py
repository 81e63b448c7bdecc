"""The stages that need more than one read of the sheet, each as one step of a session."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from mentorship_gsheets.cli.senders import sender_address
from mentorship_gsheets.cli.session import Session
from mentorship_gsheets.cli.show import console
from mentorship_gsheets.errors import Finding, Level, MentorshipError
from mentorship_gsheets.ledger import Look, MailboxView
from mentorship_gsheets.people import Form, Role
from mentorship_gsheets.programmes import programme_of, read_settings
from mentorship_gsheets.records.sources import tab_form
from mentorship_gsheets.settings import Settings
from mentorship_gsheets.spreadsheet.plan import Plan
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import check as check_stage
from mentorship_gsheets.stages import learn as learn_stage
from mentorship_gsheets.stages import pull as pull_stage
from mentorship_gsheets.stages import setup as setup_stage
from mentorship_gsheets.stages import survey as survey_stage
from mentorship_gsheets.tabs.catalogue import SETTINGS
from mentorship_gsheets.workspace.document_ids import document_id
from mentorship_gsheets.workspace.forms import read_form


def setup(session: Session, given: Mapping[str, str]) -> Plan:
    """Prepare the sheet.

    Parameters
    ----------
    session
        The sheet, the key and the options of this command.
    given
        Texts to write into Settings, by field name of `Settings`.

    Returns
    -------
    Plan
        The plan that was shown.

    Raises
    ------
    MentorshipError
        As `Session.carry_out` does; or a form or a sender is named that cannot be one.
    """
    given = dict(given) | _checked(session, given)
    new_id = secrets.token_hex(12)
    return session.carry_out(lambda workbook, _: setup_stage.plan(workbook, dict(given), new_id), needs_settings=False)


def _checked(session: Session, given: Mapping[str, str]) -> dict[str, str]:
    """Return the sender as it is written; a form that is neither an address nor a tab, or a sender that none can be,
    is refused before it stands in Settings."""
    for name in ("form", "mentor_form", "mentee_form"):
        where = given.get(name, "")
        if where and session.workbook.tab(where) is None:
            document_id(where, "form")
    sender = given.get("sender", "")
    return {"sender": sender_address(sender, session.key)} if sender else {}


def pull(session: Session) -> Plan:
    """Read the forms that Settings name, and fetch sign-ups and answers; the plan is partial where a brake held it."""
    with console.status("Reading the form …"):
        forms = tuple(_forms(session))
    return session.carry_out(
        lambda workbook, settings: pull_stage.plan(workbook, settings, forms, force=session.options.force)
    )


def _forms(session: Session) -> Iterator[Form]:
    settings = session.settings
    for where, role in (
        (settings.form, None),
        (settings.mentor_form, Role.MENTOR),
        (settings.mentee_form, Role.MENTEE),
    ):
        # the name of a tab means the form's linked tab, which is in the workbook already
        if where and session.workbook.tab(where) is None:
            yield read_form(where, session.key, role, session.meter)


def forms_of_another_year(session: Session, last: Workbook) -> tuple[tuple[Form, ...], tuple[Finding, ...]]:
    """Read the forms that another year's sheet names; those that cannot be read any more are among the findings.

    Parameters
    ----------
    session
        This year's sheet, whose key reads them.
    last
        The other sheet.

    Returns
    -------
    forms
        With their questions and answers; forms whose answers stand in a tab of that sheet are absent.
    unread
        A note for each that could not be read.
    """
    forms: list[Form] = []
    unread: list[Finding] = []
    if last.tab(SETTINGS.title) is None:
        return (), ()
    settings, _ = read_settings(last)
    for where in (settings.form, settings.mentor_form, settings.mentee_form):
        if not where or last.tab(where) is not None:
            continue
        try:
            with console.status("Reading last year's form …"):
                forms.append(read_form(where, session.key, None, session.meter))
        except MentorshipError as error:
            what = f"last year's form cannot be read: {error.findings[0].what}"
            remedy = "Its questions come without their choices. To have these too, share the form, and run this again."
            unread.append(Finding(what, remedy, "form-not-carried"))
    return tuple(forms), tuple(unread)


def after_form(session: Session) -> Form | None:
    """Read the after-event form that Settings name; None while they name none."""
    where = session.settings.after_form
    return _form_at(session, where) if where else None


def _form_at(session: Session, where: str) -> Form:
    """Read a form that a setting names: by its address, or as the tab that its answers go to."""
    tab = session.workbook.tab(where)
    return tab_form(tab) if tab is not None else read_form(where, session.key, None, session.meter)


def survey(session: Session) -> Plan:
    """Sum up who has answered, and how it was."""
    form, own = after_form(session), _own_forms(session)
    return session.carry_out(lambda workbook, settings: survey_stage.plan(workbook, settings, form, own))


def learn(session: Session) -> Plan:
    """Say what can be learned from how it went, and write down what came of what was tried out."""
    form, own = after_form(session), _own_forms(session)
    return session.carry_out(lambda workbook, settings: learn_stage.plan(workbook, settings, form, own))


def _own_forms(session: Session) -> dict[str, Form]:
    """Read the forms that only the sheet's format has, by the names of their settings."""
    named = {name: session.settings.own[name] for name in programme_of(session.settings).own_forms}
    return {name: _form_at(session, where) for name, where in named.items() if where}


def check(session: Session) -> Plan:
    """Check everything and write down what was found; the plan's findings are the check's.

    Once letters were begun, the mailbox is looked at too; one that cannot be opened is among the findings.
    """
    view, closed = _mailbox_view(session)
    now = datetime.now(UTC)

    def stage(workbook: Workbook, settings: Settings) -> Plan:
        plan = check_stage.plan(workbook, settings, now, view)
        return replace(plan, findings=(*plan.findings, *closed))

    return session.carry_out(stage)


def _mailbox_view(session: Session) -> tuple[MailboxView | None, tuple[Finding, ...]]:
    try:
        if not check_stage.look(session.workbook, session.settings, MailboxView()):
            return None, ()
    except MentorshipError as unreadable:
        # draft and send stop there; a check names it beside the rest
        return None, tuple(replace(finding, level=Level.NOTE) for finding in unreadable.findings)
    # only here, as Google's client for mail takes its time to load
    from mentorship_gsheets.cli.mailroom import look_around, mailbox_of

    def asked(view: MailboxView) -> tuple[Look, ...]:
        return check_stage.look(session.workbook, session.settings, view)

    try:
        with console.status("Looking at the mailbox …"):
            return look_around(session, mailbox_of(session), asked), ()
    except MentorshipError as refused:
        why = refused.findings[0]
        what = f"the mailbox was not looked at: {why.what}"
        return None, (Finding(what, why.remedy or "Run: mentorship doctor", code="mailbox-closed"),)
