"""Bins: blocks of fields, filled so that mentors and mentees are as equal in number as their fields allow."""

from mentorship_gsheets.bins.balance import Balance, Size, Suggestion, balance, could_move
from mentorship_gsheets.bins.blocks import DEFAULT_BINS, OTHER, Block, open_blocks

__all__ = [
    "DEFAULT_BINS",
    "OTHER",
    "Balance",
    "Block",
    "Size",
    "Suggestion",
    "balance",
    "could_move",
    "open_blocks",
]
