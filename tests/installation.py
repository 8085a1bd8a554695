"""A wenming of its own for one test: its home, its database, and the one command as people call it.

It runs on the database the tests run on: SQLite in its home, or a new database on their server.
"""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import pytest

COMMAND = Path(sys.executable).parent / "wenming"
SERVER = os.environ.get("WENMING_DATABASE_URL", "")


@dataclass(frozen=True)
class Installation:
    """One installation; `url` is empty where it lives on SQLite."""

    folder: Path
    url: str = ""

    @classmethod
    def fresh(cls, folder: Path, url: str = "") -> "Installation":
        """An empty home in `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, url)

    @property
    def env(self) -> dict[str, str]:
        """The environment in which the command finds this installation and no other."""
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("WENMING_", "DJANGO_"))}
        own = {"WENMING_HOME": str(self.folder), "PYTHONWARNINGS": "default"}
        return plain | own | ({"WENMING_DATABASE_URL": self.url} if self.url else {})

    def run(self, *words: str | Path, seconds: int = 300) -> "subprocess.CompletedProcess[str]":
        """Run a verb to its end, whatever its exit status."""
        return subprocess.run(
            [COMMAND, *map(str, words)],
            env=self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def told(self, *words: str | Path, seconds: int = 300) -> Any:
        """What a verb that must succeed prints with --json."""
        done = self.run(*words, "--json", seconds=seconds)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    def start(self, *words: str | Path, to: IO[str]) -> "subprocess.Popen[str]":
        """Start a verb that goes on by itself; what it prints goes into `to`."""
        return subprocess.Popen(
            [COMMAND, *map(str, words)],
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=to,
            stderr=subprocess.STDOUT,
            text=True,
        )


@contextmanager
def own_database() -> Iterator[str]:
    """The address of a new database on the tests' PostgreSQL; empty on SQLite."""
    if not SERVER:
        yield ""
        return
    import psycopg  # noqa: PLC0415  (only where PostgreSQL is)

    name = f"own_{secrets.token_hex(6)}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlsplit(SERVER)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """An empty installation; `wenming init` has not been run."""
    with own_database() as url:
        yield Installation.fresh(tmp_path / "home", url)
