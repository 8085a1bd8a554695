"""Rectification cases, from filing to closing."""
