"""The inbox of each person, and the seals over all acts."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST

from wenming.records import actions
from wenming.records.models import Act, Notice, Seal
from wenming.records.proofs import BROKEN, broken
from wenming.web.paging import page_of

SORTS = {"at": "id"}


def inbox(request: HttpRequest) -> HttpResponse:
    """What was told to this reader, newest first."""
    rows = Notice.objects.filter(to=request.user.pk).select_related("act__by")
    page = page_of(rows, request, sorts=SORTS, default="-at")
    lines = [(notice, where(notice.act)) for notice in page]
    unread = Notice.objects.unread().filter(to=request.user.pk)[:1000].count()
    return render(request, "records/inbox.html", {"page": page, "lines": lines, "unread": unread})


def where(act: Act) -> tuple[str, str]:
    """What an act's step is called and where its thing is opened, as the site says it."""
    ask = getattr(settings, "RECORDS_WORDS", "")
    label, url = import_string(ask)(act) if ask else (act.move, "")
    return str(label), str(url)


@require_POST
def read(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Mark one notice, or all, as read; one leads on to its thing."""
    actions.opened(request.user, at=timezone.now(), notice=pk)
    if pk is None:
        return redirect("records:inbox")
    notice = get_object_or_404(Notice.objects.select_related("act"), pk=pk, to=request.user.pk)
    return redirect(where(notice.act)[1] or "records:inbox")


def seals(request: HttpRequest) -> HttpResponse:
    """The chain of seals, and on request whether it holds."""
    audit(request)
    page = page_of(Seal.objects.all(), request, sorts=SORTS, default="-at")
    checked = request.method == "POST"
    wrong = [str(BROKEN[code]) % at for code, at in broken()] if checked else []
    facts = {
        "page": page,
        "unsealed": Act.objects.unsealed().count(),
        "checked": checked,
        "broken": wrong,
    }
    return render(request, "records/seals.html", facts)


def audit(request: HttpRequest) -> None:
    """Only those who may audit see the seals."""
    ask = getattr(settings, "WEB_POWERS", "")
    if "audit" not in (import_string(ask)(request) if ask else ()):
        raise PermissionDenied
