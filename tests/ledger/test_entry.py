from dataclasses import replace

import pytest

from mentorship_gsheets.ledger import Done, Outcome, State, after
from mentorship_gsheets.ledger.entry import DISCARDED, NO_ANSWER
from mentorship_gsheets.mail import reference
from tests.ledger.letters import ADA, BO, entry


def outcome(done: Done, draft: str = "", remark: str = "") -> Outcome:
    return Outcome(entry(ADA, BO).key, done, draft, remark)


def test_made_and_rewritten_drafts_are_drafted_under_the_id_gmail_gave() -> None:
    line = entry(ADA, BO, state=State.INTENT, draft="", remark="waited")
    drafted = replace(line, state=State.DRAFTED, draft="r9", remark="")
    assert after(line, outcome(Done.CREATED, "r9")) == drafted
    assert after(replace(line, state=State.DRAFTED, draft="r1"), outcome(Done.UPDATED, "r9")) == drafted


def test_a_discarded_draft_may_be_made_again_without_a_name() -> None:
    line = entry(ADA, BO, state=State.STALE)
    assert after(line, outcome(Done.DISCARDED)) == replace(line, state=State.PLANNED, draft="", remark=DISCARDED)


def test_a_sent_letter_is_sent() -> None:
    line = entry(ADA, BO, state=State.SENDING, reviewed=True, remark="x")
    assert after(line, outcome(Done.SENT)) == replace(line, state=State.SENT, remark="")


@pytest.mark.parametrize(
    ("state", "back"),
    [
        (State.INTENT, State.PLANNED),
        (State.SENDING, State.DRAFTED),
        (State.DRAFTED, State.DRAFTED),
        (State.STALE, State.STALE),
    ],
)
def test_a_refusal_leads_back_to_where_it_stood(state: State, back: State) -> None:
    line = entry(ADA, BO, state=state)
    assert after(line, outcome(Done.REFUSED, remark="no")) == replace(line, state=back, remark="no")


@pytest.mark.parametrize(
    ("state", "back"),
    [(State.INTENT, State.PLANNED), (State.SENDING, State.DRAFTED), (State.DRAFTED, State.DRAFTED)],
)
def test_what_was_not_begun_is_where_it_stood_and_keeps_its_remark(state: State, back: State) -> None:
    line = entry(ADA, BO, state=state, remark="x")
    assert after(line, outcome(Done.NOT_BEGUN)) == replace(line, state=back)


@pytest.mark.parametrize("state", [State.INTENT, State.SENDING])
def test_what_may_have_happened_is_unknown(state: State) -> None:
    line = entry(ADA, BO, state=state)
    assert after(line, outcome(Done.UNKNOWN)) == replace(line, state=State.UNKNOWN, remark=NO_ANSWER)


@pytest.mark.parametrize("state", [State.DRAFTED, State.STALE])
def test_what_does_no_harm_twice_stays(state: State) -> None:
    line = entry(ADA, BO, state=state)
    assert after(line, outcome(Done.UNKNOWN)) == line


def test_properties_of_states() -> None:
    lines = [entry(ADA, BO, state=state) for state in State]
    assert [line.state for line in lines if line.finished] == [State.SENT, State.GONE]
    assert [line.state for line in lines if line.in_doubt] == [State.INTENT, State.SENDING, State.UNKNOWN]
    assert [line.state for line in lines if not line.had_draft] == [State.SENT, State.GONE]
    assert not entry(ADA, BO, draft="").had_draft


def test_letters_are_named_by_reference_or_address() -> None:
    line = entry(ADA, BO)
    assert line.recipients == {"ada@example.org", "bo@example.org"}
    assert [
        line.named_by(frozenset(names)) for names in ([], ["bo@example.org"], [reference(line.key)], ["cy@example.org"])
    ] == [False, True, True, False]
