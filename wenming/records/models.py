"""What happened (Act), the seals over it, the files that prove it, and who was told.

Every change in every app writes one Act. It is at once the history, the timeline on the page, the
audit trail and the outbox of notices.
"""

from typing import Self

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from wenming.kit.find import Query

SQLITE_HITS = "SELECT rowid FROM records_entry_fts WHERE records_entry_fts MATCH %s"
POSTGRESQL_HITS = (
    "SELECT id FROM records_entry WHERE to_tsvector('simple', terms) @@ to_tsquery('simple', %s)"
)

BROKEN = {
    "chain": _("第 %s 段封存与前一段接不上。"),
    "count": _("第 %s 段封存之下的记录多了或少了。"),
    "digest": _("第 %s 段封存之下的记录被改过。"),
    "lost": _("附件 %s 不见了。"),
    "bytes": _("附件 %s 的内容变了。"),
}


class ActQuerySet(models.QuerySet["Act"]):
    """Acts by what they are about and what is still to be done with them."""

    def about(self, kind: str, key: object) -> Self:
        """The history of one thing, oldest first."""
        return self.filter(kind=kind, key=str(key)).order_by("id")

    def untold(self) -> Self:
        """Acts whose notices have not gone out."""
        return self.filter(told=None)

    def unsealed(self) -> Self:
        """Acts no seal covers yet."""
        return self.filter(seal=None)


class Act(models.Model):
    """One step somebody took: who, when, what, on which thing, and whom it concerns.

    `kind` and `key` name the thing ("case", "17"). `units` and `persons` are the primary keys of
    those it concerns; the teller turns them into notices. `facts` holds what a reader of the
    timeline needs besides the note, as plain JSON.
    """

    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("经办"),
    )
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    move = models.CharField(max_length=24)
    before = models.CharField(max_length=16, blank=True)
    after = models.CharField(max_length=16, blank=True)
    note = models.TextField(_("说明"), blank=True)
    facts = models.JSONField(default=dict)
    units = models.JSONField(default=list)
    persons = models.JSONField(default=list)
    told = models.DateTimeField(null=True)
    seal = models.ForeignKey("records.Seal", models.PROTECT, null=True, related_name="acts")

    objects = ActQuerySet.as_manager()

    class Meta:
        verbose_name = _("办理记录")
        indexes = [
            models.Index(fields=["kind", "key", "id"], name="act_of_a_thing"),
            models.Index(fields=["kind", "id"], name="act_newest_of_a_kind"),
            models.Index(fields=["id"], condition=Q(told=None), name="act_untold"),
            models.Index(fields=["id"], condition=Q(seal=None), name="act_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.move}"


class Seal(models.Model):
    """A hash over a closed run of acts and over the seal before it."""

    at = models.DateTimeField()
    before = models.CharField(max_length=64, blank=True)
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("封存")

    def __str__(self) -> str:
        return self.digest[:12]


class File(models.Model):
    """A file by its content: the bytes lie under HOME/files, named by their SHA-256."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.PositiveBigIntegerField()
    mime = models.CharField(max_length=80)
    name = models.CharField(_("原名"), max_length=200, blank=True)
    facts = models.JSONField(default=dict)  # what the picture says of its time and place
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("附件")

    def __str__(self) -> str:
        return self.name or self.sha256[:12]


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by whether somebody still has to see them."""

    def unread(self) -> Self:
        """Those the reader has not opened."""
        return self.filter(read=None)


class Notice(models.Model):
    """One act, told to one person: the inbox. `sent` is when mail or a web hook took it."""

    act = models.ForeignKey(Act, models.CASCADE, related_name="notices")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    at = models.DateTimeField()
    read = models.DateTimeField(null=True)
    sent = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("消息")
        constraints = [models.UniqueConstraint(fields=["act", "to"], name="an_act_is_told_once")]
        indexes = [
            models.Index(fields=["to", "-id"], condition=Q(read=None), name="notice_unread"),
            models.Index(fields=["to", "-id"], name="notice_inbox"),
        ]

    def __str__(self) -> str:
        return f"{self.act_id} -> {self.to_id}"


class Counter(models.Model):
    """A running number, such as that of this year's cases. Rows are locked while counted up."""

    name = models.CharField(primary_key=True, max_length=40)
    value = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("编号")

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class Lease(models.Model):
    """Who runs a periodic task now, and until when: one holder among several processes."""

    name = models.CharField(primary_key=True, max_length=40)
    holder = models.CharField(max_length=80)
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("轮值")

    def __str__(self) -> str:
        return f"{self.name} {self.holder}"


class EntryQuerySet(models.QuerySet["Entry"]):
    """What can be found, by what somebody typed."""

    def found(self, wanted: Query) -> Self:
        """Candidates for a query; unless it is decided, look again with kit.find.matches."""
        if not wanted:
            return self.none()
        if connection.vendor == "sqlite":
            hits = RawSQL(SQLITE_HITS, [wanted.fts5])  # noqa: S611 - the words are a parameter
        else:
            hits = RawSQL(POSTGRESQL_HITS, [wanted.tsquery])  # noqa: S611 - the same
        return self.filter(pk__in=hits)


class Entry(models.Model):
    """What the one search field finds: a thing's words. The full-text index stands beside it.

    `kind` is case, site, unit or item; `key` its primary key; `terms` the search terms of
    kit.find, separated by blanks.
    """

    kind = models.CharField(max_length=8)
    key = models.PositiveBigIntegerField()
    title = models.CharField(max_length=200)
    note = models.CharField(max_length=200, blank=True)
    terms = models.TextField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("检索词条")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="entry_once")]

    def __str__(self) -> str:
        return self.title
