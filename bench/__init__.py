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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BENCHES = {
    "start": "how soon a command that needs no database answers, and one that does",
    "load": "sites and items from workbooks, beside a bare reading of the same files",
    "scores": "ten million marks scored, beside a bare aggregate and beside pandas",
    "pages": "every daily page among 100,000 cases, beside the same among 1,000",
}
OPTIONS = ("--json", "--small", "--keep", "--help")
USAGE = """usage: wenming bench [NAME ...] [--json] [--small] [--keep DIR]

{benches}

  --small     the same in seconds on little data: that it runs, not how fast
  --keep DIR  build the data of `pages` in DIR and use it again the next time
"""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of a benchmark."""

    small: bool = False
    keep: Path | None = None


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
    results: dict[str, Any] = {"machine": machine()}
    for name in names:
        bench = importlib.import_module(f"bench.{name}")
        results[name] = bench.run(ask)
        if not as_json:
            print(f"\n{name}: {BENCHES[name]}\n\n{bench.words(results[name])}", flush=True)
    if as_json:
        print(json.dumps(results, ensure_ascii=False))
    return 0


def asked(words: list[str]) -> tuple[list[str], Ask, bool]:
    """The benchmarks named (all where none is), how to run them, and whether JSON is wanted."""
    left, names, options = list(words), [], {}
    while left:
        word = left.pop(0)
        if not word.startswith("-"):
            names.append(known(word, tuple(BENCHES), "benchmark"))
            continue
        name, _, value = word.partition("=")
        known(name, OPTIONS, "option of bench")
        if name == "--keep" and not value:
            if not left:
                raise Misuse("--keep needs a folder")
            value = left.pop(0)
        options[name] = value
    keep = Path(options["--keep"]).resolve() if "--keep" in options else None
    return names or list(BENCHES), Ask("--small" in options, keep), "--json" in options


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
