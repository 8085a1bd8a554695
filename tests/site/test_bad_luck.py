"""A full disk and a killed process: said plainly, nothing half-done, nothing acknowledged lost."""

import io
import json
import signal
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.fieldwork import body, patrol, seen, send
from tests.installation import Installation, installation
from tests.world import World
from wenming.loop.cases.models import Case
from wenming.loop.inspections.models import Finding, Visit

__all__ = ["installation"]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
MOST = 4000


@contextmanager
def full_disk() -> Iterator[None]:
    """No room for further findings, by the database's own word."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for statement in FILL_SQLITE if sqlite else FILL_POSTGRESQL:
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in FREE_SQLITE if sqlite else FREE_POSTGRESQL:
                cursor.execute(statement)


FILL_SQLITE = ("PRAGMA max_page_count = 1",)  # as many pages as there are, and not one more
FREE_SQLITE = ("PRAGMA max_page_count = 4294967294",)
FILL_POSTGRESQL = (
    """CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION
    'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$""",
    "CREATE TRIGGER full_disk BEFORE INSERT ON inspections_finding EXECUTE FUNCTION full_disk()",
)
FREE_POSTGRESQL = (
    "DROP TRIGGER full_disk ON inspections_finding",
    "DROP FUNCTION full_disk",
)


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_says_so_and_loses_nothing_acknowledged(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    world, now = World(), timezone.now()
    patrol(world, now)
    client.force_login(world.office)

    def one() -> tuple[int, object]:
        return send(client, body(at=now, round="巡查", findings=[seen("Ⅲ-1-1", "fail", count=1)]))

    acknowledged, status = 0, 200
    with full_disk():
        while status == 200 and acknowledged < MOST:
            status, told = one()
            acknowledged += status == 200
    assert status == 507, told
    assert "空间" in str(told)
    assert Visit.objects.count() == Finding.objects.count() == acknowledged
    assert Case.objects.count() <= 1
    assert one()[0] == 200
    assert [r.getMessage() for r in caplog.records] == ["Insufficient Storage: /api/field/visits"]
    caplog.clear()


def ready(installation: Installation) -> None:
    """Everything that sites build on."""
    assert installation.run("init").returncode == 0
    for kind, name, *rest in (
        ("areas", "1-区划.xlsx"),
        ("units", "2-责任单位通讯录.xlsx"),
        ("edition", "3-测评任务分解表-地级以上.xlsx", "--code", "YC2026"),
    ):
        installation.told("load", kind, EXAMPLES / name, *rest)


@pytest.mark.parametrize("after", [1.5, 3])
def test_a_load_that_is_killed_leaves_nothing_half_done(
    installation: Installation, tmp_path: Path, after: float
) -> None:
    ready(installation)
    with (tmp_path / "out").open("w") as out:
        running = installation.start("load", "sites", EXAMPLES / "5-点位台账.xlsx", to=out)
        time.sleep(after)
        running.send_signal(signal.SIGKILL)
        running.wait()
    told = installation.told("load", "sites", EXAMPLES / "5-点位台账.xlsx")
    assert (told["created"], told["same"]) in {(1965, 0), (0, 1965)}
    assert installation.told("verify")["faults"] == []


def test_a_backup_made_while_serving_comes_back_equal(
    installation: Installation, tmp_path: Path
) -> None:
    ready(installation)
    with (tmp_path / "out").open("w") as out:
        serving = installation.start("serve", "--port", "0", to=out)
        time.sleep(3)
        made = installation.told("backup", tmp_path / "one.tar")
        serving.terminate()
        serving.wait(20)
    before = installation.told("dump", "areas", tmp_path / "before.xlsx")
    installation.told("load", "sites", EXAMPLES / "5-点位台账.xlsx")
    back = installation.told("restore", tmp_path / "one.tar")
    assert back["parts"] == made["parts"]
    assert installation.told("load", "areas", EXAMPLES / "1-区划.xlsx")["same"] == 188
    assert installation.told("load", "sites", EXAMPLES / "5-点位台账.xlsx")["created"] == 1965
    assert installation.told("verify")["faults"] == []
    assert before["kind"] == "areas"


def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    installation: Installation, tmp_path: Path
) -> None:
    assert installation.run("init").returncode == 0
    installation.told("load", "areas", EXAMPLES / "1-区划.xlsx")
    good = tmp_path / "good.tar"
    installation.told("backup", good)
    content = bytearray(good.read_bytes())
    content[len(content) // 2] ^= 255
    (tmp_path / "bad.tar").write_bytes(content)
    (tmp_path / "no.tar").write_text("not a backup")
    for name in ("bad.tar", "no.tar"):
        refused = installation.run("restore", tmp_path / name)
        assert refused.returncode == 1, refused.stdout + refused.stderr
    assert installation.told("load", "areas", EXAMPLES / "1-区划.xlsx")["same"] == 188


def test_a_backup_holds_what_is_kept_and_not_what_is_just_being_written(
    installation: Installation, tmp_path: Path
) -> None:
    assert installation.run("init").returncode == 0
    folder = installation.folder / "files" / "ab"
    folder.mkdir(parents=True)
    for name in ("0" * 62, "tmp1a2b3c"):
        (folder / name).write_bytes(b"a photograph")
    installation.told("backup", tmp_path / "one.tar")
    with tarfile.open(tmp_path / "one.tar") as tar:
        assert [n for n in tar.getnames() if n.startswith("files")] == [f"files/ab/{'0' * 62}"]


@pytest.mark.parametrize(
    "parts", [{}, {"x\" FROM PROGRAM 'true' --.copy": sha256(b"").hexdigest()}]
)
def test_a_backup_without_our_tables_is_refused_and_nothing_is_touched(
    installation: Installation, tmp_path: Path, parts: dict[str, str]
) -> None:
    assert installation.run("init").returncode == 0
    installation.told("backup", tmp_path / "good.tar")
    with tarfile.open(tmp_path / "good.tar") as tar:
        file = tar.extractfile("manifest.json")
        assert file
        told = json.dumps(json.load(file) | {"parts": parts}).encode()
    with tarfile.open(tmp_path / "forged.tar", "w") as tar:
        for name, content in {"manifest.json": told, **dict.fromkeys(parts, b"")}.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    refused = installation.run("restore", tmp_path / "forged.tar")
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert installation.told("init")["new"] is False  # the account that was there still is


@pytest.mark.parametrize("name", ["../outside.txt", "/outside.txt", "link"])
def test_a_forged_backup_writes_nothing_outside_its_folder(
    installation: Installation, tmp_path: Path, name: str
) -> None:
    member = tarfile.TarInfo(name)
    if name == "link":
        member.type, member.linkname = tarfile.SYMTYPE, str(tmp_path)
    else:
        member.size = 5
    with tarfile.open(tmp_path / "forged.tar", "w") as tar:
        tar.addfile(member, io.BytesIO(b"wrong"))
    refused = installation.run("restore", tmp_path / "forged.tar")
    assert refused.returncode == 1
    assert "outside.txt" in refused.stderr or "link" in refused.stderr
    assert not list(tmp_path.rglob("outside.txt"))


def forged(good: Path, bad: Path, manifest: bytes, extra: str = "") -> Path:
    """A backup with another manifest, and perhaps one file more."""
    with tarfile.open(good) as source, tarfile.open(bad, "w") as out:
        for member in source:
            content = source.extractfile(member)
            data = content.read() if content else b""
            if member.name == "manifest.json" and manifest:
                data = manifest
            member.size = len(data)
            out.addfile(member, io.BytesIO(data))
        if extra:
            member = tarfile.TarInfo(extra)
            member.size = 5
            out.addfile(member, io.BytesIO(b"wrong"))
    return bad


NONSENSE = (
    (b"[1, 2]", ""),
    (b'{"vendor": "sqlite"}', ""),
    (b'{"vendor": "sqlite", "migrations": [], "files": [], "parts": []}', ""),
    (b'{"vendor": "sqlite", "migrations": [], "files": [], "parts": {}}', ""),
    (b'{"vendor": "postgresql", "migrations": [], "files": [], "parts": {"a\\"b": ""}}', ""),
    (b"", "files/aa/wrong"),
)


def test_a_backup_that_says_nonsense_of_itself_is_refused_in_a_sentence(
    installation: Installation, tmp_path: Path
) -> None:
    assert installation.run("init").returncode == 0
    installation.told("backup", tmp_path / "good.tar")
    for manifest, extra in NONSENSE:
        bad = forged(tmp_path / "good.tar", tmp_path / "bad.tar", manifest, extra)
        refused = installation.run("restore", bad)
        assert refused.returncode == 1
        assert "现有数据没有动" in refused.stderr
        assert "Traceback" not in refused.stderr


def test_a_backup_is_not_brought_back_under_a_server_that_runs(
    installation: Installation, tmp_path: Path
) -> None:
    assert installation.run("init").returncode == 0
    installation.told("backup", tmp_path / "one.tar")
    with (tmp_path / "out").open("w") as out:
        serving = installation.start("serve", "--port", "0", to=out)
        deadline = time.monotonic() + 60
        while "提供服务" not in installation.run("restore", tmp_path / "none.tar").stderr:
            assert time.monotonic() < deadline
        assert installation.run("restore", tmp_path / "one.tar").returncode == 1
        serving.terminate()
        serving.wait(20)
    assert installation.run("restore", tmp_path / "one.tar").returncode == 0
