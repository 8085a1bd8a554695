"""Rosters: who stands where on which day, by rules of rest, runs, hours and fairness."""
