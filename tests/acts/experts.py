"""Five experts of the city's pool argue a water price; four support it, one on conditions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from experts import selectors
from experts.models import SeatStatus
from experts.views import DeclareConflictsView, OpenSheetsView, ScoreView
from tests.factories import experts
from tests.factories.papers import paper

if TYPE_CHECKING:
    from datetime import date

    from decisions.cases.models import Decision
    from tests.procedure import Procedure

COUNT = 5


def convene_panel(decision: Decision, day: date) -> dict[str, Any]:
    """Experts of several fields, each with a reason; the three criteria of the article."""
    pool = experts.pool_of(decision.authority)
    held = list(pool.experts.filter(status="active").order_by("code")[:COUNT])
    members = held + [experts.expert(pool, number) for number in range(len(held), COUNT)]
    return {
        "form": "written",
        "questions": "一、调价是否确有必要？二、阶梯水量划分与价差是否可行？三、成本监审与测算方法是否科学？",
        "deadline_on": day + timedelta(days=10),
        "papers": [paper("论证材料一"), paper("论证材料二")],
        "anonymised_by": "综合科科员 陈立",
        "views_note": "已邀请曾公开撰文主张暂缓调价的学者参加论证。",
        "reason_not_drawn": "涉及水价成本监审专业，库内具备资格的专家人数有限，经研究采取定向邀请。",
        "experts": [
            {
                "expert": member.code,
                "field": (member.fields.first() or experts.fields()[0]).code,
                "reason": f"{member.title}，长期研究本事项所涉领域，专业对口。",
            }
            for member in members
        ],
        "criteria": [
            {"key": key, "label": label, "weight": int(weight[2:]), "anchors": "/".join(anchors)}
            for key, label, weight, anchors in experts.CRITERIA
        ],
    }


def answer(name: str) -> dict[str, Any]:
    """An expert who accepts."""
    return {
        "answer": "accept",
        "undertakes_independence": True,
        "undertakes_confidentiality": True,
        "signed_name": name,
    }


def score(name: str, *, level: int = 4, stance: str = "support") -> dict[str, Any]:
    """A whole sheet, signed."""
    whole = experts.sheet(level, stance)
    return {
        **{f"score_{key}": value for key, value in whole.scores.items()},
        **{f"comment_{key}": text for key, text in whole.comments.items()},
        **{f"dimension_{key}": text for key, text in whole.dimensions.items()},
        "stance": stance,
        "conditions": whole.conditions,
        "text": whole.text,
        "signed_name": name,
    }


def argue(procedure: Procedure) -> None:
    """Let every expert accept, and seal a sheet on the next day."""
    panel = selectors.current_panel(procedure.reload())
    assert panel is not None
    seats = list(panel.seats.select_related("expert__user").order_by("expert__code"))
    for seat in seats:
        if seat.status == SeatStatus.INVITED:
            procedure.aside(DeclareConflictsView, by=seat.expert.user, **answer(seat.expert.name))
    procedure.on(procedure.day + timedelta(days=1))
    for number, seat in enumerate(seats):
        stance = "conditional" if number == 0 else "support"
        procedure.aside(ScoreView, by=seat.expert.user, **score(seat.expert.name, level=3 + number % 2, stance=stance))


def open_sheets(procedure: Procedure) -> None:
    """Open the sheets, so that the opinions can be answered."""
    panel = selectors.current_panel(procedure.reload())
    if panel is not None and not panel.is_opened:
        procedure.aside(OpenSheetsView)


def conclude_panel(decision: Decision, day: date) -> dict[str, Any]:
    """A comprehensive opinion and an answer to each opinion."""
    panel = selectors.current_panel(decision)
    aliases = sorted(seat.alias for seat in panel.seats.all()) if panel else []
    return {
        "summary": "专家组认为方案必要、总体可行、测算方法科学，建议同步落实低收入家庭补贴资金来源。",
        "chair": "李明远",
        "course": "with_changes",
        "replies": [
            {
                "alias": alias,
                "disposition": "adopted",
                "reason": "已在草案第三条增加补贴资金列入当年预算的规定。",
            }
            for alias in aliases
        ],
    }


VALUES = {"convene_panel": convene_panel, "conclude_panel": conclude_panel}
BEFORE = {"await_sheets": argue, "conclude_panel": open_sheets}
