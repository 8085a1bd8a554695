"""The verbs of an installation as a whole."""
