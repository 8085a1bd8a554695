"""Every address of the product."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from allauth.mfa import urls as codes
from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from wenming.site import api

# The admin has no way in of its own: it would not wait after wrong passwords, nor ask for a code.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

entrance = account.LoginView.as_view(extra_context={"demo": settings.DEMO})

handler500 = "wenming.web.disk.failed"
urlpatterns: list[URLPattern | URLResolver] = [
    path("account/login/", entrance, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/again/", account.reauthenticate, name="account_reauthenticate"),
    path("account/codes/", include(codes)),
    path("admin/", admin.site.urls),
    path("briefs/", include("wenming.service.briefs.urls")),
    path("alliances/", include("wenming.service.alliances.urls")),
    path("campaigns/", include("wenming.service.campaigns.urls")),
    path("courses/", include("wenming.service.courses.urls")),
    path("courses/", include("wenming.service.enrolments.urls")),
    path("cases/", include("wenming.loop.casework.urls")),
    path("api/", (api.addresses(), "ninja", api.api.urls_namespace)),
    path("duties/plans/", include("wenming.adoptions.urls")),
    path("duties/", include("wenming.duties.urls")),
    path("field/", include("wenming.doors.field.urls")),
    path("grids/", include("wenming.service.grids.urls")),
    path("load/", include("wenming.doors.workbooks.urls")),
    path("org/", include("wenming.staff.urls")),
    path("places/", include("wenming.places.urls")),
    path("proposals/", include("wenming.proposals.urls")),
    path("members/", include("wenming.service.members.urls")),
    path("rosters/", include("wenming.service.rosters.urls")),
    path("rounds/", include("wenming.loop.rounds.urls")),
    path("public/", include("wenming.doors.public.urls")),
    path("records/", include("wenming.records.urls")),
    path("scores/", include("wenming.loop.gains.urls")),
    path("scores/", include("wenming.loop.scores.urls")),
    path("shifts/", include("wenming.service.shifts.urls")),
    path("signups/", include("wenming.service.signups.urls")),
    path("standards/", include("wenming.loop.bars.urls")),
    path("tours/", include("wenming.loop.tours.urls")),
    path("orders/plans/", include("wenming.service.matching.urls")),
    path("orders/", include("wenming.service.orders.urls")),
    path("checklists/", include("wenming.service.checklists.urls")),
    path("stations/", include("wenming.service.stations.urls")),
    path("trainings/", include("wenming.service.trainings.urls")),
    path("certificates/", include("wenming.service.certificates.urls")),
    path("hours/", include("wenming.service.ledgers.urls")),
    path("volunteers/", include("wenming.service.volunteers.urls")),
    path("terms/", include("wenming.loop.terms.urls")),
    path("", include("wenming.doors.reports.urls")),
    path("", include("wenming.web.urls")),
]
