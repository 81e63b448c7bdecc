"""What people answer afterwards: met or not, how good it was, would they do it again, and in their own words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from mentorship_gsheets.counts import counted
from mentorship_gsheets.errors import Finding
from mentorship_gsheets.intake.addresses import read_email
from mentorship_gsheets.people import Form, Question, Response
from mentorship_gsheets.text import as_key

_LONGEST = 500
_USUAL, _MOST = 5, 10
"""The two scales that ratings are given on, by their highest."""


class Asked(StrEnum):
    """What a question of the after-event form asks for."""

    EMAIL = "Email"
    AGAIN = "Would do it again"
    MET = "Met"
    RATING = "Rating"
    COMMENT = "Comment"


_ADDRESS = r"\be[- ]?mail|\baddress|\badresse|\bcorreo|почт|メール|邮箱|이메일"


# in this order: “would you like to meet again” is about the next time
_WORDINGS: Mapping[Asked, str] = {
    Asked.EMAIL: _ADDRESS,
    Asked.AGAIN: r"\bagain\b|recommend|next (year|time|round)",
    Asked.MET: r"\b(meet|met|talk|talked)\b.*\?|\bmet\b|\bmeet(ing)? take place",
    Asked.RATING: r"\brat(e|ing)\b|satisf|\bscale\b|\bstars?\b|how (was|good|much|useful|helpful)",
    Asked.COMMENT: r"comment|else|improve|better|tell us|suggest|feedback|liked?\b|why",
}
_ONE_EACH = frozenset({Asked.EMAIL, Asked.AGAIN, Asked.MET, Asked.RATING})
_YES = re.compile(r"(yes|yeah|yep|y|sure|definitely|probably|absolutely|true|we|once|twice|several|[1-9])\b")
_NO = re.compile(r"(no|nope|n|never|not|none|false|unfortunately|0)\b")


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one person said, last time they said it.

    Parameters
    ----------
    email
        Cleaned address.
    submitted
        ISO 8601 time; sorts as text.
    met, again
        True, False, or None where not asked, not answered or not clear.
    rating
        The number given, or None.
    comments
        Free answers, in the order of the form.
    """

    email: str
    submitted: str
    met: bool | None = None
    again: bool | None = None
    rating: int | None = None
    comments: tuple[str, ...] = ()


def read_feedback(form: Form) -> tuple[tuple[Feedback, ...], list[Finding]]:
    """Read the answers to the after-event form.

    Questions are told by their wording; every question is reported with what it was taken for.

    Returns
    -------
    feedback
        The newest of every person with a readable address, sorted by address. Absent: answers without one, which are
        counted in a finding.
    findings
        What questions were taken for, and what could not be read.
    """
    asked = _asked(form.questions)
    newest: dict[str, Feedback] = {}
    nameless = 0
    for response in sorted(form.responses, key=lambda response: (response.submitted, response.id)):
        said = _read(response, asked)
        nameless += said is None
        if said is not None:
            newest[said.email] = said
    findings = [
        Finding(
            f"“{question.title}” is taken for: {asked.get(question.id, 'nothing')}.",
            "",
            "feedback-question",
            where=form.title,
        )
        for question in form.questions
    ]
    if nameless:
        what = f"{counted(nameless, 'answer has', 'answers have')} no readable address."
        remedy = "Let the form collect addresses."
        findings.append(Finding(what, remedy, "feedback-nameless", where=form.title))
    return tuple(newest[email] for email in sorted(newest)), findings


def asks_for_address(question: Question) -> bool:
    """Return whether a question asks who answers, as forms do that do not collect addresses."""
    return re.search(_ADDRESS, as_key(question.title)) is not None


def answered_by(form: Form, response: Response) -> str:
    """Return the address of whoever gave an answer, collected or asked for; blank where none can be read.

    Parameters
    ----------
    form
        Its questions.
    response
        One of its responses.
    """
    asked = (question.id for question in form.questions if asks_for_address(question))
    given = next((" ".join(response.answers[id]) for id in asked if id in response.answers), "")
    return read_email(response.email or given)[0]


def moment_of(submitted: str) -> datetime | None:
    """Return when an answer came, with a time zone, UTC where none is said; None where that cannot be read.

    >>> moment_of("2027-07-12T10:00:00Z") == moment_of("2027-07-12 10:00"), moment_of("lately")
    (True, None)
    """
    try:
        moment = datetime.fromisoformat(submitted.replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _asked(questions: Iterable[Question]) -> Mapping[str, Asked]:
    found: dict[str, Asked] = {}
    for question in questions:
        title = as_key(question.title)
        taken = _ONE_EACH & set(found.values())
        for asked, wording in _WORDINGS.items():
            if asked not in taken and re.search(wording, title):
                found[question.id] = asked
                break
    return found


def _read(response: Response, asked: Mapping[str, Asked]) -> Feedback | None:
    texts: dict[Asked, list[str]] = {}
    for id, values in response.answers.items():
        if id in asked:
            texts.setdefault(asked[id], []).append(" ".join(" ".join(values).split()))
    first = {what: values[0] for what, values in texts.items()}
    email, _ = read_email(response.email or first.get(Asked.EMAIL, ""))
    if not email:
        return None
    return Feedback(
        email,
        response.submitted,
        _yes_no(first.get(Asked.MET, "")),
        _yes_no(first.get(Asked.AGAIN, "")),
        _number(first.get(Asked.RATING, "")),
        tuple(text[:_LONGEST] for text in texts.get(Asked.COMMENT, []) if text),
    )


def _yes_no(text: str) -> bool | None:
    word = as_key(text)
    if _NO.match(word):
        return False
    return True if _YES.match(word) else None


def scale_of(ratings: Iterable[int]) -> tuple[int, int]:
    """Return the lowest and the highest rating that people could give, as far as what they gave shows.

    >>> scale_of([4, 5]), scale_of([4, 9]), scale_of([0, 3])
    ((1, 5), (1, 10), (0, 5))
    """
    given = set(ratings)
    return 0 if 0 in given else 1, _MOST if max(given, default=0) > _USUAL else _USUAL


def _number(text: str) -> int | None:
    found = re.search(r"\d+", text)
    if found is None:
        return text.count("★") or None
    # a year or a number of people is no rating
    return rating if (rating := int(found[0])) <= _MOST else None
