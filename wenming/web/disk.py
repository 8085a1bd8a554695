"""A full disk, said plainly: 507, nothing half-saved, and what came before is still there."""

import errno
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from wenming.kit.flow import Refused
from wenming.web.http import refused
from wenming.web.words import refusal

FULL = ("database or disk is full", "no space left on device", "disk full", "disk is full")


def is_full(error: BaseException) -> bool:
    """Whether an error means that there is no room left, by the system's or the database's word."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return isinstance(error, DatabaseError) and any(word in str(error).lower() for word in FULL)


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
        no = Refused("full")
        if request.path.startswith("/api/"):
            wrong, todo = map(str, refusal(no))
            return JsonResponse({"code": "full", "message": f"{wrong} {todo}"}, status=507)
        return refused(request, no)
