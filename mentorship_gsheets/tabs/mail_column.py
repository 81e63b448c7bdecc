"""The column ``Mail``: formulas that say how far the letter is that tells somebody of the match as it stands.

A letter counts only for the people it speaks of: after a rematch the mail that was sent for the former pair says
nothing of the new one. Whom a letter tells of each other stands in the hidden column ``Tells`` of ``Drafts``.
"""

from collections.abc import Callable

from mentorship_gsheets.ledger import State
from mentorship_gsheets.people import Role
from mentorship_gsheets.spreadsheet.plan import Formula
from mentorship_gsheets.tabs.catalogue import DRAFTS, TELLS
from mentorship_gsheets.tabs.people_tabs import FIRST_PARTNER, MAIL, PARTNERS, PEOPLE_TAB

NOT_YET, PLANNED, DRAFT, REVIEWED, SENT, LOOK = "not yet", "planned", "draft", "reviewed", "sent", "look"

_ME = "LOWER(TRIM({Email}))"
_MENTEES = PEOPLE_TAB[Role.MENTEE]


def letter_state(about: str, *others: tuple[str, str]) -> str:
    """Return the expression for the state of the letter about some people, or of the letters about several groups.

    Parameters
    ----------
    about
        An expression for what ``Tells`` says of them.
    others
        The same for each further group, with what is true where there is none.
    """
    state = f"{{{DRAFTS.title}!State}}"

    def each(say: Callable[[str], str], otherwise: str) -> list[str]:
        further = (f"IF({none};{otherwise};{say(_tells(other))})" for other, none in others)
        return [say(_tells(about)), *further]

    def total(*conditions: str) -> str:
        return "+".join(each(lambda tells: f"COUNTIFS({';'.join((tells, *conditions))})", "0"))

    def count(*states: State) -> str:
        return "+".join(total(state, f'"{one}"') for one in states)

    ticked = total(state, f'"{State.DRAFTED}"', f"{{{DRAFTS.title}!Reviewed}}", "TRUE")
    missing = each(lambda tells: f"COUNTIF({tells})=0", "FALSE")
    steps = (
        (f"OR({';'.join(missing)})" if others else missing[0], NOT_YET),
        (f"{count(State.SENT)}={'+'.join(each(lambda tells: f'COUNTIF({tells})', '0'))}", SENT),
        (f"{ticked}>0", REVIEWED),
        (f"{count(State.DRAFTED)}>0", DRAFT),
        (f"{count(State.PLANNED, State.INTENT)}>0", PLANNED),
    )
    formula = f'"{LOOK}"'
    for condition, word in reversed(steps):
        formula = f'IF({condition};"{word}";{formula})'
    return formula


def _tells(about: str) -> str:
    return f"{{{DRAFTS.title}!{TELLS}}};{about}"


def pair_mail(role: Role) -> Formula:
    """Return the formula of ``Mail`` for pairs: the state of the letter to the pair, or to somebody left over.

    A mentor's says what is furthest behind among the mentees; theirs say how far each letter is, with several mentors
    how far all of them are.

    Parameters
    ----------
    role
        Whose tab.
    """
    alone = letter_state(f'"|{role} "&{_ME}&"|"')
    if role is Role.MENTEE:
        first, *further = ((f'"|mentor "&{{{one}}}&"|mentee "&{_ME}&"|"', f'{{{one}}}=""') for one in PARTNERS)
        pair = letter_state(first[0], *further)
        return Formula(f'=IF({{Email}}="";"";IF({{{FIRST_PARTNER}}}="";{alone};{pair}))')
    mine = [f"{{{_MENTEES}!{partner}}};{_ME}" for partner in PARTNERS]
    furthest = f'"{SENT}"'
    for word in (REVIEWED, DRAFT, PLANNED, NOT_YET, LOOK):
        count = "+".join(f'COUNTIFS({one};{{{_MENTEES}!{MAIL}}};"{word}")' for one in mine)
        furthest = f'IF({count}>0;"{word}";{furthest})'
    named = "+".join(f"COUNTIF({one})" for one in mine)
    return Formula(f'=IF({{Email}}="";"";IF({named}=0;{alone};{furthest}))')
