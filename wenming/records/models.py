"""What happened (Act), the seals over it, the files that prove it, and who was told.

Every change in every app writes one Act. It is at once the history, the timeline on the page, the
audit trail and the outbox of notices.
"""

from itertools import islice
from typing import Any, NamedTuple, Self, TypeVar

from django.conf import settings
from django.db import connection, models
from django.db.models import Exists, ExpressionWrapper, F, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In
from django.utils.translation import gettext_lazy as _

from wenming.kit.find import Query, grams, matches, normal, query
from wenming.records.rules import FOUND, SLOTS, place

M = TypeVar("M", bound=Model)


class Asking(NamedTuple):
    """How a database is asked for what is found of one kind."""

    things: str  # these columns of what has the terms; of the kind numbered so
    word: str  # and this word as it is
    newest: str  # the newest first, so many
    keys: str  # the keys alone


ASKING = {
    "sqlite": Asking(
        things="SELECT {} FROM records_entry_fts f"
        " CROSS JOIN records_entry e ON e.id = f.rowid"
        " WHERE records_entry_fts MATCH %s AND f.rowid %% %s = %s",
        word=" AND instr(e.plain, %s)",
        newest=" ORDER BY f.rowid DESC LIMIT %s",
        keys="SELECT rowid / %s FROM records_entry_fts WHERE records_entry_fts MATCH %s"
        " AND rowid %% %s = %s",
    ),
    "postgresql": Asking(
        things="SELECT {} FROM records_entry e"
        " WHERE to_tsvector('simple', terms) @@ to_tsquery('simple', %s) AND e.id %% %s = %s",
        word=" AND strpos(e.plain, %s) > 0",
        newest=" ORDER BY e.id DESC LIMIT %s",
        keys="SELECT id / %s FROM records_entry"
        " WHERE to_tsvector('simple', terms) @@ to_tsquery('simple', %s) AND id %% %s = %s",
    ),
}
COLUMNS = "e.id, e.kind, e.key, e.title, e.note, e.plain"
FEW = 200  # things found that are named one by one; of more, the rows asked for are looked at
READ = 2_000  # candidates that are read when the index cannot tell


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
    leaves = models.JSONField(default=list)  # of each act its number and how its digest begins

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

    def newest(self, kind: str, wanted: Query, most: int) -> "list[Entry]":
        """What of a kind is found, newest first, at most so many; of READ, where the database cannot tell."""
        if not wanted:
            return []
        text, asked = found(COLUMNS, kind, wanted)
        if wanted.plain:
            return list(self.raw(text, [*asked, most]))
        read = self.raw(text, [*asked, READ])
        fit = (one for one in read if matches(f"{one.title}\n{one.note}", wanted))
        return list(islice(fit, most))

    def keys(self, kind: str, wanted: Query, most: int) -> list[int]:
        """The keys of the same; where the database can tell, nothing but keys is read."""
        if not wanted.plain:
            return [one.key for one in self.newest(kind, wanted, most)]
        text, asked = found("e.key", kind, wanted)
        with connection.cursor() as cursor:
            cursor.execute(text, [*asked, most])
            return [key for (key,) in cursor.fetchall()]


def found(columns: str, kind: str, wanted: Query) -> tuple[str, list[Any]]:
    """The question for what is found of a kind, newest first, and its parameters but how many."""
    ask = ASKING[connection.vendor]
    text = f"{ask.things.format(columns)}{ask.word * len(wanted.literal)}{ask.newest}"
    return text, [terms(wanted), SLOTS, FOUND[kind], *wanted.literal]


def terms(wanted: Query) -> str:
    """What the full-text index is asked for."""
    return wanted.fts5 if connection.vendor == "sqlite" else wanted.tsquery


def found_among(rows: QuerySet[M], kind: str, words: str) -> QuerySet[M]:
    """The rows of a kind of things that have these words; all of them where the database can tell.

    Few are named; of many, each row that is looked at is asked whether it is one of them, so that
    a list in the order of an index ends as soon as it has its page.
    """
    wanted = query(words)
    few = Entry.objects.keys(kind, wanted, FEW + 1 if wanted.plain else READ) if wanted else []
    if len(few) <= FEW or not wanted.plain:
        return rows.filter(pk__in=few)
    own = ExpressionWrapper(F("pk") + 0, models.BigIntegerField())
    asked = [SLOTS, terms(wanted), SLOTS, FOUND[kind]]
    hits = RawSQL(ASKING[connection.vendor].keys, asked)  # noqa: S611 - the words are a parameter
    rows = rows.filter(In(own, hits))
    entry = Entry.objects.filter(pk=OuterRef("pk") * SLOTS + FOUND[kind])
    for word in wanted.literal:
        rows = rows.filter(Exists(entry.filter(plain__contains=word)))
    return rows


class Entry(models.Model):
    """What the one search field finds: a thing's words. The full-text index stands beside it.

    `kind` is case, site, unit or item; `key` its primary key; the two make `id`, so that what the
    index finds need not be looked up. `plain` is the text as kit.find compares it, and `terms`
    its search terms, separated by blanks.
    """

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=8)
    key = models.PositiveBigIntegerField()
    title = models.CharField(max_length=200)
    note = models.CharField(max_length=200, blank=True)
    plain = models.TextField(default="")
    terms = models.TextField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("检索词条")

    def __str__(self) -> str:
        return self.title


def entry(kind: str, key: int, title: str, note: str) -> Entry:
    """What can be found of a thing, not yet saved."""
    return Entry(
        id=place(kind, key),
        kind=kind,
        key=key,
        title=title,
        note=note,
        plain=normal(f"{title}\n{note}"),
        terms=" ".join(grams(title, note)),
    )
