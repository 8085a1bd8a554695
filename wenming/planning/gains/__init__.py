"""Gains: which open cases to mend first for the largest rise of the score, under hours and money."""
