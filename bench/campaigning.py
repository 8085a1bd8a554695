"""One installation of `bench campaign`: a campaign of few returns and one of many, and who asks for them.

Started by bench/campaign.py as `... FEW MANY TURNS` with an empty WENMING_HOME; prints its figures as JSON.
"""

import json
import sys
import time
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from wenming.org.models import Appointment, Area, Unit, User
from wenming.org.rules import Level, Role, UnitKind
from wenming.service.campaigns.actions import define, report, take
from wenming.service.campaigns.drafts import CampaignDraft, MeasureDraft, ReturnDraft
from wenming.service.campaigns.models import Campaign
from wenming.service.campaigns.rules import Move
from wenming.service.campaigns.tallies import added_up, sums

DAY = date(2026, 3, 1)
DISTRICTS, STREETS = 10, 20  # of a city, and of each district
MEASURES = tuple(
    MeasureDraft(name, unit, places)
    for name, unit, places in (
        ("出动车辆", "车次", 0),
        ("清理卫生死角", "处", 0),
        ("清运垃圾", "吨", 2),
        ("发放宣传品", "份", 0),
        ("参加人数", "人", 0),
    )
)
Told = dict[str, Any]


def found(units: int) -> tuple[Area, list[Area], User]:
    """A city of districts and streets with so many units in it, and somebody of its office."""
    (Path(settings.HOME) / "static").mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    city = Area.objects.create(
        code="620000000000", name="市", level=Level.CITY, path="/620000000000/"
    )
    streets: list[Area] = []
    for d in range(1, DISTRICTS + 1):
        path = f"{city.path}62{d:02}00000000/"
        named = {"name": f"{d}区", "level": Level.DISTRICT.value, "path": path, "parent": city}
        district = Area.objects.create(code=path[-13:-1], **named)
        for s in range(1, STREETS + 1):
            code = f"62{d:02}{s:02}000000"
            named = {"name": f"{d}-{s}街道", "level": Level.STREET.value, "parent": district}
            streets.append(Area.objects.create(code=code, path=f"{path}{code}/", **named))
    Unit.objects.bulk_create(
        Unit(name=f"第{n}单位", kind=UnitKind.BUREAU.value, order=n, area=streets[n % len(streets)])
        for n in range(units)
    )
    office = User.objects.create(username="office", name="office")
    Appointment.objects.create(
        user=office, role=Role.OFFICE.value, area=city, since=date(2020, 1, 1)
    )
    return city, streets, office


@transaction.atomic
def campaign(city: Area, units: list[int], office: User) -> tuple[Campaign, float]:
    """A campaign all of whose units have reported; it, and the seconds a return took."""
    at = timezone.now()
    name = f"{len(units)}个单位的清洁日"
    draft = CampaignDraft(name, DAY, DAY, DAY, city.pk, MEASURES, tuple(units))
    row = take(define(draft, by=None, at=at).pk, Move.OPEN, by=None, at=at)
    measures = list(row.measures.all())
    began = time.perf_counter()
    for n, unit in enumerate(units):
        said = tuple((m.pk, f"{n % 90 + 1}.25" if m.places else f"{n % 90 + 1}") for m in measures)
        report(ReturnDraft(row.pk, unit, DAY, said), by=None, at=at)
    return row, (time.perf_counter() - began) / len(units)


def asked(client: Client, address: str) -> tuple[float, float]:
    """Wall and processor milliseconds of one page."""
    began = time.perf_counter(), time.process_time()
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return (time.perf_counter() - began[0]) * 1000, (time.process_time() - began[1]) * 1000


def pages(client: Client, rows: list[Campaign], turns: int) -> list[Told]:
    """Each page of each campaign, asked for in turn."""
    told = []
    for name in ("campaigns:campaign", "campaigns:returns"):
        times: dict[int, list[tuple[float, float]]] = {row.pk: [] for row in rows}
        for turn in range(turns + 1):
            for row in rows if turn % 2 else reversed(rows):
                spent = asked(client, reverse(name, args=[row.pk]))
                if turn:  # the first only warms it up
                    times[row.pk].append(spent)
        wall = [round(median(w for w, _ in times[row.pk]), 2) for row in rows]
        cpu = [round(median(c for _, c in times[row.pk]), 2) for row in rows]
        p95 = [round(quantiles([w for w, _ in times[row.pk]], n=20)[-1], 2) for row in rows]
        ratio = round(cpu[1] / cpu[0], 2)
        told.append(
            {"page": name, "p50_ms": wall, "p95_ms": p95, "cpu_p50_ms": cpu, "ratio": ratio}
        )
    return told


def totals(row: Campaign) -> Told:
    """The totals of every area: how many queries and how long, beside adding them up anew."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        began = time.perf_counter()
        kept = sums(row)
        spent = time.perf_counter() - began
    began = time.perf_counter()
    anew = added_up(row)
    return {
        "areas": len({area for area, _ in kept}),
        "queries": len(seen),
        "ms": round(spent * 1000, 2),
        "anew_ms": round((time.perf_counter() - began) * 1000, 2),
        "exact": kept == anew,
    }


def main() -> None:
    """Build, ask, tell."""
    few, many, turns = map(int, sys.argv[1:4])
    settings.ALLOWED_HOSTS = ["*"]
    city, _streets, office = found(many)
    keys = list(Unit.objects.order_by("order").values_list("pk", flat=True))
    (one, _), (other, each) = campaign(city, keys[:few], office), campaign(city, keys, office)
    client = Client()
    client.force_login(office)
    result = {
        "returns": [few, many],
        "report_ms": round(each * 1000, 2),
        "totals": totals(other),
        "pages": pages(client, [one, other], turns),
    }
    sys.stdout.write(json.dumps(result))
