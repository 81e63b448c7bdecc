"""Runs a conference's mentorship programme inside the Google Sheet its organizers already use."""

__version__ = "0.1.0"
