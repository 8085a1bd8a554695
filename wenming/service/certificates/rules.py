"""How a certificate of hours is applied for, given notice of and issued. Pure."""

from datetime import date, timedelta
from enum import StrEnum

from wenming.kit.flow import Arrow, Refused

NOTICE_DAYS = 7  # at least so long it hangs out within the unit


class PaperState(StrEnum):
    """How a certificate stands."""

    APPLIED = "applied"
    ACCEPTED = "accepted"
    NOTICED = "noticed"
    ISSUED = "issued"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class PaperMove(StrEnum):
    """What may become of a certificate."""

    ACCEPT = "accept"
    NOTICE = "notice"
    ISSUE = "issue"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


UNDER_WAY = frozenset({PaperState.APPLIED, PaperState.ACCEPTED, PaperState.NOTICED})

# "certify" is the power of who rosters the issuing unit, and never over one's own certificate.
PAPER_ARROWS: dict[PaperMove, Arrow] = {
    PaperMove.ACCEPT: Arrow({PaperState.APPLIED}, PaperState.ACCEPTED, "certify"),
    PaperMove.NOTICE: Arrow({PaperState.ACCEPTED}, PaperState.NOTICED, "certify"),
    PaperMove.ISSUE: Arrow({PaperState.NOTICED}, PaperState.ISSUED, "certify"),
    PaperMove.REFUSE: Arrow(UNDER_WAY, PaperState.REFUSED, "certify", {"note"}),
    PaperMove.WITHDRAW: Arrow({PaperState.ISSUED}, PaperState.WITHDRAWN, "certify", {"note"}),
}


def check_notice(since: date | None, day: date) -> None:
    """Refuse to issue before the notice has hung out long enough."""
    if since is None or day < since + timedelta(days=NOTICE_DAYS):
        ends = (since or day) + timedelta(days=NOTICE_DAYS)
        raise Refused("notice_days", str(NOTICE_DAYS), ends.isoformat())
