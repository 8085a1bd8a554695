"""Draw docs/workflows.md from the tables of moves: `python -m tools.workflows`.

tests/test_workflows.py fails while the page says anything else than the tables.
"""

import os
import tempfile
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

PAGE = Path(__file__).resolve().parent.parent / "docs" / "workflows.md"
HEAD = """# Workflows

Drawn from the tables of moves by `python -m tools.workflows`; do not edit by hand. Each table is the
only place that decides a state: permission checks, the words of a refusal, the buttons on a page, this
page and the exhaustive tests are all read from it (`wenming/kit/flow.py`).

*Power* is what somebody must hold over the thing, with the roles that carry it (`wenming/org/rules.py`).
*Needs* is what must be in hand; a needed photograph counts as given where the standard asks for none.
*Starts* is the time limit that begins with the step (`wenming/loop/terms/rules.py`).
"""


class Flow(NamedTuple):
    """One workflow: its title, what is to be said of it, its table and the labels of both."""

    title: str
    note: str
    arrows: Mapping[Any, Any]
    states: Mapping[Any, Any]
    moves: Mapping[Any, Any]
    start: StrEnum
    needs: Mapping[str, str] = {}


def flows() -> list[Flow]:
    """Every workflow of the product."""
    from wenming.loop.cases import models as cases  # noqa: PLC0415 - labels need Django set up
    from wenming.loop.cases.rules import ARROWS, State  # noqa: PLC0415
    from wenming.loop.inspections import models as rounds  # noqa: PLC0415
    from wenming.loop.inspections.rules import ROUND_ARROWS, RoundState  # noqa: PLC0415
    from wenming.loop.standards import models as standards  # noqa: PLC0415
    from wenming.loop.standards import rules  # noqa: PLC0415

    return [
        Flow("A case (整改单)", CASE, ARROWS, cases.STATES, cases.MOVES, State.SEEN, CASE_NEEDS),
        Flow(
            "A round of inspections (批次)",
            ROUND,
            ROUND_ARROWS,
            rounds.ROUND_STATES,
            rounds.ROUND_MOVES,
            RoundState.PLANNED,
        ),
        Flow(
            "An edition of the standards (测评体系)",
            EDITION,
            rules.EDITION_ARROWS,
            standards.EDITION_STATES,
            standards.EDITION_MOVES,
            rules.EditionState.DRAFT,
        ),
        Flow(
            "An entry of the negative list (负面清单)",
            BAR,
            rules.BAR_ARROWS,
            standards.BAR_STATES,
            standards.BAR_MOVES,
            rules.BarState.CLEAR,
        ),
        *of_the_service(),
        proposal(),
    ]


def of_the_service() -> list[Flow]:
    """The workflows of whoever helps."""
    from wenming.service.shifts.models import PLACE_MOVES, PLACE_STATES  # noqa: PLC0415
    from wenming.service.shifts.rules import PLACE_ARROWS, PlaceState  # noqa: PLC0415

    labels = (PLACE_STATES, PLACE_MOVES)
    return [
        Flow("A place on a shift (值班)", PLACE, PLACE_ARROWS, *labels, PlaceState.AGREED),
        sign_up(),
        *of_the_stations(),
    ]


def sign_up() -> Flow:
    """Signing up for a shift, the waiting list and its offers."""
    from wenming.service.signups.models import SIGNUP_MOVES, SIGNUP_STATES  # noqa: PLC0415
    from wenming.service.signups.rules import SIGNUP_ARROWS, SignupState  # noqa: PLC0415

    labels = (SIGNUP_STATES, SIGNUP_MOVES)
    return Flow("A sign-up (值班报名)", SIGNUP, SIGNUP_ARROWS, *labels, SignupState.WAITING)


def of_the_stations() -> list[Flow]:
    """The workflows of teams and of what is ordered from them."""
    from wenming.service.campaigns.models import CAMPAIGN_MOVES, CAMPAIGN_STATES  # noqa: PLC0415
    from wenming.service.campaigns.rules import ARROWS as TURNS  # noqa: PLC0415
    from wenming.service.campaigns.rules import State as Turn  # noqa: PLC0415
    from wenming.service.checklists.models import EVIDENCE_MOVES, EVIDENCE_STATES  # noqa: PLC0415
    from wenming.service.checklists.rules import ARROWS as SHOWN  # noqa: PLC0415
    from wenming.service.checklists.rules import State as Shown  # noqa: PLC0415
    from wenming.service.enrolments.models import ENROLMENT_MOVES, ENROLMENT_STATES  # noqa: PLC0415
    from wenming.service.enrolments.rules import ARROWS as SEATS  # noqa: PLC0415
    from wenming.service.enrolments.rules import State as Seat  # noqa: PLC0415
    from wenming.service.orders.models import ORDER_MOVES, ORDER_STATES  # noqa: PLC0415
    from wenming.service.orders.rules import ARROWS, State  # noqa: PLC0415
    from wenming.service.volunteers.models import TEAM_MOVES, TEAM_STATES  # noqa: PLC0415
    from wenming.service.volunteers.rules import TEAM_ARROWS, TeamState  # noqa: PLC0415

    shown = (EVIDENCE, SHOWN, EVIDENCE_STATES, EVIDENCE_MOVES, Shown.OFFERED)
    campaign = (CAMPAIGN, TURNS, CAMPAIGN_STATES, CAMPAIGN_MOVES, Turn.DRAFT, CAMPAIGN_NEEDS)
    seat = (ENROLMENT, SEATS, ENROLMENT_STATES, ENROLMENT_MOVES, Seat.WAITING)
    team, order = "A team's admission (队伍准入)", "An order (点单)"
    return [
        *of_persons(),
        Flow(team, TEAM, TEAM_ARROWS, TEAM_STATES, TEAM_MOVES, TeamState.APPLIED),
        Flow(order, ORDER, ARROWS, ORDER_STATES, ORDER_MOVES, State.PLACED, ORDER_NEEDS),
        Flow("An enrolment in a course (报名)", *seat),
        Flow("A campaign (活动)", *campaign),
        Flow("What a station shows for a point of a list (清单佐证)", *shown),
        matter(),
    ]


def of_persons() -> list[Flow]:
    """The workflows about single volunteers: their trainings, their certificates."""
    from wenming.service.certificates.models import PAPER_MOVES, PAPER_STATES  # noqa: PLC0415
    from wenming.service.certificates.rules import PAPER_ARROWS, PaperState  # noqa: PLC0415
    from wenming.service.trainings.models import SEAT_MOVES, SEAT_STATES  # noqa: PLC0415
    from wenming.service.trainings.rules import SEAT_ARROWS, SeatState  # noqa: PLC0415

    training, paper = "A seat at a training (培训名额)", "A certificate of hours (服务证明)"
    return [
        Flow(training, SEAT, SEAT_ARROWS, SEAT_STATES, SEAT_MOVES, SeatState.BOOKED),
        Flow(paper, PAPER, PAPER_ARROWS, PAPER_STATES, PAPER_MOVES, PaperState.APPLIED),
    ]


def matter() -> Flow:
    """What becomes of a matter of a grid."""
    from wenming.service.grids.models import MATTER_MOVES, MATTER_STATES  # noqa: PLC0415
    from wenming.service.grids.rules import ARROWS, State  # noqa: PLC0415

    title = "A matter of a grid (网格事项)"
    return Flow(title, MATTER, ARROWS, MATTER_STATES, MATTER_MOVES, State.FILED)


def proposal() -> Flow:
    """What a planner makes, from asking to acceptance."""
    from wenming.proposals.models import MOVES, STATES  # noqa: PLC0415
    from wenming.proposals.rules import ARROWS, State  # noqa: PLC0415

    title = "A proposal of a planner (编排方案)"
    return Flow(title, PROPOSAL, ARROWS, STATES, MOVES, State.ASKED)


ROUND = "Patrols and look-backs start without a draw; an assessment is committed to, then drawn."
EDITION = "Publishing freezes it; a change is a new edition."
BAR = "It stands beside the score and never enters it."
PLACE = """Whoever has come or is agreed counts as one of the heads. Who cannot come says so, or whoever rosters
there says it for them; a stand-in is put on in the same step. Putting on again asks all rules anew."""
SIGNUP = """Whoever signs up while there are places and nobody waits is in at once; else he waits in the order of
arrival. A place that comes free is offered to the first who could stand there, for twelve waking hours and until two
hours before the shift at the latest; unanswered it lapses and the next is asked. Whoever drops out of the shift itself
has given up. The waiting list ends when the shift begins. Who did not come is the leader's business alone."""
TEAM = "Only an admitted team is sent orders. Who leads it may let it leave and apply again."
PAPER = """Nobody certifies himself. The notice hangs out at least seven days before it is issued; the hours are those
confirmed when it is issued. Withdrawn, the public page says so."""
SEAT = """Passing grants the qualification from that day on, in all teams of the volunteer; nobody puts down what came
of his own seat."""
ORDER = """Who runs the station dispatches; the planner of matches proposes to whom. A team, a time and, where it
needs one, a venue are given in the step that sends it, and the database keeps a venue from being booked twice. A
team that gives it back is not asked again. Why an order was not accepted only who asked, and who dispatches, can read.
Overdue is a question, not a state."""
ENROLMENT = """Whoever asks stands in the queue and is seated at once where a seat is free and nobody waits before. A
seat that goes free is offered to the first who waits, who confirms within two days, sooner where it meets sooner; one
that is not confirmed goes on to the next. The same telephone under the same name is the same enrolment. Whoever
holds the secret code may confirm, give up and ask again; no account is needed."""
EVIDENCE = """Nobody judges what he recorded himself. What comes later takes the place of what was there; a changed list
asks for new points and leaves what was confirmed as it was. Lacking is a question, not a state."""
CAMPAIGN = """What is counted and who is asked can be changed until it begins. While it is open each unit reports, once;
a correction is a new version with its reason, and the figure before it stays. When it is closed only the office
may still put a figure right. Who has not reported is a question, not a state."""
CAMPAIGN_NEEDS = {"units": "units that report", "measures": "something to count"}
ORDER_NEEDS = {"team": "a team", "start": "a day and its part", "stars": "one to five stars"}
MATTER = """It goes to the inboxes of those with an acting duty in the grid (worker, head of a party group, head of a
building); what they cannot do is passed up to the community. Each state has its limit in working hours; overdue is a
question, not a state."""
PROPOSAL = """The planner proposes, a person changes and accepts. Beginning, ending and failing are steps of the worker;
one that is gone is ended after half a minute with the best it had written down. Accepting does what the plan says
in one transaction, refuses a plan that breaks a rule by the rows as they are, and replaces the one accepted before."""
CASE = """A bad finding is filed at once, with the unit that is proposed to mend it: the unit in charge of
the site on that day; where there is none, the first that leads on the item, duties above it in the tree
counting where nobody is named on it. The other units named on the item help. The office assigns as
proposed or otherwise; with `WENMING_AUTO_ASSIGN` the case goes to the proposed unit at once. A report of
a citizen stays *seen* until somebody has verified it.

While an appeal is pending the finding, the score and the clock stay as they are, and nothing but its
decision is open. Whoever judges (needs *another judge*) has no part in the unit that mends, its parent or
its parts, nor in a unit that helps; does not serve in that unit's work group; did not report the mending;
and, in an appeal, did not make the finding. A step shown to be overtaken answers 409 with the state as
it now is. Overdue is a question, not a state."""
CASE_NEEDS = {
    "other": "another judge",
    "extension": "a pending extension",
    "appeal": "a pending appeal",
    "into": "the case to merge into",
    "finding": "the disputed finding",
    "verdict": "the corrected verdict",
    "until": "a later day",
    "plan": "the planned day",
}


OWN = {
    "certify": "whoever rosters the issuing unit, but never for himself",
    "stand": "whose place it is, and who rosters there",
    "lead": "who rosters the team's unit",
    "turn": "nobody: the order of arrival and the clock",
    "serve": "who leads the team that has it",
    "grab": "who leads an admitted team",
    "grid": "who has an acting duty in the grid, and the community above it",
    "community": "who rosters the unit of the street or community above the grid",
    "enrolled": "whose enrolment it is, by code or account, and who runs the station",
    "queue": "the queue itself, which nobody may overtake",
    "confirm": "who dispatches at the station above, and the office",
    "ask": "who placed it, and who dispatches there",
}  # powers that go with the thing itself


def drawing(flow: Flow) -> Iterator[str]:
    """A workflow as a mermaid state diagram; moves that leave the state are in the table alone."""
    from wenming.kit.flow import edges  # noqa: PLC0415

    yield "```mermaid"
    yield "stateDiagram-v2"
    for state, label in flow.states.items():
        yield f"    {state.value}: {label}"
    yield f"    [*] --> {flow.start.value}"
    for source, target, move, arrow in edges(flow.arrows):
        if arrow.target is not None:
            yield f"    {source.value} --> {target.value}: {flow.moves[move]}"
    for state in flow.states:
        if not any(state in arrow.sources for arrow in flow.arrows.values()):
            yield f"    {state.value} --> [*]"
    yield "```"


def table(flow: Flow) -> Iterator[str]:
    """Every row of the table of moves."""
    yield "| move | from | to | power | needs | starts |"
    yield "|---|---|---|---|---|---|"
    for move, arrow in flow.arrows.items():
        order = list(flow.states)
        sources = sorted(arrow.sources, key=order.index)
        cells = (
            f"{flow.moves[move]} `{move.value}`",
            "、".join(str(flow.states[s]) for s in sources),
            str(flow.states[arrow.target]) if arrow.target else "—",
            f"{arrow.power} ({roles(arrow.power)})",
            ", ".join(flow.needs.get(need, need) for need in sorted(arrow.needs)) or "—",
            arrow.limit or "—",
        )
        yield f"| {' | '.join(cells)} |"


def roles(power: str) -> str:
    """The roles that carry a power, as people call them."""
    from wenming.org.models import ROLES  # noqa: PLC0415
    from wenming.org.rules import POWERS  # noqa: PLC0415

    told = "、".join(str(ROLES[role]) for role, powers in POWERS.items() if power in powers)
    return told or OWN[power]


def page() -> str:
    """The whole page."""
    from django.utils.translation import override  # noqa: PLC0415

    with override("zh-hans"):
        parts = [HEAD]
        for flow in flows():
            lines = (f"## {flow.title}", "", flow.note, "", *drawing(flow), "", *table(flow), "")
            parts.append("\n".join(lines))
    return "\n".join(parts)


def main() -> None:
    """Write the page."""
    import django  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as home:
        os.environ["WENMING_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenming.site.settings")
        django.setup()
        PAGE.write_text(page())


if __name__ == "__main__":
    main()
