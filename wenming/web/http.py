"""What every view needs of HTTP: safe ways back, enums in addresses, refusals as answers."""

from enum import StrEnum
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from wenming.kit.flow import Refused
from wenming.web.words import Sentence, refusal

STATUS = {
    **dict.fromkeys(("power", "own", "must_change"), 403),
    **dict.fromkeys(
        ("state", "conflict", "appealed", "asked", "live", "others", "case_moved", "broken"), 409
    ),
    **dict.fromkeys(
        ("needs", "unknown", "until", "plan", "into", "minutes", "count", "seconds"), 422
    ),
    "full": 507,
}

KEY_DIGITS = 18  # of the largest key every database can look for


def choice(kind: type[StrEnum]) -> type[Any]:
    """A URL converter that accepts the values of one enum and nothing else."""

    class Converter:
        regex = "|".join(sorted(kind, key=len, reverse=True))

        def to_python(self, value: str) -> StrEnum:
            return kind(value)

        def to_url(self, value: str) -> str:
            return kind(value).value

    return Converter


def key_in(said: str) -> int | None:
    """The primary key that an address or a form names; None for what no row can have."""
    return int(said) if said.isdecimal() and len(said) <= KEY_DIGITS else None


def safe_next(request: HttpRequest, otherwise: str = "/") -> str:
    """Where the reader wanted to go back to, if that is a page of ours."""
    there = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return there if ours else otherwise


def refused(request: HttpRequest, no: Refused, *, now: str = "", back: str = "") -> HttpResponse:
    """The page of a refusal, with the status its reason has: 409 state, 403 power, 422 needs.

    `now` is the state as it now is, in words; `back` the address of the thing.
    """
    status = STATUS.get(no.reason, 409)
    return told(request, refusal(no), status=status, now=now, back=back)


def conflict(request: HttpRequest, *, now: str, back: str) -> HttpResponse:
    """409: somebody else was first; shows the state as it now is and the way to it."""
    return refused(request, Refused("state"), now=now, back=back)


def told(
    request: HttpRequest, sentence: Sentence, *, status: int, now: str = "", back: str = ""
) -> HttpResponse:
    """A page that says one thing: what is wrong, and what to do."""
    facts = {"sentence": sentence, "now": now, "back": back, "status": status}
    return render(request, "web/refused.html", facts, status=status)
