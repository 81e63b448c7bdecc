"""What Gmail shows: asked for step by step, each step decided from what was seen so far.

Drafts are looked for by stored id, by Message-ID, by reference, and at last one by one. Lists and searches come from
an index that lags, so that what is absent there may exist all the same: a stored id is asked for itself, and
before a draft without id counts as never made, the mailbox is looked at again after a while.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mentorship_gsheets.ledger.entry import Entry
from mentorship_gsheets.mail import REFERENCE, ReadMessage, message_id, reference, wire_address

SETTLE_SECONDS = 30.0
"""How long after an interrupted run lists are not believed (assumed; Google states no figure)."""


@dataclass(frozen=True, slots=True)
class ListDrafts:
    """List all drafts: `Sight.with_list`."""


@dataclass(frozen=True, slots=True)
class SearchDrafts:
    """List the drafts that fit a query: `Sight.with_search`."""

    query: str


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """Get one draft by its id: `Sight.with_draft`."""

    draft: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Wait, then look anew: `Sight.after_wait`."""

    seconds: float


Look = ListDrafts | SearchDrafts | OpenDraft | Wait


@dataclass(frozen=True, slots=True)
class Sight:
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

    def with_list(self, drafts: Iterable[str]) -> "Sight":
        """Return the sight with the list of all drafts."""
        return replace(self, listed=frozenset(drafts))

    def with_search(self, query: str, drafts: Iterable[str]) -> "Sight":
        """Return the sight with what a search found."""
        return replace(self, searched={**self.searched, query: tuple(drafts)})

    def with_draft(self, draft: str, message: ReadMessage | None) -> "Sight":
        """Return the sight with one draft, or with the knowledge that it is gone."""
        return replace(self, opened={**self.opened, draft: message})

    def after_wait(self, seconds: float) -> "Sight":
        """Return the sight after a wait: lists and searches must be asked for anew, messages seen stay seen."""
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


def looks(
    entries: Sequence[Entry],
    sight: Sight,
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
    sight
        What was seen so far; a fresh one to begin with.
    others
        The other lines: their drafts are nobody else's.
    new
        Letters are due that have no line: drafts whose line got lost are looked for first.
    read
        Ids of drafts whose text must be known.
    settle
        Seconds to wait before a draft in doubt counts as not there.
    """
    if not new and not any(entry.had_draft or entry.in_doubt for entry in entries):
        return ()
    if sight.listed is None:
        return (ListDrafts(),)
    unseen = [entry.draft for entry in entries if entry.had_draft and not sight.shows(entry.draft)]
    if steps := _open([*unseen, *read], sight):
        return steps
    lost = [entry for entry in entries if (entry.had_draft or entry.in_doubt) and not sight.drafts_of(entry)]
    strangers = sorted(sight.listed - {entry.draft for entry in (*entries, *others)} - set(sight.opened))
    if lost and strangers:
        return _find(lost, strangers, sight)
    # a stored id was asked for itself, and that answer needs no index
    if any(not entry.draft for entry in lost) and sight.waited < settle:
        return (Wait(settle - sight.waited),)
    if new and strangers:
        return _search([f'"{REFERENCE}"'], sight)
    return ()


def _open(drafts: Iterable[str], sight: Sight) -> tuple[Look, ...]:
    return tuple(OpenDraft(draft) for draft in dict.fromkeys(drafts) if draft not in sight.opened)


def _search(queries: Iterable[str], sight: Sight) -> tuple[Look, ...]:
    asked = tuple(queries)
    steps: tuple[Look, ...] = tuple(SearchDrafts(query) for query in asked if query not in sight.searched)
    found = [draft for query in asked for draft in sight.searched.get(query, ())]
    return steps or _open(found, sight)


def _find(lost: Sequence[Entry], strangers: Sequence[str], sight: Sight) -> tuple[Look, ...]:
    """Search for each lost draft while that is cheaper than to open every draft nobody claims."""
    if 2 * len(lost) < len(strangers):
        for queries in (
            [f"rfc822msgid:{message_id(entry.key)[1:-1]}" for entry in lost],
            [f'"{reference(entry.key)}"' for entry in lost],
        ):
            if steps := _search(queries, sight):
                return steps
    return _open(strangers, sight)
