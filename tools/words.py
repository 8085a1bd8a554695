"""Renew the English catalogue: every word of the code and the templates, and no other, in it.

gettext's own tools guess a translation for whatever resembles an old one, and short Chinese
sentences all resemble each other. So nothing is guessed here: a word is known exactly or is blank.
`python -m tools.words` writes the catalogue anew and names the blank ones; tests/test_messages.py
holds that there are none. Needs no gettext on the machine.
"""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "wenming"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
METADATA = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "en",
    "MIME-Version": "1.0",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
# function -> the places of context, word and plural among its arguments
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")


@dataclass(frozen=True)
class Word:
    """One word or sentence to be translated."""

    msgid: str
    plural: str = ""
    context: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        """What a catalogue knows it by."""
        return (self.context, self.msgid)


class Unreadable(ValueError):
    """A call whose word is not written out, so that no catalogue can hold it."""


def words() -> dict[Word, list[str]]:
    """Every word of the product with the files it stands in."""
    found: dict[Word, list[str]] = {}
    for path in sorted(SOURCE.rglob("*")):
        read = {".py": in_python, ".html": in_template, ".txt": in_template}.get(path.suffix)
        if read is None or not path.is_file() or unread(path):
            continue
        place = path.relative_to(ROOT).as_posix()
        for word in read(path.read_text(), place):
            places = found.setdefault(word, [])
            if place not in places:
                places.append(place)
    return found


def unread(path: Path) -> bool:
    """Migrations keep the words of their day; plain text is read among templates only."""
    parts = path.parts
    return "migrations" in parts or (path.suffix != ".py" and "templates" not in parts)


def in_python(text: str, place: str) -> Iterator[Word]:
    """The words of a module; raises Unreadable where one is not written out."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in CALLS and node.args:
            literals = [a.value if isinstance(a, ast.Constant) else None for a in node.args]
            yield word(name, literals, f"{place}:{node.lineno}")


def in_template(text: str, place: str) -> Iterator[Word]:
    """The words of a template."""
    for name, arguments in TEMPLATE_CALL.findall(templatize(text, origin=place)):
        yield word(name, list(ast.literal_eval(f"({arguments},)")), place)


def word(name: str, arguments: Sequence[object], place: str) -> Word:
    """The word a call asks for."""
    context, single, plural = (
        None if at is None else written(arguments, at, place) for at in CALLS[name]
    )
    return Word(single or "", plural or "", context)


def written(arguments: Sequence[object], at: int, place: str) -> str:
    """The argument at this place, if it is a string written out."""
    value = arguments[at] if at < len(arguments) else None
    if not isinstance(value, str):
        raise Unreadable(f"{place}: a word must be written out to be translated")
    return value


def catalogue() -> polib.POFile:
    """The catalogue as it stands; an empty one where there is none."""
    return polib.pofile(str(CATALOGUE), wrapwidth=0) if CATALOGUE.exists() else polib.POFile()


def renewed(old: polib.POFile, found: dict[Word, list[str]]) -> polib.POFile:
    """The same translations for the words that are there, blanks for new ones, nothing else."""
    known = {(e.msgctxt, e.msgid): e for e in old if not e.obsolete and not e.fuzzy}
    new = polib.POFile(wrapwidth=0)
    new.metadata = METADATA
    for one, places in sorted(found.items(), key=lambda pair: (pair[1][0], pair[0].msgid)):
        before = known.get(one.key)
        entry = polib.POEntry(
            msgid=one.msgid, msgctxt=one.context, occurrences=[(place, "") for place in places]
        )
        if one.plural:
            entry.msgid_plural = one.plural
            entry.msgstr_plural = dict(before.msgstr_plural) if before else {}
            entry.msgstr_plural = {n: entry.msgstr_plural.get(n, "") for n in (0, 1)}
        else:
            entry.msgstr = before.msgstr if before else ""
        if "%(" in one.msgid:
            entry.flags = ["python-format"]
        new.append(entry)
    return new


def blank(entry: polib.POEntry) -> bool:
    """Whether a word has no translation, or not in every number."""
    forms = entry.msgstr_plural.values() if entry.msgid_plural else (entry.msgstr,)
    return not forms or not all(forms)


def main() -> int:
    """Write the catalogue anew; name what still has no English."""
    old = catalogue()
    new = renewed(old, words())
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(CATALOGUE))
    todo = [entry for entry in new if blank(entry)]
    for entry in todo:
        print(f"{entry.occurrences[0][0]}: {entry.msgid}")
    gone = {(e.msgctxt, e.msgid) for e in old} - {(e.msgctxt, e.msgid) for e in new}
    print(f"{len(new)} words, {len(todo)} without English, {len(gone)} gone")
    return 0


if __name__ == "__main__":
    sys.exit(main())
