"""Many people's browsers at once, each over a connection of its own, from one starting shot."""

import http.client
import subprocess
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, NamedTuple
from urllib.parse import urlencode

PATIENCE_SECONDS = 120
TOKEN = "b" * 32  # the same in cookie and form is all that the check asks


class Answer(NamedTuple):
    """What one request was answered, and how many seconds it took."""

    status: int
    seconds: float


def wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Return when the server answers; RuntimeError where it does not."""
    until = time.monotonic() + PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            page(port, "", "/")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("it was not served")


def at_once(
    port: int, path: str, people: Sequence[Sequence[Any]], fields: Mapping[str, object]
) -> list[Answer]:
    """Everybody sends the same form from one starting shot, with his session and his membership."""
    shot = Barrier(len(people), timeout=PATIENCE_SECONDS)

    def one(session: str, member: int) -> Answer:
        shot.wait()
        return send(port, session, path, {**fields, "member": member})

    with ThreadPoolExecutor(len(people)) as crowd:
        sent = [crowd.submit(one, *person) for person in people]
        return [done.result() for done in sent]


def page(port: int, session: str, path: str) -> Answer:
    """One page, by one person."""
    return asked(port, session, path, None)


def send(port: int, session: str, path: str, fields: Mapping[str, object]) -> Answer:
    """One form, by one person."""
    return asked(port, session, path, urlencode({"csrfmiddlewaretoken": TOKEN, **fields}))


def asked(port: int, session: str, path: str, body: str | None) -> Answer:
    """One request of one person; status 0 where the connection broke."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    heads = {
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-Proto": "https",
        "Referer": f"https://127.0.0.1:{port}/",
    }
    begun = time.monotonic()
    try:
        line.request("GET" if body is None else "POST", path, body, heads)
        answer = line.getresponse()
        answer.read()
        return Answer(answer.status, time.monotonic() - begun)
    except http.client.HTTPException:
        return Answer(0, time.monotonic() - begun)
    finally:
        line.close()
