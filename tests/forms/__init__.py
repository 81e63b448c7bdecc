"""The corpus of questions as real programmes word them, and what is trained and measured on it."""
