"""Who comes in where: every address of the product for every role, written out to be read.

The lines stand in tests/access, a file for each room. A word in capitals stands for a thing of
tests/specimens.py. 200 is the page, 302 done or on to the sign-in, 401 sign in first, 403 not this
person, 404 no such thing for this person, 405 not in this manner; 409 and 422: this person may, but
the thing stands otherwise, or what was sent lacks something. An address that is not in the table
fails, and so does one that answers anybody otherwise.
"""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.access import told
from tests.specimens import Specimens

pytestmark = pytest.mark.django_db
ROLES = (
    *("nobody", "stranger", "leader", "auditor", "admin", "office", "group_head", "inspector"),
    *("chief", "mender", "liaison"),  # head and liaison of the street of the lanes; another's
)

ADMINS = ("nobody", "admin", "office")  # whoever comes nearest to being an operator

# What is sent with a POST; nothing where an address is not named.
BODIES: dict[str, Any] = {
    address: body for room in told("BODIES") for address, body in room.items()
}
# What answers who is not signed in: the sign-in, public papers, the shape of the API.
OPEN: set[str] = set().union(*told("OPEN"))


class Line(NamedTuple):
    """One line of the table: in what manner an address is asked, and what each role is answered."""

    method: str
    address: str
    answers: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.method:<5}{self.address:<43}{' '.join(map(str, self.answers))}"


def lines() -> list[Line]:
    """The table, read."""
    text = "".join(told("TABLE")).splitlines()
    rows = [line.split() for line in text if line and not line.startswith("#")]
    return [Line(method, address, tuple(map(int, answers))) for method, address, *answers in rows]


def routes(found: URLResolver, start: str = "") -> Iterator[str]:
    """Every route of the product."""
    for one in found.url_patterns:
        if isinstance(one, URLPattern):
            yield start + str(one.pattern)
        else:
            yield from routes(one, start + str(one.pattern))


def plain(route: str) -> str:
    """A route as it is compared: Django drops the marks of a pattern's ends when it joins them."""
    return route.replace("^", "").removesuffix("$")


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[Specimens]:
    """River City in the middle of its work, made once; what a request does is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        city = Specimens()
        for make in told("specimens"):
            before = dict(city.keys)
            make(city)
            assert before.items() <= city.keys.items(), f"{make.__module__} takes another's word"
        city.sign_in(ROLES[1:])
        yield city
        transaction.set_rollback(True)


def asked(city: Specimens, line: Line, role: str) -> int:
    """The status of one request by somebody of a role."""
    address, body = city.said(line.address), city.said(BODIES.get(line.address, {}))
    with transaction.atomic():
        client = Client()
        client.cookies = SimpleCookie(city.cookies.get(role, ""))
        answer = send(client, line.method, address, body)
        if answer.streaming:
            list(answer)  # read to its end, as a browser does; the file under it is closed then
        transaction.set_rollback(True)
    return answer.status_code


def send(client: Client, method: str, address: str, body: Any) -> HttpResponse:
    """One request: a form for pages, JSON for machines, bytes as they are."""
    answer: Any
    if method == "GET":
        answer = client.get(address)
    elif method == "PUT":
        answer = client.put(address, body, content_type="image/jpeg")
    elif address.startswith("/api/"):
        answer = client.post(address, body, content_type="application/json")
    else:
        answer = client.post(address, body)
    return answer  # type: ignore[no-any-return]


@pytest.mark.parametrize("line", lines(), ids=lambda line: f"{line.method} {line.address}")
def test_an_address_answers_each_role_as_the_table_says(city: Specimens, line: Line) -> None:
    told = line._replace(answers=tuple(asked(city, line, role) for role in ROLES))
    assert told == line, f"it now answers\n{told}"


def test_every_address_is_in_the_table(city: Specimens) -> None:
    known = {plain(resolve(city.said(line.address).partition("?")[0]).route) for line in lines()}
    every = {plain(one) for one in routes(get_resolver()) if not one.startswith("admin/")}
    assert every - known == set()


def test_the_admin_is_closed_to_all_but_its_operators(city: Specimens) -> None:
    """Signed in or not: to the sign-in, or refused; there is nobody with a post who may."""
    for route in routes(get_resolver()):
        if route.startswith("admin/"):
            plain = re.sub(r"\(\?P<\w+>(\w+)\|[^)]*\)", r"\1", route).replace("(?P<url>.*)", "x")
            address = "/" + re.sub(r"<[^>]+>", "1", plain).translate(
                {ord("^"): None, ord("$"): None}
            )
            assert resolve(address).route.replace("^", "") == route.replace("^", "")
            told = [asked(city, Line("GET", address, ()), role) for role in ADMINS]
            assert set(told) <= {302, 403, 404}, (address, told)


def test_nobody_gets_in_unsigned_but_to_these(city: Specimens) -> None:
    open_ = {line.address for line in lines() if line.answers[0] not in {302, 401, 404}}
    assert open_ == OPEN
