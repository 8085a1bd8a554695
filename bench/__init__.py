"""Benchmarks: one file each, one command to run them (`wenming bench`).

Each measures beside something else in the same run, so that what it prints are ratios, which mean
the same on a slow machine and on a fast one. A benchmark is a module with `run(ask)`, which gives
what --json prints, and `words(result)`, which says the same as a table for people.
"""

import difflib
import importlib
import json
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

N = TypeVar("N", int, float)

BENCHES = {
    "start": "how soon a command that needs no database answers, and one that does",
    "load": "sites and items from workbooks, beside a bare reading of the same files",
    "scores": "ten million marks scored, beside a bare aggregate and beside pandas",
    "samples": "which sites a round draws, in a city and in one ten times its size",
    "pages": "every daily page among 100,000 cases, beside the same among 1,000",
    "signup": "200 people at once for 5 places, on a served city, beside ephios",
    "campaign": "a campaign of 20,000 returns, beside one of 200",
    "gains": "which cases to mend first, in a city and in one ten times its size",
    "adoptions": "units to street segments, beside scipy's assignment; or the GAP instances in DIR",
    "matches": "orders to teams, times and venues, in a city and in one ten times its size",
    "tours": "inspectors to sites in order: the instances in DIR, or a city's day",
    "hours": "two million lines of the ledger of hours, beside 20,000",
    "rosters": "people to shifts: the instances in DIR, or a month of all markets",
}
FOLDERS = (
    "tours",
    "rosters",
    "adoptions",
)  # those that read instances from a folder named after them
LONG = ("tours", "rosters")  # and those that run only where they are named
VALUED = ("--keep", "--seconds", "--seed")
OPTIONS = ("--json", "--small", *VALUED, "--help")
USAGE = """usage: wenming bench [NAME [DIR] ...] [--json] [--small] [--keep DIR] [--seconds S] [--seed N]

{benches}

  --small     the same in seconds on little data: that it runs, not how fast
  --keep DIR  build the data of `pages` in DIR and use it again the next time
  --seconds S how long a planner may work on one instance
  --seed N    from which a planner's chance starts (1)
One benchmark alone prints its own figures as JSON; several print theirs under their names.
"""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of a benchmark; `seconds` None leaves it to each."""

    small: bool = False
    keep: Path | None = None
    folder: Path | None = None
    seconds: float | None = None
    seed: int = 1


class Misuse(Exception):
    """A call that makes no sense; the words say why."""


def main(words: list[str]) -> int:
    """The verb: 0 and the results on standard output, 2 when misused."""
    if {"-h", "--help"} & set(words):
        sys.stdout.write(usage())
        return 0
    try:
        names, ask, as_json = asked(words)
    except Misuse as misuse:
        sys.stderr.write(f"{misuse}\n{usage()}")
        return 2
    results: dict[str, Any] = {}
    for name, folder in names.items():
        bench = importlib.import_module(f"bench.{name}")
        results[name] = bench.run(replace(ask, folder=folder))
        if not as_json:
            print(f"\n{name}: {BENCHES[name]}\n\n{bench.words(results[name])}", flush=True)
    if as_json:
        told = results if len(results) > 1 else next(iter(results.values()))
        print(json.dumps({"machine": machine(), **told}, ensure_ascii=False))
    return 0


def asked(words: list[str]) -> tuple[dict[str, Path | None], Ask, bool]:
    """The benchmarks named with their folders, how to run them, and whether JSON is wanted.

    Where none is named it is all of those that need no folder.
    """
    left, options = list(words), dict[str, str]()
    names: dict[str, Path | None] = {}
    while left:
        word = left.pop(0)
        if word.startswith("-"):
            take_option(word, left, options)
        elif names and (last := next(reversed(names))) in FOLDERS and word not in BENCHES:
            names[last] = folder(word)
        else:
            names[known(word, tuple(BENCHES), "benchmark")] = None
    keep = Path(options["--keep"]).resolve() if "--keep" in options else None
    ask = Ask(
        small="--small" in options,
        keep=keep,
        seconds=number(options, "--seconds", float),
        seed=number(options, "--seed", int) or 1,
    )
    return names or dict.fromkeys(n for n in BENCHES if n not in LONG), ask, "--json" in options


def take_option(word: str, left: list[str], options: dict[str, str]) -> None:
    """Put one option and its value, which may be the next word, where it belongs."""
    name, _, value = word.partition("=")
    known(name, OPTIONS, "option of bench")
    if name in VALUED and not value:
        if not left:
            raise Misuse(f"{name} needs a value")
        value = left.pop(0)
    options[name] = value


def folder(word: str) -> Path:
    """A folder that is there."""
    path = Path(word)
    if not path.is_dir():
        raise Misuse(f"there is no folder '{word}'")
    return path.resolve()


def number(options: dict[str, str], name: str, kind: type[N]) -> N | None:
    """The value of an option as a number above nought; None where it is not given."""
    if name not in options:
        return None
    try:
        value = kind(options[name])
    except ValueError:
        raise Misuse(f"{name} needs a number, not '{options[name]}'") from None
    if value <= 0:
        raise Misuse(f"{name} needs a number above 0")
    return value


def known(word: str, choices: tuple[str, ...], what: str) -> str:
    """The word, if it is one of the choices; else the nearest is named."""
    if word in choices:
        return word
    near = difflib.get_close_matches(word, choices, n=1, cutoff=0.5)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    raise Misuse(f"'{word}' is no {what}{hint}")


def usage() -> str:
    """How to call it."""
    return USAGE.format(benches="\n".join(f"  {name:<8} {told}" for name, told in BENCHES.items()))


def machine() -> dict[str, Any]:
    """What the figures were measured on: cores, and how busy they were with other things."""
    return {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 2)}
