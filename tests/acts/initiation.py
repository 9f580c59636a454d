"""A water price that the development commission proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts.models import Unit, User
from tests.factories.papers import paper

if TYPE_CHECKING:
    from datetime import date

    from decisions.cases.models import Decision
    from tests.factories.cases import World


def propose(world: World, day: date) -> dict[str, Any]:
    """The proposal of a department, argued in four points."""
    return {
        "title": "临江市中心城区供水价格调整方案",
        "proposing_unit": world.planning.pk,
        "authority": world.city.pk,
        "source": "department",
        "proposed_by": "临江市发展和改革委员会",
        "source_document": f"临发改〔{day.year}〕18号",
        "content": "拟调整中心城区居民生活、非居民和特种用水价格，同步完善居民阶梯水价制度。",
        "problem": "现行供水价格自2014年执行至今，已低于供水定价成本，管网改造和水质提升缺乏资金保障。",
        "reasons": "依据《城镇供水价格管理办法》，供水价格应当以准许成本加合理收益确定，监审周期已届满。",
        "solution": "居民第一级水价每立方米上调0.35元，非居民用水上调0.50元，对低收入家庭予以定额减免。",
        "necessity": "调整后可以补偿合理成本，支持管网改造；涨幅在居民可承受范围内，征收系统可以按期切换。",
        "category": "public_policy",
        "category_reason": "属于公共服务领域的重大公共政策，直接影响中心城区46万户居民用水支出。",
        "exclusions_checked": True,
        "catalogue_year": day.year,
        "catalogue_item": "3",
        "study_unit": world.planning.pk,
        "files": [paper("关于调整中心城区供水价格的建议")],
    }


def study(decision: Decision, day: date) -> dict[str, Any]:
    """A study that recommends starting."""
    return {
        "recommends": "yes",
        "report": "经成本监审和实地调研，现行价格低于定价成本，调整具有充分依据，建议启动重大行政决策程序。",
        "necessity": "价格长期低于成本，供水企业无力承担老旧管网改造，漏损率居高不下。",
        "feasibility": "阶梯水价制度运行平稳，计量设施齐备，减免对象名单由民政部门按月共享。",
        "suggested_lead": decision.proposing_unit_id,
        "files": [paper("供水价格调整研究论证报告")],
    }


def initiate(decision: Decision, day: date) -> dict[str, Any]:
    """A start with every procedure required but the report to the people's congress."""
    unit = decision.proposing_unit
    principal = User.objects.filter(memberships__unit=unit, memberships__group__name="lead_official").earliest("pk")
    others = Unit.objects.filter(parent=decision.authority, name__contains="财政局")
    return {
        "is_started": "yes",
        "reason": "事项属于重大公共政策，研究论证充分，同意启动。",
        "approver": "市长 陈国栋",
        "approval_number": f"临政批〔{day.year}〕56号",
        "lead_unit": unit.pk,
        "co_units": [other.pk for other in others],
        "principal": principal.pk,
        "files": [paper("启动决策程序的批示")],
        "signed_by": "临江市人民政府办公室 秘书科科长",
        "participation_ground": "public_heard",
        "participation_reason": "涉及全体用水户切身利益，应当向社会公开征求意见。",
        "hearing_ground": "hearing_by_law",
        "hearing_reason": "《价格法》第二十三条规定，制定关系群众切身利益的公用事业价格应当举行听证会。",
        "experts_ground": "technical",
        "experts_reason": "成本核定和阶梯结构设计专业性强，需要价格、给排水和财务专家论证。",
        "risk_ground": "adverse",
        "risk_reason": "价格上调可能引起部分居民不满，影响社会稳定。",
        "competition_ground": "market",
        "competition_reason": "非居民用水价格涉及经营主体成本。",
        "congress_ground": "congress_unconcerned",
        "congress_reason": "不属于人大及其常委会讨论决定的重大事项范围。",
    }


VALUES = {"propose": propose, "study": study, "initiate": initiate}
