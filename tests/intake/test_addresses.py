"""Addresses as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship_gsheets.intake.addresses import read_email, same_mailbox


@pytest.mark.parametrize(
    "typed",
    [
        "ada@example.org",
        "  ada@example.org ",
        "ada@example.org\u00a0",
        "\u200bada@exa\u200bmple.org",
        "\ufeffada@example.org",
        "ADA@Example.ORG",
        "mailto:ada@example.org",
        "MAILTO:Ada@example.org?subject=Hello",
        "Ada Lovelace <ada@example.org>",
        '"Lovelace, Ada" <ada@example.org>',
        "<ada@example.org>",
        "'ada@example.org'",
        "ada@example.org.",
        "ada@example.org;",
        "ada @ example.org",
        "ada@example.org (work)",
        "ada@example.org, ADA@EXAMPLE.ORG",
        "ada@example.org\n",
        # as a Japanese keyboard writes it: letters of full width
        "".join(chr(ord(char) + 0xFEE0) for char in "ada@example.org"),
        "ada\ud800@example.org",
    ],
)
def test_one_person_has_one_address_however_typed(typed: str) -> None:
    assert read_email(typed) == ("ada@example.org", "")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("o'brien@example.org", "o'brien@example.org"),
        ("ada+conference@example.org", "ada+conference@example.org"),
        ("a.d.a@example.com", "a.d.a@example.com"),
        ("=1+1@example.org", "=1+1@example.org"),
        ("josé@example.org", "josé@example.org"),
        ("ada@müller.example.org", "ada@müller.example.org"),
        ("ada@xn--mller-kva.example.org", "ada@müller.example.org"),
        ("ada@straße.example.org", "ada@straße.example.org"),
        ("用户@例子.example.org", "用户@例子.example.org"),
    ],
)
def test_what_is_unusual_but_right_stays(typed: str, address: str) -> None:
    assert read_email(typed) == (address, "")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "is blank"),
        (" \n ", "is blank"),
        ("\u200b", "is no address"),
        ("n/a", "is no address"),
        ("ada(at)example.org", "is no address"),
        ("@", "is no address"),
        ("ada@", "is no address"),
        ("ada@example", "is no address"),
        ("ada@localhost", "is no address"),
        ("ada@[127.0.0.1]", "is no address"),
        ("ada@@example.org", "is no address"),
        ("ada..l@example.org", "is no address"),
        ("a" * 300 + "@example.org", "is no address"),
        ("ada@example.org bo@example.org", "holds two addresses"),
        ("ada@example.org/bo@example.org", "is no address"),
        ("Ada <ada@example.org>, Bo <bo@example.org>", "holds two addresses"),
        ("bo@example.org <ada@example.org>", "holds two addresses"),
        ("ada@example.org\nbo@example.org", "holds two addresses"),
        ("ada lovelace@example.org", "holds more than an address"),
        ("ada,lovelace@example.org", "holds more than an address"),
        ("ada@example.org\nBcc: everybody@example.com", "holds a line break"),
        ("ada@example.org\r\nSubject:x", "holds a line break"),
        ("\u0430da@example.org", "mixes letters of several alphabets that look alike"),
        ("ada@ex\u0430mple.org", "mixes letters of several alphabets that look alike"),
    ],
)
def test_what_is_no_single_address_is_named_and_not_guessed(typed: str, problem: str) -> None:
    assert read_email(typed) == ("", problem)


@given(st.text(max_size=80))
def test_any_text_gives_an_address_or_a_problem(typed: str) -> None:
    address, problem = read_email(typed)
    assert bool(address) != bool(problem)


@given(st.text(st.sampled_from("ad@.<>,; '\"=+\n\u0430\u200b():"), max_size=30).map("x@example.org".join) | st.emails())
def test_reading_an_address_again_changes_nothing(typed: str) -> None:
    address, problem = read_email(typed)
    assert problem or read_email(address) == (address, "")


@given(
    st.from_regex(
        r"[a-z][a-z0-9]{0,8}(\.[a-z]{1,5})?(\+[a-z]{1,4})?@[a-z]{1,8}\.example\.(org|com|net)", fullmatch=True
    )
)
def test_every_plain_address_is_read_as_it_stands(address: str) -> None:
    assert read_email(address) == (address, "")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ada+one@example.org", "ada@example.org", True),
        ("a.d.a@gmail.com", "ada@googlemail.com", True),
        ("a.da@example.org", "ada@example.org", False),
        ("ada@example.org", "ada@example.com", False),
    ],
)
def test_one_mailbox_is_suspected_behind_tags_and_gmail_dots(one: str, other: str, same: bool) -> None:
    assert (same_mailbox(one) == same_mailbox(other)) is same
