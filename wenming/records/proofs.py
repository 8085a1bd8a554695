"""What does not hold: seals recomputed from the acts under them, files from their bytes."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wenming.records.models import Act, File, Seal
from wenming.records.rules import Sealed, leaf, seal

SEALED = tuple(f"{name}_id" if name == "by" else name for name in Sealed._fields)
BACKDATED = timedelta(days=1)  # an act so much older than one written before it was put in later
BROKEN = {
    "chain": _("第 %s 段封存与前一段接不上。"),
    "count": _("第 %s 段封存之下的记录多了或少了。"),
    "digest": _("第 %s 段封存之下的记录被改过。"),
    "changed": _("第 %s 号记录被改过。"),
    "missing": _("第 %s 号记录不见了。"),
    "added": _("第 %s 号记录是封存以后添进去的。"),
    "backdated": _("第 %s 号记录所写的时间，比在它以前写下的记录还早一天以上：是后来补的。"),
    "head": _("没有摘要以 %s 开头的封存：它之后的记录可能被整段删去了。"),
    "lost": _("附件 %s 不见了。"),
    "bytes": _("附件 %s 的内容变了。"),
}


def content(act: Act) -> Sealed:
    """What of an act its seal holds fast."""
    return Sealed(*(getattr(act, name) for name in SEALED))


def place_of(sha256: str) -> Path:
    """Where the bytes of a file lie."""
    return Path(settings.HOME) / "files" / sha256[:2] / sha256[2:]


def broken(head: str = "") -> Iterator[tuple[str, str]]:
    """What does not hold: pairs of a code and the number of the seal or act, or the name of a file.

    `head` is how the digest of a seal began that was noted elsewhere: it must still be there. A
    chain alone does not show that its end was cut off.
    """
    if head and not Seal.objects.filter(digest__startswith=head).exists():
        yield "head", head
    yield from broken_seals()
    yield from backdated()
    for sha256 in File.objects.order_by("pk").values_list("pk", flat=True).iterator():
        path = place_of(sha256)
        if not path.exists():
            yield "lost", sha256
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield "bytes", sha256


def broken_seals() -> Iterator[tuple[str, str]]:
    """The seals that do not stand on the one before or over their acts, and which acts these are."""
    before = ""
    for row in Seal.objects.order_by("id").iterator():
        acts = [content(act) for act in row.acts.all()]
        if row.before != before:
            yield "chain", str(row.pk)
        before = row.digest
        if len(acts) == row.count and seal(acts, row.before) == row.digest:
            continue
        yield "digest" if len(acts) == row.count else "count", str(row.pk)
        yield from broken_acts(row, acts)


def broken_acts(row: Seal, acts: Sequence[Sealed]) -> Iterator[tuple[str, str]]:
    """Which acts under a seal are not those that were sealed."""
    there, sealed = dict(map(leaf, acts)), {int(number): begins for number, begins in row.leaves}
    for number in sorted({*there, *sealed} if sealed else ()):
        if number not in there:
            yield "missing", str(number)
        elif number not in sealed:
            yield "added", str(number)
        elif there[number] != sealed[number]:
            yield "changed", str(number)


def backdated() -> Iterator[tuple[str, str]]:
    """Acts dated long before acts with lower numbers: nobody writes so far back."""
    latest: datetime | None = None
    for number, at in Act.objects.order_by("id").values_list("id", "at").iterator():
        if latest and at < latest - BACKDATED:
            yield "backdated", str(number)
        latest = max(at, latest) if latest else at
