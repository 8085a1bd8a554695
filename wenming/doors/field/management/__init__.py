"""The verbs of the field."""
