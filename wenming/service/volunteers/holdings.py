"""Everything that is held about one volunteer, for his page and his file alike."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wenming.org.models import User
from wenming.records.models import Act
from wenming.service.members.models import Holding
from wenming.service.shifts.models import PLACE_STATES, Place
from wenming.service.shifts.rules import PlaceState
from wenming.service.volunteers.models import Volunteer

Cells = Sequence[object]
MOST = 2000  # rows of a kind


class Held(NamedTuple):
    """What is held of one kind: its title, the heads of its columns, its rows."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[Cells]

    def as_json(self) -> list[dict[str, Any]]:
        """Its rows, each by its heads."""
        said = ([None if c is None else str(c) for c in row] for row in self.rows)
        return [dict(zip(self.heads, row, strict=True)) for row in said]


class Room(Protocol):
    """A room that holds something about volunteers; settings.PERSONAL names them."""

    def held(self, row: Volunteer) -> Iterator[Held]:
        """What the room holds about somebody."""

    def forget(self, row: Volunteer, *, by: User | None, at: Any) -> None:
        """Give up what is to come, and wipe what names him; called before the volunteer is wiped."""


def held(row: Volunteer) -> Iterator[Held]:
    """All that is held about somebody, kind by kind."""
    yield Held(_("本人资料"), (_("项目"), _("内容")), own(row))
    ties = row.belongings.select_related("member__unit").order_by("since")
    heads = (_("队伍"), _("自"), _("离队"))
    yield Held(_("所属队伍"), heads, [(t.member.unit, t.since, t.member.left) for t in ties])
    mine = row.belongings.values("member")
    holdings = Holding.objects.filter(member__in=mine).select_related("qualification")
    heads = (_("资格"), _("自"), _("有效至"))
    found = [(h.qualification, h.since, h.until) for h in holdings.order_by("since", "pk")]
    yield Held(_("上岗资格"), heads, found)
    places = Place.objects.filter(member__in=mine).select_related("shift__post__site")
    stood = [
        (p.shift.day, p.shift.post, p.shift.word, PLACE_STATES[PlaceState(p.state)])
        for p in places.order_by("-start")[:MOST]
    ]
    yield Held(_("排班与到岗"), (_("日期"), _("岗位"), _("班次"), _("状态")), stood)
    for room in settings.PERSONAL.values():
        yield from import_string(room).held(row)
    acts = Act.objects.about("volunteer", row.pk)[:MOST]
    done = [(localtime(act.at).strftime("%Y-%m-%d %H:%M"), act.move) for act in acts]
    yield Held(_("办理记录"), (_("时间"), _("事项")), done)


def own(row: Volunteer) -> list[Cells]:
    """What is put down of the person himself; of the identity number only whether one is kept."""
    kept = _("已加密保存，不显示") if row.identity_hash else ""
    return [
        (_("志愿者编号"), row.number),
        (_("姓名"), row.name),
        (_("出生"), row.birthday or row.year),
        (_("联系电话"), row.phone),
        (_("身份证号"), kept),
        (_("监护人"), row.guardian),
        (_("监护人电话"), row.guardian_phone),
        (_("监护人同意"), row.guarded and localtime(row.guarded).strftime("%Y-%m-%d %H:%M")),
        (_("同意书版本"), row.text),
        (_("同意时间"), localtime(row.consented).strftime("%Y-%m-%d %H:%M")),
        (_("经办"), row.taken_by or ""),
    ]
