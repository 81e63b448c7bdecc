"""The wordings in which forms and registration lists ask for each of our columns."""

from dataclasses import dataclass

FIRST_NAME, LAST_NAME, ROLE = "First name", "Last name", "Role"


@dataclass(frozen=True, slots=True)
class Target:
    """One of our columns: wordings it is asked in, how long such a question gets, and whether several may feed it.

    With ``strict`` the wording must be all that is asked, because "name of your supervisor" asks for a name too.
    """

    column: str
    wordings: tuple[str, ...]
    longest: int = 40
    several: bool = False
    strict: bool = False


TARGETS = (
    Target(
        "Email",
        (
            "email",
            "e mail",
            "email address",
            "e mail address",
            "mail address",
            "username",
            "attendee email",
            "participant email",
            "respondent email",
        ),
        strict=True,
    ),
    Target(FIRST_NAME, ("first name", "given name", "forename", "attendee first name"), strict=True),
    Target(LAST_NAME, ("last name", "family name", "surname", "attendee last name"), strict=True),
    Target(
        "Name",
        (
            "name",
            "full name",
            "first and last name",
            "name and surname",
            "attendee name",
            "participant name",
            "attendee",
            "participant",
        ),
        strict=True,
    ),
    Target(
        ROLE,
        (
            "role",
            "mentor or mentee",
            "mentorship programme",
            "mentorship program",
            "mentoring program",
            "like to take part",
            "participate as",
            "sign up as",
        ),
        14,
    ),
    Target(
        "Attendance",
        (
            "attendance",
            "ticket",
            "ticket type",
            "how will you attend",
            "attend in person or virtually",
            "participating virtually or onsite",
            "attending virtually or in person",
            "virtual or in person",
        ),
    ),
    Target(
        "Fields",
        (
            "fields",
            "field",
            "which fields",
            "field of work",
            "field of study",
            "research areas",
            "areas of expertise",
            "research field",
            "discipline",
            "domain",
            "profession",
        ),
        several=True,
    ),
    Target(
        "Capacity",
        ("capacity", "how many mentees", "number of mentees", "how many people could you mentor"),
    ),
    Target("Sector", ("sector", "which sector", "industry or academia", "type of organisation"), 12),
    Target(
        "Topics",
        (
            "topics",
            "topic to discuss",
            "topics to discuss",
            "main topic",
            "topics discuss",
            "topic advice",
            "topics advise",
            "like to talk about",
            "interests",
            "professional interests",
            "help with",
        ),
        several=True,
    ),
    Target(
        "Affiliation",
        (
            "affiliation",
            "institution",
            "university",
            "organisation",
            "organization",
            "company",
            "employer",
            "where do you work",
            "work or study",
        ),
        12,
    ),
    Target("Time zone", ("time zone", "timezone", "what time zone")),
    Target("Languages", ("language", "languages", "which languages", "languages speak"), several=True),
    # "have you been here before" is no wording for it: a yes there is a no here
    Target("First time", ("first time", "first conference", "this your first", "first timer"), 12),
    Target(
        "Notes",
        (
            "notes",
            "comments",
            "biography",
            "bio",
            "about you",
            "about yourself",
            "anything else",
            "anything we should know",
            "other relevant information",
            "goals",
        ),
        several=True,
    ),
)

FILLING = frozenset(
    # eighty quoted words read worse
    """a all and any apply are as at best check choose click current currently describe do does enter for give here i in
    indicate is list main may me my of on one or our please primary provide select specify tell that the these this tick
    to us use used we what whatever which with would you your registration registered conference""".split()  # noqa: SIM905
)
"""Words that ask without saying what for."""
