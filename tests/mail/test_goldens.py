"""Every kind of mail, word for word, as it leaves."""

from dataclasses import replace
from pathlib import Path

import pytest

from mentorship_gsheets.mail import Kind, Method, kinds, read_message, seed_template, write_letter
from tests.mail.mail import ADDRESSES, INVITATION, SETTINGS, STAMP

GOLDENS = Path(__file__).parent / "goldens"
WITH_MEETING = replace(SETTINGS, meeting="2027-07-06 12:30", copy_to=("copies@example.org",))


def compare(name: str, content: str, update: bool) -> None:
    golden = GOLDENS / name
    if update:
        GOLDENS.mkdir(exist_ok=True)
        golden.write_text(content, "utf-8", newline="\n")
    assert content == golden.read_text("utf-8")


@pytest.mark.parametrize("kind", kinds.SEEDED, ids=str)
def test_the_text_of_every_kind(kind: Kind, update_goldens: bool) -> None:
    letter = write_letter(ADDRESSES[kind], seed_template(kind), SETTINGS)
    heading = f"To: {'; '.join(letter.to)}\nSubject: {letter.subject}\n\n"
    compare(f"{kind}.txt", heading + letter.text, update_goldens)


@pytest.mark.parametrize("kind", [kinds.MATCH_IN_PERSON, kinds.MATCH_VIRTUAL], ids=str)
def test_the_whole_message(kind: Kind, update_goldens: bool) -> None:
    letter = write_letter(ADDRESSES[kind], seed_template(kind), WITH_MEETING, INVITATION, STAMP)
    compare(f"{kind}.eml", letter.raw.decode("ascii").replace("\r\n", "\n"), update_goldens)


def test_the_whole_message_that_cancels(update_goldens: bool) -> None:
    kind = kinds.CANCELLED
    cancelled = replace(INVITATION, method=Method.CANCEL, sequence=1)
    letter = write_letter(ADDRESSES[kind], seed_template(kind), WITH_MEETING, cancelled, STAMP)
    compare(f"{kind}.eml", letter.raw.decode("ascii").replace("\r\n", "\n"), update_goldens)


@pytest.mark.parametrize("kind", kinds.SEEDED, ids=str)
def test_the_html_says_what_the_text_says(kind: Kind, update_goldens: bool) -> None:
    letter = write_letter(ADDRESSES[kind], seed_template(kind), SETTINGS)
    compare(f"{kind}.html", read_message(letter.raw).content.html.replace("\r\n", "\n"), update_goldens)
