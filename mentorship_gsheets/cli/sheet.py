"""The commands that work on the sheet."""

from functools import partial

import click

from mentorship_gsheets.cli.options import Options, writes_sheet
from mentorship_gsheets.errors import Exit


@click.command("setup")
@click.option("--programme", default="", metavar="NAME", help="The name the mails use; the sheet's title if not given.")
@click.option("--form", default="", metavar="URL", help="The form's address or id; written into Settings.")
@click.option("--mentor-form", default="", metavar="URL", help="The same, for a form that only mentors fill in.")
@click.option("--mentee-form", default="", metavar="URL", help="The same, for a form that only mentees fill in.")
@click.option("--format", default="", metavar="NAME", help="What kind of programme this is, on a fresh sheet.")
@click.option("--sender", default="", metavar="ADDRESS", help="The mailbox drafts are made in; written into Settings.")
@click.option("--arrange", is_flag=True, help="Move the columns of an older sheet into the order a new one has.")
@click.option("--arrange-back", is_flag=True, help="Move them into the order they had before.")
@writes_sheet
def setup_command(options: Options, arrange: bool, arrange_back: bool, **given: str) -> None:
    """Prepare the sheet: tabs, headers, dropdowns, colours, live check, settings and mails.

    Works on an empty sheet and on one that is half-filled: only what is missing is added, and nothing of yours is
    touched. Share the sheet with the key's client_email as editor first.

    \b
    Examples:
      mentorship setup --sheet URL --credentials key.json
      mentorship setup --form https://docs.google.com/forms/d/... --sender mentors@conference.org
      mentorship setup --arrange
    """
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.cli.steps import setup
    from mentorship_gsheets.stages import arrange as arrange_stage

    if arrange and arrange_back:
        raise click.UsageError("either --arrange or --arrange-back.")
    session = Session.open(options, formatting=True)
    plan = setup(session, given)
    if (arrange or arrange_back) and not (plan.changes and options.only_looks):
        session.carry_out(lambda workbook, _: arrange_stage.plan(workbook, arrange_back))


@click.command("carry-over")
@click.option("--from", "other", required=True, metavar="SHEET", help="Last year's sheet: address, id, or .xlsx file.")
@click.option("--year", default="", metavar="TEXT", help="What Never match calls its pairs; the title if not given.")
@writes_sheet
def carry_over_command(options: Options, other: str, year: str) -> None:
    """Take over from last year's sheet: previous pairs, who was left out, wording, criteria, settings, questions.

    Nothing that somebody wrote into this sheet is overwritten. Run it after setup, and once more after pull: people
    who were left out last year go first, and are known by their address.

    \b
    Examples:
      mentorship carry-over --from https://docs.google.com/spreadsheets/d/...
      mentorship carry-over --from last-year.xlsx --year 2026
    """
    from pathlib import Path

    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.cli.steps import forms_of_another_year
    from mentorship_gsheets.stages import carry_over
    from mentorship_gsheets.workspace.excel import read_excel
    from mentorship_gsheets.workspace.sheets import open_sheet

    session = Session.open(options)
    path = Path(other)
    last = read_excel(path) if path.suffix == ".xlsx" else open_sheet(other, session.key, session.meter).read()
    forms, unread = forms_of_another_year(session, last)
    session.carry_out(partial(carry_over.plan, last=last, named=year, forms=forms, unread=unread))


@click.command("pull")
@writes_sheet
def pull_command(options: Options) -> None:
    """Fetch sign-ups and form answers into Mentors and Mentees.

    Questions and Answers show what was understood. Where too little is, only these two tabs are written and the
    command exits with 1: put them right and pull again, or add --force.

    The newest answer of a person wins, but never over a cell somebody changed by hand: then both values are
    reported. People who have not answered yet stand there too, marked.

    \b
    Examples:
      mentorship pull
      mentorship pull --dry-run --all
    """
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.cli.steps import pull

    if pull(Session.open(options)).partial:
        raise SystemExit(Exit.FINDINGS)


@click.command("color")
@writes_sheet
def color_command(options: Options) -> None:
    """Colour the rows of virtual attendees, by a rule that follows edits and sorting.

    \b
    Example:
      mentorship color
    """
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.stages import color

    Session.open(options).carry_out(color.plan)


@click.command("bin")
@writes_sheet
def bin_command(options: Options) -> None:
    """Sort people into bins, mentors and mentees as equal in number as their fields allow.

    Only blank Bin cells are filled; type another bin to move somebody.

    \b
    Example:
      mentorship bin
    """
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.stages import bin as bin_stage

    Session.open(options).carry_out(bin_stage.plan)


@click.command("match")
@writes_sheet
def match_command(options: Options) -> None:
    """Find the best pairs and write both match columns.

    The result is the proven optimum of the criteria in the tab Criteria. Filled match cells are kept; empty one to have
    it matched again.

    \b
    Examples:
      mentorship match
      mentorship match --dry-run
    """
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.stages import match

    Session.open(options).carry_out(partial(match.plan, force=options.force))


@click.command("check")
@writes_sheet
def check_command(options: Options) -> None:
    """Check that both sides of every pair agree, and everything else a letter could get wrong.

    Writes the findings into the tab Check, and exits with 1 if there are any.

    \b
    Example:
      mentorship check --yes
    """
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.cli.steps import check

    if check(Session.open(options)).findings:
        raise SystemExit(Exit.FINDINGS)


@click.command("rematch")
@click.option("--part", multiple=True, metavar="ADDRESS", help="A mentee who wants another mentor; may be repeated.")
@click.option("--here", is_flag=True, help="At the door: whoever is not ticked as Here is absent.")
@click.option("--from-scratch", "anew", is_flag=True, help="Match all again but for pairs that were told or kept.")
@writes_sheet
def rematch_command(options: Options, part: tuple[str, ...], here: bool, anew: bool) -> None:
    """Mend the pairs with the smallest change, after somebody withdrew, came late, or was unhappy.

    Set Status to withdrawn first. Pairs with Keep ticked are never taken apart. With --from-scratch everybody is
    matched again, as if nobody was matched yet: pairs with Keep ticked stay, and pairs whose mail was sent.

    \b
    Examples:
      mentorship rematch
      mentorship rematch --part bo@example.org
      mentorship rematch --here
      mentorship rematch --from-scratch
    """
    from mentorship_gsheets.cli.session import Session
    from mentorship_gsheets.stages import rematch

    if anew and (part or here):
        raise click.UsageError("give --from-scratch, or --part and --here, not both.")
    Session.open(options).carry_out(partial(rematch.plan, part=part, force=options.force, here=here, anew=anew))
