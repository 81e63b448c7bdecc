"""Mailings: who is due which mail, from the groups that stand and from what was told to whom."""

from mentorship_gsheets.mailings.context import Due, MailingContext
from mentorship_gsheets.mailings.due import Mailing, kinds_of, letters_due, want

__all__ = ["Due", "Mailing", "MailingContext", "kinds_of", "letters_due", "want"]
