"""The pages of the docs that are written by the program itself."""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

import click
from click.testing import CliRunner

from mentorship_gsheets.cli import group
from mentorship_gsheets.cli.show import console, show_plan
from mentorship_gsheets.criteria import Use
from mentorship_gsheets.programmes import AnyProgramme, formats
from mentorship_gsheets.scoring.kinds import KINDS
from mentorship_gsheets.settings import Policy, default_text, setting_lines
from mentorship_gsheets.stages import learn
from tests.benchmarks.report import marked
from tests.docs import drawings
from tests.docs.sentences import sentences
from tests.docs.words import EMPTY_FORMS, spoken
from tests.reliability import holes
from tests.reliability.page import with_tables
from tests.trials.programme import lived, trying

DOCS = Path(__file__).parents[2] / "docs"

_MESSAGES = """# Messages and what to do

Everything the tool can tell you, by its short name: the one in the column *Finding* of the tab `Check`. In the
terminal you see the sentence; search this page for a few of its words. `…` stands for names, numbers and places.

A message begins with `·` when it is only worth knowing, with `!` when it keeps one person back until somebody has
looked, and with `✗` when it stops the whole command. Every command ends with an exit code: 0 fine, 1 something to look
at, 2 asked wrongly, 3 Google said no.
"""

_SETTINGS = """# Every setting

They stand in the tab `Settings` of your sheet. Type into the column *Value*; a blank one means the default. Lists are
written with semicolons, or one per line. Whatever cannot be read is named with its cell, and stops every command
before anything is written.

| Setting | Default | What it means |
|---|---|---|
"""

_CRITERIA = """
## What groups are judged by: the tab Criteria

One row a criterion, the most important on top. Each decides only between what is equal in all rows above it, so the
order of the rows is all there is to decide. `Use` says what becomes of a row: `must` makes it a rule that no match
breaks, `in this order` counts it at its place, `off` leaves it out. Move rows as you like. After `mentorship match`,
`What it cost` says what the rows below it would gain without it, and of a must how many people more it leaves over.

Programmes that make pairs take rows of your own: a name, a `How`, and a heading of the tab `Mentors` and one of the
tab `Mentees`, which may be columns that you added. What somebody did not say is never counted as a fit: to the order
such a pair is worth the average, and a must keeps it apart.

| how | what it means |
|---|---|
"""

_COMMANDS = """# Every command

`mentorship --help` and `mentorship COMMAND --help` say the same. All commands that read your sheet take `--sheet` and
`--credentials`, or read `MENTORSHIP_SHEET` and `MENTORSHIP_CREDENTIALS`.

"""

_COMPLETION = """
## Completion with the Tab key

Your shell can complete commands and options. Once, for bash:

```sh
_MENTORSHIP_COMPLETE=bash_source mentorship > ~/.mentorship-complete.bash
echo '. ~/.mentorship-complete.bash' >> ~/.bashrc
```

For zsh write `zsh_source` and `~/.zshrc`. For fish:

```sh
_MENTORSHIP_COMPLETE=fish_source mentorship > ~/.config/fish/completions/mentorship.fish
```
"""


@cache
def generated() -> dict[str, str]:
    """Return the text of every generated page by its file name; of two of them, only the tables are generated."""
    reliability = with_tables((DOCS / "reliability.md").read_text("utf-8"))
    return {
        "commands.md": commands(),
        "flow.svg": drawings.flow(),
        "learn.md": marked((DOCS / "learn.md").read_text("utf-8"), "report", learned()),
        "messages.md": messages(),
        "reliability.md": reliability,
        "rooms.svg": drawings.rooms(),
        "safe-writing.md": marked((DOCS / "safe-writing.md").read_text("utf-8"), "holes", holes.table()),
        "settings.md": settings(),
    }


def learned() -> str:
    """Return what `learn` says of a simulated programme of eighty pairs, as a terminal of 120 columns shows it."""
    book, form = lived(80, {"on": 0.9, "off": 0.6})
    plan = learn.plan(book, trying(), form)
    wide = console.width
    console.width = 120
    with console.capture() as shown:
        show_plan(plan, all_lines=True)
    console.width = wide
    lines = [line.rstrip() for line in shown.get().splitlines()]
    return "```text\n" + "\n".join(lines) + "\n```"


def settings() -> str:
    """Return the page of settings, from the one place they are declared in."""
    lines = []
    for known in setting_lines():
        default = default_text(known.name)
        shown = f"`{default}`" if default else ""
        lines.append(f"| **{known.metadata['name']}** | {shown} | {known.metadata['meaning']} |\n")
    policies = ", ".join(f"`{policy}`" for policy in Policy)
    return (
        _SETTINGS
        + "".join(lines)
        + _CRITERIA
        + "".join(f"| **{kind.how}** | {_of_two_columns(kind.means)} |\n" for kind in KINDS.values())
        + "".join(_criteria_of(programme) for programme in formats() if programme.criteria)
        + f"\n## Forbid, avoid, allow\n\n*Colleagues* and *Previous pairs* take {policies}: never; only where nothing "
        + "better is left; like any other pair. A pair typed by hand with *Keep* ticked goes before all of it.\n"
    )


def _of_two_columns(means: str) -> str:
    return means.format(mentor="*Mentor column*", mentee="*Mentee column*")


def _criteria_of(programme: AnyProgramme) -> str:
    """The rows that one format has by itself."""
    rows = "".join(
        f"| {row.name} | {Use.IN_ORDER if row.on else Use.OFF}{', or must' * row.must} | {row.means} |\n"
        for row in programme.criteria
    )
    return (
        f"\n### Criteria of {programme.name}\n\n| criterion | in a new sheet | what it means |\n|---|---|---|\n{rows}"
    )


def commands() -> str:
    """Return the page of commands: the help texts, word for word."""
    return _COMMANDS + "\n".join(_helps(group, ())) + _COMPLETION


def _helps(command: click.Command, words: tuple[str, ...]) -> Iterator[str]:
    title = " ".join(("mentorship", *words))
    text = CliRunner().invoke(group, [*words, "--help"], prog_name="mentorship", terminal_width=100).output
    yield f"## {title}\n\n```text\n{text.strip()}\n```\n"
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _helps(inner, (*words, name))


def messages() -> str:
    """Return the page of messages; each code that the source can give has its place on it."""
    coded, uncoded = said()
    parts = [_MESSAGES]
    for code, pairs in coded.items():
        parts.append(f"\n## {code}\n" + "".join(f"\n> {_safe(what)}\n\n{_safe(do)}\n" for what, do in pairs))
    parts.append("\n## Without a short name\n\n")
    parts.append("".join(f"- {_safe(f'{what} {do}'.strip())}\n" for what, do in uncoded))
    return "".join(parts)


def said() -> tuple[dict[str, tuple[tuple[str, str], ...]], list[tuple[str, str]]]:
    """Return (what is said, what to do) for every code, sorted, and for the messages that have none."""
    known = spoken()
    found = {}
    uncoded = []
    for code, group_ in groupby(sentences(), lambda sentence: sentence.code):
        pairs = tuple((one.what, one.remedy) for one in group_)
        if not code:
            uncoded = [pair for pair in pairs if pair[0].strip("…")]
        elif code not in EMPTY_FORMS:
            found[code] = known.get(code, pairs)
    found |= {code: known[code] for code in known.keys() - found.keys()}
    return dict(sorted(found.items())), uncoded


def _safe(text: str) -> str:
    """Return a sentence as Markdown that shows it as it is."""
    return text.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")
