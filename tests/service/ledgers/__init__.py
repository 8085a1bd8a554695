"""Tests of the room ledgers."""
