"""Adoptions: which units look after which street segments, proved to be the best, with the price of each wish."""
