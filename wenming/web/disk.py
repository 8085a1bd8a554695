"""A full disk, said plainly: 507, nothing half-saved, and what came before is still there."""

import errno
import shutil
import sys
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.defaults import server_error

from wenming.kit.flow import Refused
from wenming.web.http import refused
from wenming.web.words import refusal

FULL = ("database or disk is full", "no space left on device", "disk full", "disk is full")
UNWRITTEN = "disk i/o error"  # what SQLite says where there is no room even for its own short notes
LEAST = 2**20  # bytes: with less there is no room


def is_full(error: BaseException) -> bool:
    """Whether an error means that there is no room left, by the system's or the database's word."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    said = str(error).lower() if isinstance(error, DatabaseError) else ""
    return any(word in said for word in FULL) or (UNWRITTEN in said and not has_room())


def has_room() -> bool:
    """Whether anything can still be written where the installation keeps its things."""
    return shutil.disk_usage(settings.HOME).free >= LEAST


class FullDisk:
    """Middleware: answer 507 with a sentence where the disk is full."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the request pass."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer for a full disk; None for every other error."""
        if not is_full(error):
            return None
        return told_full(request)


def told_full(request: HttpRequest) -> HttpResponse:
    """The answer for a full disk, bare where even the frame of a page cannot be read any more."""
    no = Refused("full")
    wrong, todo = map(str, refusal(no))
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "full", "message": f"{wrong} {todo}"}, status=507)
    try:
        return refused(request, no)
    except DatabaseError:
        text = f"{wrong} {todo}"
        return HttpResponse(text, status=507, content_type="text/plain; charset=utf-8")


def failed(request: HttpRequest) -> HttpResponseBase:
    """The answer where something failed outside any view: who is asking could not even be read."""
    error = sys.exc_info()[1]
    full = error is not None and is_full(error)
    return told_full(request) if full else server_error(request)
