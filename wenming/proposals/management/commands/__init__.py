"""The verbs of the records."""
