"""Pairs of one mentor and one mentee: what a conference runs."""
