"""The column ``Mail``: formulas that say how far the letter is that tells somebody of the match as it stands.

A letter counts only for the people it speaks of: after a rematch the mail that was sent for the former pair says
nothing of the new one. Whom a letter tells of each other stands in the hidden column ``Tells`` of ``Drafts``.
"""

from mentorship_gsheets.ledger import State
from mentorship_gsheets.people import Role
from mentorship_gsheets.spreadsheet.plan import Formula
from mentorship_gsheets.tabs.catalogue import DRAFTS, TELLS
from mentorship_gsheets.tabs.people_tabs import FIRST_PARTNER, MAIL, PEOPLE_TAB

NOT_YET, PLANNED, DRAFT, REVIEWED, SENT, LOOK = "not yet", "planned", "draft", "reviewed", "sent", "look"

_ME = "LOWER(TRIM({Email}))"
_MENTEES = PEOPLE_TAB[Role.MENTEE]


def letter_state(about: str) -> str:
    """Return the expression for the state of the letter about some people.

    Parameters
    ----------
    about
        An expression for what ``Tells`` says of them.
    """
    tells, state = f"{{{DRAFTS.title}!{TELLS}}};{about}", f"{{{DRAFTS.title}!State}}"

    def count(*states: State) -> str:
        return "+".join(f'COUNTIFS({tells};{state};"{one}")' for one in states)

    ticked = f'COUNTIFS({tells};{state};"{State.DRAFTED}";{{{DRAFTS.title}!Reviewed}};TRUE)'
    steps = (
        (f"COUNTIF({tells})=0", NOT_YET),
        (f"{count(State.SENT)}=COUNTIF({tells})", SENT),
        (f"{ticked}>0", REVIEWED),
        (f"{count(State.DRAFTED)}>0", DRAFT),
        (f"{count(State.PLANNED, State.INTENT)}>0", PLANNED),
    )
    formula = f'"{LOOK}"'
    for condition, word in reversed(steps):
        formula = f'IF({condition};"{word}";{formula})'
    return formula


def pair_mail(role: Role) -> Formula:
    """Return the formula of ``Mail`` for pairs: the state of the letter to the pair, or to somebody left over.

    A mentor's says what is furthest behind among the mentees; theirs say how far each letter is.

    Parameters
    ----------
    role
        Whose tab.
    """
    alone = letter_state(f'"|{role} "&{_ME}&"|"')
    if role is Role.MENTEE:
        pair = letter_state(f'"|mentor "&{{{FIRST_PARTNER}}}&"|mentee "&{_ME}&"|"')
        return Formula(f'=IF({{Email}}="";"";IF({{{FIRST_PARTNER}}}="";{alone};{pair}))')
    mine = f"{{{_MENTEES}!{FIRST_PARTNER}}};{_ME}"
    furthest = f'"{SENT}"'
    for word in (REVIEWED, DRAFT, PLANNED, NOT_YET, LOOK):
        furthest = f'IF(COUNTIFS({mine};{{{_MENTEES}!{MAIL}}};"{word}")>0;"{word}";{furthest})'
    return Formula(f'=IF({{Email}}="";"";IF(COUNTIF({mine})=0;{alone};{furthest}))')
