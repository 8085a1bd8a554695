"""Who comes in where, a file for each room of the house: lines of the table, what is sent, what is open.

A room's file may hold `specimens(city)`: the things its addresses name, made after those of
tests/specimens.py and put into `city.keys`.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

ROOMS = [import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)]


def told(name: str) -> list[Any]:
    """What each room says under a name; a room may say nothing."""
    return [getattr(room, name) for room in ROOMS if hasattr(room, name)]
