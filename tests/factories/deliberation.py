"""A decision ready for the meeting, made without walking the procedure, and the acts on it by their services."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from archive.services import open_case
from archive.sheet import Sheet
from decisions.cases.models import ApprovalKind, Category, Decision, DecisionProcess, ProposalSource
from decisions.cases.services import approve, deposit, determine, issue_number, take_snapshot, write_draft
from decisions.deliberation import reporting, services, sitting
from decisions.deliberation.facts import Speaker
from decisions.deliberation.package import package
from decisions.filing import services as filing
from decisions.flows import DecisionFlow
from decisions.publication import services as publication
from decisions.publication.facts import Explained, Issue
from decisions.statutes.models import PackStatus, RulePack, RuleParameter
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from archive.models import Material
    from decisions.cases.models import Snapshot
    from tests.factories.cases import World

DAY = date(2026, 6, 1)
PAPERS = ("A10", "B02", "B05", "C15", "D08", "E05", "F03", "G05", "G07", "G08")
CLAUSES = (
    ("art-1", "第一条", "居民生活用水实行阶梯水价。"),
    ("art-2", "第二条", "对低收入家庭每户每月减免5立方米水费。"),
    ("art-3", "第三条", "本方案自2026年10月1日起执行。"),
)


def paper_of(decision: Decision, code: str, world: World, *, on: date = DAY) -> Material:
    """File a bare record under a code."""
    return deposit(
        decision,
        code=code,
        title=f"材料{code}",
        act="draft",
        data={},
        sheet=Sheet(),
        on=on,
        by=world.person(world.planning, "lead_official"),
    )


def review(
    decision: Decision, kind: str, world: World, *, allows: bool = True, snapshot: Snapshot | None = None
) -> None:
    """Let a review speak on the present text."""
    found = paper_of(decision, "G06", world)
    approve(
        decision,
        kind=kind,
        snapshot=snapshot or decision.submitted_snapshot,
        conclusion="lawful" if allows else "unlawful",
        allows_submission=allows,
        entry=found.entry,
        number="临司法审〔2026〕27号",
        on=DAY,
    )


def text(decision: Decision, world: World, clauses: Any = CLAUSES, **more: Any) -> Snapshot:
    """Write a draft and fix it."""
    by = world.person(world.planning, "lead_official")
    draft = write_draft(
        decision, title="供水价格调整方案", clauses=clauses, explanation="说明", change_note="", on=DAY, by=by
    )
    return take_snapshot(decision, draft=draft, on=DAY, by=by, **more)


def local_pack(world: World, **values: Any) -> RulePack:
    """Return a pack of the city in force with numbers of its own, keys as the schema writes them."""
    pack = RulePack.objects.create(
        code="linjiang",
        version="1",
        name="临江市",
        authority=world.city,
        parent=world.pack,
        effective_from="2020-01-01",
    )
    for key, value in values.items():
        RuleParameter.objects.create(pack=pack, key=key, value=value, source="临江市办法")
    pack.status = PackStatus.ACTIVE
    pack.save()
    return pack


def ready(
    world: World, *, without: tuple[str, ...] = (), waived: tuple[str, ...] = ("congress",), pack: Any = None
) -> Decision:
    """Return a decision with its papers and reviews, save those left out.

    Args:
        without: Codes that are not on file.
        waived: Procedures determined not to apply.
    """
    decision = Decision.objects.create(
        number=issue_number(world.city, "决策", 2026),
        title="供水价格调整方案",
        year=2026,
        category=Category.PUBLIC_POLICY,
        source=ProposalSource.DEPARTMENT,
        authority=world.city,
        proposing_unit=world.planning,
        lead_unit=world.planning,
        rule_pack=pack or world.pack,
        case=open_case(fonds_code="0101", fonds_name="临江市人民政府", year=2026, title="供水价格", on=DAY),
    )
    DecisionProcess.objects.create(flow_class=DecisionFlow, decision=decision)
    for procedure in Procedure:
        determine(
            decision,
            procedure=procedure,
            is_required=procedure.value not in waived,
            ground="依据明确",
            signed_by="市政府办",
            on=DAY,
        )
    text(decision, world)
    for code in PAPERS:
        if code not in without:
            paper_of(decision, code, world)
    for kind in (ApprovalKind.LEGALITY, ApprovalKind.RISK, ApprovalKind.COMPETITION):
        if kind.value not in without:
            review(decision, kind, world)
    return decision


def submit(decision: Decision, world: World, *, on: date = DAY) -> Material:
    """Submit it."""
    return services.submit_for_deliberation(
        decision,
        number="临发改〔2026〕88号",
        statement="提请审议。",
        files=[],
        on=on,
        by=world.person(world.planning, "lead_official"),
    )


def checks(decision: Decision, **verdicts: str) -> list[dict[str, Any]]:
    """Each item as the file has it, save those named ``item1`` …"""
    return [
        {
            "number": item.number,
            "verdict": verdicts.get(f"item{item.number}") or ("waived" if item.waived else "complete"),
            "note": "",
        }
        for item in package(decision).items
    ]


def clerk(world: World) -> Any:
    """The official of the government office."""
    return world.person(world.office, "office_clerk")


def admit(decision: Decision, world: World, *, on: date = DAY, **changes: Any) -> Material:
    """Put it on the agenda of an executive meeting on the same day."""
    values: dict[str, Any] = {
        "is_admitted": True,
        "checks": checks(decision),
        "kind": "executive",
        "meeting_number": "第12次",
        "meets_on": on,
        "place": "市政府第一会议室",
        "chair": "市长",
        "papers_sent_on": on,
        **changes,
    }
    return services.admit(decision, **values, on=on, by=clerk(world))


def member(name: str, position: str = "agree", **changes: Any) -> Speaker:
    """A member of the meeting with a view."""
    values: dict[str, Any] = {
        "name": name,
        "post": "副市长",
        "capacity": "member",
        "presence": "present",
        "position": position,
        "text": "" if position in {"no_view", "recused", "abstain"} else f"{name}的意见。",
        **changes,
    }
    return Speaker(**values)


def head(position: str = "agree", **changes: Any) -> Speaker:
    """The head, who presides."""
    return member("陈国栋", position, **{"post": "市长", "is_head": True, "presides": True, **changes})


def people(*positions: str, head_says: str = "agree", others: int = 4) -> list[Speaker]:
    """As many members as positions, then the head."""
    held = positions or ("agree",) * others
    return [*(member(f"副市长{place}", position) for place, position in enumerate(held, 1)), head(head_says)]


def deliberate(decision: Decision, world: World, *, on: date = DAY, **changes: Any) -> Material:
    """Adopt it as it stands, all agreeing."""
    values: dict[str, Any] = {
        "speakers": people(),
        "result": "adopt",
        "conclusion": "原则同意。",
        "minute_taker": "孙立新",
        **changes,
    }
    return sitting.deliberate(decision, **values, on=on, by=clerk(world))


def on_agenda(world: World, **changes: Any) -> Decision:
    """Return a decision on the agenda of a meeting."""
    decision = ready(world, **changes)
    submit(decision, world)
    admit(decision, world)
    return decision


def report(decision: Decision, world: World, reply: str = "agreed", *, on: date = DAY, **changes: Any) -> Material:
    """Report to the Party committee."""
    values: dict[str, Any] = {
        "report_number": "临政党组〔2026〕31号",
        "reported_on": on,
        "reply": reply,
        "reply_number": "临委复〔2026〕19号",
        "content": "" if reply == "agreed" else "减免范围过窄。",
        **changes,
    }
    return reporting.report_to_party(decision, **values, on=on, by=clerk(world))


def adopted(world: World, *, reply: str = "agreed", **changes: Any) -> Decision:
    """Return a decision the meeting adopted and the Party committee answered."""
    decision = on_agenda(world, **changes)
    deliberate(decision, world)
    report(decision, world, reply)
    return decision


def publish(decision: Decision, world: World, *, on: date = DAY, **changes: Any) -> Material:
    """Issue it and put it on the website the same day."""
    issue = {
        "digest": decision.current_snapshot.digest,
        "signed_by": "市长 陈国栋",
        "issued_on": on,
        "effective_on": on,
        **{field.name: changes.pop(field.name) for field in fields(Issue) if field.name in changes},
    }
    explained = {field.name: changes.pop(field.name) for field in fields(Explained) if field.name in changes}
    channels = [{"kind": "website", "reference": "https://www.linjiang.gov.cn/1.html", "on": on}]
    return publication.publish(
        decision,
        issue=Issue(**issue),
        explained=Explained(**explained),
        **{"channels": channels, **changes},
        on=on,
        by=clerk(world),
    )


def file(decision: Decision, world: World, *, on: date = DAY, **changes: Any) -> Material:
    """File its dossier."""
    return filing.file_dossier(decision, **changes, on=on, by=world.person(world.archives, "archivist"))
