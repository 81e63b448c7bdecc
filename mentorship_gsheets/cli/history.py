"""The commands that take back what others wrote, and write it again."""

from typing import TYPE_CHECKING

import click

from mentorship_gsheets.cli.options import Options, writes_sheet
from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Exit, Finding, MentorshipError
from mentorship_gsheets.spreadsheet.merge import History, Step, restorable
from mentorship_gsheets.text import as_key

if TYPE_CHECKING:
    from mentorship_gsheets.cli.session import Session


@click.command("undo")
@click.argument("stage", default="", metavar="[STAGE]")
@click.option("--list", "listed", is_flag=True, help="Show what can be taken back, and take back nothing.")
@writes_sheet
def undo_command(options: Options, stage: str, listed: bool) -> None:
    """Take back what the last command wrote into the sheet, all but cells somebody has changed since.

    Run it again to take back the command before it, and so on. With the name of a command, or a number of the list,
    everything since is taken back as well. Commands that change nothing of yours, such as check or draft, do not
    count; mails, Drafts and Log stay as they are.

    \b
    Examples:
      mentorship undo
      mentorship undo --list
      mentorship undo match
    """
    from mentorship_gsheets.cli.session import Session

    session = Session.open(options)
    history = session.sheet.history
    if listed:
        _list(history)
        return
    _take_back(session, _chosen(history, stage), "undo")


@click.command("redo")
@writes_sheet
def redo_command(options: Options) -> None:
    """Write again what the last undo took back, all but cells somebody has changed since.

    \b
    Example:
      mentorship redo
    """
    from mentorship_gsheets.cli.session import Session

    session = Session.open(options)
    undone = session.sheet.history.undone
    if not undone:
        raise MentorshipError(
            "there is nothing to write again: nothing was taken back, or something was written since."
        )
    _take_back(session, undone[-1:], "redo")


def _chosen(history: History, stage: str) -> tuple[Step, ...]:
    """Return the steps to take back, the last one first.

    Raises
    ------
    MentorshipError
        There is none, or none of this name.
    """
    done = history.done[::-1]
    if not done:
        raise MentorshipError("there is nothing to take back: no command that is remembered wrote cells of yours.")
    if not stage:
        return done[:1]
    for place, step in enumerate(done, 1):
        if as_key(stage) in (as_key(step.run.stage), str(step.run.number)):
            return done[:place]
    can = ", ".join(dict.fromkeys(step.run.stage for step in done))
    what = f"“{stage}” is not among what can be taken back: {can}."
    raise MentorshipError(Finding(what, "Run: mentorship undo --list", "undo-unknown"), Exit.USAGE)


def _take_back(session: "Session", steps: tuple[Step, ...], stage: str) -> None:
    from mentorship_gsheets.cli.show import say

    plan = session.sheet.undo(steps, stage)
    numbers = tuple(step.run.number for step in steps)
    if plan.empty and not session.options.as_json:
        raise MentorshipError([*plan.findings, _stuck(session.sheet.history, steps, stage)])
    if not session.agreed_to(plan):
        return
    session.write(plan, takes_back=numbers)
    if not session.options.silent:
        say(_comes_next(session.sheet.history, stage), "green")


def _stuck(history: History, steps: tuple[Step, ...], stage: str) -> Finding:
    """Return that a step has nothing left to take back, and how to go on to the one before."""
    names = " and ".join(dict.fromkeys(step.run.stage for step in steps))
    earlier = [step for step in history.done if step.run.number < steps[-1].run.number] if stage == "undo" else []
    go_on = f"Run mentorship undo {earlier[-1].run.number} to take back {earlier[-1].run.stage} before it."
    what = f"nothing of what {names} wrote can be taken back: all of it was changed since."
    return Finding(what, go_on if earlier else "Change back by hand what should be as before.", "undo-changed")


def _comes_next(history: History, stage: str) -> str:
    done, undone = history.done[-1:], history.undone[-1:]
    sentences = ["Taken back." if stage == "undo" else "Written again."]
    if undone:
        sentences.append("mentorship redo writes it again." if stage == "undo" else "mentorship redo goes on.")
    sentences += [f"mentorship undo takes back {step.run.stage} next." for step in done]
    return " ".join(sentences)


def _list(history: History) -> None:
    """Print what can be taken back, the last step first, and what can be written again."""
    from mentorship_gsheets.cli.show import say, show_table
    from mentorship_gsheets.spreadsheet.plan import Table

    head = ("Number", "Command", "When, UTC", "Who", "Cells")
    rows = tuple(_line(step) for step in history.done[::-1])
    show_table(Table("What undo takes back, the first line first", head, rows))
    gone = tuple(_line(step) for undone in history.undone[::-1] for step in history.gone_by(undone)[::-1])
    show_table(Table("What redo writes again", head, gone))
    if not rows:
        say("There is nothing to take back: no command that is remembered wrote cells of yours.")
    if any(step.disturbed for step in history.done):
        say("“disturbed”: people edited meanwhile; only File → Version history brings back what was before.", "dim")


def _line(step: Step) -> tuple[str, ...]:
    run = step.run
    cells = "disturbed" if step.disturbed else counted(sum(len(restorable(tab)) for tab in step.befores), "cell")
    return (str(run.number), run.stage, run.since.replace("T", " ").removesuffix("Z")[:16], run.operator, cells)
