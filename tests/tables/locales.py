"""Which languages names are taken from, and where tables go."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import mentorship_gsheets

PACKAGE = Path(mentorship_gsheets.__file__).parent
TABLES = PACKAGE / "intake" / "values" / "tables"

LOCALES = tuple(sorted({path.stem for path in (PACKAGE / "intake" / "values" / "words").glob("*.toml")} - {"und"}))
"""Those that have a file of words."""


def written(name: str, table: Mapping[str, Any]) -> tuple[str, str]:
    """Write a table, one line a key so that changes can be read, and return its name and size."""
    lines = ",\n".join(
        f"{json.dumps(key, ensure_ascii=False)}:{json.dumps(table[key], ensure_ascii=False)}" for key in sorted(table)
    )
    path = TABLES / name
    path.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
    return name, f"{path.stat().st_size / 1000:.0f} kB"
