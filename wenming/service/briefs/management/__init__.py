"""The verbs of briefs."""
