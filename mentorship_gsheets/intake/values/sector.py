"""The sector somebody works in."""

from mentorship_gsheets.intake.values import non_answers
from mentorship_gsheets.intake.values.reading import Reading


def read(answer: str, question: str = "", meaning: str = "") -> Reading[str] | None:  # noqa: ARG001 - as every reader
    """Read a sector: the text as it stands, or no answer.

    Parameters
    ----------
    answer
        The cell, as it stands.
    question
        The heading above it, which may decide between two readings.
    meaning
        Taken and ignored, as every reader is called alike.

    Returns
    -------
    Reading[str] | None
        The text as it stands; no answer where it says nothing.
    """
    return non_answers.read(answer, question)
