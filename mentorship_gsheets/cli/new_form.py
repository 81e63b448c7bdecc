"""The command that makes the year's form, checks one, and keeps its choices current."""

from typing import TYPE_CHECKING

import click

from mentorship_gsheets.cli.options import Options, writes_sheet
from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Exit, Level, MentorshipError

if TYPE_CHECKING:
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.people import Form, Role
    from mentorship_gsheets.workspace.key_files import Key
    from mentorship_gsheets.workspace.new_form import FormChanges


@click.command("form")
@click.argument("form", metavar="[FORM]", default="")
@click.option("--create", is_flag=True, help="Make a new form, and write it into Settings.")
@click.option("--owner", default="", metavar="ADDRESS", help="Whose form it will be; the sender if not given.")
@click.option("--client", type=click.Path(dir_okay=False), metavar="FILE", help="Log in with this OAuth client.")
@writes_sheet
def form_command(options: Options, form: str, create: bool, owner: str, client: str | None) -> None:
    """Make the year's Google Form from our question list, or check that a form asks what matching needs.

    FORM is an address or id; without one, the form in Settings is checked. The fields to tick are those of the tab
    Bins. Where choices follow the sheet, as slots of office hours do, those of the form are brought up to date.

    After carry-over, --create asks in last year's words, and what was asked besides. The form belongs to a person: the
    one the key is delegated for, or the one who logs in with --client. Look it over and press Publish; nobody can
    answer before.

    \b
    Examples:
      mentorship form
      mentorship form --create
      mentorship form --create --owner you@conference.org --client client.json
    """
    from mentorship_gsheets.cli.session import Session

    if create and form:
        raise click.UsageError("give a form to check it, or --create to make one, not both.")
    session = Session.open(options, formatting=create)
    if create:
        _create(session, owner, client)
    else:
        _check(session, form)


def _check(session: "Session", where: str) -> None:
    from mentorship_gsheets.cli.show import say, show_findings
    from mentorship_gsheets.people import Role
    from mentorship_gsheets.programmes import programme_of
    from mentorship_gsheets.records.form_questions import lacking
    from mentorship_gsheets.workspace.new_form import collects_addresses

    settings = session.settings
    asked = (
        ((where, None),)
        if where
        else ((settings.form, None), (settings.mentor_form, Role.MENTOR), (settings.mentee_form, Role.MENTEE))
    )
    survey = programme_of(settings).questions(session.workbook)
    named = [(place, role) for place, role in asked if place and session.workbook.tab(place) is None]
    if not named:
        raise MentorshipError("say which form, write it into Settings, or make one with --create.", Exit.USAGE)
    held = False
    for place, role in named:
        form = _brought_up(session, place, role)
        collects = collects_addresses(place, session.key, session.meter)
        (form,), own = programme_of(settings).prepared(session.workbook, (form,))
        findings = lacking(session.workbook, form, survey, collects, own)
        asks, has = counted(len(form.questions), "question"), counted(len(form.responses), "answer")
        say(f"“{form.title}”: {asks}, {has}", "bold")
        show_findings(findings)
        if not findings:
            say("✓ it asks everything we ask", "green")
        held |= any(finding.level is Level.HELD for finding in findings)
    if held:
        raise SystemExit(Exit.FINDINGS)


def _brought_up(session: "Session", where: str, role: "Role | None") -> "Form":
    """Offer to bring the choices of a form up to date that follow the sheet, and return the form as it is then.

    Raises
    ------
    MentorshipError
        The form cannot be read or changed, or somebody is editing it.
    """
    from mentorship_gsheets.cli.session import agreed
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.workspace.new_form import change_form

    form, changes = _outdated(session, where, role)
    if not changes.lines:
        return form
    say(f"“{form.title}” does not offer what the sheet has by now:", "bold")
    for line in changes.lines:
        say(f"  {line}")
    options, many = session.options, counted(len(changes.lines), "question")
    if options.only_looks or not (options.yes or agreed(f"Change this form ({many})?")):
        return form
    change_form(where, changes, session.key, session.meter)
    form, left = _outdated(session, where, role)
    if left.lines:
        raise MentorshipError("the form is changed, but somebody is editing it: run mentorship form again.")
    say("Changed, read back, nothing left to do.", "green")
    return form


def _outdated(session: "Session", where: str, role: "Role | None") -> "tuple[Form, FormChanges]":
    """Read a form, and compare its choices that follow the sheet with the sheet."""
    from mentorship_gsheets.programmes import programme_of
    from mentorship_gsheets.workspace.forms import read_form
    from mentorship_gsheets.workspace.new_form import FormChanges, Wanted, form_changes

    form = read_form(where, session.key, role, session.meter)
    programme = programme_of(session.settings)
    asked = [
        one for one in programme.questions(session.workbook) if one.fresh and (role is None or one.role in (None, role))
    ]
    if not asked:
        return form, FormChanges((), (), "")
    known = programme.recognised(session.workbook, form)
    wanted = []
    for column in dict.fromkeys(one.column for one in asked):
        mine = [one for one in asked if one.column == column]
        ids = [id for id, feeds in known.items() if feeds == column]
        # the rows of a grid are one question of ours; of choices that are there, the first is our first
        there = [ids] if mine[0].question.rows and ids else [[id] for id in ids]
        for place, one in enumerate(mine[: len(there) or None]):
            found = frozenset(there[place] if there else ())
            wanted.append(Wanted(one.question, one.long, one.needed, found))
    return form, form_changes(where, wanted, session.key, session.meter)


def _create(session: "Session", owner: str, client: str | None) -> None:
    from mentorship_gsheets.cli.session import agreed
    from mentorship_gsheets.cli.show import say
    from mentorship_gsheets.cli.steps import setup
    from mentorship_gsheets.programmes import programme_of
    from mentorship_gsheets.records.form_questions import as_last_year
    from mentorship_gsheets.workspace.new_form import make_form

    settings, options = session.settings, session.options
    owner = owner or settings.sender
    if not owner:
        raise MentorshipError("say whose form it will be with --owner, or write Sender into Settings.", Exit.USAGE)
    asked = as_last_year(session.workbook, programme_of(settings).questions(session.workbook))
    title = f"{settings.programme or session.workbook.title}: mentorship programme"
    say(f"“{title}”, for {owner}:", "bold")
    for number, one in enumerate(asked, 1):
        say(f"{number:3}. {one.question.title}" + (" *" if one.needed else ""))
    if options.dry_run or not (options.yes or agreed(f"Make this form ({len(asked)} questions)?")):
        return
    questions = [(one.question, one.long, one.needed) for one in asked]
    about = "Five minutes, so that we can find you somebody worth meeting."
    address = make_form(title, about, questions, _owners_key(session.key, owner, client), owner, session.meter)
    say(f"Made: {address}", "green")
    setup(session, {"form": address})
    say(f"Now open it: 1. ⋮ → Add collaborators → {session.key.who}. 2. Look it over. 3. Press Publish.")


def _owners_key(key: "Key", owner: str, client: str | None) -> "Key":
    """Return what the form is made with: the key, or a log-in for this one time, which is not kept."""
    from mentorship_gsheets.cli.account import way
    from mentorship_gsheets.workspace.credentials import NEW_FORM_SCOPES
    from mentorship_gsheets.workspace.key_files import KeyKind, load
    from mentorship_gsheets.workspace.login import log_in

    if client is None:
        return key
    opener, path = load(client, (KeyKind.CLIENT,)), key.path.with_name("form.json")
    return log_in(opener, NEW_FORM_SCOPES, path, way(paste=False), hint=owner)
