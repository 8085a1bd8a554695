"""The shape of a visit as any door sends it: phone, form or file."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from wenming.kit.digests import digest
from wenming.kit.words import half
from wenming.loop.standards.rules import Verdict


@dataclass(frozen=True, slots=True)
class FindingDraft:
    """What was seen of one item, named by its code; photographs by their SHA-256."""

    id: UUID
    item: str
    verdict: Verdict
    count: int | None = None
    note: str = ""
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """Somebody was at a site, named by its code, for a round, named by its name or number."""

    id: UUID
    round: str
    site: str
    started: datetime
    ended: datetime
    findings: tuple[FindingDraft, ...] = field(default=())

    def digest(self) -> str:
        """SHA-256 over what is said; the order of findings and photographs says nothing."""
        findings = sorted(self.findings, key=lambda one: one.id)
        return digest(
            {
                "id": self.id,
                "round": half(self.round),
                "site": half(self.site),
                "started": self.started,
                "ended": self.ended,
                "findings": [
                    [
                        *(one.id, half(one.item), one.verdict.value, one.count, one.note),
                        sorted(one.photos),
                    ]
                    for one in findings
                ],
            }
        )
