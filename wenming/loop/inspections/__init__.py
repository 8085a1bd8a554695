"""Rounds, public draws, visits and findings."""
