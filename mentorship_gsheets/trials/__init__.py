"""Trying out: a coin for each mentee, and what can be said of the two halves afterwards."""
