"""The parts of a page as template tags; docs/parts.md says which when."""
