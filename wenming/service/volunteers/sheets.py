"""The sheet of volunteers that a firm or an association hands over: columns <-> drafts."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from wenming.kit.flow import Refused
from wenming.kit.identity import is_sound, plain
from wenming.kit.sheets import cells, titles
from wenming.kit.sheets.columns import Column, Form
from wenming.kit.sheets.dates import day
from wenming.kit.sheets.rows import Row
from wenming.kit.sheets.shapes import Value
from wenming.kit.sheets.tables import Reading
from wenming.kit.sheets.writing import Written
from wenming.org.models import User
from wenming.org.sheets import Names, spoken
from wenming.service.members.actions import rostered
from wenming.service.volunteers.drafts import VolunteerDraft
from wenming.service.volunteers.models import Belonging
from wenming.service.volunteers.persons import checked, found

VOLUNTEERS = Form(
    "志愿者名册",
    (
        Column("name", ("姓名", "志愿者姓名"), True),
        Column("phone", ("手机", "手机号", "联系电话", "电话"), like=titles.PHONE, prefer=True),
        Column("born", ("出生年份", "出生日期", "出生年月日", "出生年月", "生日"), exact=True),
        Column("identity", ("身份证号", "身份证号码", "公民身份号码", "身份证"), exact=True),
        Column("unit", ("所属单位", "单位", "所属队伍", "企业"), True, titles.UNIT_NAME),
        Column("guardian", ("监护人", "监护人姓名"), exact=True),
        Column("guardian_phone", ("监护人电话", "监护人手机", "监护人联系电话"), exact=True),
        Column("consents", ("知情同意", "本人同意", "已签同意书", "同意书"), True, exact=True),
        Column("guarded", ("监护人同意", "监护人已同意"), exact=True),
        Column("number", ("志愿者编号", "编号"), exact=True),
    ),
    ignored=("序号", "备注", "性别"),
)
FAULTS = {
    **dict.fromkeys(("too_young", "guardian", "identity_birth"), "born"),
    **dict.fromkeys(("identity_unsound", "identity_other"), "identity"),
    "volunteer_unknown": "number",
}
LACKS = {"person": "name", "phone": "phone", "consent": "consents", "born": "born"}
HEADS = (
    "志愿者编号", "姓名", "手机", "出生年份", "所属单位", "监护人", "监护人电话", "知情同意", "监护人同意",
)  # fmt: skip


class Birth(NamedTuple):
    """A year, or a whole day of birth."""

    year: int | None = None
    born: date | None = None


def birth(value: Value) -> Birth | None:
    """A cell with a year of birth, or with the whole day."""
    said = cells.shown(value).removesuffix("年")
    if said.isdecimal() and len(said) == 4 and 1900 <= int(said) <= 2100:
        return Birth(int(said))
    found_day = day(value)
    return Birth(found_day.year, found_day) if found_day else None


def read_volunteers(reading: Reading, by: User | None, today: date) -> Iterator[VolunteerDraft]:
    """The people of a workbook; each is who he says, of a unit this person rosters."""
    names, seen = Names.known(), dict[tuple[str, str, str], str]()
    mine = None if by is None else rostered(by)
    for row in reading.rows(VOLUNTEERS):
        draft = drafted(row, names)
        if draft.unit is not None and mine is not None and draft.unit not in mine:
            row.fault("unit", "unit_not_yours", said=row.text("unit"))
        who = (draft.name, draft.phone, draft.identity)
        other = seen.setdefault(who, row.ref("name"))
        if draft.name and other != row.ref("name"):
            row.fault("name", "person_twice", said=draft.name, other=other)
        if not row.faults and sound(row, draft, today):
            yield draft


def drafted(row: Row, names: Names) -> VolunteerDraft:
    """One line as a draft."""
    units = names.find(row, "unit", [row.text("unit", needed=True)] if row.has("unit") else [])
    if not row.has("unit"):
        row.fault("unit", "missing")
    when = row.read("born", birth) or Birth()
    identity = plain(row.text("identity"))
    if identity and not is_sound(identity):
        row.fault("identity", "identity_unsound")
    return VolunteerDraft(
        name=row.text("name", needed=True),
        phone=row.read("phone", cells.phone) or "",
        year=when.year,
        born=when.born,
        identity=identity,
        guardian=row.text("guardian"),
        guardian_phone=row.read("guardian_phone", cells.phone) or "",
        guarded=bool(row.read("guarded", cells.tick)),
        consents=bool(row.read("consents", cells.tick)),
        unit=units[0] if units else None,
        number=row.text("number"),
    )


def sound(row: Row, draft: VolunteerDraft, today: date) -> bool:
    """Whether the rules take a draft; what they refuse is said at its cell."""
    try:
        checked(draft, today)
        found(draft)
    except Refused as no:
        if no.reason == "needs":
            for lack in no.lacking:
                code = "no_consent" if lack == "consent" else "missing"
                row.fault(LACKS[lack], code)
        else:
            row.fault(FAULTS[no.reason], no.reason)
    return not row.faults


def volunteer_rows() -> tuple[tuple[str, ...], Iterator[tuple[Written, ...]]]:
    """The volunteers of units as a sheet that loads back; identity numbers are on no sheet."""
    rows = Belonging.objects.filter(volunteer__forgotten=None, member__left=None)
    rows = rows.select_related("volunteer", "member__unit").order_by("member__unit", "volunteer")
    return HEADS, (
        (
            one.volunteer.number,
            one.volunteer.name,
            one.volunteer.phone,
            one.volunteer.birthday or one.volunteer.year,
            spoken(one.member.unit),
            one.volunteer.guardian,
            one.volunteer.guardian_phone,
            "是",
            "是" if one.volunteer.guarded else "",
        )
        for one in rows.prefetch_related("member__unit__aliases")
    )


def hidden(heads: dict[str, int]) -> set[int]:
    """The columns of a sheet that no preview shows."""
    return {at for name, at in heads.items() if name == "identity"}
