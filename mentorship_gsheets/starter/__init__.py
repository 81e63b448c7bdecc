"""Starter documents: what every first-year conference needs, as one spreadsheet with an example in it."""
