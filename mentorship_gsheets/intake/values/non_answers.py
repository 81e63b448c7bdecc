"""Answers that say nothing: "n/a", "-", "none", and cells that show an error."""

import re
from functools import lru_cache

from mentorship_gsheets.intake.texts import clean
from mentorship_gsheets.intake.values.reading import BLANK, Reading
from mentorship_gsheets.intake.values.vocabulary import languages_of, spoken, tables, tiles

_ERRORS = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|ERROR!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE)
"""What Google Sheets and Excel show when a formula went wrong.

https://support.google.com/docs/answer/3093275 (ERROR.TYPE)
"""

_LOADING = re.compile(r"loading\.{3}", re.IGNORECASE)
_TAIL = re.compile(r"(?<=\S)\s*\([^()]*\)\s*$")
_LONGEST = 100
"""Letters from which on an answer says something."""

_NOT_GIVEN = ("absent", "now")
_NOTHING = ("absent", "nothing", "now")


def is_error(answer: str) -> bool:
    """Return whether a cell shows an error instead of an answer (``#REF!``, ``#N/A``, ``Loading...``).

    >>> is_error(" #REF! "), is_error("#1 choice")
    (True, False)
    """
    text = answer.strip()
    return _ERRORS.fullmatch(text) is not None or _LOADING.fullmatch(text) is not None


def is_none(answer: str, question: str = "") -> bool:  # noqa: ARG001 - as every reader
    """Return whether an answer is blank or says nothing, in any column and any language known.

    Parameters
    ----------
    answer
        The cell, as it stands.
    question
        Taken and ignored, as every reader is called alike.

    Examples
    --------
    >>> is_none("N/A"), is_none("-"), is_none("none at the moment"), is_none("keine Angabe"), is_none("Chemistry")
    (True, True, True, True, False)
    """
    return is_error(answer) or _says_only(answer, _NOTHING)


def is_absent(answer: str) -> bool:
    """Return whether an answer is blank or refused ("n/a", "-", "prefer not to say"), where "no" and "none" count.

    >>> is_absent("n/a (mentee)"), is_absent("No"), is_absent("none")
    (True, False, False)
    """
    return is_error(answer) or _says_only(answer, _NOT_GIVEN)


@lru_cache(maxsize=2**14)
def _says_only(answer: str, concepts: tuple[str, ...]) -> bool:
    if len(answer) > _LONGEST:
        return False
    # what stands in brackets behind it says why: "n/a (mentee)"
    texts = [spoken(answer), spoken(_TAIL.sub("", answer))]
    return any(not text or _covered(text, concepts) for text in texts)


def _covered(text: str, concepts: tuple[str, ...]) -> bool:
    understood = languages_of([text], concepts)
    # without a word of any language's own, words of all languages are left ("n/a"), which one look finds
    for language in understood if len(understood) < len(tables()) else understood[:1]:
        hits = tiles(text, language, concepts)
        left = list(text)
        for hit in hits:
            left[hit.start : hit.end] = " " * (hit.end - hit.start)
        if not "".join(left).strip() and any(hit.concepts - {"now"} for hit in hits):
            return True
    return False


def read(answer: str, question: str = "", meaning: str = "") -> Reading[str] | None:  # noqa: ARG001 - as every reader
    """Read a free text (affiliation, remark): its clean text, or no answer. Never None.

    Parameters
    ----------
    answer
        The cell, as it stands.
    question, meaning
        Taken and ignored, as every reader is called alike.

    Returns
    -------
    Reading[str] | None
        The text without needless spaces; no answer where it says nothing.
    """
    return BLANK if is_none(answer, question) else Reading(clean(answer), clean(answer))


def read_name(answer: str, question: str = "", meaning: str = "") -> Reading[str] | None:  # noqa: ARG001 - as every reader
    """Read a name: its clean text, or no answer when the cell is blank or shows an error. Never None.

    Nothing else is taken for a non-answer: No, Na and Nil are names.

    Parameters
    ----------
    answer
        The cell, as it stands.
    question, meaning
        Taken and ignored, as every reader is called alike.

    Returns
    -------
    Reading[str] | None
        The name without needless spaces; no answer for a blank or an error of the sheet.
    """
    return (
        BLANK
        if is_error(answer) or not spoken(answer) or spoken(answer) == "n a"
        else Reading(clean(answer), clean(answer))
    )
