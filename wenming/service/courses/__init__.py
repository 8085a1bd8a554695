"""Courses of practice stations: what they are, when and where they meet."""
