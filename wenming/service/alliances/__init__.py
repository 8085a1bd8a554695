"""Alliances of units: the plan of a year, its quarterly changes and its monthly appraisals, all kept."""
