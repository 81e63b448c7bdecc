"""The tab ``Settings``: few lines, each with its meaning; everything that is wrong said at once, with its cell."""

from mentorship_gsheets.errors import Level
from mentorship_gsheets.programmes import read_settings
from mentorship_gsheets.settings import (
    SETTING_FIELDS,
    BinRole,
    Priority,
    Settings,
    default_text,
    parse_settings,
    setting_text,
)
from mentorship_gsheets.tabs.catalogue import SETTINGS
from tests.sheets import workbook


def test_there_are_at_most_32_each_with_its_meaning() -> None:
    assert len(SETTING_FIELDS) <= 32
    assert [known.name for known in SETTING_FIELDS if not known.metadata["meaning"].endswith(".")] == []


def test_every_default_reads_as_itself() -> None:
    lines = [(known.metadata["name"], default_text(known.name), "") for known in SETTING_FIELDS]
    assert parse_settings(lines) == (Settings(), [])
    assert setting_text(Settings(), "weigh_bins") == "no"


def test_all_mistakes_are_told_at_once_with_their_cells() -> None:
    lines = (("Starts", "soon"), ("Capacity", "0"), ("Colour", "blue"), ("Bins", "Wall"), ("Mails a day", "many"))
    book = workbook(Settings=[{"Setting": name, "Value": value} for name, value in lines])
    settings, findings = read_settings(book)
    assert [(finding.where, finding.code, finding.level) for finding in findings] == [
        (f"{SETTINGS.title}!B2", "bad-setting", Level.STOP),
        (f"{SETTINGS.title}!B3", "bad-setting", Level.STOP),
        (f"{SETTINGS.title}!B4", "unknown-setting", findings[2].level),
        (f"{SETTINGS.title}!B6", "bad-setting", Level.STOP),
    ]
    assert settings.bins == "wall"


def test_two_lines_that_contradict_each_other_are_told() -> None:
    lines = [("Capacity", "2", "Settings!B2"), ("capacity ", "2", "Settings!B3"), ("Capacity", "3", "Settings!B4")]
    settings, findings = parse_settings(lines)
    assert [(finding.where, finding.code) for finding in findings] == [("Settings!B4", "double-setting")]
    assert settings.capacity == 2


def test_names_of_older_sheets_are_read_for_ever() -> None:
    older = [("Blocks", "wall", "Settings!B2"), ("Priorities", "shares a field or block; sector", "Settings!B3")]
    settings, findings = parse_settings(older)
    assert (settings.bins, settings.priorities, findings) == (BinRole.WALL, (Priority.BIN, Priority.SECTOR), [])
    assert setting_text(settings, "priorities") == "shares a field or bin; sector"


def test_an_older_line_that_contradicts_the_newer_one_is_told() -> None:
    _, findings = parse_settings([("Bins", "guide", "Settings!B2"), ("Blocks", "wall", "Settings!B3")])
    assert [(finding.where, finding.code) for finding in findings] == [("Settings!B3", "double-setting")]
    assert parse_settings([("Bins", "", "Settings!B2"), ("Blocks", "wall", "Settings!B3")])[0].bins is BinRole.WALL
