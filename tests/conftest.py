"""What all tests share."""

import os
import shutil

import pytest
from hypothesis import settings

settings.register_profile("default", deadline=None, derandomize=True)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture
def update_goldens(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-goldens"))


def program(name: str) -> str:
    """Return the path of a program, skip where it is missing; under CI it must be there."""
    path = shutil.which(name)
    if path is None and os.environ.get("CI"):
        pytest.fail(f"{name} is missing, and CI must have it")
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


@pytest.fixture
def chromium() -> str:
    return program("chromium")


@pytest.fixture
def soffice() -> str:
    return program("soffice")
