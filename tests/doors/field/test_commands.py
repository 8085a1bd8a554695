"""wenming round and wenming record: the same verbs from the command line."""

import hashlib
import json
from tempfile import NamedTemporaryFile
from typing import Any

import pytest
from django.utils import timezone

from tests.fieldwork import SEED, assessment, body, patrol, seen
from tests.world import World
from wenming.loop.cases.models import Case
from wenming.loop.inspections.models import Draw, Round, Stop, Visit
from wenming.places.models import Site
from wenming.site.command import run

Capture = pytest.CaptureFixture[str]


def wenming(capsys: Capture, *words: str) -> tuple[int, Any]:
    """Run a verb with --json; its status and what it printed."""
    status = run(words[0], [*words[1:], "--json"])
    printed = capsys.readouterr().out
    return status, json.loads(printed) if printed else None


# round


def test_a_round_from_plan_to_close_on_the_command_line(world: World, capsys: Capture) -> None:
    status, told = wenming(capsys, "round", "open", "一季度", "--number", "3")
    assert (status, told["state"], told["edition"], told["number"]) == (0, "planned", "2026", 3)
    status, told = wenming(capsys, "round", "draw", "一季度", "--seed", SEED)
    assert status == 0
    draw = Draw.objects.get()
    by_hand = hashlib.sha256(f"wenming draw 1\nseed {SEED}\nframe {draw.frame_digest}\n".encode())
    assert {name: told[name] for name in ("seed", "commitment", "frame", "strata")} == {
        "seed": SEED,
        "commitment": by_hand.hexdigest(),
        "frame": 5,
        "strata": [
            {"stratum": "背街小巷", "frame": 3, "drawn": 2},
            {"stratum": "集贸市场", "frame": 2, "drawn": 1},
        ],
    }
    assert sorted(told["drawn"]) == sorted(Stop.objects.values_list("site__code", flat=True))
    assert wenming(capsys, "round", "draw", "一季度", "--seed", SEED) == (0, told)
    assert wenming(capsys, "round", "draw", "一季度") == (0, told)
    status, verified = wenming(capsys, "round", "verify", "一季度")
    assert (status, verified["same"], verified["differences"]) == (0, True, [])
    status, closed = wenming(capsys, "round", "close", str(draw.round_id))
    assert (status, closed["state"], closed["awaiting"]) == (0, "closed", 3)


def test_a_commitment_tells_nothing_of_the_seed(world: World, capsys: Capture) -> None:
    wenming(capsys, "round", "open", "一季度")
    status, told = wenming(capsys, "round", "commit", "一季度")
    assert (status, told["seed"], told["drawn"]) == (0, None, [])
    assert Draw.objects.get().kept not in str(told)
    assert Round.objects.get().state == "committed"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("draw", "没有"), "unknown_round"),
        (("verify", "一季度"), "undrawn"),
        (("close", "一季度"), "state"),
        (("open", "一季度"), "name_taken"),
        (("open", "乙", "--number", "9"), "too_many"),
        (("draw", "一季度", "--seed", "xyz"), "seed"),
    ],
)
def test_what_cannot_be_exits_1_with_its_reason(
    world: World, capsys: Capture, words: tuple[str, ...], why: str
) -> None:
    wenming(capsys, "round", "open", "一季度")
    status, told = wenming(capsys, "round", *words)
    assert (status, told["refused"]) == (1, why)
    assert "{" not in told["message"]


def test_another_seed_or_a_changed_frame_is_refused(world: World, capsys: Capture) -> None:
    wenming(capsys, "round", "open", "一季度")
    wenming(capsys, "round", "commit", "一季度", "--seed", SEED)
    assert (
        wenming(capsys, "round", "draw", "一季度", "--seed", "c0de")[1]["refused"] == "other_seed"
    )
    Site.objects.filter(code="JC0001").update(retired=timezone.localdate())
    status, told = wenming(capsys, "round", "draw", "一季度", "--seed", SEED)
    assert (status, told["facts"]) == (1, ["—", "JC0001", "—"])


def test_a_forged_draw_exits_1(world: World, capsys: Capture) -> None:
    assessment(world, timezone.now(), number=3)
    Stop.objects.filter(stratum="集贸市场").delete()
    status, told = wenming(capsys, "round", "verify", "一季度")
    assert (status, told["same"], told["differences"][0]["code"]) == (1, False, "missing")
    assert "集贸市场" in told["message"]


def test_sites_with_open_cases_are_certain_on_request(world: World, capsys: Capture) -> None:
    now = timezone.now()
    patrol(world, now)
    visit = body(at=now, round="巡查", findings=[seen("Ⅲ-1-1", "fail")])
    assert record(capsys, visit)[0] == 0
    wenming(capsys, "round", "open", "一季度", "--number", "2", "--certain")
    told = wenming(capsys, "round", "draw", "一季度")[1]
    assert {"stratum": "certain", "frame": 1, "drawn": 1} in told["strata"]
    assert "JC0001" in told["drawn"]


def test_a_patrol_begins_at_once(world: World, capsys: Capture) -> None:
    words = ("--kind", "patrol", "--sites", "JC0001, JC0003")
    told = wenming(capsys, "round", "open", "夜查", *words)[1]
    assert (told["state"], told["stops"]) == ("drawn", 2)
    assert wenming(capsys, "round", "draw", "夜查")[1]["refused"] == "undrawn"


# record


def record(capsys: Capture, *lines: Any, options: tuple[str, ...] = ()) -> tuple[int, Any]:
    """Hand in a file of these lines."""
    text = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
    with NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.write(text)
        file.flush()
        return wenming(capsys, "record", file.name, *options)


def test_a_file_is_recorded_line_by_line(world: World, capsys: Capture) -> None:
    now = timezone.now()
    assessment(world, now)
    first, second = body(at=now), body("JC0002", at=now)
    first["findings"][0] = seen("Ⅲ-1-1", "fail")
    status, told = record(capsys, first, "", "{", second, first, second | {"site": "JC0003"})
    assert status == 1
    assert {name: told[name] for name in ("read", "recorded", "same", "conflict", "refused")} == {
        "read": 5,
        "recorded": 2,
        "same": 1,
        "conflict": 1,
        "refused": 1,
    }
    assert [one["line"] for one in told["visits"]] == [1, 3, 4, 5, 6]
    assert told["visits"][0]["cases"] == told["visits"][3]["cases"] == [Case.objects.get().number]
    assert Visit.objects.filter(by=None).count() == 2


def test_a_clean_file_exits_0_and_again(world: World, capsys: Capture) -> None:
    now = timezone.now()
    assessment(world, now)
    visit = body(at=now)
    assert record(capsys, visit)[0] == 0
    status, told = record(capsys, visit)
    assert (status, told["same"]) == (0, 1)


def test_a_file_is_judged_as_its_author(world: World, capsys: Capture) -> None:
    now = timezone.now()
    assessment(world, now)
    beat = record(capsys, body("JC0003", at=now), options=("--as", "li"))
    assert beat[1]["visits"][0]["faults"][0]["code"] == "beat"
    assert record(capsys, body(at=now), options=("--as", "li"))[0] == 0
    assert Visit.objects.get().by == world.inspector
    assert record(capsys, "", options=("--as", "nobody"))[1]["refused"] == "unknown_user"


def test_a_file_that_is_not_there_is_said(world: World, capsys: Capture) -> None:
    status, told = wenming(capsys, "record", "/nowhere.jsonl")
    assert (status, told["refused"]) == (1, "unreadable")
    assert "/nowhere.jsonl" in told["message"]
