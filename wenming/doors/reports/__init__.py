"""Dashboards, search, ledgers, maps and open data."""
