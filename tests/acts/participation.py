"""Lawful values of the acts of hearing the public."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.factories.papers import paper

if TYPE_CHECKING:
    from datetime import date

    from decisions.cases.models import Decision
    from tests.procedure import Procedure

WEBSITE = {"kind": "website", "name": "临江市人民政府门户网站", "url": "https://www.linjiang.example.cn/zqyj/"}
PAPER = {"kind": "newspaper", "name": "《临江日报》", "url": ""}
PARTIES = (
    ("居民用户", "interested", "周淑芬", "东湖社区"),
    ("工商业用水户", "interested", "马德胜", "临江纺织有限公司"),
    ("低收入家庭", "interested", "何玉兰", "西门社区"),
    ("供水企业", "organisation", "蒋卫国", "临江市自来水公司"),
    ("人大代表", "deputy", "罗秀英", "市人大代表"),
)


def open_consultation(decision: Decision, day: date) -> dict[str, Any]:
    """Thirty days on the website and in the newspaper."""
    return {
        "methods": ["open_solicitation"],
        "opens_on": day,
        "closes_on": day + timedelta(days=30),
        "notice": "为充分听取社会各界意见,现将决策草案及起草说明予以公布,公开征求意见。意见逐条登记、研究答复。",
        "ways": "一、登录公众参与门户在线提出。二、来信请寄临江市中山路1号,信封注明“意见征集”。三、来电、来访。",
        "contact": "市发改委价格管理科 李科长 0710-3510001",
        "channels": [WEBSITE, PAPER],
        "groups_ground": "本事项面向全体用水户,不专门涉及某一特定群体。",
        "files": [paper("公开征求意见公告网页截图")],
    }


def answer_opinions(decision: Decision, day: date) -> dict[str, Any]:
    """Whatever is in the register was answered before; say how the draft was improved."""
    return {"improvements": "根据各方意见,补充了低收入家庭减免措施,明确了新价格的执行过渡期。"}


def announce_hearing(decision: Decision, day: date) -> dict[str, Any]:
    """A hearing thirty-one days ahead with five parties."""
    return {
        "ground": "本事项直接涉及广大用户切身利益,各方对调整幅度存在较大分歧。",
        "hearing_on": day + timedelta(days=31),
        "begins_at": "09:00",
        "place": "临江市政务服务中心三楼听证室",
        "organiser": "临江市发展和改革委员会",
        "notice": "定于上述时间公开举行听证会,决策草案及说明随本公告公布,欢迎报名参加。",
        "contact": "市发改委价格管理科 0710-3510001",
        "needs_selection": True,
        "selection_method": "自愿报名;同一方面报名人数超过名额的,在公证人员监督下随机抽取;报名不足的,由有关组织推荐。",
        "registration_opens_on": day,
        "registration_closes_on": day + timedelta(days=10),
        "parties": [
            {"name": party, "category": category, "seats": 1} for party, category, _name, _organisation in PARTIES
        ],
        "channels": [WEBSITE],
        "files": [paper("听证会公告")],
    }


def participants(day: date) -> dict[str, Any]:
    """One participant for each party, listed on the day."""
    return {
        "process": "报名截止后,按照公布的遴选办法逐一确定,各方面报名人数未超过名额,全部确定为听证参加人。",
        "selected_on": day,
        "listed_on": day,
        "list_url": "https://www.linjiang.example.cn/tzhg/mingdan/",
        "places": [
            {"name": name, "organisation": organisation, "party": party, "category": category}
            for party, category, name, organisation in PARTIES
        ],
        "files": [paper("听证参加人名单公布截图")],
    }


def deliveries(day: date) -> dict[str, Any]:
    """The papers handed to everybody on the day."""
    return {
        "papers": "决策草案、起草说明、听证会议程。",
        "deliveries": [
            {
                "participant": f"{name}（{organisation}）",
                "delivered_on": day,
                "means": "hand",
                "receipt": f"{name}签收",
                "proof": [paper(f"送达回证-{name}")],
            }
            for _party, _category, name, organisation in PARTIES
        ],
    }


def hold_hearing(decision: Decision, day: date) -> dict[str, Any]:
    """Everybody came, two spoke, all but one signed."""
    people = [f"{name}（{organisation}）" for _party, _category, name, organisation in PARTIES]
    return {
        "began": "09:00",
        "ended": "11:40",
        "place": "临江市政务服务中心三楼听证室",
        "host": "唐正明",
        "presenters": ["许文静"],
        "recorder": "袁小雨",
        "panel": ["唐正明", "石立", "曾凡"],
        "presentation": "承办单位介绍了决策草案的主要内容、制定依据、成本监审结论和有关情况。",
        "debate": "参加人围绕成本构成进行询问和辩论,供水企业作了解释说明。",
        "signed_record": [paper("听证笔录签字件")],
        "presences": [
            {
                "participant": person,
                "is_present": True,
                "confirmation": "refused" if number == 1 else "confirmed",
                "remark": "认为企业成本数据未充分公开,不同意签字。" if number == 1 else "",
            }
            for number, person in enumerate(people)
        ],
        "statements": [
            {
                "participant": people[0],
                "body": "建议第一级水量由每月15吨提高到18吨,照顾人口较多的家庭。",
                "answer": "explained",
                "reason": "对五人以上家庭已另行规定每增加一人每月增加3吨,能够解决所反映的问题。",
            },
            {
                "participant": people[2],
                "body": "低收入家庭应当继续执行原价格。",
                "answer": "explained",
                "reason": "草案已规定对最低生活保障家庭每月减免8吨水费。",
            },
        ],
    }


def answer_all(procedure: Procedure) -> None:
    """Record the symposium, and answer what is in the register and has no answer yet."""
    from decisions.participation.answering import Answer, give_answer
    from decisions.participation.selectors import opinions_without_answer
    from decisions.participation.views import RecordParticipationView

    assert procedure.decision is not None
    methods = procedure.decision.consultations.latest("round").methods
    if "symposium" in methods and not procedure.decision.case.materials.filter(title__contains="座谈会").exists():
        procedure.aside(
            RecordParticipationView,
            method="symposium",
            held_on=procedure.day,
            place="东湖社区党群服务中心",
            attendants="居民代表12人、物业公司代表3人",
            summary="与会代表总体理解调价必要性，关注低收入家庭减免和管网改造进度。",
            files=[paper("座谈会记录和签到表")],
        )
    opinions = list(opinions_without_answer(procedure.decision))
    if opinions:
        give_answer(
            procedure.decision,
            opinions=opinions,
            answer=Answer(kind="explained", reason="草案及起草说明已作出相应安排。"),
            on=procedure.day,
            by=procedure.world.person(procedure.world.planning, "lead_official"),
        )


def before_hearing(procedure: Procedure) -> None:
    """List the participants, deliver the papers, and let the day of the hearing come."""
    from decisions.participation.selectors import current_hearing
    from decisions.participation.views import RecordDeliveryView, RegisterParticipantsView

    assert procedure.decision is not None
    hearing = current_hearing(procedure.decision)
    if hearing is None:
        return
    if not hearing.participants.exists():
        procedure.aside(RegisterParticipantsView, **participants(procedure.day))
        procedure.aside(RecordDeliveryView, **deliveries(procedure.day))
    if procedure.day < hearing.hearing_on:
        procedure.wait((hearing.hearing_on - procedure.day).days)


VALUES = {
    "open_consultation": open_consultation,
    "answer_opinions": answer_opinions,
    "announce_hearing": announce_hearing,
    "hold_hearing": hold_hearing,
}
BEFORE = {"answer_opinions": answer_all, "hold_hearing": before_hearing}
