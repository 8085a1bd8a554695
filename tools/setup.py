"""Make `.venv` with everything in it: once, quickly, and the same everywhere.

Runs on nothing but the standard library, with uv where there is one and pip where there is not.
It names no package index: whatever the machine has configured for uv or pip is used as it stands.
"""

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import system

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PINS = ROOT / "requirements" / "dev.txt"
STAMP = VENV / ".wenming-setup"
OLDEST = (3, 11)


class Unset(Exception):
    """Setting up cannot go on; the words say what to do."""


def key() -> str:
    """What the venv stands for: another pin, another Python or another folder makes another key."""
    told = hashlib.sha256()
    for path in (PINS, ROOT / "pyproject.toml", ROOT / "setup.py", Path(__file__)):
        told.update(path.read_bytes())
    told.update(f"{ROOT}\n{sys.version_info[:2]}".encode())
    return told.hexdigest()


def stands(wanted: str) -> bool:
    """Whether the venv is already what `wanted` names."""
    return (VENV / "bin" / "wenming").exists() and STAMP.exists() and STAMP.read_text() == wanted


@contextmanager
def alone() -> Iterator[None]:
    """Two makes at once set up one after the other; the lock ends with its process."""
    with PINS.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def run(*words: str | Path) -> None:
    """Run a command quietly; what it printed is shown only when it fails."""
    done = subprocess.run(
        [str(w) for w in words],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unset(f"{done.stdout}\nfailed: {' '.join(str(w) for w in words)}")


def works(*words: str | Path) -> bool:
    """Whether a command can be run at all and says yes."""
    try:
        return not subprocess.run(
            [str(w) for w in words], stdin=subprocess.DEVNULL, capture_output=True, check=False
        ).returncode
    except OSError:
        return False


def uv() -> str | None:
    """The uv of this machine, if there is one that runs."""
    found = shutil.which("uv")
    return found if found and works(found, "--version") else None


def lay_venv(with_uv: str | None) -> None:
    """An empty venv of this very Python, unless a sound one is there."""
    python = VENV / "bin" / "python"
    told = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    if works(python, "-c", told) and (with_uv or works(python, "-m", "pip", "--version")):
        return
    if with_uv:
        run(with_uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV)
        return
    if not works(sys.executable, "-c", "import ensurepip"):
        system.install(("venv",), why="this Python cannot make a virtual environment by itself")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def fill_venv(with_uv: str | None) -> None:
    """Every pinned package, each held to its hash, and wenming itself as it stands here."""
    python = VENV / "bin" / "python"
    pip = (
        (with_uv, "pip", "install", "--quiet", "--python", python)
        if with_uv
        else (
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-compile",
            "--disable-pip-version-check",
        )
    )
    run(*pip, "--require-hashes", "-r", PINS)
    plain = (
        "--config-settings",
        "editable_mode=compat",
    )  # a path entry, not a finder: 17 ms a start
    run(*pip, "--no-deps", "--no-build-isolation", *plain, "-e", ROOT)


def set_up() -> None:
    """Bring `.venv` up to date with the pins; nothing is done when it is."""
    wanted = key()
    with alone():
        if stands(wanted):
            return
        started, with_uv = time.monotonic(), uv()
        print(f"setup: making .venv with {'uv' if with_uv else 'pip'} ...", flush=True)
        STAMP.unlink(missing_ok=True)
        lay_venv(with_uv)
        fill_venv(with_uv)
        STAMP.write_text(wanted)
        print(f"setup: .venv is ready ({time.monotonic() - started:.0f} s)", flush=True)


def wish(parts: tuple[str, ...]) -> None:
    """Install parts that are good to have; where that cannot be done, say so and go on."""
    try:
        system.install(parts, why="papers are laid out as PDF with them")
    except system.Missing as no:
        print(f"setup: goes on without: {no}", file=sys.stderr)


def main() -> int:
    """Set up; with --parts, also install those parts of the system, with --wish where it can be done."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--parts", nargs="*", default=[], choices=sorted(system.PARTS))
    asked.add_argument("--wish", nargs="*", default=[], choices=sorted(system.PARTS))
    if sys.version_info < OLDEST:
        print("setup: wenming needs Python 3.11 or newer", file=sys.stderr)
        return 1
    given = asked.parse_args()
    os.umask(0o022)
    try:
        if given.parts:
            system.install(tuple(given.parts), why="the tests need them")
        wish(tuple(given.wish))
        set_up()
        run(VENV / "bin" / "python", "-m", "tools.messages")
    except (Unset, system.Missing) as no:
        print(f"setup: {no}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
