"""Senders that cannot be are refused before Google is asked."""

from pathlib import Path

import pytest

from mentorship_gsheets.cli.senders import sender_address
from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.workspace.key_files import Key, KeyKind


def key(folder: Path, kind: KeyKind = KeyKind.SERVICE_ACCOUNT) -> Key:
    return Key(kind, folder / "key.json", {})


def test_an_address_is_cleaned(tmp_path: Path) -> None:
    assert sender_address(" Mentors <Mentors@Conference.ORG> ", key(tmp_path)) == "mentors@conference.org"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("mentors", "the sender “mentors” is no address. Give one address, as mentors@conference.org."),
        (
            "a@x.example.org, b@x.example.org",
            "the sender “a@x.example.org, b@x.example.org” holds two addresses. "
            "Give one address, as mentors@conference.org.",
        ),
        (
            "bot@project.iam.gserviceaccount.com",
            "bot@project.iam.gserviceaccount.com is a program and has no mailbox. "
            "Give the address that your mails come from.",
        ),
        (
            "ada@gmail.com",
            "the key of a service account cannot make drafts at gmail.com. "
            "Its owner logs in first: mentorship login --client FILE.",
        ),
    ],
)
def test_what_can_never_be_the_sender_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(MentorshipError) as refused:
        sender_address(text, key(tmp_path))
    assert str(refused.value) == told


def test_a_mailbox_somebody_logged_in_to_may_be_anywhere(tmp_path: Path) -> None:
    assert sender_address("ada@gmail.com", key(tmp_path, KeyKind.PERSON)) == "ada@gmail.com"
    key(tmp_path).mailbox_path.write_text("{}", "utf-8")
    assert sender_address("ada@gmail.com", key(tmp_path)) == "ada@gmail.com"
