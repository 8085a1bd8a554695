"""Working on what was asked for: the planner solves, the best so far is written down as it comes."""

from django.utils import timezone

from wenming.kit.flow import Refused
from wenming.proposals import actions
from wenming.proposals.models import Proposal
from wenming.proposals.planners import Unsolvable, planner_of
from wenming.proposals.watching import Clock, Watch


def work_on(row: Proposal, watch: Watch) -> Proposal:
    """Solve what was begun; the proposal as it then is. What breaks leaves the best so far, and is raised."""
    try:
        how = {"effort": row.effort, "seed": row.seed, "seconds": row.seconds}
        told = planner_of(row.kind).solve(row.ask, **how, tell=watch)
    except Unsolvable as why:
        return actions.fail(row.pk, why, at=watch.clock())
    except BaseException:
        actions.end(row.pk, None, at=watch.clock())
        raise
    return actions.end(row.pk, told, at=watch.clock())


def made(row: Proposal, clock: Clock = timezone.now) -> Proposal:
    """Begin and solve what was asked for, here and now; the proposal as it then is."""
    begun = actions.begin(at=clock(), which=row.pk)
    if begun is None:
        raise Refused("state", row.state)
    return work_on(begun, Watch(row.pk, clock))
