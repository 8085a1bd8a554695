"""The page of the time limits: everybody may read it, the office may change it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wenming.kit.flow import Refused
from wenming.loop.standards.models import LIMITS
from wenming.loop.terms.actions import set_terms
from wenming.loop.terms.forms import TermsForm
from wenming.loop.terms.models import Term
from wenming.org.http import Request
from wenming.web.http import refused


def terms(request: Request) -> HttpResponse:
    """The limits in force, in working hours; whoever dispatches cases may set them."""
    limits = Term.objects.in_force()
    form = TermsForm(limits, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = set_terms(form.minutes(), by=request.user, at=timezone.now())
        except Refused as no:
            return refused(request, no, back=reverse("terms:terms"))
        messages.success(request, _("已改 %(n)s 项时限，以后开始的阶段照此计算。") % {"n": changed})
        return redirect("terms:terms")
    today = localdate()
    facts = {
        "form": form,
        "classes": LIMITS.values(),
        "may": "dispatch" in request.user.any_powers,
        "hours": limits.calendar.day_minutes / 60,
        "unknown": not limits.calendar.certain(today) and today.year,
    }
    return render(request, "terms/terms.html", facts, status=422 if form.errors else 200)
