"""``approve``: a tick set from the terminal stands for the text that was shown there, and for nothing else."""

import pytest

from mentorship_gsheets.errors import MentorshipError
from mentorship_gsheets.ledger import MailboxView
from mentorship_gsheets.spreadsheet.workbook import Workbook
from mentorship_gsheets.stages import approve
from mentorship_gsheets.stages.approve import Waiting, Wanted
from tests.ledger.box import Box
from tests.mail.mail import SETTINGS
from tests.stages.books import applied
from tests.stages.cast import mentee, mentor
from tests.stages.mailroom import NOW, drafted, lines, mail_book, sent, ticked


def two_pairs(box: Box) -> Workbook:
    people = (mentor("Ada", "Bo"), mentee("Bo", "Ada"), mentor("Cy", "Dee"), mentee("Dee", "Cy"), mentor("Eve"))
    return drafted(mail_book(*people), box)


def seen(book: Workbook, box: Box, wanted: Wanted) -> MailboxView:
    view = MailboxView()
    while steps := approve.look(book, SETTINGS, wanted, view):
        for step in steps:
            view = box.see(step, view)
    return view


def shown(book: Workbook, box: Box, wanted: Wanted) -> tuple[Waiting, ...]:
    return approve.waiting(book, SETTINGS, wanted, seen(book, box, wanted))


@pytest.mark.parametrize(
    ("wanted", "to"),
    [
        (Wanted(), ["ada@example.org bo@example.org", "cy@example.org dee@example.org", "eve@example.org"]),
        (Wanted(kind="match-in-person"), ["ada@example.org bo@example.org", "cy@example.org dee@example.org"]),
        (Wanted(kind="matches", person="eve@example.org"), ["eve@example.org"]),
        (Wanted(person="De"), ["cy@example.org dee@example.org"]),
    ],
)
def test_a_filter_says_which_drafts_are_read(wanted: Wanted, to: list[str]) -> None:
    box = Box()
    found = shown(two_pairs(box), box, wanted)
    assert [" ".join(address for _, address in one.message.to) for one in found] == to


def test_what_was_approved_goes_and_nothing_else() -> None:
    box = Box()
    book = two_pairs(box)
    wanted = Wanted(person="ada@example.org")
    view = seen(book, box, wanted)
    (draft,) = approve.waiting(book, SETTINGS, wanted, view)
    plan = approve.plan(book, SETTINGS, NOW, view, {draft.entry.key})
    after = applied(plan, book)
    assert plan.summary == "1 draft approved, as shown"
    assert lines(after, "Reviewed", "Approved") == [("True", draft.message.fingerprint), ("False", ""), ("False", "")]
    assert approve.plan(after, SETTINGS, NOW, view, {draft.entry.key}).empty
    assert lines(sent(after, box), "State") == [("SENT",), ("DRAFTED",), ("DRAFTED",)]


def test_what_was_edited_after_it_was_shown_does_not_go() -> None:
    box = Box()
    book = two_pairs(box)
    view = seen(book, box, Wanted())
    draft = approve.waiting(book, SETTINGS, Wanted(), view)[0]
    box.drafts[draft.entry.draft] = box.drafts[draft.entry.draft].replace(b"good hour", b"good cup of tea")
    after = applied(approve.plan(book, SETTINGS, NOW, view, {draft.entry.key}), book)
    assert lines(sent(after, box), "State", "Reviewed") == [("DRAFTED", "False")] * 3


def test_ticked_sent_and_vanished_drafts_are_not_offered() -> None:
    box = Box()
    book = sent(ticked(two_pairs(box), "eve@example.org"), box)
    book = ticked(book, "ada@example.org")
    del box.drafts["r2"]
    with pytest.raises(MentorshipError) as stopped:
        shown(book, box, Wanted(kind="matches"))
    assert str(stopped.value) == (
        "no draft of the kind matches waits to be read. "
        "The tab Drafts says which are there: those that are DRAFTED and not ticked can be approved."
    )


def test_a_kind_nobody_knows_is_named_with_those_there_are() -> None:
    box = Box()
    with pytest.raises(MentorshipError, match="no mail is called “matchs” here"):
        shown(two_pairs(box), box, Wanted(kind="matchs"))
