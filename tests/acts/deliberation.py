"""A water price before the executive meeting, the Party committee and, where due, the standing committee."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from decisions.deliberation import selectors
from decisions.deliberation.package import package
from decisions.statutes.clauses import render
from tests.factories.papers import paper

if TYPE_CHECKING:
    from datetime import date

    from decisions.cases.models import Decision
    from tests.procedure import Procedure


def submit_for_deliberation(decision: Decision, day: date) -> dict[str, Any]:
    """The lead unit's request."""
    return {
        "number": f"临发改〔{day.year}〕88号",
        "statement": "草案已公开征求意见、听证、专家论证、风险评估并经合法性审查，提请市政府常务会议审议。",
        "files": [paper("关于提请审议供水价格调整方案的请示")],
    }


def admit(decision: Decision, day: date) -> dict[str, Any]:
    """Complete papers go to a new executive meeting, as early as the papers allow."""
    meets_on = day + timedelta(days=max(1, decision.pack["meeting.paper_days"] or 0))
    return {
        "is_admitted": "yes",
        "checks": checks(decision),
        "kind": "executive",
        "meeting_number": f"第{meets_on:%m%d}次",
        "meets_on": meets_on,
        "place": "市政府第一会议室",
        "chair": "市长",
        "papers_sent_on": day,
        "files": [paper("市政府常务会议通知")],
    }


def checks(decision: Decision, **verdicts: str) -> list[dict[str, Any]]:
    """Each of the six items as the file has it."""
    return [
        {
            "number": item.number,
            "verdict": verdicts.get(f"item{item.number}") or ("waived" if item.waived else "complete"),
            "note": "",
        }
        for item in package(decision).items
    ]


OTHERS = (
    ("刘建平", "市委常委、常务副市长"),
    ("陈思源", "副市长、市公安局局长"),
    ("赵雅琴", "副市长"),
)


def people(decision: Decision, day: date, *positions: str, head: str = "agree") -> list[dict[str, Any]]:
    """Members with their positions, who attended, and the head last.

    Args:
        positions: Of the members but the head, in order; those not named agree.
        head: The head's own.
    """
    members = selectors.members_of(decision, on=day)
    heads = [(user, office) for user, office in members if office.group.name == "executive_head"]
    rows = [
        {"person": user.pk, "name": user.name, "post": office.post}
        for user, office in members
        if office.group.name != "executive_head"
    ]
    rows += [{"name": name, "post": post} for name, post in OTHERS]
    words = {
        "agree": "同意草案。",
        "agree_with_changes": "同意，建议第四条减免范围表述更明确。",
        "disagree": "目前居民收入预期偏弱，不同意年内调价。",
        "defer": "建议待省里阶梯水价政策明确后再议。",
    }
    for place, row in enumerate(rows):
        row["position"] = positions[place] if place < len(positions) else "agree"
        row["text"] = words.get(row["position"], "")
    attending = [
        {
            "name": "王志远",
            "post": f"{decision.lead_unit.name} 主任",
            "capacity": "attending",
            "presence": "present",
            "text": "汇报草案的主要内容、听取意见情况和修改情况。",
        },
        {
            "name": "周明哲",
            "post": "市司法局 局长",
            "capacity": "attending",
            "presence": "present",
            "text": "草案权限合法、程序合法、内容合法。",
        },
    ]
    head_row = {
        "name": heads[0][0].name if heads else "陈国栋",
        "post": "市长",
        "person": heads[0][0].pk if heads else None,
        "is_head": True,
        "presides": True,
        "position": head,
        "text": "同意大家的意见，会后认真抓好减免和管网改造。",
    }
    return [*attending, *({"capacity": "member", "presence": "present", **row} for row in [*rows, head_row])]


def deliberate(decision: Decision, day: date) -> dict[str, Any]:
    """All agree, the head last; the draft is adopted as it stands."""
    return {
        "speakers": people(decision, day),
        "result": "adopt",
        "conclusion": "会议审议并原则同意《临江市中心城区供水价格调整方案》，按程序报市委后印发实施。",
        "minute_taker": "孙立新",
        "files": [paper("市政府常务会议记录签字件")],
    }


def reworded(decision: Decision) -> dict[str, Any]:
    """What adopting with changes of wording needs besides."""
    clauses = decision.submitted_snapshot.draft.clauses.all()
    text = render((clause.key, clause.heading, clause.text) for clause in clauses)
    return {
        "result": "adopt_with_changes",
        "change_reason": "第五条“应当”后表述调整，仅为文字修改，不影响权利义务。",
        "final_text": text.replace("优先用于老旧管网改造", "优先用于老旧供水管网改造"),
    }


def report_to_party(decision: Decision, day: date) -> dict[str, Any]:
    """The committee agrees."""
    return {
        "report_number": f"临政党组〔{day.year}〕31号",
        "reported_on": selectors.present_record(decision).on,
        "reply": "agreed",
        "reply_number": f"临委复〔{day.year}〕19号",
        "files": [paper("市政府党组请示"), paper("市委批复")],
    }


def report_to_congress(decision: Decision, day: date) -> dict[str, Any]:
    """The standing committee agrees."""
    return {
        "body": "临江市人民代表大会常务委员会",
        "report_number": f"临政函〔{day.year}〕42号",
        "reported_on": selectors.present_record(decision).on,
        "reply": "agreed",
        "reply_number": f"临人常〔{day.year}〕15号",
        "files": [paper("关于供水价格调整方案的报告"), paper("市人大常委会审议意见")],
    }


def wait_for_the_meeting(procedure: Procedure) -> None:
    """Let the day of the meeting come."""
    item = selectors.present_item(procedure.decision)
    if item is not None and item.meeting.on > procedure.day:
        procedure.on(item.meeting.on)


VALUES = {
    "submit_for_deliberation": submit_for_deliberation,
    "admit": admit,
    "deliberate": deliberate,
    "report_to_party": report_to_party,
    "report_to_congress": report_to_congress,
}
BEFORE = {"deliberate": wait_for_the_meeting}
