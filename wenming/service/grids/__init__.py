"""Grids below the community: who does what there in both nets, and the matters of those who live there."""
