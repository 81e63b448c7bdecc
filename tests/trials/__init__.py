"""Coins and intervals."""
