"""Analytics: expressions over published tables, and the arithmetic that finishes them."""
