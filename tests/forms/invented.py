"""``invented.txt``: forms worded after the kinds of real programmes, in 34 languages; nothing is trained on them.

A form begins with ``# name language mode``; a line is ``question | columns | answers``: the column it should feed and
those that are no error (NONE: none), answers with semicolons between, each with how it should be read behind ``=``.
"""

from pathlib import Path

from tests.forms.corpus import Asked, CorpusForm

INVENTED = Path(__file__).with_name("invented.txt")


def _asked(line: str) -> Asked:
    title, columns, answers = (part.strip() for part in line.split("|", 2))
    column, *also = ("" if name == "NONE" else name for name in columns.split("/"))
    given: list[str] = []
    readings: dict[str, list[str]] = {}
    for text in filter(None, map(str.strip, answers.split(";"))):
        answer, _, read = text.rpartition("=")
        given.append((answer or text).strip())
        if answer:
            readings[answer.strip()] = read.split("|")
    return Asked(title, column, tuple(also), tuple(given), readings)


def read_invented() -> tuple[CorpusForm, ...]:
    forms: list[CorpusForm] = []
    for line in filter(str.strip, INVENTED.read_text("utf-8").splitlines()):
        if line.startswith("# "):
            name, language, mode = line[2:].split()
            forms.append(CorpusForm(name, language, mode, ()))
        else:
            last = forms.pop()
            forms.append(CorpusForm(last.name, last.language, last.mode, (*last.questions, _asked(line))))
    return tuple(forms)
