"""Tests of the room trainings."""
