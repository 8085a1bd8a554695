"""Who is reminded before a limit runs out, and who is told after it has: handler, head, office."""
