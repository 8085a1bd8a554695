"""Where an installation keeps its things, under one folder; how it reaches database and mail."""

import os
import secrets
from pathlib import Path
from typing import Any, NamedTuple
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
    if url and (parts.scheme != "sqlite" or parts.netloc or not parts.path.strip("/")):
        what = parts.scheme or "an address without a scheme"
        raise ValueError(
            f"WENMING_DATABASE_URL: {what} is neither postgresql://…/name nor sqlite:///path"
        )
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


class Mail(NamedTuple):
    """How mail leaves: printed, or handed to a server, over TLS from the start or after a word."""

    backend: str
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    speaks_tls: bool = False


MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def mail(url: str) -> Mail:
    """How mail leaves by its address: console:, smtp://, smtp+starttls:// or smtps://."""
    parts = urlsplit(url)
    if not url or parts.scheme == "console":
        return Mail("console")
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise ValueError(f"WENMING_EMAIL_URL: {parts.scheme}: is none of {', '.join(MAIL_PORTS)}")
    port = parts.port or MAIL_PORTS[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    tls = parts.scheme == "smtp+starttls", parts.scheme == "smtps"
    return Mail("smtp", parts.hostname, port, user, password, *tls)
