"""Hours served: a ledger that is only ever added to, its monthly totals, and the stars."""
