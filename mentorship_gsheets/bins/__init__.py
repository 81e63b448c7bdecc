"""Bins of fields, filled so that mentors and mentees are as equal in number as their fields allow."""

from mentorship_gsheets.bins.balance import Balance, Size, Suggestion, balance, could_move
from mentorship_gsheets.bins.bin_fields import DEFAULT_BINS, OTHER, Bin, catch_all, leads_nowhere, open_bins

__all__ = [
    "DEFAULT_BINS",
    "OTHER",
    "Balance",
    "Bin",
    "Size",
    "Suggestion",
    "balance",
    "catch_all",
    "could_move",
    "leads_nowhere",
    "open_bins",
]
