"""Working on a case: every step of its table, by whatever door it comes."""
