"""Whose sign-up and form answer say different roles."""

from collections.abc import Mapping
from typing import NamedTuple

from mentorship_gsheets.people import Role, Roster
from mentorship_gsheets.records.mapping import map_questions
from mentorship_gsheets.records.readings import read_answers
from mentorship_gsheets.records.responses import read_said
from mentorship_gsheets.records.sources import sign_up_form
from mentorship_gsheets.spreadsheet.workbook import Workbook


class RoleContradiction(NamedTuple):
    """The roles somebody signed up in, and those the form answer took."""

    signed: frozenset[Role]
    answered: frozenset[Role]


def role_contradictions(workbook: Workbook, roster: Roster) -> Mapping[str, RoleContradiction]:
    """Return whose answer to the form takes another role than the sign-up.

    Parameters
    ----------
    workbook
        Its tab ``Sign-ups`` says who signed up as what.
    roster
        Who stands in the sheet as what; only people who came from the form have answered.

    Returns
    -------
    Address -> contradiction; people whose sign-up says no role that can be read are absent.
    """
    answered: dict[str, set[Role]] = {}
    for person in roster:
        if person.source == "form" and not person.withdrawn:
            answered.setdefault(person.email, set()).add(person.role)
    listed = sign_up_form(workbook)
    if listed is None or not answered:
        return {}
    mapped = map_questions(workbook, (listed,))
    signed: dict[str, frozenset[Role]] = {}
    for said in read_said(listed, mapped.columns, {}, [], read_answers(workbook, (listed,), mapped)):
        # a second ticket often leaves the question blank
        if said.roles:
            signed[said.email] = said.roles
    return {
        email: RoleContradiction(signed[email], frozenset(roles))
        for email, roles in answered.items()
        if email in signed and signed[email] != roles
    }
