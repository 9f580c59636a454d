"""Drawing up the draft and making it final (art. 12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.models import Access
from archive.scheme import code_of
from archive.services import Expect
from decisions.cases.services import deposit, require
from decisions.cases.validation import validate
from decisions.drafting import rules, sheets
from decisions.drafting.facts import BasisFacts
from decisions.drafting.models import AdoptionNote, BasisItem, DraftOption, Preparation, UnitRequest
from decisions.drafting.selectors import latest_preparation
from decisions.drafting.versions import new_version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from accounts.models import Unit, User
    from archive.models import Material, Upload
    from archive.sheet import Sheet
    from decisions.cases.models import Decision, Snapshot
    from decisions.drafting.versions import Stands, Text, Version
    from decisions.statutes.rule import Procedure

    Row = Mapping[str, Any]


@transaction.atomic
def draft(
    decision: Decision,
    *,
    content: Text,
    research: str,
    research_files: Sequence[Upload],
    basis: Sequence[Row],
    compliance_note: str,
    cost_benefit: str,
    cost_benefit_files: Sequence[Upload],
    options: Sequence[Row],
    units: Sequence[Unit],
    reason_no_units: str,
    concluded: Mapping[Procedure, Snapshot],
    standings: Mapping[Procedure, Stands],
    on: date,
    by: User,
) -> Material:
    """Keep a version of the draft with what it rests on, fix its content, and name the units it concerns.

    Args:
        content: Text, explanation and, from the second version on, what changed.
        research: What was investigated, with the figures.
        basis: Rows of ``title``, ``article``, ``relation``.
        compliance_note: That the draft is lawful and fits related policies.
        cost_benefit: The analysis, where one is needed.
        options: Rows of ``title``, ``content``, ``comparison``, ``is_preferred``.
        units: The units concerned, who are consulted next.
        reason_no_units: Why there are none.
        concluded: Procedures concluded on an earlier version, by the snapshot of their conclusion.
        standings: What is said of each of them.

    Returns:
        The version filed as B05.

    Raises:
        Refusal: DRAFT-02 stands in the way.
        ValidationError: No clause, a change not explained, or neither units nor a reason.
    """
    is_first = decision.current_draft is None
    if is_first and not units and not reason_no_units.strip():
        raise ValidationError({"units": _("Name the units concerned, or say why there are none (art. 13).")})
    require(
        decision.pack,
        (
            rules.laws_are_gone_through,
            BasisFacts(
                titles=tuple(row["title"] for row in basis),
                without_relation=tuple(row["title"] for row in basis if not row.get("relation", "").strip()),
                compliance_note=compliance_note,
            ),
        ),
    )
    former = latest_preparation(decision)
    version = new_version(decision, content, concluded=concluded, standings=standings, on=on, by=by)
    found = Preparation.objects.create(
        draft=version.draft,
        research=research,
        compliance_note=compliance_note,
        cost_benefit=cost_benefit,
        reason_no_units=reason_no_units if not units else "",
    )
    for position, row in enumerate(basis, 1):
        _kept(
            BasisItem(
                preparation=found,
                position=position,
                title=row["title"],
                article=row.get("article", ""),
                relation=row["relation"],
            )
        )
    for position, row in enumerate(options, 1):
        _kept(
            DraftOption(
                preparation=found,
                position=position,
                title=row["title"],
                content=row["content"],
                comparison=row["comparison"],
                is_preferred=bool(row.get("is_preferred")),
            )
        )
    for unit in units:
        _kept(UnitRequest(draft=version.draft, unit=unit))
    decision.involved_units.add(*units)
    filed = _file_version(
        decision,
        version,
        act="draft",
        extra={"units": [unit.name for unit in units], "reason_no_units": found.reason_no_units},
        expectations=_units_expected(units, reason_no_units) if is_first or units else [],
        on=on,
        by=by,
    )
    _file_preparation(
        decision,
        found,
        former=former,
        research_files=research_files,
        cost_benefit_files=cost_benefit_files,
        on=on,
        by=by,
    )
    return filed


@transaction.atomic
def finalise_draft(
    decision: Decision,
    *,
    content: Text,
    adoption: str,
    concluded: Mapping[Procedure, Snapshot],
    standings: Mapping[Procedure, Stands],
    on: date,
    by: User,
) -> Material:
    """Make the final text from all that was heard; what no longer stands is performed again before review.

    Args:
        adoption: What was taken over from the public, the experts, the assessments and the units, and what was not.

    Returns:
        The final version filed as B05.

    Raises:
        ValidationError: A change is not explained, or leaves a procedure unanswered.
    """
    version = new_version(decision, content, concluded=concluded, standings=standings, on=on, by=by)
    note = AdoptionNote(draft=version.draft, text=adoption, on=on, by=by)
    validate(note)
    note.save()
    filed = _file_version(decision, version, act="finalise_draft", extra={"adoption": adoption}, on=on, by=by)
    deposit(
        decision,
        code="B05",
        title=_("What the final draft adopted"),
        act="finalise_draft",
        data={"version": version.draft.version, "adoption": adoption},
        sheet=sheets.adoption_sheet(decision, note),
        snapshot=version.snapshot,
        on=on,
        by=by,
    )
    return filed


def _kept(row: BasisItem | DraftOption | UnitRequest) -> None:
    validate(row)
    row.save()


def _file_version(
    decision: Decision,
    version: Version,
    *,
    act: str,
    extra: Mapping[str, Any],
    expectations: Sequence[Expect] = (),
    on: date,
    by: User,
) -> Material:
    found = version.draft
    return deposit(
        decision,
        code="B05",
        title=code_of("B05").title,
        act=act,
        data={
            "version": found.version,
            "title": found.title,
            "explanation": found.explanation,
            "change_note": found.change_note,
            "change_class": version.snapshot.change_class,
            "change_reason": version.snapshot.change_reason,
            "clauses": [
                {"key": clause.key, "heading": clause.heading, "text": clause.text} for clause in found.clauses.all()
            ],
            "standings": [
                {"procedure": row.procedure, "stands": row.stands, "reason": row.reason, "signed_by": row.signed_by}
                for row in version.standings
            ],
            **extra,
        },
        sheet=sheets.draft_sheet(decision, found, version.snapshot, version.standings),
        files=version.files,
        expectations=expectations,
        snapshot=version.snapshot,
        on=on,
        by=by,
    )


def _file_preparation(
    decision: Decision,
    found: Preparation,
    *,
    former: Preparation | None,
    research_files: Sequence[Upload],
    cost_benefit_files: Sequence[Upload],
    on: date,
    by: User,
) -> None:
    """File what the version rests on, as far as it is not on file already."""

    def file(code: str, data: Mapping[str, Any], sheet: Sheet, **more: Any) -> None:
        deposit(
            decision,
            code=code,
            title=code_of(code).title,
            act="draft",
            data={"version": found.draft.version, **data},
            sheet=sheet,
            on=on,
            by=by,
            **more,
        )

    if former is None or research_files or former.research != found.research:
        file("B01", {"research": found.research}, sheets.research_sheet(decision, found), files=research_files)
    if former is None or _basis_of(former) != _basis_of(found):
        file(
            "B02",
            {"basis": _basis_of(found)["items"], "compliance_note": found.compliance_note},
            sheets.basis_sheet(decision, found),
            access=Access.PUBLIC,
            rules=(rules.laws_are_gone_through,),
            expectations=_absent(found),
        )
    if found.cost_benefit and (former is None or cost_benefit_files or former.cost_benefit != found.cost_benefit):
        file(
            "B03",
            {"cost_benefit": found.cost_benefit},
            sheets.cost_benefit_sheet(decision, found),
            files=cost_benefit_files,
            rules=(rules.costs_are_analysed,),
            expectations=[Expect(code="B03", is_required=True)],
        )
    if _options_of(found) and (former is None or _options_of(former) != _options_of(found)):
        file(
            "B04",
            {"options": _options_of(found)},
            sheets.options_sheet(decision, found),
            rules=(rules.options_are_compared,),
            expectations=[Expect(code="B04", is_required=True)],
        )


def _basis_of(preparation: Preparation) -> dict[str, Any]:
    return {
        "items": [
            {"title": item.title, "article": item.article, "relation": item.relation}
            for item in preparation.basis.all()
        ],
        "note": preparation.compliance_note,
    }


def _options_of(preparation: Preparation) -> list[dict[str, Any]]:
    return [
        {
            "title": item.title,
            "content": item.content,
            "comparison": item.comparison,
            "is_preferred": item.is_preferred,
        }
        for item in preparation.options.all()
    ]


def _absent(preparation: Preparation) -> list[Expect]:
    reasons = sheets.reasons_of_absence()
    absent = {"B03": not preparation.cost_benefit, "B04": not preparation.options.exists()}
    filed = set(preparation.draft.decision.case.materials.values_list("code", flat=True))
    return [
        Expect(code=code, is_required=False, reason=reasons[code])
        for code, is_absent in absent.items()
        if is_absent and code not in filed
    ]


def _units_expected(units: Sequence[Unit], reason_no_units: str) -> list[Expect]:
    if units:
        return [Expect(code=code, is_required=True) for code in ("B06", "B07")]
    return [Expect(code=code, is_required=False, reason=reason_no_units) for code in ("B06", "B07", "B08")]
