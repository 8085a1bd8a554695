"""Rounds of inspections, from plan to close: the public draw, who goes where, what is left."""
