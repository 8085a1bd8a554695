"""Certificates of hours: applied for, accepted, given notice of, issued, checked by anybody."""
