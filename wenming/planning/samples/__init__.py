"""Samples: how many sites each stratum of a round gives and which, so that anybody can draw them again."""
