"""Long-term pairs: rounds beside running pairs, check-ins, graduations, and what the form asks."""
