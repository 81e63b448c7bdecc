"""What Gmail shows: asked for step by step, each step decided from what was seen so far.

Drafts are looked for by stored id, by Message-ID, by reference, and at last one by one. Lists and searches come from
an index that lags, so that what is absent there may exist all the same: a stored id is asked for itself, and
before a draft without id counts as never made, the mailbox is looked at again after a while.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mentorship_gsheets.ledger.entry import Entry
from mentorship_gsheets.mail import REFERENCE, TRIAL, ReadMessage, message_id, reference, wire_address

SETTLE_SECONDS = 30.0
"""How long after an interrupted run lists are not believed (assumed; Google states no figure)."""


@dataclass(frozen=True, slots=True)
class ListDrafts:
    """List all drafts: `MailboxView.with_list`."""


@dataclass(frozen=True, slots=True)
class SearchDrafts:
    """List the drafts that fit a query: `MailboxView.with_search`."""

    query: str


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """Get one draft by its id: `MailboxView.with_draft`."""

    draft: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait, then look anew: `MailboxView.after_wait`."""

    seconds: float


Look = ListDrafts | SearchDrafts | OpenDraft | Wait


@dataclass(frozen=True, slots=True)
class MailboxView:
    """What was seen of the mailbox so far.

    Parameters
    ----------
    listed
        Ids of all drafts, or None before the list was asked for.
    searched
        Query -> ids found.
    opened
        Id -> the message, or None when there is no such draft any more.
    waited
        Seconds waited before ``listed`` was asked for.
    """

    listed: frozenset[str] | None = None
    searched: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    opened: Mapping[str, ReadMessage | None] = field(default_factory=dict)
    waited: float = 0.0

    def with_list(self, drafts: Iterable[str]) -> "MailboxView":
        """Return the view with the list of all drafts."""
        return replace(self, listed=frozenset(drafts))

    def with_search(self, query: str, drafts: Iterable[str]) -> "MailboxView":
        """Return the view with what a search found.

        Parameters
        ----------
        query
            What was searched for.
        drafts
            Gmail's names of the drafts that were found.
        """
        return replace(self, searched={**self.searched, query: tuple(drafts)})

    def with_draft(self, draft: str, message: ReadMessage | None) -> "MailboxView":
        """Return the view with one draft, or with the knowledge that it is gone.

        Parameters
        ----------
        draft
            Gmail's name of the draft.
        message
            What it holds; ``None``: it is gone.
        """
        return replace(self, opened={**self.opened, draft: message})

    def after_wait(self, seconds: float) -> "MailboxView":
        """Return the view after a wait: lists and searches must be asked for anew, messages seen stay seen."""
        return replace(self, listed=None, searched={}, waited=self.waited + seconds)

    def shows(self, draft: str) -> bool:
        """Return whether a draft with this id exists; what was asked for itself goes before the list."""
        if draft in self.opened:
            return self.opened[draft] is not None
        return self.listed is not None and draft in self.listed

    def drafts_of(self, entry: Entry) -> tuple[str, ...]:
        """Return the ids of every draft that is this letter, sorted; the stored id needs no other proof."""
        named = {entry.draft} if entry.draft and self.shows(entry.draft) else set()
        carrying = {draft for draft, message in self.opened.items() if message is not None and belongs(message, entry)}
        return tuple(sorted(named | carrying))


def belongs(message: ReadMessage, entry: Entry) -> bool:
    """Return whether a message is the draft of a letter.

    Our header or our Message-ID prove it. The reference alone, where an editor dropped both, counts only in a mail
    to the letter's own recipients that is no answer: answers quote what they answer.

    Parameters
    ----------
    message
        A draft in the mailbox.
    entry
        The line of the letter.
    """
    if message.key or message.message_id == message_id(entry.key):
        return message.key in (entry.key, "")
    to = {address.lower() for _, address in message.to}
    return (
        message.reference == reference(entry.key)
        and bool(to)
        and to <= {wire_address(address) for address in entry.recipients}
        and not {"in-reply-to", "references"} & {name.lower() for name in message.headers}
    )


@dataclass(frozen=True, slots=True)
class Stray:
    """A draft with our reference that no line of the ledger names.

    Parameters
    ----------
    draft
        Gmail's name for it.
    message
        What stands there.
    line
        The line of the same letter, where there is one.
    """

    draft: str
    message: ReadMessage
    line: Entry | None = None

    @property
    def reference(self) -> str:
        """The reference it is named by."""
        return reference(self.line.key if self.line else self.message.key)


def strays(entries: Sequence[Entry], view: MailboxView) -> tuple[Stray, ...]:
    """Return the drafts seen that carry our reference and are in no line, sorted by reference, then id.

    Parameters
    ----------
    entries
        All lines; those that are finished name no draft any more.
    view
        What the mailbox shows, once `looks` has nothing left to look at.
    """
    claimed = {entry.draft for entry in entries if entry.had_draft}
    found = []
    for draft, message in view.opened.items():
        if message is None or draft in claimed or message.key == TRIAL:
            continue
        line = next((entry for entry in entries if belongs(message, entry)), None)
        if line is not None or message.key:
            found.append(Stray(draft, message, line))
    return tuple(sorted(found, key=lambda stray: (stray.reference, stray.draft)))


def looks(
    entries: Sequence[Entry],
    view: MailboxView,
    *,
    others: Sequence[Entry] = (),
    new: bool = False,
    read: Iterable[str] = (),
    settle: float = SETTLE_SECONDS,
) -> tuple[Look, ...]:
    """Return what to look at next; empty when `reconcile` can decide.

    Parameters
    ----------
    entries
        The lines to be judged.
    view
        What was seen so far; a fresh one to begin with.
    others
        The other lines: their drafts are nobody else's.
    new
        Letters are due that have no line.
    read
        Ids of drafts whose text must be known.
    settle
        Seconds to wait before a draft in doubt counts as not there.
    """
    if not (new or entries or others):
        return ()
    if view.listed is None:
        return (ListDrafts(),)
    unseen = [entry.draft for entry in entries if entry.had_draft and not view.shows(entry.draft)]
    if steps := _open([*unseen, *read], view):
        return steps
    lost = [entry for entry in entries if (entry.had_draft or entry.in_doubt) and not view.drafts_of(entry)]
    # what a finished line named is looked at as well: it should not be there any more
    claimed = {entry.draft for entry in (*entries, *others) if entry.had_draft}
    strangers = sorted(view.listed - claimed - set(view.opened))
    if lost and strangers:
        return _find(lost, strangers, view)
    # a stored id was asked for itself, and that answer needs no index
    if any(not entry.draft for entry in lost) and view.waited < settle:
        return (Wait(settle - view.waited),)
    if strangers:
        return _search([f'"{REFERENCE}"'], view, strangers)
    return ()


def _open(drafts: Iterable[str], view: MailboxView) -> tuple[Look, ...]:
    return tuple(OpenDraft(draft) for draft in dict.fromkeys(drafts) if draft not in view.opened)


def _search(queries: Iterable[str], view: MailboxView, strangers: Iterable[str]) -> tuple[Look, ...]:
    asked, nobodys = tuple(queries), frozenset(strangers)
    steps: tuple[Look, ...] = tuple(SearchDrafts(query) for query in asked if query not in view.searched)
    found = [draft for query in asked for draft in view.searched.get(query, ()) if draft in nobodys]
    return steps or _open(found, view)


def _find(lost: Sequence[Entry], strangers: Sequence[str], view: MailboxView) -> tuple[Look, ...]:
    """Search for each lost draft while that is cheaper than to open every draft nobody claims."""
    if 2 * len(lost) < len(strangers):
        for queries in (
            [f"rfc822msgid:{message_id(entry.key)[1:-1]}" for entry in lost],
            [f'"{reference(entry.key)}"' for entry in lost],
        ):
            if steps := _search(queries, view, strangers):
                return steps
    return _open(strangers, view)
