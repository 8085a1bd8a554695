"""The planner of matches: which team serves which order, when, and in which venue."""
