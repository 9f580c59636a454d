"""Asking the units concerned, and telling what became of their opinions (art. 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import UnitKind
from accounts.selectors import office_line
from archive.scheme import code_of
from archive.services import Expect
from decisions.cases.services import deposit, require
from decisions.cases.validation import validate
from decisions.drafting import rules, sheets
from decisions.drafting.models import (
    Position,
    Preparation,
    UnitConsultation,
    UnitOpinion,
    UnitReply,
    UnitRequest,
)
from decisions.drafting.selectors import (
    consultation_facts,
    disagreement_facts,
    open_requests,
    replies_of,
    requests_for,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from accounts.models import Unit, User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision, Draft
    from decisions.drafting.facts import DisagreementFacts

    Row = Mapping[str, Any]


@transaction.atomic
def reply_as_unit(
    decision: Decision,
    *,
    unit: Unit,
    position: str,
    text: str,
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Reply for a consulted unit. From the justice bureau, too, it is an opinion and no legality review (art. 25(1)).

    Returns:
        The reply filed as B06.

    Raises:
        ValidationError: The unit is not asked, or has replied.
    """
    request = requests_for(decision, by).filter(unit=unit).first()
    if request is None:
        raise ValidationError({"unit": _("This unit is not asked, or has replied.")})
    return _keep_reply(
        decision,
        request,
        position=position,
        text=text,
        signed_by=f"{office_line(by, decision.authority)} {by.name}".strip(),
        replied_on=on,
        is_own=True,
        files=files,
        act="reply_as_unit",
        on=on,
        by=by,
    )


@transaction.atomic
def consult_units(
    decision: Decision,
    *,
    paper_replies: Sequence[Row],
    opinions: Sequence[Row],
    files: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """End the consultation: enter replies that came on paper, and say what became of each opinion.

    Args:
        paper_replies: Rows of ``unit``, ``position``, ``text``, ``signed_by``, ``replied_on``, ``files``.
        opinions: Rows of ``unit``, ``text``, ``disposition``, ``reason``, ``is_agreed`` and, for disagreement that
            stays, ``issue``, ``unit_opinion``, ``lead_opinion``.

    Returns:
        The summary filed as B07.

    Raises:
        Refusal: CONS-01 or CONS-02 stands in the way.
        ValidationError: A row is about a unit that was not asked, or would replace a unit's own reply.
    """
    draft = decision.current_draft
    assert draft is not None  # noqa: S101 -- the flow comes here from a draft
    for row in paper_replies:
        _enter_paper_reply(decision, draft, row, on=on, by=by)
    replies = {reply.request.unit_id: reply for reply in replies_of(draft)}
    for row in opinions:
        _answer(replies, row)
    UnitConsultation.objects.create(draft=draft, on=on, by=by)
    preparation = (
        Preparation.objects.select_related("draft__unit_consultation")
        .prefetch_related("draft__unit_requests__unit", "draft__unit_requests__reply__opinions")
        .get(draft=draft)
    )
    answered = list(replies_of(draft))
    disagreements = list(_disagreements_in(answered))
    require(
        decision.pack,
        (rules.units_are_consulted, consultation_facts(preparation)),
        *((rules.disagreement_is_stated, facts) for _opinion, facts in disagreements),
    )
    staying = [opinion for opinion, facts in disagreements if not facts.is_agreed]
    filed = deposit(
        decision,
        code="B07",
        title=code_of("B07").title,
        act="consult_units",
        data={"version": draft.version, "replies": [_as_data(reply) for reply in answered]},
        sheet=sheets.summary_sheet(decision, draft, answered),
        files=files,
        rules=(rules.units_are_consulted,),
        expectations=[
            Expect(
                code="B08",
                is_required=bool(staying),
                reason="" if staying else sheets.reasons_of_absence()["B08"],
            )
        ],
        snapshot=decision.current_snapshot,
        on=on,
        by=by,
    )
    if staying:
        deposit(
            decision,
            code="B08",
            title=code_of("B08").title,
            act="consult_units",
            data={
                "version": draft.version,
                "disagreements": [
                    {
                        "unit": opinion.reply.request.unit.name,
                        "issue": opinion.issue,
                        "unit_opinion": opinion.unit_opinion,
                        "lead_opinion": opinion.lead_opinion,
                    }
                    for opinion in staying
                ],
            },
            sheet=sheets.disagreement_sheet(decision, draft, staying),
            rules=(rules.disagreement_is_stated,),
            snapshot=decision.current_snapshot,
            on=on,
            by=by,
        )
    return filed


def _enter_paper_reply(decision: Decision, draft: Draft, row: Row, *, on: date, by: User) -> None:
    request = UnitRequest.objects.filter(draft=draft, unit=row["unit"]).select_related("unit").first()
    if request is None:
        raise ValidationError(_("%(unit)s was not asked.") % {"unit": row["unit"]})
    if not open_requests(decision).filter(pk=request.pk).exists():
        raise ValidationError(_("%(unit)s has replied already; nobody replaces its reply.") % {"unit": row["unit"]})
    replied_on = row["replied_on"] or on
    if not draft.on <= replied_on <= on:
        raise ValidationError(
            _("%(unit)s can have replied between %(first)s and %(last)s only.")
            % {"unit": row["unit"], "first": draft.on.isoformat(), "last": on.isoformat()}
        )
    _keep_reply(
        decision,
        request,
        position=row["position"],
        text=row["text"],
        signed_by=row["signed_by"],
        replied_on=replied_on,
        is_own=False,
        files=row["files"],
        act="consult_units",
        on=on,
        by=by,
    )


def _keep_reply(
    decision: Decision,
    request: UnitRequest,
    *,
    position: str,
    text: str,
    signed_by: str,
    replied_on: date,
    is_own: bool,
    files: Sequence[Upload],
    act: str,
    on: date,
    by: User,
) -> Material:
    reply = UnitReply(
        request=request,
        position=position,
        text=text,
        signed_by=signed_by,
        replied_on=replied_on,
        is_own=is_own,
        by=by,
    )
    validate(reply)
    reply.save()
    return deposit(
        decision,
        code="B06",
        title=code_of("B06").title,
        act=act,
        data=_as_data(reply),
        sheet=sheets.reply_sheet(decision, reply),
        producer=request.unit.name,
        files=files,
        rules=(rules.units_are_consulted,),
        snapshot=decision.current_snapshot,
        on=on,
        by=by,
    )


def _answer(replies: Mapping[int, UnitReply], row: Row) -> None:
    reply = replies.get(row["unit"].pk)
    if reply is None:
        raise ValidationError(_("%(unit)s has not replied; there is no opinion to answer.") % {"unit": row["unit"]})
    opinion = UnitOpinion(
        reply=reply,
        text=row["text"],
        disposition=row["disposition"],
        reason=row["reason"],
        is_agreed=reply.position != Position.DISAGREE or bool(row.get("is_agreed")),
        issue=row.get("issue", ""),
        unit_opinion=row.get("unit_opinion", ""),
        lead_opinion=row.get("lead_opinion", ""),
    )
    validate(opinion)
    opinion.save()


def _disagreements_in(replies: Sequence[UnitReply]) -> list[tuple[UnitOpinion, DisagreementFacts]]:
    return [
        (opinion, disagreement_facts(reply.request.unit, opinion))
        for reply in replies
        if reply.position == Position.DISAGREE
        for opinion in reply.opinions.all()
    ]


def _as_data(reply: UnitReply) -> dict[str, Any]:
    unit = reply.request.unit
    return {
        "unit": unit.name,
        "kind": "consultation",
        "is_legal_office": unit.kind == UnitKind.JUSTICE_BUREAU,
        "version": reply.request.draft.version,
        "position": reply.position,
        "text": reply.text,
        "signed_by": reply.signed_by,
        "replied_on": reply.replied_on,
        "is_own": reply.is_own,
        "opinions": [
            {
                "text": opinion.text,
                "disposition": opinion.disposition,
                "reason": opinion.reason,
                "is_agreed": opinion.is_agreed,
            }
            for opinion in (reply.opinions.all() if reply.pk else ())
        ],
    }
