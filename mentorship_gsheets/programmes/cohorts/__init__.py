"""Cohorts: a few mentors and some mentees round one task, arranged as well as can be, with what is proven about it."""

from mentorship_gsheets.programmes.cohorts.advice import Alternative, Wanted, Why, alternatives, wanted, why
from mentorship_gsheets.programmes.cohorts.certificate import GoalReport, NotProven, Result, Status, verify
from mentorship_gsheets.programmes.cohorts.ladder import Effort, solve
from mentorship_gsheets.programmes.cohorts.model import (
    GOALS,
    Cohort,
    Goal,
    Instance,
    Membership,
    Person,
    Sizes,
    Task,
    faults,
    hours,
    objective,
)

__all__ = [
    "GOALS",
    "Alternative",
    "Cohort",
    "Effort",
    "Goal",
    "GoalReport",
    "Instance",
    "Membership",
    "NotProven",
    "Person",
    "Result",
    "Sizes",
    "Status",
    "Task",
    "Wanted",
    "Why",
    "alternatives",
    "faults",
    "hours",
    "objective",
    "solve",
    "verify",
    "wanted",
    "why",
]
