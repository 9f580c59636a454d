"""A water price carried out: meters, subsidies and a leak rate that has to fall."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from accounts.models import Unit
from tests.factories.papers import paper

if TYPE_CHECKING:
    from datetime import date

    from decisions.cases.models import Decision


def assign_execution(decision: Decision, day: date) -> dict[str, Any]:
    """The lead unit executes with the finance bureau; three tasks, two of them measured."""
    unit = decision.lead_unit
    finance = Unit.objects.filter(parent=decision.authority, name__contains="财政局").first() or unit
    return {
        "executing_unit": unit.pk,
        "co_units": [finance.pk],
        "requirements": "分解任务、明确责任，按季报告执行情况，重大问题即时报告。",
        "implemented_on": day,
        "report_cycle": "quarter",
        "evaluation_due_on": day + timedelta(days=365),
        "schedule_reason": "水价执行满一个完整年度后，成本和用水量数据方可比较。",
        "tasks": [
            {
                "name": "完成居民一户一表改造",
                "unit": unit.pk,
                "due_on": day + timedelta(days=300),
                "indicator": "改造户数",
                "target_kind": "grows",
                "target": "30000",
                "measure": "户",
            },
            {
                "name": "降低供水管网漏损率",
                "unit": unit.pk,
                "due_on": day + timedelta(days=300),
                "indicator": "漏损率",
                "target_kind": "at_most",
                "target": "9",
                "measure": "%",
            },
            {"name": "落实低收入家庭水费减免资金", "unit": finance.pk, "due_on": day + timedelta(days=60)},
        ],
        "files": [paper("关于确定决策执行单位的通知"), paper("任务分解表")],
    }


VALUES = {"assign_execution": assign_execution}
