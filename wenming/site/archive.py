"""One file that holds an installation: database and files, taken while serving goes on.

A backup is a tar of `manifest.json`, the database (an SQLite file, or one COPY per table of
PostgreSQL, all of one snapshot) and `files/`. Restoring checks every digest before it touches
anything, and puts what stood there aside.
"""

import hashlib
import json
import os
import shutil
import socket
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from wenming import __version__
from wenming.kit.flow import Refused
from wenming.records.models import Lease

CHUNK = 2**20
OWN_NAME = 62  # digits of a SHA-256 behind the two its folder is called by
DATABASE = "wenming.sqlite3"
PEOPLE = "org_user"  # a table without which nothing could be signed in to


def backup(out: Path, *, at: datetime) -> dict[str, Any]:
    """Write a backup; its manifest. Raises Refused("exists") rather than overwrite a file."""
    if out.exists():
        raise Refused("exists", str(out))
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        draft = Path(folder)
        parts = dump_sqlite(draft) if connection.vendor == "sqlite" else dump_postgresql(draft)
        manifest = {
            "version": __version__,
            "at": at.isoformat(),
            "vendor": connection.vendor,
            "migrations": migrations(),
            "parts": {path.name: sha256(path) for path in parts},
            "files": [path.relative_to(settings.HOME).as_posix() for path in kept()],
        }
        (draft / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True))
        whole = draft / "backup.tar"
        with tarfile.open(whole, "w") as tar:
            for path in (draft / "manifest.json", *parts):
                tar.add(path, arcname=path.name)
            for name in manifest["files"]:
                tar.add(Path(settings.HOME, name), arcname=name)
        whole.replace(out)
    return manifest


def kept() -> list[Path]:
    """The files that are kept; what is just being written has no name of its own yet."""
    return sorted(p for p in Path(settings.HOME, "files").glob("??/*") if len(p.name) == OWN_NAME)


def migrations() -> list[str]:
    """The migrations applied, as app.name."""
    return sorted(
        f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
    )


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, read in pieces."""
    seen = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            seen.update(piece)
    return seen.hexdigest()


def dump_sqlite(folder: Path) -> list[Path]:
    """A consistent copy of the SQLite file."""
    path = folder / DATABASE
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    return [path]


def tables() -> list[str]:
    """The tables of the database, but for Django's own ledger of migrations."""
    return sorted(set(connection.introspection.table_names()) - {"django_migrations"})


def dump_postgresql(folder: Path) -> list[Path]:
    """Every table of one snapshot, each as PostgreSQL's own text form of COPY."""
    paths = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for name in tables():
            path = folder / f"{name}.copy"
            with path.open("wb") as file, cursor.copy(f'COPY "{name}" TO STDOUT') as rows:
                for piece in rows:
                    file.write(piece)
            paths.append(path)
    return paths


def restore(source: Path, *, at: datetime) -> dict[str, Any]:
    """Bring a backup back; its manifest.

    Refused("serving"), Refused("not_a_backup"), Refused("damaged", part) or
    Refused("other_database", vendor) leave everything as it was. What stood there is put aside
    beside it, never deleted.
    """
    if holder := serving(at):
        raise Refused("serving", holder)
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home) as folder:
        draft = Path(folder)
        manifest = unpack(source, draft)
        if manifest["vendor"] != connection.vendor:
            raise Refused("other_database", manifest["vendor"])
        load = load_sqlite if connection.vendor == "sqlite" else load_postgresql
        if strange := load(draft, manifest, at):
            raise Refused("damaged", str(source), strange)
        bring_files(draft / "files", home / "files")
    call_command("migrate", verbosity=0)
    return manifest


def unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack a backup and check every part of it; its manifest."""
    try:
        with tarfile.open(source) as tar:
            lay_out(tar, folder.resolve())
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
        parts, _vendor, _applied = (manifest[n] for n in ("parts", "vendor", "migrations"))
        files = {name: name.removeprefix("files/").replace("/", "") for name in manifest["files"]}
        promised = dict(parts) | files
    except (tarfile.TarError, OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        why = str(error).partition("\n")[0]
        raise Refused("not_a_backup", str(source), why) from error
    for name, digest in promised.items():
        if not (folder / name).is_file() or sha256(folder / name) != digest:
            raise Refused("damaged", str(source), name)
    here = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    if surplus := sorted(here - set(promised) - {"manifest.json"}):
        raise Refused("damaged", str(source), surplus[0])
    return manifest


def serving(at: datetime) -> str:
    """Who still serves this database: the holder of a turn that has not run out; none: empty.

    A process of this machine that is gone holds nothing, however it went.
    """
    nothing = connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists()
    if nothing or "records_lease" not in connection.introspection.table_names():
        return ""
    for holder in Lease.objects.filter(until__gt=at).values_list("holder", flat=True).distinct():
        machine, _colon, number = holder.rpartition(":")
        if machine != socket.gethostname() or is_alive(int(number)):
            return str(holder)
    return ""


def is_alive(process: int) -> bool:
    """Whether a process of this machine runs still."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def lay_out(tar: tarfile.TarFile, folder: Path) -> None:
    """Write the plain files of a tar below `folder`; TarError where one would lie outside.

    Not `extractall`: Debian 12's Python has no filter for it yet, and without one it follows
    whatever names and links a forged backup holds.
    """
    for member in tar:
        if member.isdir():
            continue
        path = (folder / member.name).resolve()
        source = tar.extractfile(member) if member.isfile() else None
        if source is None or not path.is_relative_to(folder):
            raise tarfile.TarError(f"{member.name} has no place in a backup")
        path.parent.mkdir(parents=True, exist_ok=True)
        with source, path.open("wb") as out:
            shutil.copyfileobj(source, out, CHUNK)


def load_sqlite(folder: Path, manifest: dict[str, Any], at: datetime) -> str:
    """Put the backup's database in the place of the present one, which is kept beside it.

    Where the backup holds none its name is given back, and nothing done.
    """
    if DATABASE not in manifest["parts"]:
        return DATABASE
    present = Path(str(connection.settings_dict["NAME"]))
    connections.close_all()
    for path in (present, *(present.with_name(present.name + end) for end in ("-wal", "-shm"))):
        if path.exists():
            path.rename(path.with_name(f"{path.name}.before-{at:%Y%m%d%H%M%S}"))
    (folder / DATABASE).rename(present)
    return ""


def load_postgresql(folder: Path, manifest: dict[str, Any], _at: datetime) -> str:
    """Fill the tables from the backup in one transaction: all of it or nothing.

    A part that is no table of ours, or the people where they are lacking, is given back by its
    name, and nothing filled.
    """
    bring_schema_to(manifest["migrations"])
    names = [part.removesuffix(".copy") for part in manifest["parts"]]
    strange = sorted(set(names) - set(tables())) or sorted({PEOPLE} - set(names))
    if strange:
        return str(strange[0])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("TRUNCATE " + ", ".join(f'"{n}"' for n in tables()) + " CASCADE")
        for name in sorted(names):  # order does not matter: Django's references are deferred
            with cursor.copy(f'COPY "{name}" FROM STDIN') as rows:
                for piece in pieces(folder / f"{name}.copy"):
                    rows.write(piece)
        for statement in resets():
            cursor.execute(statement)
    return ""


def bring_schema_to(applied: list[str]) -> None:
    """The tables as they were when the backup was made; later migrations run afterwards."""
    call_command("migrate", verbosity=0)
    if ahead := sorted(set(applied) - set(migrations())):
        raise Refused("newer_backup", ", ".join(ahead))


def pieces(path: Path) -> Iterator[bytes]:
    """A file's bytes in pieces."""
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def resets() -> list[str]:
    """SQL that sets every sequence behind its table's highest number."""
    reset: Callable[..., list[str]] = connection.ops.sequence_reset_sql
    return reset(no_style(), list(apps.get_models(include_auto_created=True)))


def bring_files(source: Path, target: Path) -> None:
    """Move the backup's files in; what is there already by the same content stays."""
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_file() and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            path.rename(place)
