"""A PostgreSQL of the tests' own: in a temporary folder, on loopback alone, always stopped.

`python -m tools.postgres COMMAND ...` runs a command with WENMING_DATABASE_URL naming such a one.
"""

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.system import servers

ROLE = "wenming"
PATIENCE_SECONDS = 60
# Nothing here outlives the tests, so nothing need reach the disk.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
    "log_min_messages": "fatal",
}
PR_SET_PDEATHSIG = 1


class NoServer(Exception):
    """No PostgreSQL can be started here; the words say why."""


@dataclass(frozen=True)
class Owner:
    """Who runs the server (PostgreSQL refuses to be run by root); all None: we ourselves."""

    uid: int | None = None
    gid: int | None = None
    groups: tuple[int, ...] | None = None

    def own(self, path: Path) -> None:
        """Hand a path to this user."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def owner() -> Owner:
    """Ourselves, or, where we are root, the user that Debian's package made, else nobody."""
    if os.geteuid():
        return Owner()
    users = {p.pw_name: p for p in pwd.getpwall()}
    told = users.get("postgres") or users["nobody"]
    return Owner(told.pw_uid, told.pw_gid, ())


def programs() -> Path:
    """The folder of the newest server's programs."""
    found = [*servers(), *(Path(p).resolve() for p in [shutil.which("initdb")] if p)]
    if not found:
        raise NoServer("PostgreSQL is not installed: run `python3 -m tools.system postgresql`")
    return found[0].parent


def free_port() -> int:
    """A port of loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def dies_with_us() -> Callable[[], None]:
    """What the child runs first: should we be killed outright, the kernel stops the server."""
    library = ctypes.CDLL(None, use_errno=True)
    return lambda: library.prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def lay(folder: Path, by: Owner, password: str) -> None:
    """An empty cluster in `folder`, its one role opened by `password`."""
    told = folder / "password"
    told.write_text(password)
    told.chmod(0o600)
    by.own(told)
    words = f"--no-sync --encoding=UTF8 --locale=C.UTF-8 --username={ROLE} --auth=scram-sha-256"
    done = subprocess.run(
        [programs() / "initdb", *words.split(), f"--pwfile={told}", folder / "data"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        user=by.uid,
        group=by.gid,
        extra_groups=by.groups,
    )
    if done.returncode:
        raise NoServer(f"initdb failed:\n{done.stdout}{done.stderr}")


@contextmanager
def serving(folder: Path, by: Owner, port: int) -> Iterator[None]:
    """The server on `port`, up when the body runs, gone after it."""
    log = folder / "log"
    settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    with log.open("w") as said:
        server = subprocess.Popen(
            [programs() / "postgres", "-D", folder / "data", "-p", str(port), *settings],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            user=by.uid,
            group=by.gid,
            extra_groups=by.groups,
            preexec_fn=dies_with_us(),
        )
        try:
            wait(server, port, log)
            yield
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(PATIENCE_SECONDS)


def wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return when the server takes connections."""
    until = time.monotonic() + PATIENCE_SECONDS
    asked = [str(programs() / "pg_isready"), *f"--quiet -h 127.0.0.1 -p {port}".split()]
    while subprocess.run(asked, check=False).returncode:
        if server.poll() is not None or time.monotonic() > until:
            raise NoServer(f"the server did not start:\n{log.read_text()}")
        time.sleep(0.1)


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a fresh server, for as long as the body runs."""
    by, password = owner(), secrets.token_urlsafe(12)
    with tempfile.TemporaryDirectory(prefix="wenming-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        by.own(folder)
        lay(folder, by, password)
        port = free_port()
        with serving(folder, by, port):
            yield f"postgresql://{ROLE}:{password}@127.0.0.1:{port}/postgres"


def leave(*_: object) -> None:
    """Being told to stop is an orderly end: the server is stopped on the way out."""
    sys.exit(143)


def main() -> int:
    """Run the command that is named, with the address of a fresh server in its environment."""
    signal.signal(signal.SIGTERM, leave)
    if len(sys.argv) == 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with cluster() as url:
            env = os.environ | {"WENMING_DATABASE_URL": url}
            return subprocess.run(sys.argv[1:], env=env, check=False).returncode
    except NoServer as no:
        print(f"postgres: {no}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
