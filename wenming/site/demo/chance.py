"""Chance that repeats: every stream of numbers is named in words, never by hash()."""

import random


def stream(*names: object) -> random.Random:
    """A random stream of its own for what the names say; the same names give the same numbers."""
    return random.Random("/".join(["云川", *map(str, names)]))  # noqa: S311 - not a secret
