"""Long-term pairs: rounds of one-to-one mentoring, with check-ins, graduations and new rounds beside running pairs."""
