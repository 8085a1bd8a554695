"""A full disk is known for one, however the database says it."""

import shutil
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from tests.world import World
from wenming.web.disk import failed, is_full


@pytest.mark.parametrize(("free", "full"), [(0, True), (2**30, False)])
def test_an_unwritten_note_of_sqlite_is_a_full_disk_where_there_is_no_room(
    monkeypatch: pytest.MonkeyPatch, free: int, full: bool
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))
    assert is_full(OperationalError("disk I/O error")) is full
    assert is_full(OperationalError("database or disk is full"))
    assert not is_full(OperationalError("no such table: x"))


@pytest.mark.parametrize("path", ["/", "/api/cases"])
def test_what_fails_before_any_view_for_want_of_room_says_so(world: World, path: str) -> None:
    request = RequestFactory().get(path)
    request.user = world.office
    try:
        raise OperationalError("database or disk is full")
    except OperationalError:
        assert failed(request).status_code == 507
    assert failed(request).status_code == 500
