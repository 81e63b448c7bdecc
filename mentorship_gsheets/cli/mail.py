"""The commands that work at the mailbox."""

import click

from mentorship_gsheets.cli.options import Options, writes_sheet
from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Exit


class _DraftCommand(click.Command):
    """The command with what each format can make, told from the formats themselves when help is asked for."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        from mentorship_gsheets.programmes import formats

        for programme in formats():
            with formatter.section(f"Kinds for {programme.name}"):
                formatter.write_dl([(mailing.name, mailing.says) for mailing in programme.mailings])


@click.command("draft", cls=_DraftCommand)
@click.argument("kind", metavar="KIND", required=False)
@click.option(
    "--again",
    multiple=True,
    metavar="REFERENCE",
    help="Make a sent or deleted letter once more; “interrupted”: all that a run was cut off at.",
)
@click.option(
    "--delete",
    multiple=True,
    metavar="REFERENCE",
    help="Delete the drafts with this reference that no line of Drafts names, and stop.",
)
@click.option("--preview", type=click.IntRange(1), metavar="N", help="Show the first N mails whole, and stop.")
@click.option("--refresh", is_flag=True, help="Rewrite outdated drafts that nobody has edited.")
@writes_sheet
def draft_command(
    options: Options,
    kind: str | None,
    again: tuple[str, ...],
    delete: tuple[str, ...],
    preview: int | None,
    refresh: bool,
) -> None:
    """Make the Gmail drafts of one kind; which there are depends on the setting Format, see below.

    One mail a pair or person, only for people of whom nothing is unclear, and each only once whatever happens. Read
    them in Gmail, edit what you like, and tick Reviewed in the tab Drafts. Nothing is sent.

    \b
    Examples:
      mentorship draft matches
      mentorship draft matches --preview 3
      mentorship draft reminder --dry-run
      mentorship draft --delete 3F2A9-1BC07
    """
    from mentorship_gsheets.cli.mailroom import delete_strays, make_drafts, refused_people, show_letters
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.cli.steps import after_form
    from mentorship_gsheets.mailings.rendering import Order
    from mentorship_gsheets.programmes import programme_of
    from mentorship_gsheets.stages.survey import answered

    if not (kind or delete):
        raise click.UsageError("which kind? mentorship draft --help names them.")
    session = Session.open(options)
    if delete or not kind:
        delete_strays(session, delete)
        return
    mailing = programme_of(session.settings).mailing(kind)
    told = answered(after_form(session)) if mailing.after_event else frozenset[str]()
    order = Order(mailing, frozenset(again), refresh, told)
    if preview:
        show_letters(session, order, preview)
    elif refused_people(make_drafts(session, order)):
        raise SystemExit(Exit.FINDINGS)


@click.command("approve")
@click.argument("kind", metavar="KIND", required=False, default="")
@click.option("--person", default="", metavar="WHO", help="Only drafts to this address, or to a name with this in it.")
@click.option("--at-once", "all_at_once", is_flag=True, help="Show all texts, then ask once.")
@writes_sheet
def approve_command(options: Options, kind: str, person: str, all_at_once: bool) -> None:
    """Read drafts here, as they stand in Gmail, and tick Reviewed for those you approve.

    Each text is shown whole, and each is asked about; with --at-once they are shown one after the other and there is
    one question. KIND is a kind of mail as Drafts names it, or what draft makes it with. A tick stands for the text
    that was shown: whatever is edited later is read and ticked again. Nothing is sent.

    \b
    Examples:
      mentorship approve matches
      mentorship approve --person ada@example.org
      mentorship approve matches --at-once
    """
    from mentorship_gsheets.cli.mailroom import approve_drafts, refused_people
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.stages.approve import Wanted

    if refused_people(approve_drafts(Session.open(options), Wanted(kind, person), all_at_once)):
        raise SystemExit(Exit.FINDINGS)


@click.command("send")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many now.")
@click.option("--to-me", metavar="ADDRESS", help="Send copies of them to this address instead, as a trial.")
@writes_sheet
def send_command(options: Options, limit: int | None, to_me: str | None) -> None:
    """Send the drafts that are ticked as Reviewed and whose pairs still stand in the sheet.

    What was sent is never sent again; what may have been sent is looked up first.

    \b
    Examples:
      mentorship send --limit 5
      mentorship send --to-me you@conference.org --limit 2
    """
    from mentorship_gsheets.cli.mailroom import refused_people, send_drafts, send_trials
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.cli.show import say

    session = Session.open(options)
    if to_me:
        sent = send_trials(session, to_me, limit)
        hint = "" if sent else " Tick Reviewed in the tab Drafts first: a trial is a copy of what send would take."
        say(f"{counted(sent, 'trial')} sent.{hint}")
    elif refused_people(send_drafts(session, limit)):
        raise SystemExit(Exit.FINDINGS)


@click.command("survey")
@writes_sheet
def survey_command(options: Options) -> None:
    """Sum up who has answered, and afterwards how it was, in the tab Overview; flag pairs who never met.

    The mails that ask are made by: draft survey, draft reminder, draft check-in and draft after.

    \b
    Example:
      mentorship survey
    """
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.cli.steps import survey

    survey(Session.open(options))


@click.command("learn")
@writes_sheet
def learn_command(options: Options) -> None:
    """Say what went with pairs that met and rated well, with intervals, and what came of what you tried out.

    Settings, Try out, names a criterion that counts for half of the mentees only, or a mail to pairs of which half get
    a second wording; a coin says who, and match tosses it. Where there are too few answers, it says so. No pair is
    judged, and nothing changes by itself: only the tab Learned, in which figures stand without names, for next year.

    \b
    Example:
      mentorship learn
    """
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.cli.steps import learn

    if any(finding.code == "nothing-learned" for finding in learn(Session.open(options)).findings):
        raise SystemExit(Exit.FINDINGS)
