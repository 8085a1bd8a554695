"""Pages about people, units, areas and the calendar."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from wenming.org.models import Appointment, User
from wenming.web.http import safe_next

DEMO_NAME = "demo"  # every account of the demo city that is shown begins with it


@login_not_required
def roles(request: HttpRequest) -> HttpResponse:
    """The demo city's people, each entered by one click; there is no such page elsewhere."""
    if not settings.DEMO:
        raise Http404
    people = User.objects.filter(username__startswith=DEMO_NAME, is_active=True)
    if request.method == "POST":
        user = get_object_or_404(people, pk=request.POST.get("user", "0"))
        login(request, user)
        return redirect(safe_next(request))
    facts = {
        "people": [shown(a) for a in standing(people)],
        "login_url": reverse("account_login"),
        "next": safe_next(request),
    }
    return render(request, "org/roles.html", facts)


def standing(people: QuerySet[User]) -> QuerySet[Appointment]:
    """The appointments of some people, in the order of the accounts."""
    rows = Appointment.objects.on(localdate()).filter(user__in=people)
    return rows.select_related("user", "area", "unit", "group").order_by("user__pk", "pk")


def shown(held: Appointment) -> dict[str, object]:
    """An appointment as a line of the demo's people."""
    over = [str(thing) for thing in (held.group, held.unit, held.area) if thing]
    return {
        "pk": held.user.pk,
        "username": held.user.username,
        "name": held.user.name,
        "role": held.get_role_display(),
        "over": " · ".join(over[:2]),
    }
