"""Organizer, tool and faults in any order: no letter twice, none to the wrong people, no edit lost."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mentorship_gsheets.ledger import (
    Done,
    Entry,
    Outcome,
    Sight,
    State,
    Want,
    Wishes,
    Work,
    WorkKind,
    after,
    choose,
    looks,
    reconcile,
)
from mentorship_gsheets.mail import kinds, read_message, reference
from tests.ledger.box import Box
from tests.ledger.letters import NOW, key_of, raw_letter, want

MENTORS = ("mentor a@example.org", "mentor b@example.org")
MENTEES = ("mentee x@example.org", "mentee y@example.org", "mentee z@example.org")
PAIRS = [(mentor, mentee) for mentor in MENTORS for mentee in MENTEES]


class BrokeOffError(Exception):
    """The computer was switched off."""


@dataclass
class World:
    """Sheet, mailbox, and what is known of both from outside."""

    box: Box = field(default_factory=Box)
    ledger: dict[str, Entry] = field(default_factory=dict)
    pairs: dict[str, str] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    virtual: bool = False
    wording: str = "Hello"
    edited: dict[str, bytes] = field(default_factory=dict)
    posted: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    fuse: int = 10**6
    now: datetime = NOW

    def burn(self) -> None:
        """Come one step nearer to the moment the computer is switched off."""
        self.fuse -= 1
        if self.fuse < 0:
            raise BrokeOffError

    def write(self, entries: Iterable[Entry]) -> None:
        """Write lines; one that differs says when."""
        for entry in entries:
            if entry != self.ledger.get(entry.key):
                self.ledger[entry.key] = replace(entry, changed=self.now)

    def wants(self) -> list[Want]:
        """The letters that are due now."""
        kind = kinds.MATCH_VIRTUAL if self.virtual else kinds.MATCH_IN_PERSON
        return [
            want(mentor, mentee, kind=kind, wording=self.wording, held="held" if mentee in self.held else "")
            for mentee, mentor in sorted(self.pairs.items())
        ]

    def look(self, new: bool, read: list[str]) -> Sight:
        sight = Sight()
        while steps := looks(list(self.ledger.values()), sight, new=new, read=read):
            for step in steps:
                sight = self.box.see(step, sight)
        return sight

    def draft(self, lags: bool, loses: int, wishes: Wishes) -> None:
        """A whole ``draft``: the answer to the piece of work number ``loses`` never comes."""
        wants = self.wants()
        new = any(one.key not in self.ledger for one in wants)
        read = [entry.draft for entry in self.ledger.values() if entry.had_draft] if wishes.refresh else []
        sight = self.look(new, read)
        decision = reconcile(list(self.ledger.values()), wants, sight, self.now, unsettled=self.held, wishes=wishes)
        self.burn()
        self.write(decision.entries)
        outcomes = []
        for number, work in enumerate(decision.work):
            self.burn()
            outcome = self.carry_out(work, lags)
            outcomes.append(Outcome(work.key, Done.UNKNOWN) if number == loses else outcome)
            self.burn()
        for outcome in outcomes:
            entry = after(self.ledger[outcome.key], outcome)
            if outcome.done is Done.UPDATED:
                (due,) = (one for one in wants if one.key == entry.key)
                entry = replace(entry, kind=due.kind, digest=due.digest)
            self.write([entry])

    def carry_out(self, work: Work, lags: bool) -> Outcome:
        if work.kind is WorkKind.CREATE:
            return Outcome(work.key, Done.CREATED, self.box.create(self.letter(work.key), lags))
        if work.draft in self.edited:
            self.wrong.append(f"{work.kind} of an edited draft")
        if work.draft in self.box.drafts:
            if work.kind is WorkKind.UPDATE:
                self.box.drafts[work.draft] = self.letter(work.key)
            else:
                del self.box.drafts[work.draft]
        return Outcome(work.key, Done.UPDATED if work.kind is WorkKind.UPDATE else Done.DISCARDED, work.draft)

    def letter(self, key: str) -> bytes:
        (people,) = (pair for pair in PAIRS if key_of(pair) == key)
        return raw_letter(people, self.wording)

    def send(self, loses: int, limit: int | None) -> None:
        """A whole ``send``: the answer to the mail number ``loses`` never comes."""
        wants = [replace(one, digest="") for one in self.wants()]
        sight = self.look(False, [])
        decision = reconcile(
            list(self.ledger.values()), wants, sight, self.now, unsettled=self.held, wishes=Wishes(create=False)
        )
        sending = choose(decision.entries, wants, sent_today=0, daily_limit=99, limit=limit)
        self.burn()
        self.write((*decision.entries, *sending))
        outcomes = []
        for number, entry in enumerate(sending):
            self.burn()
            self.post(entry)
            outcomes.append(Outcome(entry.key, Done.UNKNOWN if number == loses else Done.SENT))
            self.burn()
        for outcome in outcomes:
            self.write([after(self.ledger[outcome.key], outcome)])

    def post(self, entry: Entry) -> None:
        due = {one.key: one for one in self.wants()}
        if entry.key not in due or due[entry.key].held:
            self.wrong.append("sent a letter that is not due")
        if not entry.reviewed:
            self.wrong.append("sent a letter nobody reviewed")
        self.posted.append(entry.key)
        self.box.send(entry.draft)


class Machine(RuleBasedStateMachine):
    """The organizer changes pairs, edits, deletes, ticks and sends; the tool runs, and breaks off at any moment."""

    @initialize(pairs=st.dictionaries(st.sampled_from(MENTEES), st.sampled_from(MENTORS), min_size=1))
    def begin(self, pairs: dict[str, str]) -> None:
        self.world = World(pairs=pairs)
        self.by_hand: set[str] = set()
        self.cut_off: set[str] = set()

    # --- the organizer

    @rule(mentee=st.sampled_from(MENTEES), mentor=st.sampled_from((*MENTORS, "")))
    def changes_a_pair(self, mentee: str, mentor: str) -> None:
        self.world.pairs.pop(mentee, None)
        if mentor:
            self.world.pairs[mentee] = mentor

    @rule(mentee=st.sampled_from(MENTEES))
    def makes_or_settles_a_finding(self, mentee: str) -> None:
        self.world.held ^= {mentee}

    @rule(wording=st.sampled_from(["Hello", "Welcome"]), virtual=st.booleans())
    def changes_words_or_attendance(self, wording: str, virtual: bool) -> None:
        self.world.wording, self.world.virtual = wording, virtual

    @rule()
    def ticks_everything(self) -> None:
        self.world.ledger = {key: replace(entry, reviewed=True) for key, entry in self.world.ledger.items()}

    @precondition(lambda self: bool(self.world.box.drafts))
    @rule(
        data=st.data(),
        keeps=st.sampled_from([(b"X-Mentorship-Key",), (b"Message-ID",), (b"Message-ID", b"X-Mentorship-Key"), ()]),
    )
    def edits_a_draft(self, data: st.DataObject, keeps: tuple[bytes, ...]) -> None:
        draft = data.draw(st.sampled_from(sorted(self.world.box.drafts)))
        raw = self.world.box.drafts[draft].replace(b"Hello", b"Dear").replace(b"Welcome", b"Dear")
        for header in {b"X-Mentorship-Key", b"Message-ID"} - set(keeps):
            raw = raw.replace(header, b"X-Other")
        self.world.box.drafts[draft] = self.world.edited[draft] = raw

    @precondition(lambda self: bool(self.world.box.drafts))
    @rule(data=st.data())
    def deletes_a_draft_or_sends_it_by_hand(self, data: st.DataObject) -> None:
        draft = data.draw(st.sampled_from(sorted(self.world.box.drafts)))
        told = read_message(self.world.box.drafts.pop(draft)).reference
        self.world.edited.pop(draft, None)
        for entry in self.world.ledger.values():
            if entry.draft == draft:
                self.by_hand.add(entry.key)
            elif not entry.draft and reference(entry.key) == told:
                # of a run that was cut off: nobody knows yet that it was there
                self.cut_off.add(entry.key)

    @rule()
    def goes_to_bed(self) -> None:
        self.world.now += timedelta(hours=9)
        self.by_hand |= self.cut_off
        self.cut_off.clear()

    # --- the tool

    @rule(
        fuse=st.one_of(st.just(10**6), st.integers(0, 9)),
        lags=st.booleans(),
        loses=st.integers(-6, 3),
        refresh=st.booleans(),
    )
    def drafts(self, fuse: int, lags: bool, loses: int, refresh: bool) -> None:
        before = dict(self.world.box.drafts)
        self.world.fuse = fuse
        with suppress(BrokeOffError):
            self.world.draft(lags, loses, Wishes(refresh=refresh))
        made = set(self.world.box.drafts) - set(before)
        for draft in made:
            key = read_message(self.world.box.drafts[draft]).key
            assert key not in self.by_hand, "a deleted draft was made again without being named"
            self.cut_off.discard(key)

    @rule(fuse=st.one_of(st.just(10**6), st.integers(0, 7)), loses=st.integers(-3, 3), limit=st.sampled_from([None, 1]))
    def sends(self, fuse: int, loses: int, limit: int | None) -> None:
        self.world.fuse = fuse
        with suppress(BrokeOffError):
            self.world.send(loses, limit)
        for draft in [draft for draft in self.world.edited if draft not in self.world.box.drafts]:
            del self.world.edited[draft]

    # --- what holds at any time

    @invariant()
    def nothing_is_wrong(self) -> None:
        if not hasattr(self, "world"):
            return
        assert self.world.wrong == []
        assert len(self.world.posted) == len(set(self.world.posted)), "a letter was sent twice"
        for draft, raw in self.world.edited.items():
            assert self.world.box.drafts[draft] == raw, "an edit was lost"
        by_text = [read_message(raw).reference for raw in self.world.box.drafts.values()]
        assert len(by_text) == len(set(by_text)), "there are two drafts of one letter"

    def teardown(self) -> None:
        """Undisturbed, the tool comes to an end: everything due is drafted, finished, held or waits, and stays so."""
        if not hasattr(self, "world"):
            return
        self.world.fuse = 10**6
        self.world.draft(False, -1, Wishes())
        once = dict(self.world.ledger)
        drafts = dict(self.world.box.drafts)
        self.world.draft(False, -1, Wishes())
        assert (self.world.ledger, self.world.box.drafts) == (once, drafts)
        for one in self.world.wants():
            assert once[one.key].state in (State.DRAFTED, State.HELD, State.PLANNED, State.SENT, State.GONE)
        self.nothing_is_wrong()


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
