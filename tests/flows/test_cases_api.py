"""Cases through the machine door: the same rules, the same answers, and the state as it now is."""

import json
from typing import Any

from django.test import Client

from tests.casefile import filed, in_state, step
from tests.world import World
from wenming.loop.cases.models import Case
from wenming.loop.cases.rules import Move, State
from wenming.org.models import User


def ask(client: Client, user: User, path: str, **body: Any) -> tuple[int, Any]:
    """What the door answers; a body makes it a POST."""
    client.force_login(user)
    url = f"/api/cases{path}"
    answer = client.post(url, json.dumps(body), "application/json") if body else client.get(url)
    return answer.status_code, answer.json()


def test_a_machine_reads_a_case_and_takes_its_step(world: World, client: Client) -> None:
    case = filed(world)
    status, told = ask(client, world.office, f"/{case.number}")
    assert (status, told["state"], told["unit"], told["site"]) == (
        200,
        "filed",
        "东街道办事处",
        "JC0001",
    )
    assert "assign" in told["moves"]
    body = {"move": "assign", "seen": told["steps"], "unit": "市住建局"}
    status, told = ask(client, world.office, f"/{case.number}/moves", **body)
    assert (status, told["state"], told["unit"]) == (200, "assigned", "市住建局")
    assert [act["move"] for act in told["acts"]] == ["file", "assign"]


def test_a_machine_appeals_against_a_finding_it_read_of(world: World, client: Client) -> None:
    case = in_state(world, State.TAKEN)
    _, told = ask(client, world.mender, f"/{case.number}")
    [found] = told["findings"]
    assert (found["item"], found["verdict"], found["count"]) == ("Ⅲ-1-1", "fail", 3)
    body = {"move": "appeal", "note": "划线内", "finding": found["id"]}
    assert ask(client, world.mender, f"/{case.number}/moves", **body)[0] == 200
    assert str(case.appeals.get().finding_id) == found["id"]


def test_the_loser_hears_409_with_the_state_as_it_now_is(world: World, client: Client) -> None:
    case = in_state(world, State.FIXED)
    seen = case.steps
    step(world, case, Move.CLOSE)
    body = {"move": "send_back", "note": "不行", "seen": seen}
    status, told = ask(client, world.office, f"/{case.number}/moves", **body)
    assert (status, told["code"], told["state"], told["steps"]) == (
        409,
        "state",
        "closed",
        seen + 1,
    )


def test_what_a_step_lacks_is_422_and_what_one_may_not_403(world: World, client: Client) -> None:
    case = in_state(world, State.TAKEN)
    path = f"/{case.number}/moves"
    assert ask(client, world.mender, path, move="fix")[0] == 422
    assert ask(client, world.mender, path, move="fly")[0] == 422
    assert ask(client, world.office, path, move="fix", note="x")[0] == 403
    assert ask(client, world.mender, path, move="ask", note="x", until="2026-03-03")[0] == 422
    assert ask(client, world.office, path, move="hand_over", note="x", unit="无此单位")[0] == 422
    assert Case.objects.get(pk=case.pk).state == State.TAKEN


def test_what_one_does_not_see_is_not_there(world: World, client: Client) -> None:
    case = in_state(world, State.TAKEN)
    assert ask(client, world.liaison, f"/{case.number}")[0] == 404
    assert ask(client, world.liaison, f"/{case.number}/moves", move="take")[0] == 404
    assert ask(client, world.liaison, "")[1] == []


def test_a_list_goes_on_where_the_last_page_ended(world: World, client: Client) -> None:
    cases = [filed(world, site=site) for site in world.sites]
    numbers, before = [], ""
    while page := ask(client, world.office, f"?limit=2&before={before}")[1]:
        numbers += [one["number"] for one in page]
        before = numbers[-1]
    assert numbers == [case.number for case in reversed(cases)]


def test_a_list_is_narrowed(world: World, client: Client) -> None:
    mine = in_state(world, State.TAKEN)
    filed(world, site=world.sites[4])
    for query in ("state=taken", "unit=东街道办事处", "site=JC0001"):
        assert [one["number"] for one in ask(client, world.office, f"?{query}")[1]] == [mine.number]
    for query in ("live=true", "late=true"):
        assert len(ask(client, world.office, f"?{query}")[1]) == 2
    assert ask(client, world.office, "?state=flown")[0] == 422


def test_many_are_assigned_and_the_rest_say_why(world: World, client: Client) -> None:
    cases = [filed(world, site=site) for site in world.sites[:3]]
    step(world, cases[0], Move.ASSIGN)
    body = {"cases": [*(case.number for case in cases), "2026-99999"]}
    status, told = ask(client, world.office, "/assign", **body)
    assert told["refused"]["2026-99999"]["code"] == "unknown"
    assert (status, told["done"]) == (200, [case.number for case in cases[1:]])
    assert told["refused"][cases[0].number]["code"] == "state"


def test_the_door_documents_every_refusal_of_a_step(client: Client, world: World) -> None:
    client.force_login(world.office)
    paths = client.get("/api/openapi.json").json()["paths"]
    steps = paths["/api/cases/{number}/moves"]["post"]
    assert {"200", "401", "403", "404", "409", "422"} <= set(steps["responses"])
    overtaken = steps["responses"]["409"]["content"]["application/json"]["schema"]["$ref"]
    assert overtaken.endswith("/Overtaken")
