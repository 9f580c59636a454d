"""The evaluation of a water price after a year, by the finance bureau; it ends with the trial period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.models import Unit
from tests.factories.papers import paper

if TYPE_CHECKING:
    from datetime import date

    from decisions.cases.models import Decision


def decide_evaluation(decision: Decision, day: date) -> dict[str, Any]:
    """Evaluated by a unit that does not execute."""
    evaluator = Unit.objects.filter(parent=decision.authority, name__contains="生态环境局").first()
    return {
        "is_ordered": "yes",
        "reason": "方案执行已满一年，社会关注度高，决定开展决策后评估。",
        "approver": "市长 陈国栋",
        "scope": "对方案执行情况和效果进行全面评估。",
        "evaluating_unit": (evaluator or decision.lead_unit).pk,
        "files": [paper("关于开展决策后评估的决定")],
    }


def evaluate(decision: Decision, day: date) -> dict[str, Any]:
    """All kinds of members take part; the goals are reached, the trial period ends."""
    members = [
        ("unit", "何建平", "市生态环境局"),
        ("expert", "周文清", "临江大学公共管理学院"),
        ("public", "许海燕", "滨江社区居民"),
        ("deputy", "郭立新", "市人大代表"),
        ("cppcc", "罗书怡", "市政协委员"),
        ("people", "马向东", "市总工会"),
        ("grassroots", "林雅琴", "滨江街道办事处"),
        ("social", "高晓岚", "市消费者权益保护委员会"),
    ]
    return {
        "plan": "成立评估组，制定评估方案，采取问卷、实地调研和座谈方式，对照目标逐项评估。",
        "planned_on": day,
        "methods": ["questionnaire", "field", "symposium"],
        "members": [
            {"category": category, "name": name, "organisation": organisation, "role": "评估组成员"}
            for category, name, organisation in members
        ],
        "heard": "发放问卷1000份，回收有效问卷936份；召开居民座谈会3场，开通网上意见征集专栏。",
        "inquiries": "满意和基本满意占87.4%；意见集中在二次供水加压费和账单公示。",
        "collected_until": day,
        "indicators": [
            {
                "dimension": "effectiveness",
                "name": "一户一表改造户数",
                "target": "30000户",
                "result": "30412户",
                "source": "供水企业台账，市住建局核验",
            },
            {
                "dimension": "impact",
                "name": "居民满意度",
                "target": "不低于80%",
                "result": "87.4%",
                "source": "评估组问卷调查",
            },
        ],
        "execution": "各项任务按期完成，减免政策覆盖低收入家庭2.1万户。",
        "effects": "居民人均日用水量下降4.6%，阶梯水价节水作用显现。",
        "costs": "企业成本倒挂缓解，财政补贴同比减少1200万元。",
        "appraisal": "总体评价良好，低收入家庭负担未增加。",
        "problems": "部分老旧小区二次供水收费不透明，原因是计量和公示制度不健全。",
        "suggestions": "试行期满后按新的成本监审结果重新制定价格方案。",
        "conclusion": "terminate",
        "conclusion_reason": "方案为试行，试行目的已经实现，建议期满终止。",
        "plan_files": [paper("评估方案")],
        "inquiry_files": [paper("问卷统计报告")],
        "files": [paper("决策后评估报告")],
    }


def apply_evaluation(decision: Decision, day: date) -> dict[str, Any]:
    """As the evaluation advises."""
    return {
        "outcome": "terminate",
        "reason": "经市政府常务会议研究，同意评估结论，试行期满终止执行。",
        "approver": "市长 陈国栋",
        "approval_number": f"临政常〔{day.year}〕12号",
        "arrangements": "终止后按原价格标准结算，减免政策延续至新方案施行，做好宣传解释。",
        "files": [paper("评估结果运用决定")],
    }


VALUES = {
    "decide_evaluation": decide_evaluation,
    "evaluate": evaluate,
    "apply_evaluation": apply_evaluation,
}
