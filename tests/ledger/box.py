"""A mailbox as a value to think with: drafts by id, what was sent, and an index that may lag behind."""

from dataclasses import dataclass, field

from mentorship_gsheets.ledger import ListDrafts, Look, OpenDraft, SearchDrafts, Sight, Wait
from mentorship_gsheets.mail import read_message


@dataclass
class Box:
    """Drafts by id, in the order made; ids in ``lagging`` are there, but lists do not know of them yet."""

    drafts: dict[str, bytes] = field(default_factory=dict)
    sent: list[bytes] = field(default_factory=list)
    lagging: set[str] = field(default_factory=set)
    looks: list[Look] = field(default_factory=list)
    made: int = 0

    def create(self, raw: bytes, lags: bool = False) -> str:
        self.made += 1
        draft = f"r{self.made}"
        self.drafts[draft] = raw
        if lags:
            self.lagging.add(draft)
        return draft

    def send(self, draft: str) -> None:
        self.sent.append(self.drafts.pop(draft))

    def see(self, step: Look, sight: Sight) -> Sight:
        """Return the sight with what one look at this mailbox shows."""
        self.looks.append(step)
        listed = [draft for draft in self.drafts if draft not in self.lagging]
        match step:
            case ListDrafts():
                return sight.with_list(listed)
            case SearchDrafts(query=query):
                return sight.with_search(query, [draft for draft in listed if finds(query, self.drafts[draft])])
            case OpenDraft(draft=draft):
                return sight.with_draft(draft, read_message(self.drafts[draft]) if draft in self.drafts else None)
            case Wait(seconds=seconds):
                self.lagging.clear()
                return sight.after_wait(seconds)


def finds(query: str, raw: bytes) -> bool:
    """Return whether a search as the ledger makes them finds a message."""
    message = read_message(raw)
    if query.startswith("rfc822msgid:"):
        return message.message_id == f"<{query.removeprefix('rfc822msgid:')}>"
    return query.strip('"') in message.content.text
