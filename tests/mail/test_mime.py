import email
import email.policy
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentorship_gsheets.mail.facts import plain
from mentorship_gsheets.mail.mime import (
    Content,
    Envelope,
    message_id,
    write_message,
)
from mentorship_gsheets.mail.proof import check_message, read_message, redirect

KEY = "0123456789abcdef01234567"
TO = (("Ada", "ada@example.org"), ("Bo", "bo@example.net"))
ENVELOPE = Envelope(("PyConf mentorship", "mentors@example.org"), TO, "Hello", KEY)
CONTENT = Content("Dear both\n\nMentorship reference 01234-56789\n", "<p>Dear both</p>\n")

ODD = st.sampled_from(
    [
        "Doe, Jane",
        'Ann "the boss" O\'Neil',
        "O'Brien; x",
        "<b>Bo</b>",
        "bo@example.org",
        "Bo <evil@example.net>, Al",
        "=?utf-8?q?Evil?=",
        "=?utf-8?b?RXZpbA==?= x",
        "back\\slash\\",
        "(comment) name",
        "Łoś, Żaneta",
        "愛子 山田",
        "محمد علي",
        "שָׁלוֹם, נועה",
        "👩‍💻, Zoë 🎉",
        "é" * 90,
        "日本 " * 30,
        "a" * 100,
        "",
        ".",
        '"',
        "Jürgen=?utf-8?q?x?=",
        "Łukasz, Phil.",
        "undisclosed recipients:;",
    ]
)
NAMES = st.one_of(ODD, st.text(max_size=120)).map(lambda name: plain(name, 100))
LOCALS = st.text("abcxyz0189._+-'", min_size=1, max_size=20).filter(
    lambda local: ".." not in local and local.strip(".") == local
)
ADDRESSES = st.builds("{}@{}".format, LOCALS, st.sampled_from(["example.org", "uni-a.example.com", "x.example.net"]))
PEOPLE = st.tuples(NAMES, ADDRESSES)


def faults(envelope: Envelope, content: Content = CONTENT) -> list[str]:
    return check_message(write_message(envelope, content), envelope, content)


@given(st.lists(PEOPLE, min_size=1, max_size=3), NAMES)
@example([("Doe, Jané", "a@example.org"), ("Łoś, Al", "b@example.org")], "x")
def test_whatever_the_names_the_mail_reads_as_it_was_meant(people: list[tuple[str, str]], subject: str) -> None:
    envelope = replace(ENVELOPE, to=tuple(people), subject=subject, copies=(people[0],), reply_to=people[-1])
    assert faults(envelope) == []


@given(st.lists(PEOPLE, min_size=1, max_size=3))
def test_a_second_parser_sees_the_same_people(people: list[tuple[str, str]]) -> None:
    raw = write_message(replace(ENVELOPE, to=tuple(people)), CONTENT)
    to = email.message_from_bytes(raw, policy=email.policy.default)["To"]
    assert [address.addr_spec for address in to.addresses] == [address for _, address in people]
    assert to.defects == ()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_text_survives_seven_bits(text: str) -> None:
    content = Content(text + "\n", f"<p>{text}</p>\n")
    found = faults(ENVELOPE, content)
    assert [fault for fault in found if "merge field" not in fault] == []


def test_the_message_is_the_same_every_time_and_has_these_headers() -> None:
    raw = write_message(replace(ENVELOPE, copies=(("", "copy@example.org"),)), CONTENT)
    assert raw == write_message(replace(ENVELOPE, copies=(("", "copy@example.org"),)), CONTENT)
    assert raw.partition(b"\r\n\r\n")[0].decode() == (
        'Content-Type: multipart/alternative; boundary="=_text_0123456789abcdef01234567"\r\n'
        "MIME-Version: 1.0\r\n"
        "From: PyConf mentorship <mentors@example.org>\r\n"
        "To: Ada <ada@example.org>,\r\n Bo <bo@example.net>\r\n"
        "Cc: copy@example.org\r\n"
        "Subject: Hello\r\n"
        "Message-ID: <0123456789abcdef01234567@mentorship.invalid>\r\n"
        "X-Mentorship-Key: 0123456789abcdef01234567"
    )


def test_what_was_written_is_read_back() -> None:
    read = read_message(write_message(ENVELOPE, replace(CONTENT, calendar="BEGIN:VCALENDAR\nEND:VCALENDAR\n")))
    assert (read.to, read.subject, read.key) == (TO, "Hello", KEY)
    assert (read.message_id, read.reference) == (message_id(KEY), "01234-56789")
    assert read.content.calendar.split() == ["BEGIN:VCALENDAR", "END:VCALENDAR"]


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda raw: raw.replace(b"To: Ada", b"To: Eve"), "the recipients would read differently"),
        (lambda raw: raw.replace(b"bo@example.net", b"eve@example.net"), "the recipients would read differently"),
        (lambda raw: raw.replace(b"mentors@", b"others@"), "the sender would read differently"),
        (lambda raw: raw.replace(b"Subject: Hello", b"Subject: Hallo"), "the subject would read differently"),
        (lambda raw: raw.replace(b"<p>Dear", b"<p>Near"), "the HTML would read differently"),
        (lambda raw: raw.replace(b"Dear both\r\n\r\nM", b"Near both\r\n\r\nM"), "the text would read differently"),
        (lambda raw: raw.replace(b"X-Mentorship-Key: 0", b"X-Mentorship-Key: 1"), "the key would read differently"),
        (lambda raw: raw.replace(b"<0123", b"<1123"), "the Message-ID would read differently"),
        (lambda raw: b"X-Spam: yes\r\n" + raw, "there is an extra header"),
        (lambda raw: b"MIME-Version: 1.0\r\n" + raw, "there is an extra header"),
        (lambda raw: raw + b"\xc3\xa9", "it is not plain 7-bit mail"),
        (lambda raw: raw + b"x" * 999, "it is not plain 7-bit mail"),
    ],
)
def test_a_spoilt_message_is_found_out(spoil: object, fault: str) -> None:
    assert callable(spoil)
    assert check_message(spoil(write_message(ENVELOPE, CONTENT)), ENVELOPE, CONTENT) == [fault]


def test_added_recipients_are_found_out() -> None:
    raw = write_message(ENVELOPE, CONTENT)
    for header, fault in (("Cc", "copies"), ("Bcc", "blind copies"), ("Reply-To", "reply address")):
        added = f"{header}: eve@example.net\r\n".encode() + raw
        assert f"the {fault} would read differently" in check_message(added, ENVELOPE, CONTENT)


@pytest.mark.parametrize("left", ["{{ name }}", "{% if x %}", "{# note #}"])
def test_a_merge_field_that_is_left_over_is_found_out(left: str) -> None:
    assert faults(replace(ENVELOPE, subject=left)) == ["a merge field is left over"]
    assert faults(ENVELOPE, Content(left, "<p></p>\n")) == ["a merge field is left over"]


def test_a_line_break_cannot_smuggle_a_header_in() -> None:
    smuggled = "Hello\r\nBcc: eve@example.net"
    try:
        found = faults(replace(ENVELOPE, subject=smuggled))
    except email.errors.MessageError:
        return
    assert found != []


def test_the_digest_ignores_wrapping_and_order_of_recipients_and_sees_words() -> None:
    digest = read_message(write_message(ENVELOPE, CONTENT)).digest
    turned = replace(ENVELOPE, to=TO[::-1])
    assert read_message(write_message(turned, replace(CONTENT, text=CONTENT.text.replace(" ", "\n")))).digest == digest
    for other, content in (
        (replace(ENVELOPE, subject="Hallo"), CONTENT),
        (replace(ENVELOPE, to=TO[:1]), CONTENT),
        (replace(ENVELOPE, copies=(("", "eve@example.net"),)), CONTENT),
        (ENVELOPE, replace(CONTENT, text="Dear all")),
        (ENVELOPE, replace(CONTENT, html="<p>Dear all</p>")),
        (ENVELOPE, replace(CONTENT, calendar="BEGIN")),
    ):
        assert read_message(write_message(other, content)).digest != digest


@given(st.binary())
@example(b"To: =?nonsense?b?x?=\r\nSubject: =?utf-8?b?=?=\r\n\r\n")
@example(b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=nope\r\n\r\n\xff")
@example(b"Subject: =?nonsense?q?x?=\r\n\r\n")
@example(b"To: \xff\xfe <a@example.org>\r\n\r\n")
def test_reading_never_fails(raw: bytes) -> None:
    assert read_message(raw).key is not None


def test_a_trial_goes_to_one_address_and_is_not_the_letter() -> None:
    envelope = replace(ENVELOPE, copies=TO, reply_to=TO[0], subject="Grüße")
    read = read_message(redirect(write_message(envelope, CONTENT), "me@example.org"))
    assert (read.to, read.copies, read.blind, read.reply_to) == ((("", "me@example.org"),), (), (), ())
    assert (read.subject, read.key, read.message_id) == ("[Trial] Grüße", "trial", "")
    assert read.content.text.split() == CONTENT.text.split()
