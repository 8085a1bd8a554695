"""The views of the look: switches of the display, and the sheet of all parts for developers."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from wenming.web import samples
from wenming.web.display import COOKIES, remember
from wenming.web.http import safe_next


@login_not_required
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Keep the reader's size, theme or language, and go back to the page."""
    response = HttpResponseRedirect(safe_next(request))
    for kind, (cookie, known) in COOKIES.items():
        if (value := request.POST.get(kind, "")) in known:
            remember(response, cookie, value)
    if (language := request.POST.get("language", "")) in dict(settings.LANGUAGES):
        remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    return response


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every part once, for developers and for the pictures; elsewhere there is no such page."""
    for_developers(request)
    return render(request, "web/components.html", samples.everything(request))


@login_not_required
@require_safe
def sample(request: HttpRequest) -> JsonResponse:
    """A few streets for the map on the sheet of parts."""
    for_developers(request)
    return JsonResponse(samples.streets())


def for_developers(request: HttpRequest) -> None:
    """With DEBUG, or for staff; for anybody else there is no such page."""
    user = getattr(request, "user", None)
    if not settings.DEBUG and not getattr(user, "is_staff", False):
        raise Http404
