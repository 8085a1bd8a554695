"""Where an installation keeps its things: database, files and key, under one folder."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"  # what was acknowledged survives a power cut
    "PRAGMA cache_size=-65536;"
    "PRAGMA temp_store=MEMORY;"
)


def home() -> Path:
    """The folder of this installation: WENMING_HOME, else a folder of the user's own."""
    return Path(os.environ.get("WENMING_HOME") or Path.home() / ".wenming").expanduser().resolve()


def secret(folder: Path) -> str:
    """The key of this installation, made once and readable by its owner alone."""
    path = folder / "key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    key = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w") as file:
        file.write(key)
    return key


def database(url: str, folder: Path) -> dict[str, Any]:
    """Django's settings for a database address; SQLite in `folder` when there is none."""
    parts = urlsplit(url)
    if parts.scheme in {"postgres", "postgresql"}:
        return postgresql(url)
    if parts.scheme not in {"", "sqlite"}:
        raise ValueError(f"WENMING_DATABASE_URL: {parts.scheme} is neither postgresql nor sqlite")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": unquote(parts.path) or str(folder / "wenming.sqlite3"),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """Django's settings for a postgresql:// address; `?host=` may name a socket folder."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path).lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }
