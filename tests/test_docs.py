"""What stands written beside the code is true: requirements, addresses, links, commands."""

import json
import re
import subprocess
import tomllib
from contextlib import redirect_stdout
from datetime import timedelta
from enum import StrEnum
from importlib import import_module
from io import StringIO
from pathlib import Path
from types import ModuleType

import pytest
import time_machine
from django.apps import apps
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.test import Client
from django.utils.functional import Promise
from packaging.requirements import Requirement

from tests.fieldwork import assessment
from tests.world import MONDAY, World
from wenming.__main__ import VERBS
from wenming.kit.sheets.faults import SENTENCES
from wenming.site.api import api

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
# Written in two pieces, so that this file is not the one place where they stand.
REGISTRIES = tuple(
    ".".join(pieces)
    for pieces in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
        ("unpkg", "com"),
        ("jsdelivr", "net"),
    )
)
MACHINE = tuple("/" + place for place in ("work/main", "work/shared", "root/"))


def tracked() -> list[Path]:
    """Every file that git keeps; outside of git, every file that is not made."""
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if told.returncode == 0:
        return [p for n in told.stdout.decode().split("\0") if n and (p := ROOT / n).is_file()]
    made = {".venv", ".home", "__pycache__", "build", "dist"}
    return [p for p in ROOT.rglob("*") if p.is_file() and not made & set(p.parts)]


def texts() -> list[tuple[str, str]]:
    """Name and text of every tracked file that is text."""
    return [
        (p.relative_to(ROOT).as_posix(), p.read_text(errors="replace"))
        for p in tracked()
        if b"\0" not in p.read_bytes()[:1024]
    ]


def pins(name: str) -> dict[str, str]:
    """Package and version, as a requirements file pins them (several versions: by Python)."""
    text = (ROOT / "requirements" / name).read_text()
    found: dict[str, str] = {}
    for package, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.MULTILINE):
        found[package] = " ".join(filter(None, (found.get(package), version)))
    return found


def normal(name: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_no_registry_and_no_machine_is_named_anywhere() -> None:
    named = (*REGISTRIES, *MACHINE)
    assert [(file, n) for file, text in texts() for n in named if n in text] == []


def test_no_lock_file_is_kept_for_they_carry_registry_addresses() -> None:
    locks = {"uv.lock", "package-lock.json", "poetry.lock", "yarn.lock"}
    assert [p.name for p in tracked() if p.name in locks] == []


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    lines = re.sub(r"\\\n", " ", text).splitlines()
    asked = [line for line in lines if line.strip() and not line.startswith("#")]
    assert asked
    assert [line for line in asked if not re.match(r"[\w.-]+==\S+.* --hash=sha256:", line)] == []


def test_the_pins_answer_the_project_file() -> None:
    asked = [
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["postgresql"],
    ]
    for file, wanted in (
        ("run.txt", asked),
        ("dev.txt", [*asked, *PROJECT["dependency-groups"]["dev"]]),
    ):
        held = pins(file)
        unmet = [
            str(r)
            for r in map(Requirement, wanted)
            if not all(v in r.specifier for v in held.get(normal(r.name), "0").split())
        ]
        assert unmet == [], f"requirements/{file}: run `make lock`"


def test_what_runs_is_what_was_tested() -> None:
    run, dev = pins("run.txt"), pins("dev.txt")
    assert {n: v for n, v in run.items() if dev.get(n) != v} == {}


@pytest.mark.parametrize(
    "page",
    [p for p in tracked() if p.suffix == ".md"],
    ids=lambda p: p.relative_to(ROOT).as_posix(),
)
def test_a_page_links_to_what_is_there(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    near = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in near if not (page.parent / link).exists()] == []


def test_every_make_that_a_page_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        (p.name, t)
        for p in tracked()
        if p.suffix == ".md"
        for t in re.findall(r"(?:^|`)make ([a-z]+)", p.read_text(), re.MULTILINE)
    }
    assert {(page, target) for page, target in named if target not in targets} == set()


# What the pages of docs/ say of the product


def said(name: str) -> str:
    """The text of a page of docs/."""
    return (DOCS / name).read_text()


def sections(text: str) -> dict[str, str]:
    """The parts of a page by their second headings."""
    return dict(re.findall(r"^## (\S+).*?\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))


def test_every_page_is_reached_from_the_first() -> None:
    """No page lies where nobody is led to."""
    seen, queue = set[Path](), [ROOT / "README.md", ROOT / "README.zh-CN.md"]
    while queue:
        page = queue.pop()
        if page in seen or not page.is_file():
            continue
        seen.add(page)
        links = re.findall(r"\]\(([^)#\s]+\.md)", page.read_text())
        queue += [(page.parent / link).resolve() for link in links if "://" not in link]
    assert [p.name for p in DOCS.rglob("*.md") if p not in seen] == []


def test_the_tour_names_every_room() -> None:
    rooms = {p.parent for p in (ROOT / "wenming").glob("*/__init__.py")}
    wings = {
        p for p in rooms if list(p.glob("*/__init__.py")) and p.name in {"loop", "service", "doors"}
    }
    rooms = rooms - wings | {p.parent for w in wings for p in w.glob("*/__init__.py")}
    rows = re.findall(r"^\| \[([\w.]+)\]\((\S+)\) \| .+ \|$", said("tour.md"), re.MULTILINE)
    named = {(DOCS / link).resolve(): name for name, link in rows}
    assert named == {p: ".".join(p.relative_to(ROOT / "wenming").parts) for p in rooms}


def test_the_tour_leads_to_what_it_names() -> None:
    hops = re.findall(r"\[`(\w+)`\]\((\S+\.py)\)", said("tour.md"))
    lost = [
        (name, link)
        for name, link in hops
        if not re.search(rf"^(?:def|class) {name}\b", (DOCS / link).read_text(), re.MULTILINE)
    ]
    assert len(hops) >= 15
    assert lost == []


def test_the_glossary_names_every_table_as_the_pages_do() -> None:
    rows = re.findall(
        r"^\| (\w+) \| (\S+) \| .+ \| \[([\w/]+)\]\((\S+)\) \|$", said("glossary.md"), re.MULTILINE
    )
    named = {(link, name): word for name, word, _room, link in rows}
    tables = {
        ("../" + m.__module__.replace(".", "/") + ".py", m.__name__): str(m._meta.verbose_name)
        for m in apps.get_models()
        if m.__module__.startswith("wenming.")
    }
    assert named == tables


def words_of_models() -> dict[str, dict[str, str]]:
    """The words of every state, move, role, level and kind: `room.NAME` -> code -> word."""
    found: dict[str, dict[str, str]] = {}
    seen: set[int] = set()
    for app in apps.get_app_configs():
        if app.models_module is None or not app.name.startswith("wenming."):
            continue
        for name, value in vars(app.models_module).items():
            if isinstance(value, dict) and id(value) not in seen and codes_of(value):
                seen.add(id(value))  # a later room may import it
                told = {code.value: str(word) for code, word in value.items()}
                found[f"{app.name.removeprefix('wenming.')}.{name}"] = told
    return found


def codes_of(value: dict[object, object]) -> bool:
    """Whether a dict gives words for the members of an enum."""
    return bool(value) and all(
        isinstance(k, StrEnum) and isinstance(v, str | Promise) for k, v in value.items()
    )


def test_the_glossary_has_every_word_of_every_state_move_role_level_and_kind() -> None:
    lines = re.findall(r"^- [^`]+, `([\w.]+)`: (.+)$", said("glossary.md"), re.MULTILINE)
    named = {name: dict(re.findall(r"`(\w+)` (.+?)(?: · |$)", rest)) for name, rest in lines}
    assert named == words_of_models()


def test_every_setting_is_told_and_no_other() -> None:
    code = "".join(p.read_text() for p in sorted((ROOT / "wenming/site").glob("*.py")))
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", code))
    read = {f"WENMING_{name}" for name in read} | set(re.findall(r"\"(WENMING_[A-Z_]+)\"", code))
    rows = re.findall(
        r"^\| `(WENMING_[A-Z_]+)` \| (.+?) \| (.+) \|$", said("settings.md"), re.MULTILINE
    )
    assert {name for name, _default, _meaning in rows} == read


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_is_told_with_its_options(name: str) -> None:
    told = sections(said("commands.md"))
    assert set(told) == set(VERBS)
    text = told[name]
    assert f"wenming {name}" in text
    rows = re.findall(r"^\| `(--[\w-]+)` \| .+ \|$", text, re.MULTILINE)
    verb = VERBS[name]
    if verb.module:
        known = set(re.findall(r"--[a-z-]+", "".join(usages(import_module(verb.module)))))
    else:
        known = options(verb.command or name)
    assert set(rows) == known - {"--json", "--help"}


def options(command: str) -> set[str]:
    """The options of a Django command that are its own."""
    plain = {o for a in BaseCommand().create_parser("", "")._actions for o in a.option_strings}
    parser = load_command_class(get_commands()[command], command).create_parser("", "")
    return {o for action in parser._actions for o in action.option_strings} - plain


def usages(module: ModuleType) -> list[str]:
    """What a verb of its own prints with --help."""
    out = StringIO()
    with redirect_stdout(out):
        module.main(["--help"])
    return [out.getvalue()]


def test_every_fault_of_loading_is_explained() -> None:
    rows = re.findall(r"^\| ((?:`[a-z_]+`、?)+) \|", said("faults.md"), re.MULTILINE)
    assert {code for row in rows for code in re.findall(r"`(\w+)`", row)} == set(SENTENCES)


def test_every_library_has_its_reason() -> None:
    deps = [
        *PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"]["postgresql"],
        *PROJECT["dependency-groups"]["dev"],
    ]
    text = said("decisions/0005-libraries.md")
    assert [r.name for r in map(Requirement, deps) if not re.search(rf"\b{r.name}\b", text)] == []


def test_every_door_for_machines_is_told() -> None:
    rows = re.findall(r"^\| ([A-Z]+) \| `(/api/\S+)` \| .+ \|$", said("api.md"), re.MULTILINE)
    served = {
        (method.upper(), path)
        for path, ways in api.get_openapi_schema()["paths"].items()
        for method in ways
    }
    assert set(rows) == served


def test_the_example_of_the_machine_door_is_answered_as_the_page_says(
    world: World, client: Client
) -> None:
    sent, answered = re.findall(r"```json\n(.*?)```", said("api.md"), re.DOTALL)
    with time_machine.travel(MONDAY + timedelta(hours=1), tick=False):
        assessment(world, MONDAY)
        client.force_login(world.inspector)
        for _again in range(2):
            answer = client.post("/api/field/visits", sent, content_type="application/json")
            assert answer.status_code == 200
    first = json.loads(answered)
    assert json.loads(answer.content) == [one | {"outcome": "same"} for one in first]
    assert [one["outcome"] for one in first] == ["recorded"]
