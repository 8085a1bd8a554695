"""The server: gunicorn with threads, one process on SQLite, several on PostgreSQL, and a clock."""

import socket
import threading
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from gunicorn.app.base import BaseApplication

from wenming.kit.flow import Refused
from wenming.site import clock, worker

LAST_PORT = 65_535


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn set up from within."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand our options over."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, loaded in the worker."""
        return get_wsgi_application()


def port(said: str) -> int:
    """The number of a port; ValueError for what is none."""
    number = int(said)
    if not 0 <= number <= LAST_PORT:
        raise ValueError(said)
    return number


def may_listen(host: str, number: int) -> None:
    """Refused("port_taken") where nothing can listen there, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host.strip("[]"), number))
        except OSError as error:
            raise Refused("port_taken", f"{host}:{number}", error.strerror or "") from error


def serve(host: str, port: int, *, workers: int | None = None, threads: int = 8) -> None:
    """Serve until told to stop. SQLite has one writing process; more would only wait."""
    may_listen(host, port)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    alone = connection.vendor == "sqlite"
    Server(
        {
            "bind": f"{host}:{port}",
            "worker_class": "gthread",
            "workers": 1 if alone else workers or 2,
            "threads": threads,
            "graceful_timeout": 10,
            "timeout": 120,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": begin,
            "worker_exit": end,
        }
    ).run()


def begin(worker: Any) -> None:
    """A worker is up: start its clock."""
    worker.clock = threading.Event()
    clock.start(worker.clock)


def end(_server: Any, going: Any) -> None:
    """A worker goes: stop its clock, and whoever makes plans for it."""
    worker.leave()
    if stop := getattr(going, "clock", None):
        stop.set()
