"""A process killed while it records or closes: nothing is half-done, and the same call finishes it."""

import json
import signal
import sqlite3
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.fieldwork import body, seen
from tests.installation import Installation, installation

__all__ = ["installation"]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
BOOKS = (
    ("areas", "1-区划.xlsx"),
    ("units", "2-责任单位通讯录.xlsx"),
    ("edition", "3-测评任务分解表-地级以上.xlsx", "--code", "YC2026"),
    ("sites", "5-点位台账.xlsx"),
)
ASKED = """
SELECT site.code, item.code FROM inspections_stop stop JOIN places_site site ON site.id = stop.site_id
JOIN standards_item_kinds asked ON asked.sitekind_id = site.kind_id
JOIN standards_item item ON item.id = asked.item_id
WHERE item.level = 'standard' AND CAST(item.methods AS text) LIKE %s ORDER BY 1, 2"""
# "实地考察" as SQLite keeps it in JSON, and as PostgreSQL does.
ON_SITE = ("%\\u5b9e\\u5730\\u8003\\u5bdf%", "%实地考察%")


def rows(installation: Installation, query: str, *values: str) -> Sequence[tuple[Any, ...]]:
    """What the installation's database says, asked from outside."""
    if not installation.url:
        with sqlite3.connect(installation.folder / "wenming.sqlite3") as base:
            return base.execute(query.replace("%s", "?"), values).fetchall()
    import psycopg  # noqa: PLC0415  (only where PostgreSQL is)

    with psycopg.connect(installation.url) as server:
        return server.execute(query, values).fetchall()


@pytest.fixture
def city(installation: Installation) -> Installation:
    """The demo city's areas, units, standards and sites, and an assessment of sixty sites."""
    assert installation.run("init").returncode == 0
    for kind, name, *rest in BOOKS:
        installation.told("load", kind, EXAMPLES / name, *rest)
    installation.told("edition", "publish", "YC2026")
    installation.told("round", "open", "一季度", "--number", "60")
    installation.told("round", "draw", "一季度", "--seed", "5eed")
    return installation


def drafts(city: Installation, folder: Path) -> tuple[Path, int, int]:
    """A file with a visit to every stop, its visits and findings; every seventh finding is bad."""
    on_site = ON_SITE[bool(city.url)]
    there: dict[str, list[str]] = {}
    for site, item in rows(city, ASKED, on_site):
        there.setdefault(site, []).append(item)
    now = datetime.now(UTC) - timedelta(minutes=1)
    visits = [
        body(
            site,
            at=now,
            findings=[seen(i, "pass" if n % 7 else "fail") for n, i in enumerate(items)],
        )
        for site, items in there.items()
    ]
    file = folder / "visits.jsonl"
    file.write_text("\n".join(json.dumps(one) for one in visits))
    return file, len(visits), sum(map(len, there.values()))


def kill(city: Installation, folder: Path, *words: str | Path, when: str, least: int) -> None:
    """Start a verb and kill it outright once the query `when` counts at least so many."""
    with (folder / "out").open("w") as out:
        running = city.start(*words, to=out)
        while running.poll() is None and rows(city, when)[0][0] < least:
            time.sleep(0.02)
        running.send_signal(signal.SIGKILL)
        running.wait()


def test_visits_and_a_close_that_are_killed_leave_nothing_half_done(
    city: Installation, tmp_path: Path
) -> None:
    file, visits, findings = drafts(city, tmp_path)
    count = "SELECT count(*) FROM inspections_visit"
    kill(city, tmp_path, "record", file, when=count, least=visits // 4)
    there = rows(city, count)[0][0]
    assert 0 < there < visits
    whole = """SELECT count(*) FROM inspections_visit v WHERE NOT EXISTS
        (SELECT 1 FROM inspections_finding f WHERE f.visit_id = v.id)
        OR NOT EXISTS (SELECT 1 FROM inspections_stop s WHERE s.id = v.stop_id AND s.state = 'visited')"""
    assert rows(city, whole) == [(0,)]
    unseen = """SELECT count(*) FROM inspections_finding f WHERE f.verdict = 'fail'
        AND NOT EXISTS (SELECT 1 FROM cases_sighting s WHERE s.finding_id = f.id)"""
    assert rows(city, unseen) == [(0,)]
    told = city.told("record", file)
    assert (told["recorded"], told["same"]) == (visits - there, there)
    assert rows(city, "SELECT count(*) FROM inspections_finding") == [(findings,)]
    assert rows(city, unseen) == [(0,)]

    scored = "SELECT count(*) FROM scores_score"
    for seconds in (2.0, 4.0):
        with (tmp_path / "out").open("w") as out:
            running = city.start("round", "close", "一季度", to=out)
            time.sleep(seconds)
            running.send_signal(signal.SIGKILL)
            running.wait()
        ((state,),) = rows(city, "SELECT state FROM inspections_round")
        assert (state == "closed") == (rows(city, scored)[0][0] > 0)
    if state != "closed":
        city.told("round", "close", "一季度")
    assert rows(city, scored)[0][0] > 0
    assert city.told("verify")["faults"] == []
