"""Who serves which order, when and where: a proposal for all that wait, changed by hand, accepted."""
