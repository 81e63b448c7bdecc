"""``open.jsonl``: 478 questions of 42 forms, each with the column it should feed and how its answers should be read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

OPEN = Path(__file__).with_name("open.jsonl")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: ``column`` is empty where it feeds nothing, ``also`` holds columns that are no error."""

    title: str
    column: str
    also: tuple[str, ...]
    answers: tuple[str, ...]
    readings: Mapping[str, Sequence[str]]

    def allows(self, column: str) -> bool:
        return column in (self.column, *self.also)


@dataclass(frozen=True, slots=True)
class CorpusForm:
    name: str
    language: str
    mode: str
    questions: tuple[Asked, ...]


def _column(name: str) -> str:
    return "" if name == "NONE" else name


def read_corpus(path: Path = OPEN) -> tuple[CorpusForm, ...]:
    questions: dict[tuple[str, str, str], list[Asked]] = {}
    for line in path.read_text("utf-8").splitlines():
        entry = json.loads(line)
        asked = Asked(
            entry["question"],
            _column(entry["column"]),
            tuple(map(_column, entry["also"] or ())),
            tuple(entry["answers"] or ()),
            entry["readings"] or {},
        )
        questions.setdefault((entry["form"], entry["language"], entry["mode"]), []).append(asked)
    return tuple(CorpusForm(*key, tuple(asked)) for key, asked in questions.items())


_GIVEN = ("Ada", "Bo", "Chiara", "Dele", "Emre", "Fen", "Goran", "Hana", "Ines", "Jakub")
_FAMILY = ("Moreau", "Castellan", "Lindqvist", "Okafor", "Petrov", "Quill", "Rinaldi", "Sato", "Tanaka", "Urban")


def cells(asked: Asked, number: int = 10) -> tuple[str, ...]:
    """Return what might stand below a question: its answers over and over, made-up people for names and addresses."""
    match asked.column:
        case "Email":
            return tuple(
                f"{given.lower()}.{family.lower()}@mail.example.org"
                for given, family in zip(_GIVEN, _FAMILY, strict=True)
            )
        case "First name":
            return _GIVEN
        case "Last name":
            return _FAMILY
        case "Name":
            return tuple(f"{given} {family}" for given, family in zip(_GIVEN, _FAMILY, strict=True))
    given = asked.answers or tuple(asked.readings)
    return tuple(given[place % len(given)] for place in range(number)) if given else ()
