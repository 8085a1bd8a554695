"""How a verb that needs the database is run: one manner of options, refusals and exit status.

A verb is a Django management command (one file per verb, in the app that owns it) deriving from
`Verb`: `options` declares its arguments, `act` does it and returns what --json prints.
"""

import difflib
import gc
import json
import re
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any, NoReturn

import django
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, ProgrammingError
from environs import EnvError

from wenming.kit.flow import Refused

YOUNG = 50_000  # objects made between two looks of the collector; Python's own 700 cost a tenth
UNREADY = "this installation has no tables yet, or older ones: run 'wenming init' first"


class Parser(CommandParser):
    """Argparse that suggests the nearest option and exits 2 on misuse."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the call, with the nearest option or word where one is near."""
        known = [o for a in self._actions for o in a.option_strings if o.startswith("--")]
        strange = re.search(r"unrecognized arguments: (--\S+)", message)
        choice = re.search(r"invalid choice: '(.*?)' \(choose from (.*)\)", message)
        if choice:
            message += near(choice[1], re.findall(r"'(.*?)'", choice[2]))
        elif strange:
            message += near(strange[1], known)
        ArgumentParser.error(self, message)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse, but an option that is none goes before what is lacking."""
        known = {o for a in self._actions for o in a.option_strings}
        words = [w.partition("=")[0] for w in args or () if w.startswith("--") and w != "--"]
        for word in words:
            if not any(option.startswith(word) for option in known):
                self.error(f"unrecognized arguments: {word}")
        return super().parse_known_args(args, namespace)


def near(said: str, known: Sequence[str]) -> str:
    """The hint at the nearest word, if one is near."""
    found = difflib.get_close_matches(said, known, n=1, cutoff=0.6)
    return f" (did you mean {found[0]}?)" if found else ""


class Verb(BaseCommand):
    """A verb of the one command. Subclasses write `options` and `act`."""

    requires_system_checks: list[str] | tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """--json for all, then the verb's own."""
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        self.options(parser)

    def options(self, parser: CommandParser) -> None:
        """The verb's own arguments."""

    def act(self, **options: Any) -> dict[str, Any]:
        """Do it; raise Refused to refuse. What is returned is printed."""
        raise NotImplementedError

    def words(self, result: dict[str, Any]) -> str:
        """The result for a person."""
        return "\n".join(f"{k}: {v}" for k, v in result.items() if not isinstance(v, list | dict))

    def handle(self, *args: Any, **options: Any) -> None:
        """Act and print; the exit status is in `result["exit"]` where it is not 0."""
        result = self.act(**options)
        status = int(result.pop("exit", 0))
        text = (
            json.dumps(result, ensure_ascii=False, default=str)
            if options["json"]
            else self.words(result)
        )
        if text:
            self.stdout.write(text)
        if status:
            sys.exit(status)


def run(name: str, rest: list[str], called: str = "") -> int:
    """Run the verb `name`, which people call `called`; 0 done, 1 refused, 2 misuse."""
    try:
        django.setup()
    except (EnvError, ValueError, OSError) as error:
        sys.stderr.write(f"wenming: this installation's settings do not hold: {error}\n")
        return 2
    from wenming.web.words import refusal  # noqa: PLC0415 - words need Django set up

    gc.freeze()  # what is loaded stays: the collector need not look through it over and over
    gc.set_threshold(YOUNG)
    command = load_command_class(get_commands()[name], name)
    parser = command.create_parser("wenming", called or name)
    parser.__class__ = Parser
    try:
        options = vars(parser.parse_args(rest))
        args = options.pop("args", ())
        command.execute(*args, **options)
    except SystemExit as leave:
        return int(leave.code or 0)
    except Refused as no:
        return tell(" ".join(map(str, refusal(no))).strip(), no, "--json" in rest)
    except (OperationalError, ProgrammingError, OSError) as error:
        return tell(unready(error), Refused("database"), "--json" in rest)
    return 0


def unready(error: Exception) -> str:
    """The words for a database that does not answer as it should."""
    from wenming.web.disk import is_full  # noqa: PLC0415 - its words need Django set up

    said = str(error).strip()
    missing = "no such table" in said or "does not exist" in said or "no such column" in said
    if is_full(error):
        return "the disk is full: nothing of this step was saved; free some space and repeat it"
    if "unable to open database file" in said or "readonly database" in said:
        return f"the database cannot be opened ({said}): may its folder be read and written here?"
    return UNREADY if missing else said


def tell(words: str, no: Refused, as_json: bool) -> int:
    """Print a refusal; the status for it."""
    if as_json:
        body = {"refused": no.reason, "facts": list(no.lacking), "message": words}
        sys.stdout.write(json.dumps(body, ensure_ascii=False) + "\n")
    sys.stderr.write(f"wenming: {words}\n")
    return 1
