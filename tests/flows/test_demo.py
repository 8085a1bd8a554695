"""The demo city from an empty home: whole or not at all, of its sizes, up to today, entered by a click."""

import json
import re
import resource
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from tests.installation import Installation
from tools.postgres import free_port
from wenming.loop.cases.rules import State
from wenming.service.orders.rules import State as OrderState

pytestmark = pytest.mark.xdist_group("demo")  # one worker makes the city, and one is enough
PATIENCE_SECONDS = 900  # a busy machine takes minutes
ACTS = "SELECT count(*) FROM records_act"
LEFT = {
    "areas": "SELECT count(*) FROM org_area",
    "units": "SELECT count(*) FROM org_unit",
    "acts": ACTS,
}
UNREACHED = {"seen"}  # no verb leaves a case there until citizens can report


@dataclass(frozen=True)
class Made:
    """The city as its first whole start left it, and what that cost."""

    home: Installation
    told: dict[str, Any]
    seconds: float  # of processor time
    after_the_kill: dict[str, int]


def rows(home: Installation, query: str) -> Sequence[tuple[Any, ...]]:
    """What the city's database says, asked from outside."""
    with closing(sqlite3.connect(home.folder / "wenming.sqlite3")) as base:
        return base.execute(query).fetchall()


def number(home: Installation, query: str) -> int:
    """The one number a query tells."""
    ((told,),) = rows(home, query)
    return int(told)


def spent() -> float:
    """Processor time of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def killed(home: Installation, log: Path) -> None:
    """Start the demo and kill it outright in its first round of inspections."""
    with log.open("w+") as out:
        first = home.start("demo", "--no-serve", to=out)
        until = time.monotonic() + PATIENCE_SECONDS
        while "第1轮" not in log.read_text():
            assert first.poll() is None, log.read_text()
            assert time.monotonic() < until
            time.sleep(0.1)
        first.kill()
        first.wait()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The city, in a home where its first start was killed half way."""
    folder = tmp_path_factory.mktemp("demo")
    home = Installation.fresh(folder / "home")
    killed(home, folder / "log")
    left = {name: number(home, query) for name, query in LEFT.items()}
    before = spent()
    told = home.told("demo", "--no-serve", seconds=PATIENCE_SECONDS)
    return Made(home, told, spent() - before, left)


def test_a_first_start_that_is_killed_leaves_no_half_city(city: Made) -> None:
    assert city.after_the_kill == {"areas": 0, "units": 0, "acts": 0}
    assert city.told["made"] is True


def test_the_city_has_the_sizes_of_the_page(city: Made) -> None:
    home = city.home
    by_kind = Counter(
        name
        for (name,) in rows(
            home,
            "SELECT k.name FROM places_site s JOIN places_sitekind k ON k.id = s.kind_id",
        )
    )
    assert by_kind["室外公共厕所"] == 1230
    assert by_kind["包街路段"] == 83
    assert len(by_kind.keys() - {"包街路段", "道路"}) == 54
    assert number(home, "SELECT count(*) FROM org_group") == 17
    assert number(home, "SELECT count(*) FROM standards_edition WHERE state = 'published'") == 2
    assert number(home, "SELECT count(*) FROM org_unit WHERE lon IS NOT NULL") == 99
    heads = "SELECT count(*) FROM org_appointment WHERE role = 'unit_head'"
    assert number(home, heads) == 57  # every responsible unit has one


def test_rounds_are_closed_and_one_is_open(city: Made) -> None:
    told = rows(city.home, "SELECT r.kind, r.state, e.code FROM inspections_round r"
                " JOIN standards_edition e ON e.id = r.edition_id")  # fmt: skip
    rounds = Counter(told)
    assert rounds["assessment", "closed", "YC2026"] == 3
    assert rounds["assessment", "drawn", "YC2026"] == 1
    assert rounds["assessment", "closed", "YC2026-WCN"] == 1
    assert rounds["patrol", "closed", "YC2026"] == rounds["look_back", "closed", "YC2026"] == 1
    assert number(city.home, "SELECT count(*) FROM scores_reckoning") >= 4


def test_hundreds_of_cases_stand_in_every_state_a_verb_leads_to(city: Made) -> None:
    states = Counter(state for (state,) in rows(city.home, "SELECT state FROM cases_case"))
    assert states.total() > 500
    assert states.keys() == {state.value for state in State} - UNREACHED
    assert number(city.home, "SELECT count(*) FROM cases_case WHERE source = 'feedback'") == 70


def test_everything_happened_lately_and_nothing_tomorrow(city: Made) -> None:
    today = datetime.now(UTC).date()
    ((first, last),) = rows(city.home, "SELECT min(filed), max(filed) FROM cases_case")
    assert date.fromisoformat(last[:10]) >= today - timedelta(days=12)
    assert date.fromisoformat(first[:10]) >= today - timedelta(days=200)
    ((act,),) = rows(city.home, "SELECT max(at) FROM records_act")
    assert date.fromisoformat(act[:10]) <= today + timedelta(days=1)


def test_most_segments_are_adopted_this_year_and_the_lapsed_are_told(city: Made) -> None:
    kept = rows(
        city.home, "SELECT site_id, unit_id, until FROM duties_charge WHERE kind = 'adopts'"
    )
    now = [(site, unit) for site, unit, until in kept if until is None]
    last = {site for site, _unit, until in kept if until is not None}
    assert len({site for site, _ in now}) == 78
    assert len({unit for _, unit in now}) == len(now) == 94  # no unit has two segments
    assert len(last - {site for site, _ in now}) == 5
    told = rows(city.home, "SELECT state, figures FROM proposals_proposal WHERE kind = 'adoptions'")
    assert [(state, json.loads(figures)["best"]) for state, figures in told] == [("accepted", True)]
    assert (
        number(
            city.home,
            "SELECT count(*) FROM records_act WHERE kind = 'charge' AND move = 'hand_over'",
        )
        == 3
    )


def test_the_second_start_changes_nothing_and_is_quick(city: Made) -> None:
    acts, before = number(city.home, ACTS), spent()
    assert city.home.told("demo", "--no-serve")["made"] is False
    assert spent() - before < city.seconds / 5
    assert number(city.home, ACTS) == acts
    assert city.home.told("verify")["faults"] == []


@pytest.fixture(scope="module")
def address(city: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the city is served."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    with (tmp_path_factory.mktemp("served") / "log").open("w+") as log:
        server = city.home.start("demo", "--port", str(port), to=log)
        try:
            answering(address)
            yield address
        finally:
            server.terminate()
            server.wait(30)


def answering(address: str) -> None:
    """Return when the server answers."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            build_opener().open(f"{address}/org/roles/", timeout=30).close()
        except (URLError, ConnectionError):
            time.sleep(0.3)
        else:
            return
    raise TimeoutError(address)


def page(browser: OpenerDirector, address: str, **posted: str) -> str:
    """What stands at an address, or what posting to it leads to."""
    body = urlencode(posted).encode() if posted else None
    with browser.open(address, body, timeout=60) as answer:
        return str(answer.read().decode())


def test_each_role_is_entered_by_one_click(city: Made, address: str) -> None:
    people = city.told["people"]
    assert len({person["role"] for person in people}) == 8
    names = dict(rows(city.home, "SELECT username, id FROM org_user"))
    for person in people:
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        roles = page(browser, f"{address}/org/roles/")
        (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', roles))
        user = str(names[person["account"]])
        shown = page(browser, f"{address}/org/roles/", user=user, csrfmiddlewaretoken=token)
        assert person["name"] in shown


def test_orders_stand_in_every_state_and_a_matching_is_accepted(city: Made) -> None:
    states = Counter(state for (state,) in rows(city.home, "SELECT state FROM orders_order"))
    assert states.keys() == {state.value for state in OrderState}
    assert number(city.home, "SELECT count(*) FROM stations_venue") == 12
    told = rows(city.home, "SELECT state FROM proposals_proposal WHERE kind = 'matches'")
    assert told == [("accepted",)]


def test_this_weeks_tours_are_accepted_and_leave_no_stop_out(city: Made) -> None:
    told = rows(city.home, "SELECT state, figures FROM proposals_proposal WHERE kind = 'tours'")
    assert [(state, json.loads(figures)["left"]) for state, figures in told] == [("accepted", 0)]
    waiting = "SELECT count(*) FROM inspections_stop WHERE state = 'awaiting'"
    assert number(city.home, "SELECT count(*) FROM tours_leg") == number(city.home, waiting) > 0


def test_the_clean_up_day_adds_up_to_the_pages_five_totals(city: Made) -> None:
    """Though one unit put its figure right, which is kept beside the new one."""
    told = rows(
        city.home,
        "SELECT m.name, m.places, sum(f.value) FROM campaigns_figure f"
        " JOIN campaigns_measure m ON m.id = f.measure_id"
        " JOIN campaigns_return r ON r.id = f.report_id WHERE r.standing GROUP BY m.id",
    )
    assert {name: total for name, _places, total in told} == {
        "出动车辆": 1303,
        "清理卫生死角": 5373,
        "清运垃圾": 9342,
        "发放宣传品": 25420,
        "参加人数": 25000,
    }
    assert {name: places for name, places, _total in told}["清运垃圾"] == 2
    assert number(city.home, "SELECT count(*) FROM campaigns_return") == 57 + 1


def test_whoever_stands_at_a_crossing_is_a_trained_volunteer_and_has_hours(city: Made) -> None:
    """Of the association: its firms are admitted, one shift has a waiting list, one paper is issued."""
    home = city.home
    firms = "SELECT count(*) FROM volunteers_team WHERE state = 'admitted' AND under_id NOT NULL"
    assert number(home, firms) == 22
    assert number(home, "SELECT count(*) FROM volunteers_volunteer") >= 120
    standing = (
        "FROM shifts_place p JOIN shifts_shift s ON s.id = p.shift_id"
        " JOIN shifts_post o ON o.id = s.post_id WHERE o.duty = '路口文明劝导'"
    )
    trained = (
        " AND p.member_id IN (SELECT b.member_id FROM volunteers_belonging b"
        " JOIN trainings_seat t ON t.volunteer_id = b.volunteer_id WHERE t.state = 'passed')"
    )
    assert number(home, f"SELECT count(*) {standing}{trained}") == number(
        home, f"SELECT count(*) {standing}"
    )
    assert number(home, f"SELECT count(*) {standing} AND p.state = 'came'") >= 100
    waiting = "SELECT opening_id, count(*) FROM signups_signup WHERE state = 'waiting' GROUP BY opening_id"
    assert [waits for _opening, waits in rows(home, waiting)] == [3]
    hours = "SELECT sum(confirmed), sum(minutes) FROM ledgers_total"
    ((confirmed, minutes),) = rows(home, hours)
    assert 0 < confirmed <= minutes
    assert rows(home, "SELECT state, minutes FROM certificates_certificate") == [("issued", 90)]
