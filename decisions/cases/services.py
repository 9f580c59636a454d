"""The two gates of every write, ``require`` and ``deposit``, and the acts on a decision as such."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from accounts.selectors import office_line
from archive import services as archive
from archive.canonical import canonical
from archive.models import Access
from archive.sheet import Sheet
from decisions.cases.lanes import Lane
from decisions.cases.models import (
    Approval,
    ChangeClass,
    Clause,
    Decision,
    DecisionProcess,
    Determination,
    Draft,
    NumberSeries,
    Snapshot,
    Standing,
    Status,
)
from decisions.cases.refusal import Refusal
from decisions.cases.selectors import units_in_lane
from decisions.cases.validation import validate
from decisions.cases.wording import in_chinese
from decisions.statutes.finding import Finding
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from django.utils.functional import Promise

    from accounts.models import Unit, User
    from archive.models import LedgerEntry, Material, Upload
    from decisions.statutes.pack import Pack
    from decisions.statutes.rule import Rule


def require(pack: Pack, *demands: tuple[Rule, object]) -> list[Finding]:
    """Refuse the act unless every rule is met, excused or not applicable.

    Args:
        pack: The numbers to judge by, usually ``decision.pack``.
        demands: Pairs of a rule and the facts it judges.

    Raises:
        Refusal: At least one rule stands in the way; it carries them all.
    """
    judged = [(rule, rule(facts, pack)) for rule, facts in demands]
    grounds = [(rule, finding) for rule, finding in judged if finding.stands_in_the_way]
    if grounds:
        raise Refusal(grounds)
    return [finding for _rule, finding in judged]


def deposit(
    decision: Decision,
    *,
    code: str,
    title: str | Promise,
    act: str,
    data: Mapping[str, Any],
    sheet: Sheet,
    on: date,
    by: User | None,
    producer: str = "",
    number: str = "",
    access: str = Access.INTERNAL,
    files: Sequence[Upload] = (),
    rules: Iterable[Rule] = (),
    expectations: Sequence[archive.Expect] = (),
    snapshot: Snapshot | None = None,
) -> Material:
    """File what an act did; see ``archive.services.deposit``.

    Args:
        decision: The decision acted on.
        rules: The rules the act answers to; their provisions are filed as its basis.
        snapshot: The content the act is about, for acts that approve, find or publish.
    """
    with override("zh-hans"):
        written_title = str(title)
    if snapshot is not None:
        data = {**data, "snapshot": {"sequence": snapshot.sequence, "digest": snapshot.digest}}
    return archive.deposit(
        decision.case,
        code=code,
        title=written_title,
        act=act,
        data=data,
        sheet=sheet,
        on=on,
        by=by,
        office=_office_of(by, decision, on),
        producer=producer,
        number=number,
        access=Access.RESTRICTED if decision.is_nonpublic and access != Access.PUBLIC else access,
        files=files,
        basis=list(dict.fromkeys(provision.key for rule in rules for provision in rule.cites)),
        expectations=expectations,
    )


def _office_of(by: User | None, decision: Decision, on: date) -> str:
    """Return the office of the day; an official who enters an older act than the office is named by today's."""
    if by is None:
        return ""
    return office_line(by, decision.authority, on) or office_line(by, decision.authority)


def note(decision: Decision, *, act: str, data: Mapping[str, Any], on: date, by: User | None) -> LedgerEntry:
    """Write a ledger entry for what leaves no paper."""
    return archive.record(
        decision.case,
        act=act,
        data=data,
        on=on,
        by=by,
        office=_office_of(by, decision, on),
    )


@transaction.atomic
def issue_number(authority: Unit, kind: str, year: int) -> str:
    """Give the next number of a kind of paper, such as 永政决策〔2026〕7号.

    The series' row stays locked until the act commits, so that an act which is refused leaves no gap.
    """
    NumberSeries.objects.get_or_create(authority=authority, kind=kind, year=year)
    series = NumberSeries.objects.select_for_update().get(authority=authority, kind=kind, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{authority.document_code}{kind}〔{year}〕{series.last}号"


def determine(
    decision: Decision,
    *,
    procedure: Procedure,
    is_required: bool,
    ground: str,
    signed_by: str,
    on: date,
    kind: str = "",
) -> Determination:
    """Record whether a procedure applies; a later determination does not erase an earlier one.

    Args:
        ground: The ground in words.
        kind: The statutory ground as a value, where one was chosen.
    """
    latest = decision.determination(procedure)
    determination = Determination(
        decision=decision,
        procedure=procedure,
        revision=(latest.revision if latest else 0) + 1,
        is_required=is_required,
        kind=kind,
        ground=ground,
        signed_by=signed_by,
        on=on,
    )
    validate(determination)
    determination.save()
    if procedure is Procedure.COMPETITION and is_required:
        # The regulator reviews with the drafting unit from the drafting stage on, so it reads the matter from now on.
        decision.involved_units.add(*units_in_lane(decision, Lane.MARKET_REGULATOR))
    return determination


@transaction.atomic
def write_draft(
    decision: Decision,
    *,
    title: str,
    clauses: Sequence[tuple[str, str, str]],
    explanation: str,
    change_note: str,
    on: date,
    by: User,
) -> Draft:
    """Keep a new version of the draft.

    Args:
        clauses: Key, heading and text of each clause, in order; a key stays with its clause across versions.
    """
    if not clauses:
        raise ValidationError(_("The draft has no clause."))
    latest = decision.current_draft
    draft = Draft.objects.create(
        decision=decision,
        version=(latest.version if latest else 0) + 1,
        title=title,
        explanation=explanation,
        change_note=change_note,
        on=on,
        made_by=by,
    )
    Clause.objects.bulk_create(
        Clause(draft=draft, position=position, key=key, heading=heading, text=text)
        for position, (key, heading, text) in enumerate(clauses, 1)
    )
    return draft


@transaction.atomic
def take_snapshot(
    decision: Decision,
    *,
    draft: Draft,
    on: date,
    by: User,
    files: Sequence[Upload] = (),
    change_class: str = ChangeClass.SUBSTANTIVE,
    change_reason: str = "",
    is_decided: bool = False,
) -> Snapshot:
    """Fix the content that later approvals point at.

    The same content gives the same digest, so a snapshot taken again without a change keeps every approval.

    Args:
        is_decided: Whether the wording is the meeting's own.
    """
    manifest = canonical(
        {
            "decision": decision.number,
            "title": draft.title,
            "clauses": [
                {
                    "key": clause.key,
                    "heading": clause.heading,
                    "sha256": hashlib.sha256(clause.text.encode()).hexdigest(),
                }
                for clause in draft.clauses.all()
            ],
            "explanation": hashlib.sha256(draft.explanation.encode()).hexdigest(),
            "files": [{"name": upload.name, "sha256": upload.blob.sha256} for upload in files],
        }
    )
    before = decision.current_snapshot
    return Snapshot.objects.create(
        decision=decision,
        sequence=(before.sequence if before else 0) + 1,
        draft=draft,
        supersedes=before,
        change_class=ChangeClass.FIRST if before is None else change_class,
        change_reason=change_reason,
        is_decided=is_decided,
        manifest=manifest,
        digest=hashlib.sha256(manifest.encode()).hexdigest(),
        on=on,
        taken_by=by,
    )


@transaction.atomic
def state_standing(
    decision: Decision,
    *,
    procedure: Procedure,
    snapshot: Snapshot,
    stands: bool,
    reason: str,
    signed_by: str,
    on: date,
) -> Standing:
    """Record whether what was heard before still stands for a changed draft, or is performed again."""
    standing = Standing(
        decision=decision,
        procedure=procedure,
        snapshot=snapshot,
        stands=stands,
        reason=reason,
        signed_by=signed_by,
        on=on,
    )
    validate(standing)
    standing.save()
    return standing


@transaction.atomic
def approve(
    decision: Decision,
    *,
    kind: str,
    snapshot: Snapshot,
    conclusion: str,
    allows_submission: bool,
    entry: LedgerEntry,
    on: date,
    number: str = "",
    risk_statement: str = "",
) -> Approval:
    """Record what a review concluded about a text, for the stages after it, in the review's own transaction.

    Args:
        kind: Of ``ApprovalKind``.
        snapshot: The text the review is about.
        conclusion: The review's own word.
        allows_submission: Whether the text may go to the meeting after it.
        entry: The ledger entry of the review.
        number: The number of the review's paper.
        risk_statement: The risks of an exploratory reform, as the review states them.
    """
    approval = Approval(
        decision=decision,
        kind=kind,
        snapshot=snapshot,
        conclusion=conclusion,
        allows_submission=allows_submission,
        entry=entry,
        on=on,
        number=number,
        risk_statement=risk_statement,
    )
    validate(approval)
    approval.save()
    return approval


@transaction.atomic
def supersede(decision: Decision, by_decision: Decision, on: date, by: User | None) -> Material | None:
    """Let a decision end because the decision that adjusts it is published (art. 37).

    Args:
        decision: The decision adjusted.
        by_decision: The decision that takes its place.
        on: The day of the publication.
        by: Who published.

    Returns:
        The reference to the new decision's case, filed as L07; none if the decision was not in force any more.
    """
    held = Decision.objects.select_for_update().get(pk=decision.pk)
    if held.status not in {Status.IN_FORCE, Status.SUSPENDED}:
        return None
    before = held.status
    held.status = Status.ADJUSTED
    held.save(update_fields=["status"])
    decision.status = held.status
    process = DecisionProcess.objects.filter(decision=held).first()
    if process is not None:
        process.flow_class.conclude(held)
    return deposit(
        held,
        code="L07",
        title=_("The decision is replaced by its adjustment"),
        act="supersede",
        data={
            "status_before": before,
            "replaced_by": by_decision.number,
            "title": by_decision.title,
            "case": by_decision.case.reference,
        },
        sheet=_replacement_sheet(held, by_decision, on),
        access=Access.RESTRICTED if by_decision.is_nonpublic else Access.INTERNAL,
        on=on,
        by=by,
    )


@in_chinese
def _replacement_sheet(decision: Decision, by_decision: Decision, on: date) -> Sheet:
    return Sheet().rows(
        (gettext("Decision"), decision),
        (gettext("Replaced by"), by_decision),
        (gettext("Case"), by_decision.case.reference),
        (gettext("Replaced on"), on),
    )
