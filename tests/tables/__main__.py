"""Write all tables: ``python -m tests.tables``."""

from tests.tables import languages, mail, months, numbers, zones

for table in (numbers, months, languages, zones, mail):
    print(*table.write())  # noqa: T201 - a program of our own that says what it wrote
