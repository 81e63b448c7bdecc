"""The columns that questions feed."""

FIRST_NAME, LAST_NAME, ROLE = "First name", "Last name", "Role"

COLUMNS = (
    "Email",
    FIRST_NAME,
    LAST_NAME,
    "Name",
    ROLE,
    "Attendance",
    "Fields",
    "Capacity",
    "Sector",
    "Topics",
    "Affiliation",
    "Time zone",
    "Languages",
    "First time",
    "Notes",
)
"""What the ``Column`` of the ``Questions`` tab may say."""

SEVERAL = ("Fields", "Topics", "Languages", "Notes")
"""Columns that several different questions may feed at once; the others take one question, asked once a section."""
