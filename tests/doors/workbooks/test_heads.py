"""Columns are found under the many names offices give them."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from wenming.duties.sheets import ADOPTERS, SEGMENTS
from wenming.kit.sheets import Form, open_book, read_forms
from wenming.loop.intake.sheets import FEEDBACK
from wenming.loop.standards.sheets import EDITION
from wenming.org.divisions import AREAS
from wenming.org.sheets import UNITS
from wenming.places.sheets import SITES

USUAL = {
    AREAS: {"code": "区划代码", "name": "名称", "parent": "上级名称", "level": "级别"},
    UNITS: {
        "name": "单位名称",
        "aliases": "简称（别名）",
        "kind": "单位类别",
        "contact": "联络员",
        "phone": "联系电话",
        "group": "所属工作组",
    },
    EDITION: {
        "project": "测评项目",
        "indicator": "测评指标",
        "content": "测评内容",
        "standard": "测评标准",
        "methods": "测评方法",
        "weight": "分值",
        "lead": "牵头单位",
        "assist": "配合单位",
        "kinds": "点位类型",
    },
    SITES: {
        "code": "编号",
        "kind": "点位类型",
        "name": "点位名称",
        "district": "所属区",
        "street": "街道（镇）",
        "address": "地址",
        "lon": "经度",
        "lat": "纬度",
        "crs": "坐标系",
        "unit": "主管单位",
    },
    SEGMENTS: {
        "name": "路段名称",
        "start": "起点",
        "end": "止点",
        "metres": "长度（米）",
        "lon": "中心经度",
        "lat": "中心纬度",
        "before": "上年度包街单位",
    },
    ADOPTERS: {"name": "单位名称", "heads": "人数", "lon": "办公经度", "lat": "办公纬度"},
    FEEDBACK: {
        "project": "整改项目",
        "problem": "存在问题",
        "cause": "整改原因",
        "measure": "整改举措",
        "unit": "责任单位",
        "assist": "配合单位",
        "limit": "整改时限",
        "done": "完成情况",
    },
}
OTHERS: list[tuple[Form, str, str]] = [
    (AREAS, "code", "统计用区划代码（12位） 行政区划代码 编码 12位代码 区划编码"),
    (AREAS, "name", "区划名称 行政区划名称 地区名称 名\u3000称"),
    (AREAS, "parent", "上级 上级区划 上级区划名称 所属区划 隶属"),
    (AREAS, "level", "层级 行政级别 区划类型 行政等级"),
    (UNITS, "name", "成员单位 成员单位名称 部门名称 单位（部门）名称 单位全称"),
    (UNITS, "aliases", "简称 简称/别名 简称、别名 单位简称 规范简称"),
    (UNITS, "kind", "类别 单位性质 类型"),
    (UNITS, "contact", "联系人 联络员姓名 联络人 姓名"),
    (UNITS, "phone", "电话 联系方式 手机号码 办公电话 固定电话"),
    (UNITS, "group", "工作组 组别 所属组别 督导组 分组"),
    (EDITION, "project", "项目 一级指标 测评项目名称 Ⅰ（测评项目） 项目名称 板块"),
    (EDITION, "indicator", "指标名称 二级指标 Ⅱ（指标名称） 指标"),
    (EDITION, "content", "内容 三级指标 Ⅲ（测评内容） 测评内容（Ⅲ级） 内容名称"),
    (EDITION, "standard", "标准 具体标准 测评要点 测评标准及要求 测评要求 考核标准 标准内容"),
    (EDITION, "methods", "测评方式 考核方式 方法 考评方法 测评方式方法 测评手段"),
    (EDITION, "weight", "权重 分值（分） 权重（分） 满分 标准分 分数 权重分值 配分 基准分 总分"),
    (EDITION, "lead", "牵头部门 主责单位 牵头责任单位 第一责任单位 责任部门（牵头） 主要责任单位"),
    (EDITION, "lead", "牵头单位名称 主办单位 牵头\n单位 牵头"),
    (EDITION, "assist", "协同单位 配合部门 协办单位 配合责任单位 其他责任单位 协助单位"),
    (EDITION, "assist", "责任部门（配合） 配合单位（可多个） 配合单位名称 配合"),
    (
        EDITION,
        "kinds",
        "备注（点位类型） 备注：点位类型 适用点位 实地考察点位 点位 点位类别 涉及点位类型",
    ),
    (SITES, "code", "点位编号 点位编码 编码 代码 点位号"),
    (SITES, "kind", "类别 点位类别 场所类型 点位种类 所属类别"),
    (SITES, "name", "名称 具体点位 点位 场所名称 点位（场所）名称"),
    (SITES, "district", "区 区县 行政区 所属辖区 县（区） 区域 所在区"),
    (SITES, "street", "街道 所属街道 乡镇街道 街道/镇 镇（街道） 镇街 街道办事处"),
    (SITES, "address", "详细地址 具体位置 地点 点位地址"),
    (SITES, "lon", "东经 经度（E） X（经度） GPS经度 lng 经度(°) 经度（GCJ-02）"),
    (SITES, "crs", "坐标系统 坐标系类型 坐标类型 坐标基准"),
    (SITES, "unit", "主管部门 责任单位 管理单位 行业主管部门 责任部门 牵头单位"),
    (SEGMENTS, "name", "路段 责任路段 道路名称 街道名称 包街路段"),
    (SEGMENTS, "start", "起 起始路口 起点路口"),
    (SEGMENTS, "end", "终点 止 终点位置"),
    (SEGMENTS, "metres", "长度 路段长度（米） 里程（米） 长（米）"),
    (SEGMENTS, "lon", "经度 中心点经度 路段中心经度"),
    (SEGMENTS, "before", "去年包街单位 上年度认领单位 原包街单位 上年度单位 上一年度包街单位"),
    (ADOPTERS, "heads", "职工人数 干部职工人数 在职人数 参与人数"),
    (ADOPTERS, "lon", "经度 办公地点经度 单位经度"),
    (FEEDBACK, "project", "测评项目 项目名称 所属项目"),
    (FEEDBACK, "problem", "反馈问题 存在的问题 存在的主要问题 问题清单 具体问题"),
    (FEEDBACK, "cause", "原因分析 问题原因 产生原因"),
    (FEEDBACK, "measure", "整改措施 措施 具体措施 整改对策"),
    (FEEDBACK, "unit", "牵头单位 整改责任单位 主责单位 整改单位 责任部门"),
    (FEEDBACK, "assist", "协同单位 配合部门 协办单位"),
    (FEEDBACK, "limit", "完成时限 整改期限 时限要求 完成时间 计划完成时间"),
    (FEEDBACK, "done", "整改情况 整改进展 落实情况 整改完成情况"),
]
CASES = [(form, column, label) for form, column, labels in OTHERS for label in labels.split(" ")]


@pytest.mark.parametrize(("form", "column", "label"), CASES, ids=[f"{c}-{s}" for _, c, s in CASES])
def test_a_column_is_found_under_another_name(
    tmp_path: Path, form: Form, column: str, label: str
) -> None:
    """Every other column stays what it is, and nothing is a fault."""
    names = {**USUAL[form], column: label}
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["一张表（2020年）"])
    sheet.append(["序号", *names.values()])
    sheet.append([1, *names])
    book.save(tmp_path / "a.xlsx")
    reading = read_forms(open_book(tmp_path / "a.xlsx"), form)
    assert reading.faults == ()
    (row,) = reading.rows(form)
    assert {key: row.raw(key) for key in names} == {key: key for key in names}


@pytest.mark.parametrize("label", ["得分", "自评分", "扣分", "自评得分"])
def test_points_given_are_not_the_weight(tmp_path: Path, label: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["测评项目", "测评标准", label])
    sheet.append(["市容", "无垃圾", 1])
    book.save(tmp_path / "a.xlsx")
    reading = read_forms(open_book(tmp_path / "a.xlsx"), EDITION)
    assert [fault.code for fault in reading.faults] == ["column_missing"]
