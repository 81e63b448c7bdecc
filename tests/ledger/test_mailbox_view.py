from dataclasses import replace

import pytest

from mentorship_gsheets.errors import Level
from mentorship_gsheets.ledger import (
    Entry,
    ListDrafts,
    Look,
    MailboxView,
    OpenDraft,
    SearchDrafts,
    State,
    Stray,
    Wait,
    looks,
    stray_findings,
    strays,
)
from mentorship_gsheets.ledger.mailbox_view import belongs
from mentorship_gsheets.mail import message_id, redirect, reference
from tests.ledger.box import Box
from tests.ledger.letters import ADA, BO, CY, entry, message, raw_letter

LINE = entry(ADA, BO)
PAIR = message((ADA, BO))
LISTED = MailboxView().with_list(["r1"])


def steps(
    box: Box, *entries: Entry, new: bool = False, others: tuple[Entry, ...] = (), settle: float = 30
) -> list[Look]:
    view = MailboxView()
    while more := looks(entries, view, others=others, new=new, settle=settle):
        for step in more:
            view = box.see(step, view)
    return box.looks


def box_of(*raws: bytes) -> Box:
    box = Box()
    for raw in raws:
        box.create(raw)
    return box


# --- whose draft is it ----------------------------------------------------------------------------------------------


def test_header_or_message_id_prove_a_draft() -> None:
    assert belongs(PAIR, LINE)
    assert belongs(replace(PAIR, key="", reference=""), LINE)
    assert belongs(replace(PAIR, message_id="<new@mail.gmail.com>", reference=""), LINE)


def test_the_header_of_another_letter_goes_before_everything() -> None:
    assert not belongs(replace(PAIR, key="trial"), LINE)
    assert not belongs(message((ADA, CY)), LINE)


def test_the_reference_alone_proves_a_draft_to_these_people_that_is_no_answer() -> None:
    bare = replace(PAIR, key="", message_id="")
    assert belongs(bare, LINE)
    assert belongs(replace(bare, to=(("Ada", "ADA@example.org"),)), LINE)
    assert not belongs(replace(bare, to=()), LINE)
    assert not belongs(replace(bare, to=(*bare.to, ("", "cy@example.org"))), LINE)
    assert not belongs(replace(bare, reference="00000-00000"), LINE)
    for header in ("In-Reply-To", "references"):
        assert not belongs(replace(bare, headers=(*bare.headers, header)), LINE)


def test_a_draft_asked_for_itself_goes_before_the_list() -> None:
    assert LISTED.shows("r1")
    assert not LISTED.with_draft("r1", None).shows("r1")
    assert MailboxView().with_draft("r1", PAIR).shows("r1")
    assert not MailboxView().shows("r1")


def test_all_drafts_of_a_letter_are_found() -> None:
    assert LISTED.drafts_of(LINE) == ("r1",)
    assert LISTED.with_draft("r7", PAIR).with_draft("r8", None).drafts_of(LINE) == ("r1", "r7")
    assert LISTED.drafts_of(replace(LINE, draft="")) == ()
    assert LISTED.drafts_of(replace(LINE, draft="r2")) == ()


def test_waiting_forgets_lists_and_keeps_messages() -> None:
    view = LISTED.with_search("q", ["r1"]).with_draft("r1", PAIR).after_wait(10).after_wait(5)
    assert view == MailboxView(opened={"r1": PAIR}, waited=15)


# --- what to look at ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
def test_where_there_is_any_line_drafts_that_are_in_none_are_looked_for(state: State) -> None:
    line = replace(LINE, state=state)
    assert looks([line], MailboxView()) == looks([], MailboxView(), others=[line]) == (ListDrafts(),)
    assert looks([], MailboxView()) == ()


def test_a_list_is_enough_where_every_draft_is_there_and_there_are_no_others() -> None:
    assert steps(box_of(raw_letter((ADA, BO))), LINE) == [ListDrafts()]
    box = box_of(raw_letter((ADA, BO)), b"Subject: another's\r\n\r\n")
    assert steps(box, LINE) == [ListDrafts(), SearchDrafts('"Mentorship reference"')]


def view_of(box: Box, *entries: Entry) -> MailboxView:
    view = MailboxView()
    while more := looks(entries, view):
        for step in more:
            view = box.see(step, view)
    return view


@pytest.mark.parametrize("state", [State.DRAFTED, State.SENT, State.GONE])
def test_a_draft_with_our_reference_that_is_in_no_line_is_found(state: State) -> None:
    box = box_of(raw_letter((ADA, BO)), raw_letter((ADA, BO)), raw_letter((ADA, CY)), b"Subject: mine\r\n\r\nhi")
    line = replace(LINE, state=state)
    found = strays([line], view_of(box, line))
    named = ["r2"] if state is State.DRAFTED else ["r1", "r2"]
    expected = [*((draft, reference(LINE.key)) for draft in named), ("r3", reference(entry(ADA, CY).key))]
    assert sorted((stray.draft, stray.reference) for stray in found) == expected
    told = [(key, finding.code, str(finding.level)) for key, finding in stray_findings(found)]
    one = (LINE.key, "two-drafts", "note") if state is State.DRAFTED else (LINE.key, "stray-draft", "held")
    assert sorted(told) == sorted([*[one] * len(named), ("", "stray-draft", "note")])
    assert [key for key, _ in stray_findings(found, [LINE.key])] == [""]


def test_trials_and_answers_that_quote_a_letter_are_no_strays() -> None:
    trial = redirect(raw_letter((ADA, BO)), "me@example.org")
    answer = b"To: ada@example.org\r\nIn-Reply-To: <x>\r\nSubject: Re\r\n\r\n> Mentorship reference "
    line = replace(LINE, state=State.SENT)
    box = box_of(trial, answer + reference(LINE.key).encode())
    view = view_of(box, line)
    assert set(view.opened) == {"r1", "r2"}
    assert strays([line], view) == ()


def test_new_letters_look_for_lost_drafts_only_where_there_are_strangers() -> None:
    assert steps(Box(), new=True) == [ListDrafts()]
    assert steps(box_of(b"Subject: a\r\n\r\nhi", raw_letter((ADA, CY))), new=True) == [
        ListDrafts(),
        SearchDrafts('"Mentorship reference"'),
        OpenDraft("r2"),
    ]


def test_drafts_of_other_lines_are_no_strangers() -> None:
    other = entry(ADA, CY, draft="r2")
    box = box_of(raw_letter((ADA, BO)), raw_letter((ADA, CY)))
    assert steps(box, LINE, new=True, others=(other,)) == [ListDrafts()]


def test_an_id_that_is_not_listed_is_asked_for_itself() -> None:
    box = box_of(raw_letter((ADA, BO)))
    box.lagging.add("r1")
    assert steps(box, LINE) == [ListDrafts(), OpenDraft("r1")]


def test_a_deleted_draft_is_believed_at_once() -> None:
    assert steps(Box(), LINE) == [ListDrafts(), OpenDraft("r1")]
    assert steps(Box(), replace(LINE, state=State.SENDING)) == [ListDrafts(), OpenDraft("r1")]


def test_a_draft_under_another_id_is_found() -> None:
    box = box_of(raw_letter((ADA, BO)))
    assert steps(box, replace(LINE, draft="r0")) == [ListDrafts(), OpenDraft("r0"), OpenDraft("r1")]


INTENT = replace(LINE, state=State.INTENT, draft="")


def test_before_a_letter_counts_as_never_made_the_mailbox_is_looked_at_twice() -> None:
    assert steps(Box(), INTENT) == [ListDrafts(), Wait(30), ListDrafts()]
    box = box_of(raw_letter((ADA, BO)))
    box.lagging.add("r1")
    assert steps(box, INTENT) == [ListDrafts(), Wait(30), ListDrafts(), OpenDraft("r1")]


def test_only_what_is_left_of_the_wait_is_waited() -> None:
    assert looks([INTENT], MailboxView(waited=12).with_list([]), settle=30) == (Wait(18),)
    assert looks([INTENT], MailboxView(waited=30).with_list([]), settle=30) == ()
    assert steps(Box(), INTENT, settle=0) == [ListDrafts()]


def test_few_strangers_are_opened_one_by_one() -> None:
    box = box_of(b"Subject: a\r\n\r\nhi", raw_letter((ADA, BO)))
    assert steps(box, INTENT) == [ListDrafts(), OpenDraft("r1"), OpenDraft("r2")]


def test_among_many_strangers_message_id_and_then_reference_are_searched_for() -> None:
    strangers = [b"Subject: a\r\n\r\nhi"] * 4
    by_id = SearchDrafts(f"rfc822msgid:{message_id(INTENT.key).strip('<>')}")
    by_reference, ours = SearchDrafts(f'"{reference(INTENT.key)}"'), SearchDrafts('"Mentorship reference"')
    assert steps(box_of(*strangers, raw_letter((ADA, BO))), INTENT) == [ListDrafts(), by_id, OpenDraft("r5"), ours]
    edited = raw_letter((ADA, BO)).replace(b"Message-ID", b"X-Old-ID").replace(b"X-Mentorship-Key", b"X-Nothing")
    assert steps(box_of(*strangers, edited), INTENT) == [
        *(ListDrafts(), by_id, by_reference, OpenDraft("r5")),
        ours,
    ]


def test_where_searches_find_nothing_every_stranger_is_opened() -> None:
    box = box_of(*[b"Subject: a\r\n\r\nhi"] * 3)
    found = steps(box, INTENT, settle=0)
    assert found[0] == ListDrafts()
    assert [type(step) for step in found[1:]] == [SearchDrafts, SearchDrafts, OpenDraft, OpenDraft, OpenDraft]


def test_searching_is_for_when_it_is_cheaper() -> None:
    box = box_of(*[b"Subject: a\r\n\r\nhi"] * 2)
    assert [type(step) for step in steps(box, INTENT, settle=0)] == [ListDrafts, OpenDraft, OpenDraft]


def test_two_lost_drafts_among_four_strangers_are_not_searched_for() -> None:
    box = box_of(*[b"Subject: a\r\n\r\nhi"] * 4)
    found = steps(box, INTENT, replace(entry(CY), state=State.INTENT, draft=""), settle=0)
    assert [type(step) for step in found] == [ListDrafts, OpenDraft, OpenDraft, OpenDraft, OpenDraft]


def test_drafts_whose_words_matter_are_read_once() -> None:
    box = box_of(raw_letter((ADA, BO)))
    view = LISTED
    (step,) = looks([LINE], view, read=["r1"])
    assert step == OpenDraft("r1")
    assert looks([LINE], box.see(step, view), read=["r1"]) == ()


def test_a_stray_is_named_by_its_letter_and_told_once() -> None:
    sent, drafted = entry(ADA, BO, state=State.SENT), entry(ADA, CY)
    found = [Stray("r7", message((ADA, CY))), Stray("r8", PAIR, sent), Stray("r9", message((ADA, CY)), drafted)]
    told = stray_findings(found)
    assert [(key, finding.code, finding.level) for key, finding in told] == [
        ("", "stray-draft", Level.NOTE),
        (sent.key, "stray-draft", Level.HELD),
        (drafted.key, "two-drafts", Level.NOTE),
    ]
    assert [finding.what for _, finding in told] == [
        f"a draft in the mailbox carries the reference {found[0].reference}, and no line of Drafts knows it.",
        f"the letter {reference(sent.key)} is SENT, and there is a draft of it in the mailbox.",
        f"the letter {reference(drafted.key)} has two drafts in the mailbox.",
    ]
    assert [key for key, _ in stray_findings(found, {sent.key})] == ["", drafted.key]
