"""docs/workflows.md is what the tables say, and every table with moves is on it."""

import pkgutil
from importlib import import_module
from typing import Any

import wenming
from tools.workflows import PAGE, flows, page
from wenming.kit.flow import Arrow


def tables() -> dict[str, Any]:
    """Every mapping of moves to arrows in any module called rules."""
    found = {}
    for module in pkgutil.walk_packages(wenming.__path__, "wenming."):
        if module.name.endswith(".rules"):
            for name, value in vars(import_module(module.name)).items():
                if (
                    isinstance(value, dict)
                    and value
                    and all(isinstance(one, Arrow) for one in value.values())
                ):
                    found[f"{module.name}.{name}"] = value
    return found


def test_the_page_is_what_the_tables_say() -> None:
    assert PAGE.read_text() == page(), "run `python -m tools.workflows`"


def test_every_table_of_moves_is_on_it() -> None:
    drawn = [flow.arrows for flow in flows()]
    assert [name for name, table in tables().items() if table not in drawn] == []


def test_every_state_and_move_of_a_workflow_has_a_word() -> None:
    for flow in flows():
        assert set(flow.moves) == set(flow.arrows)
        assert set(flow.states) == set(type(flow.start))
