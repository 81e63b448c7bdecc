"""``python -m tests.pictures``: the pictures of the docs, taken anew.

Runs a whole programme against a rehearsal and photographs its page: every tab, a mismatch, every kind of mail, the
form. Each picture is 1280 pixels wide and must stay below 200 kB. What they show is written down beside them, so that
a test can tell when it has changed; see `shown`.
"""

import argparse
import io
import sys
from collections.abc import Iterator

from PIL import Image
from playwright.sync_api import Page, Playwright, sync_playwright

from mentorship_gsheets.rehearsal.running import Rehearsal, running
from mentorship_gsheets.tabs.catalogue import OVERVIEW, all_tabs
from tests.conftest import program
from tests.page.conftest import FLAGS
from tests.pictures import documents, formats, shown
from tests.pictures.shown import FOLDER
from tests.pictures.story import Organizer, tell

_LARGEST = 200_000


def main() -> None:
    """Take all pictures, those of an earlier time go; or those alone that only some formats have."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--formats", action="store_true", help="only what some formats have, and starter documents")
    if parser.parse_args().formats:
        with sync_playwright() as playwright:
            _take_formats(_page(playwright))
        shown.write_formats()
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with running("cast", strict=False) as google, sync_playwright() as playwright:
        tell(google)
        page = _page(playwright)
        for name in _all(google, page):
            _keep(page, name)
        _take_formats(page)
        shown.take_badge()
        shown.write(google)


def _page(playwright: Playwright) -> Page:
    chromium = playwright.chromium.launch(executable_path=program("chromium"), args=list(FLAGS))
    return chromium.new_page(viewport={"width": 1280, "height": 800})


def _take_formats(page: Page) -> None:
    """Take the pictures of what only some formats have."""
    for name in formats.take_tabs(page):
        _keep(page, name)
    for name in formats.take_mails(page):
        _keep(page, name)
    formats.take_prints()
    documents.take()


def _all(google: Rehearsal, page: Page) -> Iterator[str]:
    """Bring one thing after the other into view; the name of its picture each time."""
    organizer = Organizer(google)
    page.goto(google.page)
    for spec in all_tabs():
        _open_tab(page, spec.title)
        yield f"tab-{shown.slug(spec.title)}"
        if spec is OVERVIEW:
            _go_to(page, "Q2")
            yield "overview-charts"
    yield from _filtered(page)
    yield from _mismatch(organizer, page)
    drafts = {
        texts["Kind"]: texts["Draft"] for _, texts in organizer.lines("Drafts", State="DRAFTED") if "Draft" in texts
    }
    for kind, draft in drafts.items():
        formats.show_draft(page, google, draft)
        yield f"mail-{kind}"
    page.goto(f"{google.page}#form/{google.form}")
    page.reload()
    page.get_by_role("button", name="Submit").wait_for()
    yield "form"


def _open_tab(page: Page, title: str) -> None:
    page.get_by_role("tab", name=title, exact=True).click()
    page.get_by_role("grid", name=f"Cells of {title}").wait_for()
    page.locator(".unread").first.wait_for(state="detached")
    # Charts are drawn last, and what changed glows for a moment.
    page.wait_for_timeout(2000)


def _go_to(page: Page, cell: str) -> None:
    page.get_by_role("textbox", name="Go to a cell").fill(cell)
    page.keyboard.press("Enter")
    page.wait_for_timeout(2000)


def _filtered(page: Page) -> Iterator[str]:
    _open_tab(page, "Mentors")
    # as far to the left as it goes; the first column is frozen
    _go_to(page, "B2")
    page.get_by_role("button", name="Filter views").click()
    page.get_by_role("menuitemradio", name="Virtual only").click()
    page.get_by_text(" rows").wait_for()
    page.locator(".unread").first.wait_for(state="detached")
    yield "filter-virtual-only"
    page.get_by_role("button", name="Show all rows").click()


def _mismatch(organizer: Organizer, page: Page) -> Iterator[str]:
    """One match cell changed by hand: its check turns red at once, and ``mentorship check`` names both sides."""
    mentees = organizer.see("Mentees")
    matched = [row for row, texts in mentees.rows if texts.get("Mentor match") and texts["Status"] == "answered"]
    other = organizer.see("Mentees").rows[matched[1] - 2][1]["Mentor match"]
    organizer.type(mentees.cell(matched[0], "Mentor match"), other)
    _open_tab(page, "Mentees")
    # from the top down, so that the row is among those shown; not into a formula, whose text says the same
    _go_to(page, "A2")
    _go_to(page, f"A{matched[0] + 3}")
    page.get_by_role("gridcell").filter(has_text="sides disagree").first.wait_for()
    yield "mismatch"
    organizer.run("check", "--yes")
    _open_tab(page, "Check")
    yield "tab-check-with-findings"


def _keep(page: Page, name: str) -> None:
    path = FOLDER / f"{name}.png"
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    # A screen has few colours: a palette of them takes a third of the room.
    picture.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    sys.stdout.write(f"{path.name} {size // 1000} kB\n")
    if size > _LARGEST:
        raise RuntimeError(f"{path.name} is too large for the docs")


if __name__ == "__main__":
    main()
