"""The docs are current, whole, and lead where they say."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from mentorship_gsheets.cli import group
from mentorship_gsheets.programmes import formats
from tests.docs.pages import DOCS, generated, said

ROOT = DOCS.parent
CONFIG = ROOT / ".ci" / "mkdocs.yml"


@pytest.mark.parametrize("name", generated())
def test_generated_pages_are_current(name: str) -> None:
    # python -m tests.docs writes them anew
    assert (DOCS / name).read_text("utf-8") == generated()[name]


def test_every_message_has_its_words_and_says_what_to_do() -> None:
    coded, _ = said()
    wordless = [code for code, pairs in coded.items() if any(not what.strip("… .:") for what, _ in pairs)]
    helpless = [code for code, pairs in coded.items() if any(not do.strip("… ") for _, do in pairs)]
    unreadable = [code for code in coded if not re.fullmatch(r"[a-z]+(-[a-z]+)*", code)]
    assert (wordless, helpless, unreadable) == ([], [], [])


def test_codes_written_anywhere_in_the_source_are_among_the_messages() -> None:
    """A second look without a parser: whatever is written as ``code="…"``."""
    coded, _ = said()
    package = ROOT / "mentorship_gsheets"
    sources = [path for path in package.rglob("*.py") if "rehearsal" not in path.relative_to(package).parts[:-1]]
    written = {code for path in sources for code in re.findall(r'\bcode="([a-z-]+)"', path.read_text("utf-8"))}
    assert sorted(written - coded.keys()) == []


def test_decisions_are_numbered_dated_and_say_what_was_considered() -> None:
    text = (DOCS / "design.md").read_text("utf-8").partition("## Decisions\n")[2].partition("\n## ")[0]
    decisions = re.split(r"^(?=\d+\. )", text, flags=re.M)[1:]
    assert [int(decision.partition(".")[0]) for decision in decisions] == [*range(1, len(decisions) + 1)]
    assert [decision for decision in decisions if not re.match(r"\d+\. \*20\d\d-\d\d-\d\d\.\*", decision)] == []
    assert [decision for decision in decisions if not re.search(r"\bconsidered\b", decision, re.I)] == []


def test_the_docs_build_without_a_warning(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(CONFIG), "-d", str(tmp_path / "site")],
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=False,
    )
    assert (built.returncode, re.findall(r"^(?:WARNING|ERROR).*", built.stderr, re.M)) == (0, []), built.stderr


def test_every_page_stands_in_the_navigation() -> None:
    named = re.findall(r"([\w-]+\.md)$", CONFIG.read_text("utf-8"), re.M)
    assert sorted(named) == sorted(path.name for path in DOCS.glob("*.md"))


def test_every_link_and_picture_of_the_readme_leads_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)", (ROOT / "README.md").read_text("utf-8"))
    assert [target for target in targets if "://" not in target and not (ROOT / target).exists()] == []


def test_pictures_are_those_the_pages_show_and_are_described() -> None:
    shown = [shot for page in DOCS.glob("*.md") for shot in re.findall(r"!\[(.*?)\]\((.+?)\)", page.read_text("utf-8"))]
    assert [picture for _, picture in shown if not (DOCS / picture).is_file()] == []
    assert [picture for words, picture in shown if not words] == []


def test_no_page_speaks_of_a_real_mailbox() -> None:
    allowed = r"example\.(org|com|net)$|^conference\.org$"
    for page in DOCS.glob("*.md"):
        domains = re.findall(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", page.read_text("utf-8"))
        assert [domain for domain in domains if not re.search(allowed, domain)] == []


def test_every_command_a_page_speaks_of_exists_with_these_options() -> None:
    """Also those within sentences, which nobody copies and no other test runs."""
    pages = [*(page for page in DOCS.glob("*.md") if page.name not in generated()), ROOT / "README.md"]
    spoken = {
        (page.name, words)
        for page in pages
        for code in re.findall(r"`+(?:sh\n)?(.+?)`+", page.read_text("utf-8"), re.S)
        for words in commands(code)
    }
    assert sorted(f"{page}: {words}" for page, words in spoken if not known(words.split())) == []


def commands(code: str) -> Iterator[str]:
    """The words behind each ``mentorship``, up to the first that is no name of a command, option or value."""
    for line in re.findall(r"\bmentorship ([^\n]*)", code):
        words: list[str] = []
        for word in line.split(" "):
            found = re.match(r"[a-z-]+|\[?--[a-z-]+\]?|[A-Z]+", word)
            if found is None:
                break
            words.append(found[0])
            if found[0] != word:
                break
        if words:
            yield " ".join(words)


def known(words: list[str]) -> bool:
    """Whether there is such a command, and it has these options; a kind of mail must be one."""
    command: click.Command | None = group
    context = click.Context(group)
    while words and isinstance(command, click.Group) and re.fullmatch("[a-z][a-z-]*", words[0]):
        command = command.get_command(context, words.pop(0))
    if command is None:
        return False
    options = {option for parameter in command.params for option in parameter.opts} | {"--help", "--version"}
    known = {mailing.name for programme in formats() for mailing in programme.mailings}
    kinds = [word for word in words[:1] if command.name == "draft" and word.islower() and not word.startswith("-")]
    return {word for word in words if word.startswith("--")} <= options and set(kinds) <= known
