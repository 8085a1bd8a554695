"""The machine door: one API, its two ways of showing who is calling, and its refusals."""

import hashlib
from datetime import timedelta
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer, SessionAuth

from wenming import __version__
from wenming.doors.field.api import door as field
from wenming.kit.flow import Refused
from wenming.loop.casework.api import door as cases
from wenming.org.models import Token, User
from wenming.web.api import Problem, problem, shaped
from wenming.web.disk import is_full
from wenming.web.http import STATUS

USED_AGAIN = timedelta(minutes=5)  # a key's last use is written down no more often than this


class Session(SessionAuth):
    """Somebody signed in on the pages; the request then needs the CSRF token too."""

    def __call__(self, request: HttpRequest) -> Any:
        """The person, or None where nobody is signed in; a given password must be changed first."""
        user = request.user
        if isinstance(user, User) and user.must_change:
            raise Refused("must_change")
        return super().__call__(request) if user.is_authenticated else None


class Bearer(HttpBearer):
    """`Authorization: Bearer KEY`: a key of the person's own, kept here only as its SHA-256."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The person whose key it is, while it lasts; the request is theirs from here on."""
        now = timezone.now()
        digest = hashlib.sha256(token.strip().encode()).hexdigest()
        lasting = Token.objects.filter(Q(until=None) | Q(until__gt=now), user__is_active=True)
        key = lasting.select_related("user").filter(sha256=digest).first()
        if key is None:
            return None
        if key.used is None or key.used < now - USED_AGAIN:
            Token.objects.filter(pk=key.pk).update(used=now)
        request.user = key.user
        return key.user


api = NinjaAPI(
    title="wenming",
    version=__version__,
    description=(
        "Sign in on the pages and send the CSRF token in `X-CSRFToken`, or send a key in "
        "`Authorization: Bearer`. Every refusal has a code for programs and words for people; "
        "every fault in what was sent has its place as a JSON path."
    ),
    auth=[Bearer(), Session()],
)
api.add_router("/field", field)
api.add_router("/cases", cases)


def answer(request: HttpRequest, told: Problem, status: int) -> HttpResponse:
    """A refusal as JSON."""
    return api.create_response(request, told.model_dump(), status=status)


@api.exception_handler(Refused)
def when_refused(request: HttpRequest, no: Refused) -> HttpResponse:
    """A rule said no."""
    return answer(request, problem(no), STATUS.get(no.reason, 422))


@api.exception_handler(ValidationError)
def when_malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent has not the shape it should have: every fault with its place."""
    told = Problem(code="malformed", message=_("内容的格式不对。"), faults=shaped(error.errors, 2))
    return answer(request, told, 422)


@api.exception_handler(Http404)
def when_unseen(request: HttpRequest, error: Http404) -> HttpResponse:
    """Not there, or not to be seen by this person."""
    return answer(request, Problem(code="unknown", message=_("没有找到。")), 404)


@api.exception_handler(HttpError)
def when_turned_away(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Not signed in, without the CSRF token, or not readable."""
    words = {
        401: ("signed_out", _("请先登录，或附上有效的接口密钥。")),
        403: ("csrf", _("缺少 CSRF 校验值。")),
        400: ("unreadable", _("读不懂发来的内容：不是有效的 JSON。")),
    }
    code, message = words.get(error.status_code, ("refused", error.message))
    told = answer(request, Problem(code=code, message=message), error.status_code)
    if isinstance(error, AuthenticationError):
        told.headers["WWW-Authenticate"] = "Bearer"
    return told


@api.exception_handler(RequestDataTooBig)
@api.exception_handler(UnreadablePostError)
def when_unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    """Too large, or broken off on the way."""
    message = _("发来的内容太大，或中途断了。")
    return answer(request, Problem(code="unreadable", message=message), 400)


@api.exception_handler(OperationalError)
def when_full(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """A full disk is said, and loses nothing that was acknowledged; anything else is a fault."""
    if not is_full(error):
        raise error
    return answer(request, problem(Refused("full")), STATUS["full"])


def addresses() -> list[URLPattern | URLResolver]:
    """The API's addresses; they tell who is calling for themselves, so the pages' gate lets them by."""
    patterns: list[URLPattern | URLResolver] = api.urls[0]
    for one in patterns:
        if isinstance(one, URLPattern):
            one.callback.login_required = False  # type: ignore[attr-defined]
    return patterns
