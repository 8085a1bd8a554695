"""Trainings before the first duty: who came, who passed, and the qualification that follows."""
