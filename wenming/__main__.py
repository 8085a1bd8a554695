"""The one command: `wenming VERB ...`, also `python -m wenming`.

Verbs are a table; each names the module that does it, loaded only when called, so that help and
the verbs that need no database start at once. Exit 0 done, 1 refused with reasons, 2 misuse.
"""

import difflib
import importlib
import importlib.util
import os
import sys
from collections.abc import Iterable
from typing import NamedTuple

from wenming import __version__


class Verb(NamedTuple):
    """One line of help, and where the verb lives: a module with `main`, or a Django command.

    `command` is the Django command's name where the verb's own is taken by Django itself;
    `setting` is one that is switched on for the verb.
    """

    help: str
    module: str = ""
    command: str = ""
    setting: str = ""


VERBS: dict[str, Verb] = {
    "init": Verb("make a new installation: database, key, catalogue, first account"),
    "demo": Verb("load the demo city and serve it", setting="WENMING_DEMO"),
    "serve": Verb("serve the product, with its clock for notices and seals"),
    "check": Verb("check this installation and say what is wrong", command="health"),
    "load": Verb("load an office workbook: areas, units, edition, sites, charges, feedback"),
    "dump": Verb("write a workbook that loads back with no difference"),
    "edition": Verb("publish an edition"),
    "round": Verb("open, draw, verify or close a round of inspections"),
    "record": Verb("record visits from a file of JSON lines"),
    "ledger": Verb("write the ledger of cases as a workbook"),
    "brief": Verb("write a campaign's brief as a Word file or PDF"),
    "score": Verb("reckon a round's scores with their margins"),
    "recompute": Verb("recompute a score from its open data alone", "wenming.insight.recompute"),
    "verify": Verb("check every seal over the records"),
    "propose": Verb("make a plan: who adopts which street, who goes where, who stands when"),
    "work": Verb("make the plans that were asked for, until none waits"),
    "volunteer": Verb("delete what is held about a volunteer who asked for it on paper"),
    "backup": Verb("write a backup while serving goes on"),
    "restore": Verb("bring a backup back"),
    "bench": Verb("measure pages, scores, loading and planners beside something else", "bench"),
}
OPTIONS = ("--home", "--version", "--help")
HELP = """usage: wenming [--home DIR] VERB [options]

{verbs}

  --home DIR   where database, files and key are kept (or WENMING_HOME)
  --version    print the version
  wenming VERB --help tells a verb's own options; every verb takes --json.
"""


def main(argv: list[str] | None = None) -> int:
    """Run one verb; returns the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    words, misuse = place_home(words)
    if misuse:
        return say(misuse)
    if not words or words[0] in {"-h", "--help", "help"}:
        sys.stdout.write(overview())
        return 0
    if words[0] == "--version":
        sys.stdout.write(f"wenming {__version__}\n")
        return 0
    name, rest = words[0], words[1:]
    if name not in VERBS:
        return say(unknown(name, VERBS))
    if setting := VERBS[name].setting:
        os.environ[setting] = "1"
    module = VERBS[name].module
    if module == "bench" and not importlib.util.find_spec(module):
        return say("bench/ is not installed: run it in a checkout, by `make bench`", 1)
    if module:
        return int(importlib.import_module(module).main(rest) or 0)
    return django(VERBS[name].command or name, rest, name)


def place_home(words: list[str]) -> tuple[list[str], str]:
    """Take --home out of the words and put it where settings look; the rest, and what is wrong."""
    rest: list[str] = []
    queue = iter(words)
    for word in queue:
        if word == "--home":
            folder = next(queue, "")
            if not folder or folder.startswith("--"):
                return rest, "--home needs a folder"
            os.environ["WENMING_HOME"] = folder
        elif word.startswith("--home="):
            os.environ["WENMING_HOME"] = word.removeprefix("--home=")
        else:
            rest.append(word)
    return rest, ""


def overview() -> str:
    """Every verb with its line."""
    width = max(map(len, VERBS))
    return HELP.format(verbs="\n".join(f"  {n:<{width}}  {v.help}" for n, v in VERBS.items()))


def unknown(name: str, known: Iterable[str]) -> str:
    """The words for a verb or an option that is none, with the nearest one."""
    option = name.startswith("-")
    nearest = difflib.get_close_matches(name, OPTIONS if option else list(known), n=1, cutoff=0.6)
    hint = f"; did you mean '{nearest[0]}'?" if nearest else "; wenming --help lists them"
    return f"'{name}' is not {'an option' if option else 'a verb'}{hint}"


def say(words: str, status: int = 2) -> int:
    """Tell why nothing was done; the status for it, that of a misuse unless another is given."""
    sys.stderr.write(f"wenming: {words}\n")
    return status


def django(name: str, rest: list[str], called: str) -> int:
    """Run a verb that needs the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenming.site.settings")
    return int(importlib.import_module("wenming.site.command").run(name, rest, called))


if __name__ == "__main__":
    raise SystemExit(main())
