"""Attributes of sites by the JSON Schema of their kind: read from a cell, checked, said again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator

from wenming.kit.sheets import cells
from wenming.kit.sheets.shapes import Value
from wenming.kit.words import key
from wenming.places.models import SiteKind

YES_NO = {"有": True, "是": True, "√": True, "无": False, "否": False, "×": False}
YES, NO = "是", "否"


class Wrong(NamedTuple):
    """An attribute that is not as its kind wants it; `allowed` says what would be."""

    label: str
    said: str
    allowed: str


@dataclass(slots=True)
class Kinds:
    """The kinds of sites by name, and a check of each kind's attributes."""

    numbers: dict[str, int]
    schemas: dict[int, dict[str, Any]]
    checks: dict[int, Draft202012Validator] = field(default_factory=dict)

    @classmethod
    def known(cls) -> "Kinds":
        """The kinds of the catalogue and of the editions."""
        rows = list(SiteKind.objects.values_list("name", "pk", "schema"))
        return cls({key(n): pk for n, pk, _s in rows}, {pk: s for _n, pk, s in rows})

    def properties(self, kind: int) -> Mapping[str, Mapping[str, Any]]:
        """What a kind knows of its attributes, by label."""
        found: Mapping[str, Mapping[str, Any]] = self.schemas[kind].get("properties", {})
        return found

    def wrong(self, kind: int, found: Mapping[str, Any]) -> Iterator[Wrong]:
        """What of the attributes a kind does not allow."""
        if kind not in self.checks:
            self.checks[kind] = Draft202012Validator(self.schemas[kind])
        for error in self.checks[kind].iter_errors(found):
            label = str(error.path[0]) if error.path else ""
            allowed = "、".join(map(str, error.schema.get("enum", ()))) or error.message
            yield Wrong(label, str(error.instance), allowed)


def typed(value: Value, kind: str) -> Any:
    """A cell as its attribute's type, text where the type is not known; None for a blank one.

    Raises Unread for what cannot be read so.
    """
    if kind == "boolean":
        return cells.choice(YES_NO)(value)
    if kind == "integer":
        return cells.whole(value, least=None)
    if kind == "number":
        found = cells.number(value, places=6, least=None)
        return None if found is None else int(found) if found == int(found) else float(found)
    return cells.text(value)


def said(value: Any) -> str | int | float:
    """An attribute in a form that is read back as the same."""
    if isinstance(value, bool):
        return YES if value else NO
    return value if isinstance(value, int | float) else str(value)
