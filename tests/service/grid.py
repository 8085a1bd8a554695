"""Two grids of a community in River City's east, with a worker and a head who have accounts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tests.world import EAST, MONDAY, World, area
from wenming.org.models import Area, User
from wenming.org.rules import Level
from wenming.service.grids.actions import bring, file
from wenming.service.grids.drafts import MatterDraft, PersonDraft
from wenming.service.grids.models import Matter, Tie
from wenming.service.grids.rules import Duty

__all__ = ["MONDAY", "Neighbourhood"]


class Neighbourhood:
    """`host` is the street's; `worker` and `head` serve in the first grid and hold no post."""

    def __init__(self, world: World) -> None:
        self.world, self.host, self.asker = world, world.mender, world.liaison
        world.street.area = world.east
        world.street.save()
        community = area(f"{EAST[:9]}001", "东一社区", Level.COMMUNITY, world.east)
        self.grid = area(f"{EAST[:9]}001001", "第一网格", Level.GRID, community)
        self.other = area(f"{EAST[:9]}001002", "第二网格", Level.GRID, community)
        self.worker = User.objects.create(username="liu", name="刘网格")
        self.head = User.objects.create(username="ma", name="马组长")
        self.bring(
            PersonDraft("刘网格", Duty.WORKER, account=self.worker.pk),
            PersonDraft("马组长", Duty.GROUP_HEAD, account=self.head.pk),
        )

    def bring(self, *drafts: PersonDraft, grid: Area | None = None, **over: Any) -> list[Tie]:
        told: dict[str, Any] = {"by": self.host, "at": MONDAY} | over
        return bring((grid or self.grid).pk, drafts, **told)

    def files(self, number: int = 1, at: datetime = MONDAY) -> Matter:
        draft = MatterDraft(UUID(int=number), self.grid.pk, "路灯不亮", name="王奶奶", phone="1")
        return file(draft, by=self.host, at=at)
