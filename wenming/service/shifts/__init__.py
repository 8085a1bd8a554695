"""Posts and shifts: where somebody stands, from when to when, who it is, and who came."""
