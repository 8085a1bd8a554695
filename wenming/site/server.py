"""The server: gunicorn with threads, one process on SQLite, several on PostgreSQL, and a clock."""

import threading
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connection
from gunicorn.app.base import BaseApplication

from wenming.site import clock


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


def serve(host: str, port: int, *, workers: int | None = None, threads: int = 8) -> None:
    """Serve until told to stop. SQLite has one writing process; more would only wait."""
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


def end(_server: Any, worker: Any) -> None:
    """A worker goes: stop its clock."""
    if stop := getattr(worker, "clock", None):
        stop.set()
