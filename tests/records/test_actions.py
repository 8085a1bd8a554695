"""Acts, notices, seals, files and turns."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.core.mail import EmailMessage

from tests.world import MONDAY, World
from wenming.kit.flow import Refused
from wenming.org import actions as org
from wenming.records import actions
from wenming.records.actions import Step, note_all, note_down
from wenming.records.models import Act, File, Notice, Seal
from wenming.records.proofs import broken, place_of
from wenming.records.rules import LARGEST

LATER = MONDAY + timedelta(minutes=5)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def some_acts(world: World, count: int = 3) -> list[Act]:
    steps = [Step("case", n, "take", note="看过", units=[world.market.pk]) for n in range(count)]
    return note_all(steps, by=world.office, at=MONDAY)


def test_an_act_is_told_once_to_the_liaisons_of_the_unit_it_concerns(world: World) -> None:
    some_acts(world, 1)
    assert (org.tell(at=MONDAY), org.tell(at=MONDAY)) == (1, 0)
    assert [notice.to for notice in Notice.objects.all()] == [world.liaison]


def test_nobody_is_told_of_his_own_step(world: World) -> None:
    note_down(Step("case", 1, "take", units=[world.market.pk]), by=world.liaison, at=MONDAY)
    org.tell(at=MONDAY)
    assert not Notice.objects.exists()


def test_mail_goes_out_by_day_and_never_at_night(world: World, mailoutbox: list[object]) -> None:
    world.liaison.by_mail, world.liaison.email = True, "zhao@example.com"
    world.liaison.save()
    some_acts(world, 1)
    org.tell(at=MONDAY)
    night = MONDAY.replace(hour=23)
    assert (org.send(at=night), len(mailoutbox)) == (0, 0)
    assert (org.send(at=MONDAY), org.send(at=MONDAY), len(mailoutbox)) == (1, 0, 1)


def test_a_title_of_two_lines_is_one_subject_and_comes_once(
    world: World, mailoutbox: list[EmailMessage]
) -> None:
    world.liaison.by_mail, world.liaison.email = True, "zhao@example.com"
    world.liaison.save()
    facts = {"title": "2026-00001 垃圾\n堆在路口"}
    note_down(Step("case", 1, "take", facts=facts, persons=[world.liaison.pk]), by=None, at=MONDAY)
    org.tell(at=MONDAY)
    assert (org.send(at=MONDAY), org.send(at=MONDAY)) == (1, 0)
    assert [mail.subject for mail in mailoutbox] == ["文明创建平台：2026-00001 垃圾 堆在路口"]


def test_what_went_out_before_a_turn_broke_off_does_not_go_again(world: World) -> None:
    for user in (world.liaison, world.head):
        user.hook = "https://hook.example/"
        user.save()
    persons = [world.liaison.pk, world.head.pk]
    note_down(Step("case", 1, "take", persons=persons), by=None, at=MONDAY)
    org.tell(at=MONDAY)
    gone: list[int] = []

    def post(notice: Notice) -> None:
        if gone:
            raise KeyboardInterrupt
        gone.append(notice.pk)

    with pytest.raises(KeyboardInterrupt):
        org.send(at=MONDAY, post=post)
    assert list(Notice.objects.exclude(sent=None).values_list("pk", flat=True)) == gone


def test_a_reader_who_cannot_be_reached_holds_up_nobody_else(world: World) -> None:
    for user in (world.liaison, world.head):
        user.hook = "https://hook.example/"
        user.save()
    steps = [Step("case", n, "take", units=[world.market.pk]) for n in range(org.BATCH + 5)]
    note_all(steps, by=world.office, at=MONDAY)
    note_down(Step("case", 9999, "take", persons=[world.head.pk]), by=world.office, at=MONDAY)
    org.tell(at=MONDAY)
    tried: list[int] = []

    def post(notice: Notice) -> None:
        tried.append(notice.to_id)
        if notice.to == world.liaison:
            raise ConnectionRefusedError

    assert org.send(at=MONDAY, post=post) == 1
    assert tried.count(world.liaison.pk) == 1
    assert Notice.objects.get(to=world.head).sent


def test_a_dead_web_hook_does_not_make_the_same_mail_come_again(
    world: World, mailoutbox: list[object]
) -> None:
    world.liaison.by_mail, world.liaison.email = True, "zhao@example.com"
    world.liaison.hook = "http://127.0.0.1:9/"  # nobody listens there
    world.liaison.save()
    some_acts(world, 1)
    org.tell(at=MONDAY)
    assert (org.send(at=MONDAY), org.send(at=MONDAY), len(mailoutbox)) == (1, 0, 1)
    world.liaison.by_mail = False
    world.liaison.save()
    some_acts(world, 1)
    org.tell(at=MONDAY)
    assert org.send(at=MONDAY) == 0  # it is tried again the next time
    assert Notice.objects.filter(sent=None).count() == 1


def test_seals_stand_on_one_another_and_hold(world: World) -> None:
    some_acts(world)
    assert actions.seal_up(at=LATER) == 3
    some_acts(world)
    assert actions.seal_up(at=LATER) == 3
    first, second = Seal.objects.order_by("id")
    assert second.before == first.digest
    assert list(broken()) == []


def test_an_act_that_has_not_settled_is_not_sealed(world: World) -> None:
    some_acts(world)
    assert actions.seal_up(at=MONDAY + timedelta(seconds=30)) == 0


def test_a_changed_act_a_missing_act_and_a_broken_chain_are_found(world: World) -> None:
    for _run in range(3):
        some_acts(world)
        actions.seal_up(at=LATER)
    first, second, third = Seal.objects.order_by("id")
    changed, gone = (str(Act.objects.get(seal=one, key="1").pk) for one in (first, second))
    Act.objects.filter(pk=changed).update(note="没看过")
    Act.objects.filter(pk=gone).delete()
    Seal.objects.filter(pk=third.pk).update(before="0" * 64)
    assert set(broken()) == {
        ("digest", str(first.pk)),
        ("changed", changed),
        ("count", str(second.pk)),
        ("missing", gone),
        ("chain", str(third.pk)),
        ("digest", str(third.pk)),
    }


def test_acts_that_changed_places_and_one_put_in_are_named(world: World) -> None:
    some_acts(world)
    actions.seal_up(at=LATER)
    one, two, three = (str(act.pk) for act in Act.objects.order_by("id"))
    Act.objects.filter(pk=one).update(key="2")
    Act.objects.filter(pk=three).update(key="0")
    copy = Act.objects.get(pk=two)
    copy.pk = None
    copy.save()
    found = set(broken())
    assert {("changed", one), ("changed", three), ("added", str(copy.pk))} < found
    assert ("changed", two) not in found


def test_an_act_dated_back_behind_the_seals_is_named(world: World) -> None:
    some_acts(world)
    actions.seal_up(at=LATER)
    [slow] = note_all([Step("case", 1, "take")], by=None, at=MONDAY - timedelta(hours=23))
    [late] = note_all([Step("case", 1, "take")], by=None, at=MONDAY - timedelta(hours=25))
    assert list(broken()) == [("backdated", str(late.pk))]
    assert slow.pk < late.pk


def test_a_chain_whose_end_was_cut_off_shows_against_what_was_noted_of_it(world: World) -> None:
    for _run in range(2):
        some_acts(world)
        actions.seal_up(at=LATER)
    last = Seal.objects.order_by("-id")[0]
    noted = last.digest[:12]
    assert list(broken(noted)) == []
    last.acts.all().delete()
    last.delete()
    assert list(broken()) == []
    assert list(broken(noted)) == [("head", noted)]


def test_facts_that_cannot_be_sealed_are_refused_when_written(world: World) -> None:
    with pytest.raises(TypeError, match=r"\$\.share"):
        note_down(Step("case", 1, "take", facts={"share": 0.5}), by=None, at=MONDAY)


def test_the_same_content_is_kept_once(world: World) -> None:
    for name in ("a.png", "b.png"):
        actions.keep_file(PNG, name=name, by=world.office, at=MONDAY)
    row = File.objects.get()
    assert (row.mime, place_of(row.sha256).read_bytes()) == ("image/png", PNG)


def test_a_lost_and_a_changed_file_are_found(world: World) -> None:
    kept = actions.keep_file(PNG, name="a.png", by=None, at=MONDAY)
    gone = actions.keep_file(PNG + b"1", name="b.png", by=None, at=MONDAY)
    place_of(kept.sha256).write_bytes(b"other")
    place_of(gone.sha256).unlink()
    assert set(broken()) == {("bytes", kept.sha256), ("lost", gone.sha256)}


def test_a_program_is_not_taken_for_a_picture(world: World) -> None:
    with pytest.raises(Refused, match="file_kind"):
        actions.keep_file(b"MZ\x90", name="a.png", by=None, at=MONDAY)


def test_an_upload_that_is_too_large_is_refused_before_it_is_read() -> None:
    film = UploadedFile(BytesIO(b"film"), name="a.mp4", size=LARGEST + 1)
    with pytest.raises(Refused, match="file_large"):
        actions.content_of(film)
    assert film.read() == b"film"
    photo = UploadedFile(BytesIO(PNG), name="a.png", size=len(PNG))
    assert actions.content_of(photo) == PNG


def test_one_holder_has_the_turn_until_it_runs_out(world: World) -> None:
    soon = MONDAY + timedelta(minutes=1)
    assert actions.lease("tell", "one", until=soon, at=MONDAY)
    assert not actions.lease("tell", "two", until=soon, at=MONDAY)
    assert actions.lease("tell", "one", until=soon, at=MONDAY)
    assert actions.lease("tell", "two", until=soon + timedelta(minutes=1), at=soon)


def test_numbers_are_never_given_twice(world: World) -> None:
    assert [actions.count_up("case"), actions.count_up("case", 5), actions.count_up("case")] == [
        1,
        6,
        7,
    ]
