"""Intake: what people typed, read into participants."""
