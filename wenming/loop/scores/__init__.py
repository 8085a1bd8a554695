"""Scores with margins, ranks and indices."""
