"""A rehearsal and a headless Chromium that looks at it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

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


@pytest.fixture
def rehearsal() -> Iterator[Rehearsal]:
    with running("empty") as started:
        yield started


@pytest.fixture
def desk(rehearsal: Rehearsal) -> Desk:
    return Desk(rehearsal)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty window; whatever goes wrong in the page's own scripts fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    window = context.new_page()
    window.set_default_timeout(20_000)
    broken: list[str] = []
    window.on("pageerror", lambda error: broken.append(str(error)))
    yield window
    context.close()
    assert broken == []


@pytest.fixture
def screen(page: Page, rehearsal: Rehearsal) -> Screen:
    """The page, to be opened by :meth:`Screen.look` once the sheet is filled."""
    return Screen(page, rehearsal.page)
