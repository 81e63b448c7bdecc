"""What is tried out: what ``Settings`` name, whose coin is tossed, a mail's second wording, and what came of it."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from mentorship_gsheets.errors import Finding, Level
from mentorship_gsheets.mail.kinds import Kind, kind_named
from mentorship_gsheets.people import Participant, Role, Roster
from mentorship_gsheets.records.roster import set_cell
from mentorship_gsheets.scoring.trial import tried_criterion
from mentorship_gsheets.settings import OwnSetting, Settings
from mentorship_gsheets.spreadsheet.plan import AddRow, AddTab, Change, SetCell
from mentorship_gsheets.spreadsheet.workbook import Row, Tab, Workbook
from mentorship_gsheets.tabs.catalogue import DRAFTS, EMAILS, SETTINGS, read_calendar_id
from mentorship_gsheets.tabs.criteria import CRITERIA
from mentorship_gsheets.tabs.learned import (
    HALVES,
    LEARNED,
    MET,
    PAIRS,
    RATINGS,
    TOLD,
    TRIAL_ID,
    TRIED,
    WHEN,
    half_column,
)
from mentorship_gsheets.tabs.people_tabs import PEOPLE_TAB
from mentorship_gsheets.text import as_key
from mentorship_gsheets.trials.coin import TRY_OUT, coin_text, read_coin, toss

TRIAL = OwnSetting(
    TRY_OUT,
    "",
    "A criterion that counts for half of the mentees only, or a mail to pairs of which half get a second wording; "
    "learn says what came of it.",
)
SECOND = ", tried out"
"""What stands behind the kind of a mail, in ``Emails``, for its second wording."""


def tried_kind(settings: Settings) -> Kind | None:
    """Return the kind of mail that ``Try out`` names; None where it names none, or one that is not to a pair."""
    kind = kind_named(str(settings.own.get(TRY_OUT, "")).strip())
    return kind if kind is not None and "mentee" in kind.fields else None


def trial_findings(workbook: Workbook, settings: Settings) -> list[Finding]:
    """Return what is wrong with ``Try out``, level ``stop``, with its cell.

    Parameters
    ----------
    workbook, settings
        As read; `Settings.musts` and `Settings.priorities` say what the criteria are used for.
    """
    named = str(settings.own.get(TRY_OUT, ""))
    if not named:
        return []
    emails = workbook.tab(EMAILS.title)
    kind = tried_kind(settings)
    if tried_criterion(settings) is not None or (kind and emails and as_key(kind.name) in emails.keyed("Kind")):
        if read_calendar_id(workbook):
            return []
        return [_unclear(workbook, "the coins need a number that setup makes once.", "Run: mentorship setup")]
    if as_key(named) in {as_key(str(must)) for must in settings.musts}:
        return [
            _unclear(
                workbook,
                f"“{named}” is a must, and cannot count for half of the mentees only.",
                f"Choose in this order for it in {CRITERIA.title}, or clear this cell.",
            )
        ]
    if as_key(named) in {as_key(str(judged)) for judged in settings.priorities}:
        return [
            _unclear(
                workbook,
                f"“{named}” judges all pairs together, and cannot count for half of the mentees only.",
                "Name a criterion that compares two people, or clear this cell.",
            )
        ]
    return [
        _unclear(
            workbook,
            f"“{named}” is neither a criterion that counts nor a mail to pairs.",
            f"Write the name of a row of {CRITERIA.title} that is used in this order, or a Kind of {EMAILS.title} that "
            "goes to both of a pair; or clear this cell.",
        )
    ]


def _unclear(workbook: Workbook, what: str, remedy: str) -> Finding:
    return Finding(what, remedy, "unclear-trial", Level.STOP, where=_setting_cell(workbook))


def _setting_cell(workbook: Workbook) -> str:
    tab = workbook.tab(SETTINGS.title)
    rows = tab.keyed("Setting").get(as_key(TRY_OUT), ()) if tab else ()
    return tab.address(rows[0], "Value") if tab and rows else SETTINGS.title


def _tossed(workbook: Workbook, settings: Settings, roster: Roster) -> Mapping[str, str]:
    """Return the coins of mentees who have none and of whom nothing was decided yet: address -> cell."""
    named = str(settings.own.get(TRY_OUT, ""))
    kind = None if tried_criterion(settings) is not None else tried_kind(settings)
    if not named or trial_findings(workbook, settings):
        return {}
    salt = read_calendar_id(workbook)
    written = _written_to(workbook, kind) if kind else frozenset()
    named_by_mentors = {partner for mentor in roster.mentors for partner in mentor.partners}
    return {
        mentee.email: coin_text(toss(salt, named, mentee.first_identity[1]), named)
        for mentee in roster.mentees
        if not mentee.withdrawn
        and read_coin(mentee.tried, named) is None
        # a pair that stands, or a mail that is made, was decided without a coin
        and (
            mentee.first_identity[1] not in written
            if kind
            else not mentee.partners and mentee.email not in named_by_mentors
        )
    }


def _written_to(workbook: Workbook, kind: Kind) -> frozenset[str]:
    """Return the mentees, by first address, of whom the ledger has a mail of this kind in whatever state."""
    tab = workbook.tab(DRAFTS.title)
    if tab is None:
        return frozenset()
    lines = (tab.text(row, "People") for row in tab.rows if as_key(tab.text(row, "Kind")) == as_key(kind.name))
    told = (who.strip().partition(" ") for line in lines for who in line.split(";"))
    return frozenset(email for role, _, email in told if role == Role.MENTEE)


def with_coins(workbook: Workbook, settings: Settings, roster: Roster) -> Roster:
    """Return the people with the coins that `coin_changes` is going to write, where a criterion is tried out.

    Parameters
    ----------
    workbook, settings, roster
        As read.
    """
    if tried_criterion(settings) is None:
        return roster
    coins = _tossed(workbook, settings, roster)
    if not coins:
        return roster

    def coined(mentee: Participant) -> Participant:
        return replace(mentee, tried=coins.get(mentee.email, mentee.tried))

    return Roster(roster.mentors, tuple(map(coined, roster.mentees)))


def coin_changes(workbook: Workbook, settings: Settings, roster: Roster) -> list[Change]:
    """Return the changes that write down the coins, and the line for the second wording where a mail is tried out.

    Parameters
    ----------
    workbook, settings
        As read.
    roster
        As read, or as `with_coins` returned it.
    """
    named = str(settings.own.get(TRY_OUT, ""))
    if not named:
        return []
    coins = {mentee.email: mentee.tried for mentee in roster.mentees if mentee.tried}
    coins |= _tossed(workbook, settings, roster)
    changes: list[Change] = [
        change
        for mentee in roster.mentees
        if mentee.email in coins
        for change in set_cell(workbook, mentee, TRY_OUT, coins[mentee.email])
    ]
    return [*changes, *_second_wording(workbook, settings)]


def _second_wording(workbook: Workbook, settings: Settings) -> Iterator[AddRow]:
    """Iterate over the line of ``Emails`` for the second wording: a copy of the first, to be changed."""
    kind, tab = tried_kind(settings), workbook.tab(EMAILS.title)
    if kind is None or tab is None or tried_criterion(settings) is not None or trial_findings(workbook, settings):
        return
    rows, name = tab.keyed("Kind"), f"{kind}{SECOND}"
    if as_key(name) not in rows:
        (first, *_) = rows[as_key(kind.name)]
        copied = ((header, tab.text(first, header)) for header in ("Subject", "Text", "Merge fields"))
        yield AddRow(EMAILS.title, "Kind", name, (("Kind", name), *((h, text) for h, text in copied if text)))


# --- what came of it --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Half:
    """What is known of the mentees on one side.

    Parameters
    ----------
    pairs
        How many have a mentor.
    told
        Of how many of them it is known whether they met.
    met
        How many did.
    ratings
        Rating -> how many gave it.
    """

    pairs: int = 0
    told: int = 0
    met: int = 0
    ratings: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trial:
    """What was tried out in one programme, and what came of it.

    Parameters
    ----------
    id
        Of sheet and trial: it stays when the programme is called something else.
    tried
        The criterion or mail.
    when
        The programme, with its round or year.
    on, off
        The two halves.
    """

    id: str
    tried: str
    when: str
    on: Half
    off: Half


def trial_id(workbook: Workbook, tried: str) -> str:
    """Return the name of a trial, from which neither sheet nor people can be read.

    Parameters
    ----------
    workbook
        The sheet, by the number that setup made once for it.
    tried
        What was tried out.
    """
    told = "\x1f".join((read_calendar_id(workbook), as_key(tried)))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def trials_of(workbook: Workbook) -> tuple[str, ...]:
    """Return what the coins of a sheet tried out, each once, sorted."""
    tab = workbook.tab(PEOPLE_TAB[Role.MENTEE])
    names: dict[str, str] = {}
    for row in tab.rows if tab else ():
        name = tab.text(row, TRY_OUT).partition(":")[2].strip() if tab else ""
        if tab is not None and name and read_coin(tab.text(row, TRY_OUT), name) is not None:
            names.setdefault(as_key(name), name)
    return tuple(name for _, name in sorted(names.items()))


def read_trials(workbook: Workbook) -> tuple[tuple[Trial, ...], list[Finding]]:
    """Read the tab ``Learned``.

    Parameters
    ----------
    workbook
        As read.

    Returns
    -------
    trials
        Line by line; none without the tab.
    findings
        A note for each line that cannot be read, and is left out.
    """
    tab = workbook.tab(LEARNED.title)
    trials, findings = [], []
    for row in tab.rows if tab else ():
        if tab is None or row.blank:
            continue
        halves = [_read_half(tab, row, name) for name in HALVES]
        id, tried = tab.text(row, TRIAL_ID), tab.text(row, TRIED)
        if halves[0] is None or halves[1] is None or not (id and tried):
            what = "this line cannot be read, and is left out."
            remedy = "Run undo, or delete the line and run learn again."
            findings.append(Finding(what, remedy, "unclear-learned", where=tab.address(row, TRIED)))
            continue
        trials.append(Trial(id, tried, tab.text(row, WHEN), halves[0], halves[1]))
    return tuple(trials), findings


def _read_half(tab: Tab, row: Row, half: str) -> Half | None:
    texts = [tab.text(row, half_column(half, what)) or "0" for what in (PAIRS, TOLD, MET)]
    ratings = re.findall(r"(\d+)\s*x\s*(\d+)", tab.text(row, half_column(half, RATINGS)))
    if not all(text.isdecimal() for text in texts):
        return None
    pairs, told, met = map(int, texts)
    return Half(pairs, told, met, {int(rating): int(number) for rating, number in ratings}) if met <= told else None


def ratings_text(ratings: Mapping[int, int]) -> str:
    """Return ratings as the tab writes them.

    >>> ratings_text({5: 12, 4: 3})
    '4 x 3, 5 x 12'
    """
    return ", ".join(f"{rating} x {number}" for rating, number in sorted(ratings.items()) if number)


def trial_changes(workbook: Workbook, trial: Trial) -> list[Change]:
    """Return the changes that make ``Learned`` hold a trial; none where it does.

    Parameters
    ----------
    workbook
        As read.
    trial
        Of this sheet, or of another one.
    """
    cells: list[tuple[str, str | int]] = [(TRIED, trial.tried), (WHEN, trial.when)]
    for half, told in zip(HALVES, (trial.on, trial.off), strict=True):
        figures: dict[str, str | int] = {
            PAIRS: told.pairs,
            TOLD: told.told,
            MET: told.met,
            RATINGS: ratings_text(told.ratings),
        }
        cells += [(half_column(half, what), figure) for what, figure in figures.items()]
    tab = workbook.tab(LEARNED.title)
    rows = tab.keyed(TRIAL_ID).get(as_key(trial.id), ()) if tab and tab.column(TRIAL_ID) is not None else ()
    if tab is None or not rows:
        added = AddRow(
            LEARNED.title, TRIAL_ID, trial.id, (*((h, v) for h, v in cells if v != ""), (TRIAL_ID, trial.id))
        )
        return [added] if tab else [AddTab(LEARNED), added]
    row = rows[0]
    return [
        SetCell(tab.title, TRIAL_ID, tab.text(row, TRIAL_ID), header, value, tab.cell(row, header).text)
        for header, value in cells
        if len(rows) == 1 and tab.column(header) is not None and tab.text(row, header) != str(value)
    ]
