"""Assessing risks and finding whether they are controllable (art. 22 to 24)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.selectors import office_line
from archive.scheme import code_of
from archive.services import Expect
from decisions.cases.facts import RiskFound
from decisions.cases.lanes import Lane
from decisions.cases.models import ApprovalKind
from decisions.cases.rules import controllable_risk
from decisions.cases.selectors import units_in_lane
from decisions.cases.services import approve, deposit, require
from decisions.cases.validation import validate
from decisions.risk import rules, selectors, sheets
from decisions.risk.facts import AssessmentFacts
from decisions.risk.models import (
    EarlierAssessment,
    RiskAssessment,
    RiskFinding,
    RiskMethod,
    RiskOpinion,
    RiskPoint,
)
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from accounts.models import Unit, User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision, Snapshot

RULES = (
    rules.unit_in_charge_assesses,
    rules.earlier_assessment_is_named,
    rules.methods_are_recorded,
    rules.report_is_whole,
    rules.commission_is_recorded,
)


class AssessmentFiles(NamedTuple):
    """What was sent with an assessment: the report, the papers of the inquiries, the letters of the departments."""

    report: Sequence[Upload]
    inquiries: Sequence[Upload] = ()
    opinions: Sequence[Upload] = ()


@transaction.atomic
def assess_risk(
    decision: Decision,
    *,
    assessor: Unit,
    third_party: str,
    contract: str,
    methods: Sequence[str],
    scope: str,
    points: Sequence[Mapping[str, Any]],
    opinions: Sequence[Mapping[str, Any]],
    earlier: Sequence[Mapping[str, Any]],
    overall_level: str,
    conclusion: str,
    response_plan: str,
    adjustment: str,
    files: AssessmentFiles,
    on: date,
    by: User,
) -> Material:
    """Assess the risks of the present text, or assess them again after an adjustment.

    Args:
        assessor: The lead unit or the unit named for it; ``third_party`` and ``contract`` where one is commissioned.
        methods: Of ``RiskMethod``.
        points: Rows of ``RiskPoint`` without their numbers.
        opinions: Rows of ``RiskOpinion``.
        earlier: Rows of ``EarlierAssessment``: what is not assessed again.
        adjustment: What was changed after the last finding said uncontrollable; asked for then.

    Returns:
        The report filed as E05.

    Raises:
        Refusal: One of RISK-01 to RISK-05 stands in the way; RISK-04 names the missing parts.
        ValidationError: There is no text to assess, or the adjustment is not described.
    """
    snapshot = decision.current_snapshot
    if snapshot is None:
        raise ValidationError(_("There is no draft yet."))
    previous = selectors.latest(decision)
    again = selectors.is_uncontrollable(decision)
    if again and not adjustment.strip():
        raise ValidationError(
            {"adjustment": _("Say how the draft was adjusted after the risk was found uncontrollable.")}
        )
    facts = AssessmentFacts(
        assessor=assessor.name,
        may_assess=units_in_lane(decision, Lane.RISK_ASSESSOR).filter(pk=assessor.pk).exists()
        or assessor.pk == decision.lead_unit_id,
        third_party=third_party,
        contract=contract,
        methods=tuple(str(RiskMethod(value).label) for value in methods),
        departments_heard=len(opinions),
        points=len(points),
        points_without_measure=sum(not row["measure"].strip() for row in points),
        has_response_plan=bool(response_plan.strip()),
        overall_level=overall_level,
        reused=tuple(row["title"] for row in earlier),
        reused_without_source=tuple(
            row["title"] for row in earlier if not (row.get("number") and row.get("approved_on"))
        ),
    )
    require(decision.pack, *((each, facts) for each in RULES))
    assessment = RiskAssessment(
        decision=decision,
        round=(previous.round if previous else 0) + 1,
        snapshot=snapshot,
        assessor=assessor,
        third_party=third_party,
        contract=contract,
        methods=list(methods),
        scope=scope,
        overall_level=overall_level,
        conclusion=conclusion,
        response_plan=response_plan,
        adjustment=adjustment,
        on=on,
        by=by,
    )
    validate(assessment)
    assessment.save()
    for position, row in enumerate(points, 1):
        _keep(RiskPoint(assessment=assessment, position=position, **row))
    for row in opinions:
        _keep(RiskOpinion(assessment=assessment, **row))
    for row in earlier:
        _keep(EarlierAssessment(assessment=assessment, **row))
    return _file(
        assessment,
        snapshot,
        again=again,
        files=files,
        by=by,
    )


def _keep(row: RiskPoint | RiskOpinion | EarlierAssessment) -> None:
    validate(row)
    row.save()


def _file(
    assessment: RiskAssessment,
    snapshot: Snapshot,
    *,
    again: bool,
    files: AssessmentFiles,
    by: User,
) -> Material:
    decision, on = assessment.decision, assessment.on
    office = office_line(by, decision.authority, on)
    producer = assessment.third_party or assessment.assessor.name
    deposit(
        decision,
        code="E02",
        title=code_of("E02").title,
        act="assess_risk",
        data={
            "round": assessment.round,
            "assessor": assessment.assessor.name,
            "third_party": assessment.third_party or None,
            "contract": assessment.contract or None,
            "methods": assessment.methods,
            "scope": assessment.scope,
            "earlier": [_earlier(row) for row in assessment.earlier.all()],
        },
        sheet=sheets.plan_sheet(assessment),
        producer=assessment.assessor.name,
        rules=(rules.unit_in_charge_assesses, rules.earlier_assessment_is_named, rules.commission_is_recorded),
        snapshot=snapshot,
        on=on,
        by=by,
    )
    inquired = bool(assessment.methods or assessment.scope.strip() or files.inquiries)
    if inquired:
        deposit(
            decision,
            code="E03",
            title=code_of("E03").title,
            act="assess_risk",
            data={"round": assessment.round, "methods": assessment.methods, "scope": assessment.scope},
            sheet=sheets.inquiry_sheet(assessment),
            producer=producer,
            files=files.inquiries,
            rules=(rules.methods_are_recorded,),
            on=on,
            by=by,
        )
    deposit(
        decision,
        code="E04",
        title=code_of("E04").title,
        act="assess_risk",
        data={
            "round": assessment.round,
            "opinions": [
                {"department": row.department, "opinion": row.opinion, "answer": row.answer}
                for row in assessment.opinions.all()
            ],
        },
        sheet=sheets.opinions_sheet(assessment),
        files=files.opinions,
        rules=(rules.report_is_whole,),
        on=on,
        by=by,
    )
    if again:
        deposit(
            decision,
            code="E07",
            title=code_of("E07").title,
            act="assess_risk",
            data={
                "round": assessment.round,
                "adjustment": assessment.adjustment,
                "level": assessment.overall_level,
                "conclusion": assessment.conclusion,
            },
            sheet=sheets.adjustment_sheet(assessment, selectors.adjustment(decision)),
            rules=(controllable_risk,),
            snapshot=snapshot,
            on=on,
            by=by,
        )
    expectations = []
    if not inquired:
        expectations.append(
            Expect(
                code="E03",
                is_required=False,
                reason=sheets.no_method_used(),
                decided_by=office,
            )
        )
    return deposit(
        decision,
        code="E05",
        title=code_of("E05").title,
        act="assess_risk",
        data={
            "round": assessment.round,
            "level": assessment.overall_level,
            "conclusion": assessment.conclusion,
            "response_plan": assessment.response_plan,
            "points": [
                {
                    "number": point.position,
                    "kind": point.kind,
                    "description": point.description,
                    "likelihood": point.likelihood,
                    "impact": point.impact,
                    "measure": point.measure,
                    "owner": point.owner,
                    "residual_likelihood": point.residual_likelihood,
                    "residual_impact": point.residual_impact,
                }
                for point in assessment.points.all()
            ],
        },
        sheet=sheets.report_sheet(assessment),
        producer=producer,
        files=files.report,
        rules=(rules.report_is_whole,),
        expectations=expectations,
        snapshot=snapshot,
        on=on,
        by=by,
    )


def _earlier(row: EarlierAssessment) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "title": row.title,
        "number": row.number,
        "approved_by": row.approved_by,
        "approved_on": row.approved_on,
    }


@transaction.atomic
def find_risk(
    decision: Decision,
    *,
    is_controllable: bool,
    reason: str,
    demands: str,
    finder: str,
    filed_as: str,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Find, for the decision-making organ, whether the risk of the assessed text is controllable.

    Args:
        reason: Why, on the ground of the report.
        demands: What the lead unit has to do: measures to keep to, or what to adjust.
        finder: Name and post of the leader, or the meeting, that found so.
        filed_as: The number under which the report is registered, where the place asks for it.

    Returns:
        The finding filed as E06.

    Raises:
        Refusal: RISK-06: the place does not let a risk of this level be found controllable.
        ValidationError: The assessment is of another text, was found on already, or what is asked for is missing.
    """
    assessment = selectors.latest(decision)
    if assessment is None or hasattr(assessment, "finding"):
        raise ValidationError(_("There is no assessment to find on."))
    if not is_controllable and not demands.strip():
        raise ValidationError({"demands": _("Say what has to be adjusted.")})
    if decision.pack["risk.report_filed"] and not filed_as.strip():
        raise ValidationError({"filed_as": _("Enter the number under which the report is registered.")})
    if is_controllable:
        require(
            decision.pack,
            (
                controllable_risk,
                RiskFound(
                    is_required=decision.requires(Procedure.RISK),
                    is_found=True,
                    is_controllable=True,
                    level=assessment.overall_level,
                    rounds=assessment.round,
                    unmet=sum(not point.measure.strip() for point in assessment.points.all()),
                ),
            ),
        )
    finding = RiskFinding(
        assessment=assessment,
        is_controllable=is_controllable,
        reason=reason,
        demands=demands,
        finder=finder,
        filed_as=filed_as,
        on=on,
        by=by,
    )
    validate(finding)
    finding.save()
    filed = deposit(
        decision,
        code="E06",
        title=sheets.finding_title(),
        act="find_risk",
        data={
            "round": assessment.round,
            "level": assessment.overall_level,
            "is_controllable": is_controllable,
            "reason": reason,
            "demands": demands,
            "finder": finder,
            "filed_as": filed_as or None,
        },
        sheet=sheets.finding_sheet(finding),
        producer=decision.authority.name,
        files=files,
        rules=(controllable_risk,),
        expectations=[]
        if is_controllable
        else [
            Expect(
                code="E07",
                is_required=True,
                reason=sheets.not_controllable(),
                decided_by=finder,
            )
        ],
        snapshot=assessment.snapshot,
        on=on,
        by=by,
    )
    approve(
        decision,
        kind=ApprovalKind.RISK,
        snapshot=assessment.snapshot,
        conclusion="controllable" if is_controllable else "uncontrollable",
        allows_submission=is_controllable,
        entry=filed.entry,
        on=on,
    )
    return filed
