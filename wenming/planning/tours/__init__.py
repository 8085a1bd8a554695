"""Tours: which inspector visits which sites, in what order, within the shift."""
