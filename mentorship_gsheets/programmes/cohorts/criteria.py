"""The goals of cohorts as rows of ``Criteria``."""

from mentorship_gsheets.programmes.cohorts.arranging import MEANING
from mentorship_gsheets.programmes.cohorts.model import GOALS, Goal
from mentorship_gsheets.tabs.criteria import BuiltIn

_MEANS = {
    Goal.UNPLACED: "As many mentees as can be are in some cohort.",
    Goal.ALONE: "Every mentee is in reach of a mentor of the cohort: awake together long enough, see Settings.",
    Goal.CHANGED: "People stay in the cohorts they are in.",
    Goal.MISSING: "People get as many cohorts as they asked for.",
    Goal.THIN: "Every mentee is in reach of a second mentor, as one may be away.",
    Goal.IDLE: "As many mentors as can be are in some cohort.",
    Goal.RANK: "People get the tasks they named first; nothing where tasks are not ranked.",
    Goal.SIZE: "Cohorts have the numbers of mentors and mentees that are best, see Settings.",
    Goal.LANGUAGE: "Every mentee has a language in common with a mentor of the cohort.",
    Goal.COLLEAGUES: "Mentors and mentees of a cohort are of different affiliations, where Settings avoid colleagues.",
}

ROWS = tuple(BuiltIn(MEANING[goal], _MEANS[goal], goal) for goal in GOALS)
"""In the order of a new sheet. Each row is named by what it counts, which the fewer the better."""
