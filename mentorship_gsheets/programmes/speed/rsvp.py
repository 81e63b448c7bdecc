"""Answers to the invitation: who says in a form whether they come, and what that writes into ``Comes``."""

import re
from collections.abc import Iterable, Iterator, Sequence

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.intake.addresses import read_email
from mentorship_gsheets.intake.answers import read_yes_no
from mentorship_gsheets.people import Form, Question, Response
from mentorship_gsheets.programmes.speed.drawings import COMES
from mentorship_gsheets.programmes.speed.standing import SpeedStanding
from mentorship_gsheets.records.roster import cell_text, set_cell
from mentorship_gsheets.spreadsheet.plan import Change, Plan, Table
from mentorship_gsheets.spreadsheet.workbook import Workbook

_ADDRESS = re.compile(r"e-?mail|@|address|adress|correo|courriel|indirizzo", re.IGNORECASE)
_WORDS = {True: "yes", False: "no"}


def replies(workbook: Workbook, standing: SpeedStanding, form: Form | None) -> Plan:
    """Return what the answers to the invitation write into ``Comes``.

    Parameters
    ----------
    workbook, standing
        As read.
    form
        The form with its answers; None while there is none.

    Returns
    -------
    Plan
        Of several answers of one person the newest counts. A cell that says something else than any answer of that
        person was typed by somebody and stays; a finding says so. What was not understood is a finding, with the
        answer's place. Planned again, nothing is left.
    """
    if form is None:
        return Plan("survey")
    asked = _question(form)
    if asked is None:
        finding = Finding(
            "no question of the invitation form is answered with yes or no.",
            "Ask in it: Will you come? with the choices yes and no.",
            "rsvp-form",
            where=form.title,
        )
        return Plan("survey", findings=(finding,))
    findings = [
        Finding(
            f"“{asked.title[:80]}” is taken for: do they come?",
            "Word it otherwise, if that is wrong.",
            "rsvp-question",
            where=form.title,
        )
    ]
    said: dict[str, list[bool]] = {}
    for response in sorted(form.responses, key=lambda response: (response.submitted, response.id)):
        text = "; ".join(response.answers.get(asked.id, ()))
        answer, email = read_yes_no(text), _email(form, response)
        known = bool(email) and any(person.email == email for person in standing.roster)
        where = f"{form.title}, answer of {response.submitted or 'an unknown time'}"
        if answer is None and text:
            findings.append(
                Finding(
                    f"“{text[:60]}” is neither yes nor no.",
                    f"Type yes or no into {COMES} by hand.",
                    "rsvp-unread",
                    where=where,
                )
            )
        elif answer is not None and not known:
            findings.append(
                Finding(
                    f"{email or 'somebody unknown'} answered the invitation, and is no mentor and no mentee.",
                    "Ask who it is, and type the answer in.",
                    "rsvp-unknown",
                    where=where,
                )
            )
        elif answer is not None:
            said.setdefault(email, []).append(answer)
    changes, doubts = _written(workbook, standing, said)
    counts = tuple((word, str(sum(all_[-1] is truth for all_ in said.values()))) for truth, word in _WORDS.items())
    return Plan(
        "survey",
        tuple(changes),
        (*findings, *doubts),
        (Table("Answers to the invitation", ("Comes", "People"), counts),),
        f"{counted(len(said), 'person has', 'people have')} answered the invitation",
    )


def _written(
    workbook: Workbook, standing: SpeedStanding, said: dict[str, list[bool]]
) -> tuple[list[Change], list[Finding]]:
    changes: list[Change] = []
    findings = []
    for person in standing.roster:
        answers = said.get(person.email)
        if not answers:
            continue
        wanted, text = _WORDS[answers[-1]], cell_text(workbook, person, COMES)
        stands = read_yes_no(text)
        if text and (stands is None or (stands is not answers[-1] and stands not in answers)):
            what = f"{person.name or person.email} answered {wanted} in the form, and “{text[:40]}” stands here."
            findings.append(
                Finding(what, "Clear the cell to have the answer.", "rsvp-typed", who=person.identity, column=COMES)
            )
        elif stands is not answers[-1]:
            changes += set_cell(workbook, person, COMES, wanted)
    return changes, findings


def _question(form: Form) -> Question | None:
    """Return the question that more people answered with yes or no than any other; the first of equals."""
    best, most = None, 0
    for question in form.questions:
        texts = list(_texts(form.responses, question.id))
        read = sum(read_yes_no(text) is not None for text in texts)
        if read > most and 2 * read > len(texts):
            best, most = question, read
    return best


def _texts(responses: Iterable[Response], id: str) -> Iterator[str]:
    for response in responses:
        if text := "; ".join(response.answers.get(id, ())).strip():
            yield text


def _email(form: Form, response: Response) -> str:
    """Return the address of an answer: as the form collected it, else as a question about it was answered."""
    typed: Sequence[str] = [
        text
        for question in form.questions
        if _ADDRESS.search(question.title)
        for text in response.answers.get(question.id, ())
    ]
    found = (read_email(text)[0] for text in (response.email, *typed) if text)
    return next(filter(None, found), "")
