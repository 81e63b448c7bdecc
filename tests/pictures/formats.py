"""Pictures of what only some formats have: their tabs in the page of the rehearsal, and the page that is printed."""

import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from mentorship_gsheets.programmes import format_named
from mentorship_gsheets.programmes.long_term.mails import CHECKING, GRADUATED, INTRODUCTION, WAITING
from mentorship_gsheets.programmes.speed import Event, Mentee, Mentor, Seating, plan
from mentorship_gsheets.programmes.speed.printing import Occasion, page
from mentorship_gsheets.rehearsal.cast import cast
from mentorship_gsheets.rehearsal.cast_words import TASKS
from mentorship_gsheets.rehearsal.organizer import act
from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.spreadsheet.tab import TabSpec
from mentorship_gsheets.tabs.catalogue import all_tabs
from mentorship_gsheets.workspace.key_files import load
from mentorship_gsheets.workspace.sheets import open_sheet
from tests.conftest import program
from tests.page.conftest import FLAGS
from tests.pictures.story import Organizer, tell_of_rounds

PRINTED = {"print-wall": 0, "print-sign": 1, "print-cards": 2, "print-door": 3}
"""Picture of a kind of sheet of paper -> which of the four kinds."""
FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
SEEDS = {
    "speed mentoring": "summit",
    "cohorts": "cohorts",
    "office hours": "office",
    "workshop coaches": "workshops",
    "organizer mentoring": "organizers",
}
"""Which cast a format is rehearsed with."""
MAILS = (INTRODUCTION, WAITING, CHECKING, GRADUATED)
"""The mails of long-term pairs that are photographed."""
_PEOPLE = 60


def own_tabs() -> dict[str, tuple[str, TabSpec]]:
    """Return the pictures of tabs that only some formats have: name -> format and spec."""
    usual = {spec.title for spec in all_tabs()}
    return {
        f"tab-{spec.title.lower().replace(' ', '-')}": (name, spec)
        for name in SEEDS
        for spec in format_named(name).own_tabs
        if spec.title not in usual and spec.title != "Together"
    }


def occasion() -> tuple[Event, Seating, Occasion]:
    """Return a seating of people of the cast, whose names come in several scripts."""
    people = cast(30, mentors=(1, 5)).people
    mentors = [one for one in people if one.sign_up.endswith("mentor")][:6]
    mentees = [one for one in people if one not in mentors][:24]
    event = Event(
        tuple(Mentor(one.email, one.name, one.answers["fields"], str(n)) for n, one in enumerate(mentors, 1)),
        tuple(Mentee(one.email, one.name, one.answers["fields"]) for one in mentees),
        4,
    )
    said = Occasion(
        "ExampleConf 2027", datetime(2027, 7, 6, 7, 30), 12, "Hall B", "The newcomers' desk beside the coffee, all week"
    )
    return event, plan(event), said


def printed() -> str:
    """Return the page for paper that is photographed."""
    return page(*occasion())


def take_prints() -> None:
    """Photograph a sheet of each kind, as Chromium prints it on A4."""
    with tempfile.TemporaryDirectory() as name:
        source, made = Path(name) / "page.html", Path(name) / "page.pdf"
        source.write_text(printed(), "utf-8")
        profile = f"--user-data-dir={name}/profile"
        paper = ("--no-pdf-header-footer", f"--print-to-pdf={made}", source.as_uri())
        subprocess.run([program("chromium"), "--headless", *FLAGS, profile, *paper], check=True, capture_output=True)
        subprocess.run([program("pdftoppm"), "-r", "80", "-png", made, f"{name}/sheet"], check=True)
        sheets = [Image.open(path).convert("RGB") for path in sorted(Path(name).glob("sheet-*.png"))]
    # four rounds for the wall, six signs, three sheets of cards, then the list for the door
    for picture, number in zip(PRINTED, (0, 4, 10, 13), strict=True):
        sheet = sheets[number]
        sheet.quantize(64, dither=Image.Dither.NONE).save(FOLDER / f"{picture}.png", optimize=True)


def take_tabs(browser_page: Page) -> Iterator[str]:
    """Bring the tabs of each format into view, one after the other; the name of its picture each time."""
    from click.testing import CliRunner

    from mentorship_gsheets.cli import group

    for name, seed in SEEDS.items():
        with running(seed, people=_PEOPLE, strict=False) as google:
            env = {"MENTORSHIP_SHEET": google.sheet, "MENTORSHIP_CREDENTIALS": str(google.key_path)}
            if name == "cohorts":
                # as the page says: tasks are typed once setup has made the tab
                act(google.world, [{"requests": [{"deleteSheet": {"sheetId": _tab_id(google, "Cohorts")}}]}])
            given = ["--format", name, "--form", google.form, "--sender", google.mailbox, "--programme", "ExampleConf"]
            for words in (["setup", *given], ["pull"], ["match"]):
                if name == "cohorts" and words == ["pull"]:
                    steps = [{"edit": f"'Cohorts'!B{row}", "value": task} for row, task in enumerate(TASKS, 2)]
                    act(google.world, steps)
                done = CliRunner(env=env).invoke(group, [*words, "--yes"])
                if done.exit_code:
                    raise RuntimeError(f"mentorship {' '.join(words)}: {done.output}")
            if name == "organizer mentoring":
                _log_hours(google)
            browser_page.goto(google.page)
            for picture, (format_name, spec) in own_tabs().items():
                if format_name == name:
                    browser_page.get_by_role("tab", name=spec.title, exact=True).click()
                    browser_page.get_by_role("grid", name=f"Cells of {spec.title}").wait_for()
                    browser_page.locator(".unread").first.wait_for(state="detached")
                    browser_page.wait_for_timeout(2000)
                    yield picture


_SPOKEN = ((1, "date and venue"), (1.5, "the budget, line by line"), (0.5, "whom to ask first"), (2, "code of conduct"))


def _log_hours(google: Rehearsal) -> None:
    """Type lines of hours, as the pairs of the sheet would tell them."""
    book = open_sheet(google.sheet, load(google.key_path)).read()
    people = book.tab("Mentees")
    if people is None:
        raise ValueError("the rehearsal has no tab Mentees")
    pairs = [
        (people.text(row, "Mentor match"), people.text(row, "Listed as"))
        for row in people.rows
        if people.text(row, "Mentor match")
    ]
    steps = []
    for number in range(14):
        hours, what = _SPOKEN[number % len(_SPOKEN)]
        row = (f"2027-03-{number + 1:02}", *pairs[number * 3 % 5], str(hours), what)
        typed = zip("ABCDE", row, strict=True)
        steps += [
            {"edit": f"Hours!{column}{number + 2}", "value": float(text) if column == "D" else text}
            for column, text in typed
        ]
    act(google.world, steps)


def take_mails(browser_page: Page) -> Iterator[str]:
    """Bring a mail of each kind of `MAILS` into view; the name of its picture each time."""
    with running("community", people=_PEOPLE // 2, strict=False) as google:
        for kinds in tell_of_rounds(google):
            found = Organizer(google).lines("Drafts", State="DRAFTED")
            drafts = {texts["Kind"]: texts["Draft"] for _, texts in found if "Draft" in texts}
            for kind in kinds:
                show_draft(browser_page, google, drafts[kind])
                yield f"mail-{kind}"


def show_draft(browser_page: Page, google: Rehearsal, draft: str) -> None:
    """Bring a draft into view."""
    browser_page.goto(f"{google.page}#mail/drafts/{draft}")
    browser_page.reload()
    browser_page.locator(f"[id='mail-{draft}'][aria-selected=true]").wait_for()
    browser_page.frame_locator("iframe").locator("p").first.wait_for()


def _tab_id(google: Rehearsal, title: str) -> int:
    tab = open_sheet(google.sheet, load(google.key_path)).read().tab(title)
    if tab is None:
        raise ValueError(f"the rehearsal has no tab {title}")
    return tab.sheet_id
