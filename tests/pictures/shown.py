"""What each picture of the docs shows: commands, tabs, headers, marks, mails; not its pixels.

`python -m tests.pictures` writes it beside the pictures, and an ordinary test recalculates it from the code and a
small rehearsal. Where the two differ, a picture shows what is no longer there.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click

from mentorship_gsheets.cli import group
from mentorship_gsheets.mail import Kind, seed_rows, seed_template
from mentorship_gsheets.mail.kinds import MEETING_MOVED, ROLE_QUESTION, SEEDED
from mentorship_gsheets.programmes.cohorts.badges import Badge, picture, png
from mentorship_gsheets.programmes.cohorts.completions import Completion
from mentorship_gsheets.programmes.cohorts.options import OPTIONS
from mentorship_gsheets.rehearsal.running import Rehearsal
from mentorship_gsheets.settings import SETTING_FIELDS, default_text, parse_settings
from mentorship_gsheets.spreadsheet.tab import TabSpec
from mentorship_gsheets.spreadsheet.workbook import Tab
from mentorship_gsheets.tabs.catalogue import LINE, LOG, all_tabs
from mentorship_gsheets.tabs.figures import next_step
from mentorship_gsheets.tabs.first_rows import BIN_ROWS, READ_ME_ROWS
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.sheets import open_sheet
from tests.pictures import documents
from tests.pictures.formats import MAILS, PRINTED, own_tabs, printed

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
MANIFEST = FOLDER / "shown.json"

_STORY = ("setup", "pull", "draft", "send", "color", "bin", "match", "check")
"""The commands that the story runs, which the tab ``Log`` lists."""

_TEXTS: Mapping[str, Any] = {
    "Read me": READ_ME_ROWS,
    "Settings": [
        (known.metadata["name"], default_text(known.name), known.metadata["meaning"]) for known in SETTING_FIELDS
    ],
    "Bins": BIN_ROWS,
    "Emails": seed_rows(SEEDED),
}
"""What stands in the tabs that setup fills, whoever the people are."""

_MORE = {
    "filter-virtual-only": "Mentors",
    "mismatch": "Mentees",
    "overview-charts": "Overview",
    "tab-check-with-findings": "Check",
}
"""Pictures of a tab in a certain state."""

Shown = dict[str, Any]


def shown(google: Rehearsal) -> dict[str, Shown]:
    """Return what each picture shows, by the picture's name.

    Parameters
    ----------
    google
        A rehearsal whose sheet was set up and pulled into.
    """
    workbook = open_sheet(google.sheet, load(google.key_path)).read(formatting=True)
    found: dict[str, Shown] = {}
    for spec in all_tabs():
        tab = workbook.tab(spec.title)
        if tab is None:
            raise ValueError(f"the rehearsal has no tab {spec.title}")
        found[f"tab-{slug(spec.title)}"] = _tab(tab, spec)
    found |= {name: found[f"tab-{slug(title)}"] for name, title in _MORE.items()}
    # no meeting is moved in the story that the pictures tell, and nobody contradicts themselves
    found |= {f"mail-{kind}": _mail(kind) for kind in SEEDED if kind not in (MEETING_MOVED, ROLE_QUESTION)}
    form = google.world.store.load("form", google.form) or {}
    found |= {f"mail-{kind}": _mail(kind) for kind in MAILS}
    found |= {name: _spec(spec) for name, (_, spec) in own_tabs().items()}
    told = _digest(printed().encode())
    found |= {name: {"texts": told} for name in PRINTED}
    found |= {name: {"texts": documents.told(document)} for name, document in documents.named().items()}
    # which prefixes of namespaces are written depends on what else was imported
    drawn = ElementTree.canonicalize(ElementTree.tostring(_badge(), "unicode"), rewrite_prefixes=True)
    found["badge"] = {"texts": _digest(drawn.encode())}
    found["form"] = {"title": form["info"]["title"], "questions": [item.get("title", "") for item in form["items"]]}
    return dict(sorted(found.items()))


def take_badge() -> None:
    """Draw the badge that the page of cohorts shows."""
    (FOLDER / "badge.png").write_bytes(png(_badge(), 400))


def _badge() -> ElementTree.Element:
    settings, _ = parse_settings([("Programme", "ExampleConf 2027", "")], OPTIONS)
    return picture(Badge("Ada Lovelace", Completion("deploy the software", date(2027, 3, 1))), settings)


def slug(title: str) -> str:
    """Return a tab's title as it stands in names of files."""
    return title.lower().replace(" ", "-")


def write(google: Rehearsal) -> None:
    """Write down what the pictures show that have just been taken, and which files they are."""
    told = {name: {**what, "picture": digest_of(name)} for name, what in shown(google).items()}
    MANIFEST.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")


def write_formats() -> None:
    """Write down what the pictures of the formats show, without those of the usual programme."""
    told: dict[str, Shown] = json.loads(MANIFEST.read_text("utf-8"))
    now = {name: _spec(spec) for name, (_, spec) in own_tabs().items()}
    now |= {f"mail-{kind}": _mail(kind) for kind in MAILS}
    now |= {name: {"texts": _digest(printed().encode())} for name in PRINTED}
    now |= {name: {"texts": documents.told(document)} for name, document in documents.named().items()}
    told |= {name: {**what, "picture": digest_of(name)} for name, what in now.items()}
    MANIFEST.write_text(
        json.dumps(dict(sorted(told.items())), ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n"
    )


def digest_of(name: str) -> str:
    """Return the digest of a picture's file."""
    return _digest((FOLDER / f"{name}.png").read_bytes())


def _tab(tab: Tab, spec: TabSpec) -> Shown:
    hidden = {column.header for column in spec.columns if column.hidden}
    texts = repr(_TEXTS.get(spec.title, ""))
    lines = [tab.text(row, LINE) for row in tab.rows] if spec.title == "Overview" else []
    shows = texts + (next_step("match-*", "pair", "pairs").template if lines else "")
    named = {name for name in group.list_commands(click.Context(group)) if f"mentorship {name}" in shows}
    return {
        "headers": [header for header in tab.header if header and header not in hidden],
        "marks": [f"{rule.style}: {', '.join(rule.columns) or 'the row'}" for rule in spec.rules],
        "filters": [view.title for view in spec.filters],
        "charts": sorted(tab.formatting.charts),
        "texts": _digest((texts + repr(lines)).encode()),
        "commands": _commands(_STORY if spec is LOG else sorted(named)),
    }


def _spec(spec: TabSpec) -> Shown:
    """Return what the picture of a tab shows that only some formats have."""
    return {
        "headers": [column.header for column in spec.columns if not column.hidden],
        "marks": [f"{rule.style}: {', '.join(rule.columns) or 'the row'}" for rule in spec.rules],
    }


def _commands(names: Iterable[str]) -> dict[str, list[str]]:
    """Return the options and arguments of commands, by name."""
    context = click.Context(group)
    found = {}
    for name in names:
        command = group.get_command(context, name)
        if command is None:
            raise ValueError(f"there is no command {name}")
        found[name] = [" ".join((*one.opts, *getattr(one.type, "choices", ()))) for one in command.params]
    return found


def _mail(kind: Kind) -> Shown:
    seed = seed_template(kind)
    return {"subject": seed.subject, "texts": _digest(seed.text.encode())}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
