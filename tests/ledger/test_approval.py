"""What a tick stands for, and when it stands for nothing any more."""

from dataclasses import replace

import pytest

from mentorship_gsheets.errors import Level
from mentorship_gsheets.ledger import Entry, MailboxView, State, approve, changed_since, discount, ticked_anew
from mentorship_gsheets.ledger.entry import REWRITING
from mentorship_gsheets.mail import changed_parts, read_message
from tests.ledger.letters import ADA, BO, entry, raw_letter

RAW = raw_letter((ADA, BO))
READ = read_message(RAW)
TICKED = entry(ADA, BO, reviewed=True)
APPROVED = replace(TICKED, approved=READ.fingerprint)


def seen(raw: bytes) -> MailboxView:
    return MailboxView().with_list(["r1"]).with_draft("r1", read_message(raw))


def test_the_first_run_that_sees_a_tick_notes_what_stands_there() -> None:
    assert ticked_anew([TICKED, APPROVED, entry(ADA, BO), replace(TICKED, state=State.SENT)]) == ("r1",)
    edited = RAW.replace(b"Hello", b"Dear both")
    first = approve([TICKED], seen(edited))
    assert (first.entries, first.findings) == ((replace(TICKED, approved=read_message(edited).fingerprint),), ())
    assert approve(first.entries, seen(edited)) == first


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        (b"Subject: Hello", b"Subject: Hi", "subject"),
        (b"<p>Hello</p>", b"<p>Hello there</p>", "text"),
        (b"To: ada@example.org", b"To: eve@example.org", "addresses"),
        (b"Hello", b"Dear", "subject, text"),
        (b"text/plain", b"application/pdf", "text, files"),
    ],
)
def test_what_changed_later_takes_the_tick_away_and_is_named(before: bytes, after: bytes, parts: str) -> None:
    edited = RAW.replace(before, after)
    looked = approve([APPROVED], seen(edited))
    assert looked.entries == (entry(ADA, BO),)
    ((key, finding),) = looked.findings
    assert (key, finding.code, finding.level) == (APPROVED.key, "changed-after-tick", Level.HELD)
    assert f"changed after it was ticked ({parts})" in finding.what
    assert changed_since(APPROVED, read_message(edited)) == parts


def test_what_was_not_opened_is_not_judged_and_an_unticked_line_forgets() -> None:
    assert approve([APPROVED, TICKED], MailboxView()).entries == (APPROVED, TICKED)
    assert approve([replace(APPROVED, reviewed=False)], seen(RAW)).entries == (entry(ADA, BO),)
    sent = replace(APPROVED, state=State.SENT)
    assert approve([sent], seen(b"")).entries == (sent,)
    assert changed_since(TICKED, read_message(b"")) == ""


@pytest.mark.parametrize(
    "line",
    [
        replace(TICKED, state=State.PLANNED, draft=""),
        replace(TICKED, state=State.INTENT, draft=""),
        replace(TICKED, state=State.HELD, draft=""),
        replace(TICKED, remark=REWRITING),
    ],
)
def test_a_tick_that_came_before_the_draft_counts_for_nothing_and_is_named(line: Entry) -> None:
    looked = discount([line])
    assert looked.entries == (replace(line, reviewed=False),)
    assert [(finding.code, finding.level) for _, finding in looked.findings] == [("ticked-too-early", Level.HELD)]


def test_ticks_on_drafts_and_on_finished_lines_stay() -> None:
    lines = (TICKED, replace(TICKED, state=State.SENT, draft=""), replace(TICKED, state=State.GONE, draft=""))
    assert discount(lines).entries == lines
    assert discount(lines).findings == ()


def test_wrapping_encoding_and_the_order_of_addresses_are_no_change() -> None:
    plain = b"To: a@x.org, b@x.org\r\nSubject: Hi\r\n\r\none two\r\n"
    other = (
        b"To: b@x.org, A@x.org\r\nSubject: =?utf-8?q?Hi?=\r\nContent-Transfer-Encoding: base64\r\n\r\nb25lCnR3bw==\r\n"
    )
    assert read_message(plain).fingerprint == read_message(other).fingerprint


def test_a_file_under_another_name_or_of_other_bytes_is_a_change() -> None:
    def mail(name: bytes, content: bytes) -> str:
        return read_message(
            b"Subject: Hi\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\nhello\r\n--B\r\n"
            b"Content-Type: text/plain; charset=nonsense\r\nContent-Disposition: attachment; filename="
            + name
            + b"\r\n\r\n"
            + content
            + b"\r\n--B--\r\n"
        ).fingerprint

    first = mail(b"a.txt", b"one")
    assert changed_parts(first, mail(b"a.txt", b"one")) == ()
    assert changed_parts(first, mail(b"b.txt", b"one")) == ("files",)
    assert changed_parts(first, mail(b"a.txt", b"two")) == ("files",)
