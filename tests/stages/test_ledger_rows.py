"""The ledger in the sheet, and tabs that are missing or misused."""

from dataclasses import replace

import pytest

from mentorship_gsheets.errors import MentorshipError
from tests.ledger.box import Box
from tests.mail.mail import SETTINGS
from tests.stages.cast import conference
from tests.stages.mailroom import (
    drafted,
    lines,
    planned,
    sent,
    ticked,
    typed,
)


@pytest.mark.parametrize(
    ("column", "text", "sentence"),
    [
        (
            "State",
            "sent?",
            "Drafts!C2: “sent?” is no state. There are: PLANNED, INTENT, DRAFTED, SENDING, SENT, UNKNOWN,",
        ),
        ("Kind", "match", "Drafts!H2: “match” is no kind of mail. There are: survey-invitation,"),
        (
            "People",
            "mentor eve@example.org",
            "Drafts!A2: programme, kind, round and people do not give this key. Put back",
        ),
    ],
)
def test_a_line_that_cannot_be_trusted_stops_everything(column: str, text: str, sentence: str) -> None:
    after = drafted(conference(), Box())
    (key,) = lines(after, "Key")[0]
    with pytest.raises(MentorshipError) as caught:
        planned(typed(after, "Drafts", "Key", key, column, text), Box())
    assert str(caught.value).startswith(sentence)


def test_renaming_the_programme_after_drafting_stops_everything() -> None:
    box = Box()
    after = drafted(conference(), box)
    with pytest.raises(MentorshipError) as caught:
        planned(after, box, settings=replace(SETTINGS, programme="PyConf 2028"))
    assert len(caught.value.findings) == 5


def test_a_copied_line_stops_everything() -> None:
    after = drafted(conference(), Box())
    ledger = after.tab("Drafts")
    assert ledger is not None
    copied = (*ledger.rows, replace(ledger.rows[0], number=7))
    twice = replace(after, tabs=tuple(replace(tab, rows=copied) if tab is ledger else tab for tab in after.tabs))
    with pytest.raises(MentorshipError, match=r"^Drafts!A2: the line stands in Drafts!A7 once more\."):
        planned(twice, Box())


def test_a_line_without_personal_data_still_keeps_its_letter_from_being_made_again() -> None:
    box = Box()
    after = sent(ticked(drafted(conference(), box)), box)
    for (key,) in lines(after, "Key"):
        after = typed(typed(after, "Drafts", "Key", key, "People", ""), "Drafts", "Key", key, "To", "")
    assert planned(after, box).tasks == ()


@pytest.mark.parametrize("title", ["Drafts", "Emails"])
def test_a_missing_tab_says_to_run_setup(title: str) -> None:
    book = replace(conference(), tabs=tuple(tab for tab in conference().tabs if tab.title != title))
    with pytest.raises(MentorshipError, match=rf"^this sheet has no tab “{title}”\. Run: mentorship setup$"):
        planned(book, Box())


def test_a_missing_column_of_the_ledger_says_to_run_setup() -> None:
    ledger = conference().tab("Drafts")
    assert ledger is not None
    cut = replace(ledger, header=tuple("" if text == "Calendar" else text for text in ledger.header))
    book = replace(conference(), tabs=tuple(cut if tab.title == "Drafts" else tab for tab in conference().tabs))
    with pytest.raises(MentorshipError, match=r"the tab “Drafts” has no column Calendar\. Run: mentorship setup"):
        planned(book, Box())


def test_a_kind_without_a_line_or_with_two_stops() -> None:
    emails = conference().tab("Emails")
    assert emails is not None
    for rows, sentence in (
        (emails.rows[:3] + emails.rows[4:], "has no line for match-virtual. Run: mentorship setup"),
        ((*emails.rows, replace(emails.rows[3], number=14)), "has 2 lines for match-virtual. Leave one."),
    ):
        book = replace(
            conference(),
            tabs=tuple(replace(tab, rows=rows) if tab.title == "Emails" else tab for tab in conference().tabs),
        )
        with pytest.raises(MentorshipError) as caught:
            planned(book, Box())
        assert str(caught.value) == f"the tab “Emails” {sentence}"
