"""The column ``Mail``: formulas that say how far the letter is that tells somebody of the match as it stands.

A letter counts only for the people it speaks of: after a rematch the mail that was sent for the former pair says
nothing of the new one. Whom a letter tells of each other stands in the hidden column ``Tells`` of ``Drafts``.
"""

from mentorship_gsheets.ledger import State
from mentorship_gsheets.people import Role
from mentorship_gsheets.spreadsheet.plan import Formula
from mentorship_gsheets.tabs.catalogue import DRAFTS, TELLS
from mentorship_gsheets.tabs.people_tabs import FIRST_PARTNER, MAIL, PARTNERS, PEOPLE_TAB

NOT_YET, PLANNED, DRAFT, REVIEWED, SENT, LOOK = "not yet", "planned", "draft", "reviewed", "sent", "look"

_ME = "LOWER(TRIM({Email}))"
_MENTEES = PEOPLE_TAB[Role.MENTEE]


UNMATCHED = "|unmatched"
"""What ``Tells`` begins with where a letter says that there is nobody yet."""


def _state(*sought: str, but: str = "") -> str:
    """Return the expression for the state of letters: what is furthest behind among them.

    Parameters
    ----------
    sought
        Criteria for ``Tells``; letters that meet one of them count.
    but
        A criterion; letters that meet it count less. It meets none that ``sought`` does not.
    """
    tells, state = f"{{{DRAFTS.title}!{TELLS}}}", f"{{{DRAFTS.title}!State}}"

    def count(*more: str) -> str:
        terms = [f"COUNTIFS({';'.join((tells, about, *more))})" for about in (*sought, *([but] if but else []))]
        return f"({'-'.join(terms)})" if but else f"({'+'.join(terms)})"

    def being(*states: State) -> str:
        return "+".join(count(state, f'"{one}"') for one in states)

    ticked = count(state, f'"{State.DRAFTED}"', f"{{{DRAFTS.title}!Reviewed}}", "TRUE")
    begun = being(State.PLANNED, State.INTENT)
    steps = (
        (f"{count()}=0", NOT_YET),
        (f"{count()}>{begun}+{being(State.DRAFTED, State.SENT)}", LOOK),
        (f"{begun}>0", PLANNED),
        (f"{being(State.DRAFTED)}>{ticked}", DRAFT),
        (f"{ticked}>0", REVIEWED),
    )
    formula = f'"{SENT}"'
    for condition, word in reversed(steps):
        formula = f'IF({condition};"{word}";{formula})'
    return formula


def pair_mail(role: Role) -> Formula:
    """Return the formula of ``Mail`` for pairs: the state of the letter to the pair, or to somebody left over.

    A mentor's says what is furthest behind among the mentees; theirs say how far each letter is, with several mentors
    how far all of them are.

    Parameters
    ----------
    role
        Whose tab.
    """
    alone = _state(f'"{UNMATCHED}|{role} "&{_ME}&"|"')
    if role is Role.MENTEE:
        tells = f"{{{DRAFTS.title}!{TELLS}}}"
        letters = [f'"|mentor "&{{{one}}}&"|mentee "&{_ME}&"|"' for one in PARTNERS]
        first, *others = (f"COUNTIF({tells};{one})=0" for one in letters)
        named = zip(PARTNERS[1:], others, strict=True)
        lacking = ";".join((first, *(f'IF({{{one}}}="";FALSE;{none})' for one, none in named)))
        pair = f'IF(OR({lacking});"{NOT_YET}";{_state(*letters)})'
        return Formula(f'=IF({{Email}}="";"";IF({{{FIRST_PARTNER}}}="";{alone};{pair}))')
    mine = [f"{{{_MENTEES}!{partner}}};{_ME}" for partner in PARTNERS]
    furthest = f'"{SENT}"'
    for word in (REVIEWED, DRAFT, PLANNED, NOT_YET, LOOK):
        count = "+".join(f'COUNTIFS({one};{{{_MENTEES}!{MAIL}}};"{word}")' for one in mine)
        furthest = f'IF({count}>0;"{word}";{furthest})'
    partners = "+".join(f"COUNTIF({one})" for one in mine)
    return Formula(f'=IF({{Email}}="";"";IF({partners}=0;{alone};{furthest}))')


def group_mail(role: Role, beside: str) -> Formula:
    """Return the formula of ``Mail`` for groups: the state of all letters that name somebody as one of a group.

    Where there are none, it is that of the letter which says that there is no group yet, unless there is one by now.

    Parameters
    ----------
    role
        Whose tab.
    beside
        The column that says in which group somebody is; empty: there is none.
    """
    alone = f'"{UNMATCHED}|{role} "&{_ME}&"|"'
    named = f'"*|{role} "&{_ME}&"|*"'
    waiting = f'IF({{{beside}}}="";{_state(alone)};"{NOT_YET}")' if beside else _state(alone)
    tells = f"{{{DRAFTS.title}!{TELLS}}}"
    letters = f"COUNTIF({tells};{named})-COUNTIF({tells};{alone})"
    return Formula(f'=IF({{Email}}="";"";IF({letters}=0;{waiting};{_state(named, but=alone)}))')
