"""Who helps, where people go, what was done together."""
