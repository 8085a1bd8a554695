"""Rosters proposed for a month: asked of the planner, changed by hand, accepted, mended after a drop-out."""
