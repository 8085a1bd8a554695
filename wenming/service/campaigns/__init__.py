"""Campaigns: a day of work done together, what every unit reports of it, and totals that can be trusted."""
