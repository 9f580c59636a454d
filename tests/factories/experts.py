"""Experts, pools and panels for tests."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from experts import services
from experts.models import Expert, ExpertField, ExpertPool, Panel, Seat, Sector
from experts.sheet import Sheet
from tests.factories.accounts import MembershipFactory, UnitFactory, UserFactory
from tests.factories.archive import upload

if TYPE_CHECKING:
    from accounts.models import Unit, User
    from archive.models import LedgerEntry
    from decisions.cases.models import Decision

DAY = date(2026, 4, 1)
NAMES = ("李明远", "王素琴", "赵国栋", "孙晓岚", "周立群", "吴佩华", "郑海涛", "钱文博", "冯雅琳")
EMPLOYERS = (
    ("江南大学环境学院", Sector.ACADEMIA, "教授"),
    ("省水利规划研究院", Sector.ACADEMIA, "研究员"),
    ("市价格协会", Sector.ASSOCIATION, "高级经济师"),
    ("天衡律师事务所", Sector.PROFESSION, "一级律师"),
    ("省财经学院", Sector.ACADEMIA, "副教授"),
    ("市消费者权益保护委员会", Sector.SOCIAL, "高级工程师"),
    ("长河会计师事务所", Sector.PROFESSION, "注册会计师"),
    ("华东理工研究中心", Sector.ACADEMIA, "研究员"),
    ("市社会科学院", Sector.ACADEMIA, "副研究员"),
)
FIELDS = (("economics", "经济与财政"), ("environment", "生态环境"), ("law", "法律"), ("governance", "社会治理"))
CRITERIA = (
    ("necessity", "必要性", "0.34", ("不必要", "较弱", "一般", "较强", "迫切")),
    ("feasibility", "可行性", "0.33", ("不可行", "较差", "一般", "较好", "充分")),
    ("soundness", "科学性", "0.33", ("不成立", "较弱", "一般", "较好", "严谨")),
)


def fields() -> list[ExpertField]:
    """Return a few fields of knowledge."""
    return [ExpertField.objects.get_or_create(code=code, defaults={"name": name})[0] for code, name in FIELDS]


def pool_of(authority: Unit, **changes: Any) -> ExpertPool:
    """Return the pool an organ keeps."""
    found = ExpertPool.objects.filter(authority=authority).first()
    return found or ExpertPool.objects.create(
        **{
            "name": f"{authority.name}重大行政决策咨询论证专家库",
            "authority": authority,
            "managing_unit": authority,
            "management_rules": "专家库管理办法",
            "integrity_rules": "专家诚信考核办法",
            "exit_rules": "专家退出办法",
            **changes,
        }
    )


def expert(pool: ExpertPool | None, number: int = 0, **changes: Any) -> Expert:
    """Return a new expert in office, with a login."""
    employer, sector, title = EMPLOYERS[number % len(EMPLOYERS)]
    name = changes.pop("name", NAMES[number % len(NAMES)])
    user = changes.pop("user", None) or expert_user(name)
    made = services.enter_expert(
        pool,
        fields=changes.pop("fields", fields()[number % len(FIELDS) :][:1]),
        affiliations=changes.pop("affiliations", ()),
        by=None,
        **{
            "name": name,
            "user": user,
            "employer": employer,
            "sector": sector,
            "title": title,
            "qualifications": "从事相关领域研究十五年以上",
            "region": "本省",
            **changes,
        },
    )
    if pool is not None:
        made = services.set_status(
            made,
            status="active",
            term_starts_on=date(2024, 1, 1),
            term_ends_on=date(2028, 12, 31),
            appointment="聘字〔2024〕1号",
            by=UserFactory(),
        )
    return made


def expert_user(name: str) -> User:
    """Return an account that may act as an expert."""
    user = UserFactory(name=name)
    MembershipFactory(user=user, unit=UnitFactory(name=f"专家工作单位{user.pk}"), group="expert", post="咨询专家")
    return user


def experts_of(authority: Unit, count: int = 5) -> list[Expert]:
    """Return as many experts of an organ's pool."""
    pool = pool_of(authority)
    return [expert(pool, number) for number in range(count)]


def criteria() -> list[services.CriterionSpec]:
    """Return the three criteria of the article."""
    return [
        services.CriterionSpec(key=key, label=label, weight=Decimal(weight), anchors=anchors, allows_na=False)
        for key, label, weight, anchors in CRITERIA
    ]


def terms(**changes: Any) -> services.Terms:
    """Return what a panel is convened on."""
    return services.Terms(
        **{
            "form": "written",
            "questions": "一、调价是否确有必要？二、阶梯水量划分与价差是否可行？三、成本监审与测算方法是否科学？",
            "criteria": criteria(),
            "deadline_on": DAY + timedelta(days=10),
            "anonymised_by": "陈立",
            "views_note": "已邀请曾公开撰文主张暂缓调价的学者参加论证。",
            **changes,
        }
    )


def invitees(experts: list[Expert]) -> list[services.Invitee]:
    """Name experts, each with field and reason."""
    return [
        services.Invitee(item, item.fields.first() or fields()[0], f"{item.title}，长期研究本事项所涉领域，专业对口。")
        for item in experts
    ]


def convened(decision: Decision, by: User, experts: list[Expert] | None = None, **changes: Any) -> Panel:
    """Return a panel just convened."""
    members = experts if experts is not None else experts_of(decision.authority)
    on = changes.pop("on", DAY)
    services.convene_panel(
        decision,
        terms=terms(**changes),
        invitees=invitees(members),
        papers=[upload("论证材料一.pdf", by=by), upload("论证材料二.pdf", by=by)],
        on=on,
        by=by,
    )
    return Panel.objects.get(decision=decision, concluded_on=None)


def accept(seat: Seat, *, on: date = DAY, **changes: Any) -> LedgerEntry:
    """Accept an invitation."""
    return services.answer_invitation(
        seat,
        **{
            "answer": "accept",
            "interests": {},
            "undertakes_independence": True,
            "undertakes_confidentiality": True,
            "signed_name": seat.expert.name,
            "on": on,
            "by": seat.expert.user,
            **changes,
        },
    ).entry


SECRET_WORDS = "阶梯价差应当压缩至一比一点五"


def sheet(level: int = 4, stance: str = "support", **changes: Any) -> Sheet:
    """Return a whole sheet."""
    return Sheet(
        **{
            "scores": {key: level for key, *_rest in CRITERIA},
            "comments": {key: "依据成本监审报告与近三年供水量数据。" for key, *_rest in CRITERIA},
            "stance": stance,
            "dimensions": {
                "necessity": "水厂运行成本连续三年高于售价，调整确有必要。",
                "feasibility": "低收入家庭补贴资金来源须先行落实。",
                "soundness": "测算方法总体成立。",
            },
            "text": f"{SECRET_WORDS}，其余同意。",
            "conditions": "补贴资金列入当年预算。" if stance == "conditional" else "",
            **changes,
        }
    )


def seal(seat: Seat, *, on: date = DAY, signed_name: str = "", by: User | None = None, **changes: Any) -> Any:
    """Seal a sheet."""
    return services.seal_sheet(
        seat,
        sheet=sheet(**changes),
        signed_name=signed_name or seat.expert.name,
        on=on,
        by=by or seat.expert.user,
    )
