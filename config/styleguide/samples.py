"""What the style guide shows: a decision as an office would have it half-way."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from archive.models import LedgerEntry, Material
from decisions.cases.models import Snapshot
from decisions.statutes.finding import Finding, breached, excused, met, not_applicable, pending
from decisions.statutes.rule import Instrument, Provision, Rule, Strength

DIGEST = "9f3c21ab7be190c24f51fac0d4e8a2b6137d5509c2ee4810b7fa6d93025c1e8f"
SNAPSHOT = Snapshot(sequence=5, digest=DIGEST)
OLDER = Snapshot(sequence=4, digest=DIGEST[::-1])
DECISION = SimpleNamespace(
    number="决策〔2026〕7号",
    title="中心城区供水价格调整方案",
    lead_unit="市发展和改革委员会",
    current_snapshot=SNAPSHOT,
)
USER = SimpleNamespace(is_authenticated=True, name="王审")
VIEW = SimpleNamespace(
    title="出具合法性审查意见",
    button="出具审查意见",
    description="程序一栏由记录预填,请核对事实",
    checks_answers=True,
)


def _rule(code: str, title: str, cites: Provision) -> Rule:
    return Rule(code, title, (cites,), Strength.MUST, "review_legality", (), dict, None, lambda _facts, _pack: met())


def _item(title: str, cites: Provision, finding: Finding) -> dict[str, Any]:
    return {"rule": _rule("LEG-00", title, cites), "finding": finding}


RULES = [
    _item("三项结论完整", Provision(27), breached("内容一项尚有 1 个问题未提出处理意见。", "逐项写明处理意见。")),
    _item("送审材料齐备", Provision(26, 1), met("草案、依据、程序说明均指向快照 S5。")),
    _item("法律顾问、公职律师提出意见", Provision(28), met("2 份,均已署名。")),
    _item("审查时间不少于 7 个工作日", Provision(26, 2), pending("还需 3 个工作日;提前出具须写明理由。")),
    _item("征求意见期限一般不少于 30 日", Provision(15, 1), excused("国务院文件要求 5 月底前出台。")),
    _item("公平竞争审查", Provision(3, None, None, Instrument.FAIR_COMPETITION), not_applicable("不涉及经营者。")),
    _item("审查人未参与起草", Provision(5, None, None, Instrument.LOCAL), met("职责分离。")),
]

CLOCK = {
    "provision": Provision(26, 2),
    "elapsed": 4,
    "total": 7,
    "unit": "工作日",
    "demand": "一般不少于 7 个工作日",
    "note": "06-22 受理,最早 07-01 可出具;补正中止 1 次(06-24 至 06-25)",
}


def _entry(sequence: int, text: str, day: date, at: datetime, code: str = "") -> LedgerEntry:
    entry = LedgerEntry(sequence=sequence, act=text, on=day, recorded_at=at, sha256=DIGEST[sequence % 9 :], sm3=DIGEST)
    if code:
        Material(entry=entry, code=code, sequence=1, title=text)
    return entry


RECENT = [
    _entry(128, "承办单位补正依据汇编", date(2026, 6, 25), datetime(2026, 6, 25, 1, 12, tzinfo=UTC)),
    _entry(127, "一次性告知补正 1 项", date(2026, 6, 24), datetime(2026, 6, 24, 8, 40, tzinfo=UTC)),
    _entry(126, "受理送审", date(2026, 6, 20), datetime(2026, 6, 22, 2, 5, tzinfo=UTC)),
]
FILED = _entry(129, "合法性审查意见书", date(2026, 7, 1), datetime(2026, 7, 1, 3, 20, tzinfo=UTC), "G05")

NAVIGATION = [
    {
        "heading": "",
        "links": [
            {"label": "我的待办", "url": "#", "count": 6},
            {"label": "决策台账", "url": "#", "current": True},
            {"label": "年度目录", "url": "#"},
        ],
    },
    {
        "heading": "程序",
        "links": [
            {"label": "公众参与", "url": "#"},
            {"label": "专家论证", "url": "#"},
            {"label": "风险评估", "url": "#"},
            {"label": "合法性审查", "url": "#", "count": 3},
            {"label": "会议", "url": "#"},
        ],
    },
    {
        "heading": "决策之后",
        "links": [
            {"label": "档案", "url": "#"},
            {"label": "执行与督查", "url": "#"},
            {"label": "后评估", "url": "#", "count": 1},
        ],
    },
]

STAGES = [
    {"label": label, "state": state, "note": note, "url": "#" if state == "done" else ""}
    for label, state, note in (
        ("启动", "done", "03-02"),
        ("拟订", "done", "04-10"),
        ("公众参与", "done", "31 天 · 412 条"),
        ("听证", "done", "05-26 · 20 人"),
        ("专家论证", "done", "7 人 · 一致"),
        ("风险评估", "done", "低 · 可控"),
        ("公平竞争", "na", "不涉及"),
        ("合法性审查", "now", "第 4 / 7 工作日"),
        ("集体讨论", "", "法定"),
        ("公布", "", "20 工作日内"),
        ("归档", "", "30 日内"),
        ("后评估", "", "实施满 1 年"),
    )
]

LEDGER = [
    {
        "number": number,
        "title": title,
        "unit": unit,
        "now": now,
        "due": due,
        "days": days,
        "missing": missing,
        "next": who,
        "stages": [{"label": "", "state": state} for state in states.split()],
        "done": states.split().count("done"),
        "total": 8,
    }
    for number, title, unit, now, due, days, missing, who, states in (
        (
            "〔2026〕3",
            "集体土地与房屋征收补偿安置办法",
            "市自然资源局",
            "风险评估",
            "06-29",
            -2,
            2,
            "评估机构",
            "done done done done late x x x",
        ),
        (
            "〔2026〕7",
            "中心城区供水价格调整方案",
            "市发展改革委",
            "合法性审查",
            "07-04",
            3,
            1,
            "市司法局",
            "done done done done done now x x",
        ),
        (
            "〔2026〕9",
            "农村公路提升行动实施方案",
            "市交通运输局",
            "公众参与 · 专家论证",
            "07-20",
            19,
            0,
            "市交通运输局",
            "done done now now na x x x",
        ),
        (
            "〔2025〕31",
            "既有住宅加装电梯工作实施方案",
            "市住建局",
            "执行",
            "",
            None,
            0,
            "市住建局",
            "done done done done done done done done",
        ),
    )
]

SUMMARY = [
    (
        "三项审查",
        [
            ("决策事项是否符合法定权限", "符合。价格法第十八条、省定价目录(2025 版)第 6 项。"),
            ("草案形成是否履行法定程序", "已履行。公开征求意见 31 天;听证材料提前 9 日送达 20/20 人;专家 7 人。"),
            ("内容是否符合法律法规规章和国家政策", "1 处待处理:第十二条阶梯水量基数与省办法不一致。"),
        ],
    ),
    ("结论", [("审查意见", "修改后符合"), ("出具日期", "2026-07-01"), ("附件", "")]),
]


def _clause(change: str, heading: str, *pieces: tuple[str, str]) -> SimpleNamespace:
    marked = [SimpleNamespace(mark={"value": mark}, text=text) for mark, text in pieces]
    label = {"unchanged": "未改动", "changed": "有改动", "added": "新增"}[change]
    return SimpleNamespace(
        change={"value": change, "label": label}, old_heading="", new_heading=heading, segments=marked, is_moved=False
    )


COMPARISON = [
    _clause("unchanged", "第一条", ("equal", "为了规范中心城区供水价格管理,制定本方案。")),
    _clause(
        "changed",
        "第十二条",
        ("equal", "居民生活用水第一级水量基数为每户每年"),
        ("deleted", "180"),
        ("inserted", "216"),
        ("equal", "立方米"),
        ("inserted", ",户籍人口超过四人的,每增加一人增加 36 立方米"),
        ("equal", "。"),
    ),
    _clause("added", "第十三条", ("inserted", "最低生活保障家庭每户每月免收 5 立方米水费,所需资金由市财政列支。")),
]

IMPACTS = ["1 轻微", "2 较小", "3 一般", "4 较大", "5 重大"]


HIGH, MEDIUM = 15, 6


def _level(product: int) -> str:
    return "high" if product >= HIGH else "medium" if product >= MEDIUM else "low"


_POINTS = {
    (4, 4): [{"number": "1", "title": "低收入家庭支出增加", "moved": True}],
    (2, 3): [{"number": "1", "title": "低收入家庭支出增加", "url": "#"}],
    (3, 2): [{"number": "2", "title": "抄表周期切换引起误解", "url": "#"}],
}
MATRIX = [
    {
        "label": label,
        "cells": [
            {"impact": impact, "level": _level(likelihood * impact), "points": _POINTS.get((likelihood, impact), [])}
            for impact in range(1, 6)
        ],
    }
    for likelihood, label in ((5, "5 很可能"), (4, "4 较可能"), (3, "3 可能"), (2, "2 不大可能"), (1, "1 极少"))
]

SPEAKERS = [
    {"name": "张某", "post": "副市长", "state": "done", "position": "同意"},
    {"name": "刘某", "post": "副市长", "state": "done", "position": "同意,建议先行公布减免办法"},
    {"name": "赵某", "post": "秘书长", "state": "now"},
    {"name": "陈某", "post": "市长", "state": "", "is_head": True},
]

BARS = [{"label": str(score), "count": count} for score, count in ((1, 0), (2, 1), (3, 2), (4, 3), (5, 1))]
CHART = {
    "xAxis": {"type": "category", "data": ["一季度", "二季度", "三季度", "四季度"]},
    "yAxis": {"type": "value"},
    "legend": {},
    "series": [
        {"name": "应完成", "type": "bar", "data": [4, 12, 11, 8]},
        {"name": "已完成", "type": "bar", "data": [4, 11, 3, 0]},
    ],
}
FILES = [
    {"name": "决策草案(第 5 版).docx", "size": 86_310, "url": "#", "digest": DIGEST, "kind": "Word 文档"},
    {"name": "法律法规规章政策依据汇编.pdf", "size": 12_480_000, "url": "#", "digest": DIGEST[8:], "kind": "PDF"},
]
STEPS = [
    {"label": "起草", "state": "done"},
    {"label": "征求意见", "state": "now"},
    {"label": "听证", "note": "5 月 26 日"},
    {"label": "专家论证与评估"},
    {"label": "审查与讨论"},
    {"label": "公布与答复"},
]
REMINDERS = [
    {"reminder": {"text": "合法性审查期限将满", "decision": DECISION, "due_on": date(2026, 7, 4)}, "days": 3},
    {"reminder": {"text": "缺专家履职评价(D09)", "decision": DECISION, "due_on": date(2026, 6, 29)}, "days": -2},
]
FACTS = [("台账", "128 条,链完整"), ("链头", "7be1 90c2"), ("检查点", "08-04 02:00")]
KPIS = [
    {"label": "合法性审查率", "value": "100%", "numerator": 37, "denominator": 37, "unit": "件提交讨论"},
    {
        "label": "审查问题处理率",
        "value": "98.1%",
        "numerator": 104,
        "denominator": 106,
        "unit": "个",
        "url": "#",
        "url_text": "2 个未处理",
    },
    {"label": "集体讨论率", "value": "100%", "numerator": 35, "denominator": 35, "unit": "件作出"},
    {
        "label": "归档及时率",
        "value": "91.4%",
        "numerator": 32,
        "denominator": 35,
        "unit": "件",
        "note": "不含未到期 4 件",
    },
    {"label": "超期", "value": "2", "state": "late", "note": "按法定与本市时限", "url": "#"},
]
