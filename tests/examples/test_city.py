"""The demo city's workbooks hold what they should, agree with one another, and name nobody real."""

import json
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path

from jsonschema import Draft202012Validator

from tests.examples import reading
from tests.examples.reading import AREAS, BOOKS, CHARGES, CITY, FEEDBACK, MINORS, SITES, UNITS

CATALOGUE = Path(__file__).parents[2] / "wenming" / "places" / "catalogue.json"
SEPARATORS = re.compile(r"[、，；\n]")
CORE = {
    "编号", "点位编号", "序号", "点位类型", "类别", "点位名称", "名称", "街道（镇）", "所属街道（镇）", "社区（村）",
    "所属社区（村）", "地址", "详细地址", "经度", "纬度", "坐标系", "主管单位", "主管部门", "备注",
}  # fmt: skip


def said(value: object) -> list[str]:
    """The names in a cell."""
    return [n for n in SEPARATORS.split(str(value or "")) if n not in {"", "/"}]


def names_known() -> set[str]:
    """Every name and alias of the contacts."""
    return {
        name
        for row in reading.rows(UNITS)
        for name in (str(row["单位全称"]), *said(row["简称（别名）"]))
    }


def hundredths(value: object) -> int:
    """A weight in whatever spelling, in hundredths."""
    plain = str(value).translate(str.maketrans("０１２３４５６７８９．", "0123456789."))
    return round(float(plain.removesuffix("分")) * 100)


def kind_of(row: reading.Row) -> str:
    """The kind of a site, under either head."""
    return str(row.get("点位类型") or row.get("类别"))


def test_the_sizes_are_those_of_the_demo_city() -> None:
    units, sites = reading.rows(UNITS), reading.rows(SITES)
    kinds = Counter(map(kind_of, sites))
    assert len(units) == 57
    assert len({row["督查组"] for row in units}) == 17
    assert len(kinds) == 54
    assert kinds["室外公共厕所"] == 1230
    assert 680 <= sum(kinds.values()) - 1230 <= 760
    charges = reading.tables(CHARGES)
    assert len(charges["包街单位"].rows) == 99
    assert len(charges["责任路段"].rows) == 83
    assert len(reading.rows(FEEDBACK)) == 70


def test_the_levels_of_the_areas_are_those_of_a_city_without_districts() -> None:
    levels = Counter(str(row["级别"]) for row in reading.rows(AREAS))
    assert levels == {"地级市": 1, "街道": 6, "镇": 5, "社区": 37, "村": 15, "网格": 124}


def test_codes_are_well_formed_and_every_parent_is_there() -> None:
    towns = reading.tables(AREAS)["街道和社区"].rows
    codes = {str(row["区划名称"]): str(row["统计用区划代码"]) for row in towns}
    assert len(codes) == len(towns) == len(set(codes.values()))
    assert all(re.fullmatch(r"6298\d{8}", code) for code in codes.values())
    for row in towns[1:]:
        above, own = codes[str(row["上级名称"])], codes[str(row["区划名称"])]
        assert own.startswith(above.rstrip("0")), row
    for row in reading.tables(AREAS)["网格"].rows:
        code = str(row["网格编码"])
        assert re.fullmatch(r"\d{15}", code)
        assert code[:12] == codes[str(row["所属社区（村）"])]


def test_the_weights_of_each_edition_add_up_to_a_hundred_points() -> None:
    city = reading.tables(CITY)["任务分解"]
    weights = Counter[str]()
    for row in city.rows:
        weights[str(row["测评项目"])] += hundredths(row["分值"])
    assert sum(weights.values()) == 100_00
    assert [hundredths(s["分值"]) for s in city.sums] == [*weights.values(), 100_00]
    minors = reading.tables(MINORS)
    assert sum(hundredths(row["权重（分）"]) for row in reading.rows(MINORS)) == 100_00
    for table in minors.values():
        total = sum(hundredths(row["权重（分）"]) for row in table.rows)
        assert [hundredths(s["权重（分）"]) for s in table.sums] == [total]


def test_the_editions_have_the_size_of_the_real_ones() -> None:
    city, minors = reading.rows(CITY), reading.rows(MINORS)
    assert (len({r["测评项目"] for r in city}), len({r["测评内容"] for r in city})) == (8, 41)
    assert len({r["测评标准"] for r in city}) == len({r["编号"] for r in city}) == len(city) == 186
    assert (len(reading.tables(MINORS)), len(minors)) == (5, 28)


def test_every_unit_named_anywhere_is_in_the_contacts() -> None:
    known = names_known()
    cells = [
        *((CITY, row[head]) for row in reading.rows(CITY) for head in ("牵头单位", "配合单位")),
        *((MINORS, row[head]) for row in reading.rows(MINORS) for head in ("牵头部门", "协同部门")),
        *((SITES, row.get("主管单位") or row.get("主管部门")) for row in reading.rows(SITES)),
        *((FEEDBACK, r[head]) for r in reading.rows(FEEDBACK) for head in ("责任单位", "配合单位")),
    ]
    assert [(book, n) for book, cell in cells for n in said(cell) if n not in known] == []


def test_every_unit_has_something_to_answer_for_and_no_name_is_two_units() -> None:
    rows = reading.rows(UNITS)
    owner = {n: str(r["单位全称"]) for r in rows for n in (r["单位全称"], *said(r["简称（别名）"]))}
    assert len(owner) == sum(1 + len(said(r["简称（别名）"])) for r in rows)
    named = {
        owner[n]
        for row in reading.rows(CITY)
        for head in ("牵头单位", "配合单位")
        for n in said(row[head])
    }
    assert named == set(owner.values())


def test_only_the_three_standards_told_of_have_no_leading_unit() -> None:
    nobody = {str(row["编号"]) for row in reading.rows(CITY) if not said(row["牵头单位"])}
    assert nobody == {"1.3.5", "7.5.1", "8.1.3"}
    assert all(code in (reading.EXAMPLES / "README.md").read_text() for code in nobody)
    assert all(said(row["牵头部门"]) for row in reading.rows(MINORS))


def test_no_unit_both_leads_and_assists_on_a_standard() -> None:
    for row in reading.rows(CITY):
        assert not set(said(row["牵头单位"])) & set(said(row["配合单位"])), row["编号"]


def test_every_kind_is_in_the_catalogue() -> None:
    known = {kind["name"] for kind in json.loads(CATALOGUE.read_text())}
    used = {kind_of(row) for row in reading.rows(SITES)}
    named = {k for row in reading.rows(CITY) for k in said(row["点位类型"])}
    named |= {k for row in reading.rows(MINORS) for k in said(row["备注（点位类型）"])}
    assert used <= known
    assert named <= used


def test_every_kind_has_at_least_four_standards_seen_on_site() -> None:
    applies = Counter(
        kind for row in reading.rows(CITY) if row["实地考察"] for kind in said(row["点位类型"])
    )
    assert {k: applies[k] for k in map(kind_of, reading.rows(SITES)) if applies[k] < 4} == {}


def test_a_standard_seen_on_site_says_where_and_how_it_is_scored() -> None:
    forms = re.compile(
        r"符合/不符合|每处扣[\d.]+分，扣完为止|按处数分级：A（0处）、.*C#（\d+处及以上）"
    )
    for row in reading.rows(CITY):
        methods = [m for m in ("实地考察", "材料审核", "问卷调查") if row[m]]
        assert methods, row["编号"]
        on_site = "实地考察" in methods
        assert bool(said(row["点位类型"])) is on_site, row["编号"]
        assert bool(forms.fullmatch(str(row["计分方式"]))) is on_site, row["编号"]
        assert row["整改类别"] in {"立行立改", "限期整改", "长期坚持"}


def test_attributes_follow_the_schema_of_their_kind() -> None:
    catalogue = {kind["name"]: kind["schema"] for kind in json.loads(CATALOGUE.read_text())}
    judges = {name: Draft202012Validator(schema) for name, schema in catalogue.items()}
    for row in reading.rows(SITES):
        judge, schema = judges[kind_of(row)], catalogue[kind_of(row)]
        own = {k: v for k, v in row.items() if k not in CORE and v is not None}
        flags = {n for n, p in schema.get("properties", {}).items() if p["type"] == "boolean"}
        meant = {k: v == "有" if k in flags and v in {"有", "无"} else v for k, v in own.items()}
        judge.validate(meant)


def test_toilets_say_what_a_visitor_needs_to_know() -> None:
    toilets = reading.tables(SITES)["公厕"].rows
    for head in ("无障碍厕位", "第三卫生间", "改造年度", "开放时间"):
        assert all(row[head] is not None for row in toilets)
        assert len({row[head] for row in toilets}) > 1


def test_the_unit_of_last_year_is_among_those_that_adopt() -> None:
    adopting = {str(row["单位名称"]) for row in reading.tables(CHARGES)["包街单位"].rows}
    full = {n: str(r["单位全称"]) for r in reading.rows(UNITS) for n in said(r["简称（别名）"])}
    last = [row["上年度包街单位"] for row in reading.tables(CHARGES)["责任路段"].rows]
    assert sum(name is None for name in last) == 2
    assert {full.get(str(n), str(n)) for n in last if n} <= adopting
    assert any(str(n) in full for n in last), "an alias is written somewhere"


def test_feedback_uses_every_form_of_a_time_limit() -> None:
    limits = [row["整改时限"] for row in reading.rows(FEEDBACK)]
    forms = Counter(map(form, limits))
    assert set(forms) == {
        "立行立改", "长期坚持", "工作日", "月底", "月日", "点", "季度", "日期", "序号",
    }  # fmt: skip
    assert forms["立行立改"] + forms["工作日"] + forms["长期坚持"] > 50, "few dates grow old"


def form(limit: object) -> str:
    """Which of the nine forms a limit has."""
    if isinstance(limit, (datetime, date)):
        return "日期"
    if isinstance(limit, int):
        return "序号"
    patterns = {
        r"即日起\d+个工作日": "工作日", r"\d{4}年\d+月底前": "月底", r"\d+月\d+日": "月日",
        r"\d{4}\.\d+\.\d+": "点", r"\d{4}年[一二三四]季度": "季度",
    }  # fmt: skip
    return next((n for p, n in patterns.items() if re.fullmatch(p, str(limit))), str(limit))


def test_feedback_speaks_of_projects_of_the_edition() -> None:
    projects = {str(row["测评项目"]).split(" ")[1] for row in reading.rows(CITY)}
    assert {str(row["整改项目"]) for row in reading.rows(FEEDBACK)} == projects


def test_nobody_can_be_rung_and_nobody_is_identified() -> None:
    texts = [
        str(cell.value)
        for name in BOOKS
        for ws in reading.book(name).worksheets
        for line in ws.iter_rows()
        for cell in line
        if isinstance(cell.value, str)
    ]
    assert not [t for t in texts if re.search(r"(?<!\d)\d{17}[\dXx](?!\d)", t)], "identity numbers"
    assert not [t for t in texts if re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", t)], "mobile numbers"
    phones = [t for t in texts if re.match(r"0\d{2,3}-", t)]
    assert len(phones) == 57 + 99 == len(set(phones))
    assert all(re.fullmatch(r"0937-00\d{5}", t) for t in phones)


def test_each_edition_says_that_it_is_an_unofficial_example() -> None:
    for name in (CITY, MINORS):
        for ws in reading.sheets(name):
            assert any("示例" in str(c.value) for line in ws.iter_rows() for c in line if c.value)
