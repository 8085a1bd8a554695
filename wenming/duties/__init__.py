"""Which unit answers for which site."""
