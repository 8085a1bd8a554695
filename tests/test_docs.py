"""What stands written beside the code is true: requirements, addresses, links, commands."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
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
