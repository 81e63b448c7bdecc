"""What the mails say: each mentee of the own rounds, each mentor of the table, and who waits that they wait."""

from dataclasses import replace
from datetime import UTC, datetime

from mentorship_gsheets.mail import seed_template, write_letter
from mentorship_gsheets.mailings import letters_due
from mentorship_gsheets.programmes import mailing_context
from tests.programmes.speed.test_sheet import SPEED, matched, said, sheet

NOW = datetime(2027, 7, 1, tzinfo=UTC)


def test_everybody_hears_of_their_own_rounds() -> None:
    book = matched(sheet(Begins="2027-07-06 07:30", Minutes="12", Room="Hall B", Places="8"))
    settings = replace(said(book), programme="TestConf", sender="mentors@example.org")
    context = mailing_context(SPEED, book, settings, (), NOW)
    due, findings = letters_due(SPEED.mailing("matches"), context)
    assert findings == []
    kinds = [str(one.request.kind) for one in due]
    assert [kinds.count(name) for name in ("seat", "table", "full")] == [8, 4, 2]
    assert {one.held for one in due} == {""}
    letters = [write_letter(one.request, seed_template(one.request.kind), settings) for one in due]
    seat, table = letters[0].text, next(letter.text for letter in letters if str(letter.kind) == "table")
    assert "Tuesday 6 July 2027, 07:30 UTC, Hall B:" in seat
    assert [line.split(":")[0] for line in seat.splitlines() if line.startswith("- ")] == [
        "- Round 1, 07",
        "- Round 2, 07",
        "- Round 3, 07",
    ]
    assert "- Round 3, 07:54: Table 1, with Mentee" in table
    assert "\n- Round 2, 07:42: Table " in seat
    assert ", with Mentor " in seat
    assert "waiting list" in letters[-1].text
