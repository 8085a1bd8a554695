"""The negative list: what no weight is given to."""
