"""The sector somebody works in."""

from mentorship_gsheets.intake.values import non_answers
from mentorship_gsheets.intake.values.reading import Reading


def read(answer: str, question: str = "", meaning: str = "") -> Reading[str] | None:  # noqa: ARG001 - as every reader
    """Read a sector: the text as it stands, or no answer."""
    return non_answers.read(answer, question)
