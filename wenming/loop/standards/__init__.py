"""Assessment editions: items, duties, weights."""
