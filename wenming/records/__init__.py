"""What happened, sealed, and the files that prove it."""
