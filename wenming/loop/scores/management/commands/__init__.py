"""The verbs of scores."""
