"""Volunteers sign up for shifts: a place, or one on the waiting list, and what becomes of it."""
