"""One installation of `bench pages`, and somebody of the office who asks it for pages.

Started by bench/pages.py as `... CASES LIVE [small]`: builds it in WENMING_HOME unless it is there,
says so on standard output, and then answers one JSON question a line.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.city import ASKED, Size, found
from bench.history import History, built_on
from bench.pouring import settle
from wenming.kit.ids import new_id
from wenming.loop.cases.models import Case
from wenming.loop.cases.rules import State
from wenming.loop.inspections.models import Finding, Round
from wenming.loop.inspections.plans import asked_at
from wenming.loop.scores.actions import reckon
from wenming.loop.scores.models import Score
from wenming.org.models import Area, Unit, User
from wenming.places.models import Site, SiteKind

BUILT = Path(settings.HOME) / "built.json"
WARM = 3
SEVERAL = 40  # different cases whose page is asked for


def build(size: Size) -> None:
    """Tables, city and history, in one transaction; then the scores of the newest closed round."""
    (Path(settings.HOME) / "static").mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with transaction.atomic():
        closed, _open = History(found(size), size).write()
    settle()
    reckon(closed, at=timezone.now())
    with transaction.atomic():
        scored_before(closed)
    rows = {m.__name__: m._default_manager.count() for m in (Case, Finding, Site)}
    rows["live"] = Case.objects.live().count()
    BUILT.write_text(json.dumps({"database": built_on(), "rows": rows, "scored": closed.pk}))


def scored_before(closed: Round) -> None:
    """Scores of the rounds before, like those of the newest."""
    found = list(Score.objects.filter(round=closed))
    for earlier in Round.objects.filter(state=closed.state).exclude(pk=closed.pk):
        for score in found:
            score.pk, score.round = None, earlier
        Score.objects.bulk_create(found, batch_size=500)


Request = Callable[[], Any]


def requests(client: Client, scored: int) -> dict[str, Request]:
    """How each page is asked for."""
    cases = reverse("cases:list")
    street = Area.objects.order_by("path").last()
    unit, newest = Unit.objects.order_by("pk")[3], Case.objects.order_by("-filed", "-pk")[0]
    narrowed = {
        "list": "",
        "list, by unit": f"?unit={unit.pk}",
        "list, by state and area": f"?state={State.FIXED.value}&area={street.pk if street else ''}",
        "list, one number": f"?q={newest.number}",
        "list, a common word": "?q=垃圾",
        "list, a longer word": "?q=占道经营",
        "list, late, by what is left": "?late=1&sort=left",
        "list, by due": "?sort=due",
        "list, last page": "?page=-1",
    }
    pages: dict[str, Request] = {name: get(client, cases + more) for name, more in narrowed.items()}
    keys = cycle(some_cases())
    pages["case"] = lambda: client.get(reverse("cases:detail", args=[next(keys)]))
    pages["dashboard"] = get(client, reverse("reports:dashboard"))
    pages["search, a common word"] = get(client, f"{reverse('reports:search')}?q=垃圾")
    pages["score"] = get(client, reverse("scores:round", args=[scored]))
    drafts = visits()
    pages["visit of 25 findings"] = lambda: client.post(
        "/api/field/visits", next(drafts), content_type="application/json"
    )
    return pages


def get(client: Client, address: str) -> Request:
    """A page that is always the same."""
    return lambda: client.get(address)


def some_cases() -> list[int]:
    """Cases from all times and in all states."""
    keys = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    live = list(Case.objects.live().order_by("pk").values_list("pk", flat=True))
    few = SEVERAL // 2
    return keys[:: max(1, len(keys) // few)][:few] + live[:: max(1, len(live) // few)][:few]


def visits() -> Iterator[list[dict[str, Any]]]:
    """Visits to the stops of the open round, one after another; two findings of each are bad."""
    round_ = Round.objects.under_way().get()
    asked = {kind.pk: asked_at(kind.pk, round_.edition_id) for kind in SiteKind.objects.all()}
    for stop in round_.stops.awaiting().select_related("site").order_by("pk"):
        now = timezone.now()
        yield [
            {
                "id": str(new_id()),
                "round": round_.name,
                "site": stop.site.code,
                "started": (now - timedelta(minutes=20)).isoformat(),
                "ended": now.isoformat(),
                "findings": [
                    {
                        "id": str(new_id()),
                        "item": item.code,
                        "verdict": "fail" if n in {4, 15} else "na" if n == ASKED - 1 else "pass",
                        "note": "现场可见" if n in {4, 15} else "",
                    }
                    for n, item in enumerate(asked[stop.site.kind_id])
                ],
            }
        ]


def answer(request: Request) -> Any:
    """One answer; RuntimeError unless it is a good one."""
    response = request()
    if response.status_code != 200:
        said = response.content.decode(errors="replace")[:400]
        raise RuntimeError(f"answered {response.status_code}: {said}")
    return response


def timed(request: Request, times: int) -> dict[str, list[float]]:
    """So many answers: milliseconds by the clock, and of our own work."""
    told: dict[str, list[float]] = {"wall_ms": [], "cpu_ms": []}
    for _time in range(times):
        wall, work = time.perf_counter(), time.process_time()
        answer(request)
        told["cpu_ms"].append((time.process_time() - work) * 1000)
        told["wall_ms"].append((time.perf_counter() - wall) * 1000)
    return told


def warmed(request: Request) -> dict[str, int]:
    """Ask a few times; how many queries the last answer took."""
    for _time in range(WARM):
        answer(request)
    with CaptureQueriesContext(connection) as seen:
        answer(request)
    return {"queries": len(seen)}


def told_of(pages: dict[str, Request], page: str, times: int = 0) -> dict[str, Any]:
    """What one question is answered; `times` 0 only warms up."""
    try:
        return timed(pages[page], times) if times else warmed(pages[page])
    except Exception as error:  # whatever a page fails by, the others are still to be measured
        return {"failed": f"{type(error).__name__}: {error}"}


def main() -> None:
    """Build, then answer questions until there are no more."""
    cases, live = map(int, sys.argv[1:3])
    size = Size(cases, live)
    if "small" in sys.argv[3:]:
        size = Size(cases, live, sites=240, kinds=8, leaves=50, units=10, groups=4, stops=80)
    if not BUILT.exists():
        build(size)
    built = json.loads(BUILT.read_text())
    client = Client()
    client.force_login(User.objects.get(username="office"))
    pages = requests(client, built["scored"])
    print(json.dumps(built | {"pages": list(pages)}), flush=True)
    for line in sys.stdin:
        print(json.dumps(told_of(pages, **json.loads(line))), flush=True)
