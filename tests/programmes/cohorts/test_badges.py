"""Badges, channels and calls: what is saved as files."""

from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from mentorship_gsheets.programmes import format_named
from mentorship_gsheets.programmes.cohorts.badges import Badge, exported, picture, png, read_template
from mentorship_gsheets.programmes.cohorts.completions import Completion
from mentorship_gsheets.programmes.cohorts.options import OPTIONS
from mentorship_gsheets.settings import parse_settings
from tests.programmes.cohorts.books import book, matched, rules

DEPLOY = Completion("deploy", date(2027, 3, 1))
OWN = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><text y="50">{{ name }}</text></svg>'


def ink(content: bytes, box: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """The smallest box inside this one that holds all dark dots; None: there are none."""
    part = Image.open(BytesIO(content)).convert("L").crop(box)
    return part.point(lambda level: 255 if level < 90 else 0).getbbox()


@pytest.mark.parametrize(
    "name",
    ["Ada Lovelace", "李明", "محمد عبد الله", "A" * 90, "Maria Antonieta de las Nieves Hohenzollern-Sigmaringen"],
)
def test_a_name_of_any_script_and_length_is_drawn_inside_the_ring(name: str) -> None:
    content = png(picture(Badge(name, DEPLOY), rules(Programme="TestConf")))
    drawn = ink(content, (90, 385, 710, 500))
    assert drawn is not None
    left, _, right, _ = drawn
    # the white disc reaches from 70 to 730: nothing touches its edge
    assert left > 0
    assert right < 620


def test_a_name_is_text_and_never_markup() -> None:
    root = picture(Badge('<script>alert("x")</script> & {{ task }}', DEPLOY), rules(Programme="TestConf"))
    assert [each for each in root.iter() if each.tag.endswith("script")] == []
    assert "<script>" in "".join(root.itertext())


def test_an_organizers_own_picture_is_used_and_fitted_to_the_sheet_of_stickers() -> None:
    settings = rules(Badge=OWN)
    root = picture(Badge("Ada & Bo", DEPLOY), settings)
    assert "".join(root.itertext()) == "Ada & Bo"
    assert root.get("viewBox") == "0 0 90 90"
    files = dict(exported([Badge("Ada", DEPLOY)] * 13, settings))
    assert sorted(files)[:2] == ["ada-deploy-10.png", "ada-deploy-11.png"]
    assert len(files) == 15
    assert Image.open(BytesIO(files["stickers-2.png"])).size == (1654, 2340)


@pytest.mark.parametrize(
    "text",
    [
        "a badge",
        "<svg>{{ password }}</svg>",
        '<svg xmlns="http://www.w3.org/2000/svg">{% for x in y %}{% endfor %}</svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/hostname"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><image xlink:href="file:///etc/hostname"/></svg>',
        '<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        '<html xmlns="http://www.w3.org/1999/xhtml"/>',
    ],
)
def test_a_picture_that_cannot_be_used_is_a_finding(text: str) -> None:
    with pytest.raises(ValueError, match="an SVG picture"):
        read_template(text)
    _, findings = parse_settings([("Badge", text, "Settings!B20")], OPTIONS)
    assert [finding.where for finding in findings] == ["Settings!B20"]


def test_channels_calls_and_badges_are_saved_or_say_why_not() -> None:
    people = {"Tasks": "deploy", "Time zone": "UTC"}
    rows = {
        "Cohorts": [{"Task": "deploy", "Min mentors": 2, "Wanted mentors": 2}],
        "Mentors": [{"Email": f"m{n}@example.org", **people} for n in (1, 2)],
        "Mentees": [{"Email": f"a{n}@example.org", "Name": f"Mentee {n}", **people} for n in range(4)],
    }
    programme, settings = format_named("cohorts"), rules(Programme="TestConf", Sender="us@example.org")
    fresh = book(rows)
    assert programme.export("channels", fresh, settings).why_not == "no cohort stands yet."
    assert programme.export("calls", fresh, settings).why_not == "no task lacks mentors."
    assert programme.export("badges", fresh, settings).files == {}
    people_of = "m1@example.org, m2@example.org, a0@example.org, a1@example.org, a2@example.org, a3@example.org"
    channels = programme.export("channels", matched(fresh, settings), settings).files
    assert channels == {"channels.txt": f"#cohort-deploy\n{people_of}\n".encode()}
    short = book(
        rows
        | {
            "Mentors": rows["Mentors"][:1],
            "Mentees": [{**rows["Mentees"][0], "Done": "talk 2027-03-01"}, *rows["Mentees"][1:]],
        }
    )
    (call,) = programme.export("calls", short, settings).files.values()
    assert call.decode().startswith("TestConf looks for 1 more mentor for “deploy”. 4 mentees wait for it.")
    assert sorted(programme.export("badges", short, settings).files) == ["mentee-0-talk.png", "stickers-1.png"]
    assert programme.advice(short, settings).summary == (
        "One more mentor for deploy would place everybody; no fewer do."
    )


def test_the_picture_we_bring_along_is_sound() -> None:
    root = picture(Badge("Ada", DEPLOY), rules(Programme="TestConf"))
    said = [each.text for each in root.iter() if each.tag.endswith("}text")]
    assert said == ["COMPLETED", "deploy", "Ada", "Monday 1 March 2027", "TestConf"]
    assert ElementTree.tostring(root, "unicode").count("{{") == 0
