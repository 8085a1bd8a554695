"""The verbs of the office's workbooks."""
