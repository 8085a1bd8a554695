"""Two million lines of the ledger of hours: a person's page, a team's month and the city's, beside 20,000.

Each size is a process with an installation of its own on SQLite. A page goes through every middleware
and template as a user of the office; the ratio is of processor time, median of many requests.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from bench import Ask

FEW, MANY = 20_000, 2_000_000
SMALL = (200, 2_000)
EACH = 100  # lines of one person
UNITS, TURNS, DAYS = 50, 40, 720
FIRST = date(2025, 1, 1)
AIM = 1.5
WORKER = "import django; django.setup(); from bench.hours import work; work()"


def run(ask: Ask) -> dict[str, Any]:
    """Build both, measure both, compare."""
    sizes = SMALL if ask.small else (FEW, MANY)
    few, many = (measured(size, 3 if ask.small else TURNS) for size in sizes)
    pages = [
        {
            "page": page,
            "cpu_ms": {str(sizes[0]): few["pages"][page], str(sizes[1]): many["pages"][page]},
            "ratio": round(many["pages"][page] / few["pages"][page], 2),
        }
        for page in few["pages"]
    ]
    worst = max(pages, key=lambda one: float(one["ratio"]))
    found = {"page": worst["page"], "ratio": worst["ratio"], "aim": AIM}
    built = {str(size): one["seconds"] for size, one in zip(sizes, (few, many), strict=True)}
    return {"rows": list(sizes), "pages": pages, "worst": found, "build_seconds": built}


def measured(rows: int, turns: int) -> dict[str, Any]:
    """One size, in a process of its own."""
    with tempfile.TemporaryDirectory() as home:
        env = os.environ | {"WENMING_HOME": home, "DJANGO_SETTINGS_MODULE": "wenming.site.settings"}
        env |= {"PYTHONPATH": str(Path(__file__).resolve().parents[1])}
        env.pop("WENMING_DATABASE_URL", None)
        words = [sys.executable, "-c", WORKER, str(rows), str(turns)]
        done = subprocess.run(words, env=env, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def work() -> None:
    """In the process: make the city, pour the lines, ask for the pages."""
    from django.core.management import call_command  # noqa: PLC0415 - after Django is set up
    from django.test import Client  # noqa: PLC0415

    rows, turns = int(sys.argv[1]), int(sys.argv[2])
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    began = time.perf_counter()
    office, person, unit = poured(rows)
    seconds = round(time.perf_counter() - began, 1)
    client = Client()
    client.force_login(office)
    month = f"{FIRST:%Y-%m}"
    asked = {
        "person": f"/hours/people/{person}/",
        "team": f"/hours/units/{unit}/?month={month}",
        "city": f"/hours/?month={month}",
    }
    pages = {name: timed(client, url, turns) for name, url in asked.items()}
    print(json.dumps({"seconds": seconds, "pages": pages}))


def timed(client: Any, url: str, turns: int) -> float:
    """Processor milliseconds of a page, median."""
    took = []
    for _ in range(turns + 2):
        began = time.process_time()
        answer = client.get(url)
        took.append(time.process_time() - began)
        if answer.status_code != 200:
            raise RuntimeError(f"{url}: {answer.status_code}")
    return round(median(took[2:]) * 1000, 2)


def poured(rows: int) -> tuple[Any, int, int]:
    """A city with so many lines, its totals with them; an office user, a person, a unit."""
    from django.db import transaction  # noqa: PLC0415 - after Django is set up

    from bench.pouring import pour, settle  # noqa: PLC0415
    from wenming.service.ledgers.models import Stint, Tally, Total  # noqa: PLC0415

    people = max(1, rows // EACH)
    office, units = city(people)
    totals: dict[tuple[int, int, str], int] = {}

    def lines() -> Any:
        for n in range(rows):
            who, day = n % people + 1, FIRST + timedelta(days=n * 7 % DAYS)
            place = (who, units[who % UNITS], day.replace(day=1).isoformat())
            totals[place] = totals.get(place, 0) + 90
            yield (*place[:2], day.isoformat(), 90, "交通劝导", "place", str(n), "2026-01-01", "")

    columns = ("volunteer_id", "unit_id", "day", "minutes", "what", "source", "key")
    months: dict[tuple[int, str], list[int]] = {}
    with transaction.atomic():
        pour(Stint, (*columns, "recorded", "reason"), lines())
        sums = ((w, u, m, minutes, 0) for (w, u, m), minutes in totals.items())
        pour(Total, ("volunteer_id", "unit_id", "month", "minutes", "confirmed"), sums)
        for (_who, unit, month), minutes in totals.items():
            months.setdefault((unit, month), []).append(minutes)
        tallies = ((u, m, sum(all_), 0, len(all_)) for (u, m), all_ in months.items())
        pour(Tally, ("unit_id", "month", "minutes", "confirmed", "heads"), tallies)
    settle()
    return office, people // 2 + 1, units[0]


def city(people: int) -> tuple[Any, list[int]]:
    """Units, so many volunteers, and a user of the office."""
    from wenming.org.models import Appointment, Area, Unit, User  # noqa: PLC0415
    from wenming.service.volunteers.models import Volunteer  # noqa: PLC0415

    code, at = "629900000000", datetime(2025, 1, 1, tzinfo=UTC)
    area = Area.objects.create(code=code, name="江城市", level="city", path=f"/{code}/")
    office = User.objects.create(username="office", name="office")
    Appointment.objects.create(user=office, role="office", since=FIRST, area=area)
    rows = (
        Volunteer(pk=n, number=f"6299{n:08}", name=f"志愿者{n}", phone=f"{n:011}", consented=at)
        for n in range(1, people + 1)
    )
    Volunteer.objects.bulk_create(rows, batch_size=500)
    return office, [Unit.objects.create(name=f"单位{n}", kind="firm").pk for n in range(UNITS)]


def words(result: dict[str, Any]) -> str:
    """The same as a table."""
    few, many = map(str, result["rows"])
    lines = [f"{'page':<8} {few + ' rows':>14} {many + ' rows':>14}  ratio"]
    for page in result["pages"]:
        told = page["cpu_ms"]
        lines.append(f"{page['page']:<8} {told[few]:>11} ms {told[many]:>11} ms  {page['ratio']}")
    worst = result["worst"]
    lines.append(f"worst: {worst['page']} {worst['ratio']} (aim {worst['aim']})")
    return "\n".join(lines)
