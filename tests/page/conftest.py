"""A rehearsal and a headless Chromium that looks at it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from mentorship_gsheets.rehearsal.running import Rehearsal, running
from tests.conftest import program
from tests.page.desk import Desk, Screen

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# Two cores are shared with all other tests.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program("chromium"), args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """One window for all tests: what a page has loaded once, the next one has."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture(scope="session")
def rehearsal() -> Iterator[Rehearsal]:
    """One server for all tests; `desk` finds its sheet and its mailbox empty."""
    with running("empty") as started:
        yield started


@pytest.fixture
def desk(rehearsal: Rehearsal) -> Desk:
    found = Desk(rehearsal)
    found.clear()
    return found


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    """An empty tab of the browser; whatever goes wrong in the page's own scripts fails the test."""
    tab = window.new_page()
    tab.set_default_timeout(20_000)
    broken: list[str] = []
    tab.on("pageerror", lambda error: broken.append(str(error)))
    yield tab
    tab.close()
    assert broken == []


@pytest.fixture
def screen(page: Page, desk: Desk) -> Screen:
    """The page, to be opened by :meth:`Screen.look` once the sheet is filled."""
    return Screen(page, desk)
