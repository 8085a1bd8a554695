"""Briefs of campaigns: what is told of a day from its records, and the official paper made of it."""
