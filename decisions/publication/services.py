"""Issuing and publishing a decision (art. 32)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from archive.models import Access
from archive.scheme import code_of
from archive.services import Expect
from decisions.cases.models import ApprovalKind, Decision, Status
from decisions.cases.selectors import approval
from decisions.cases.services import deposit, issue_number, require, supersede
from decisions.cases.validation import validate
from decisions.publication import rules, selectors, sheets
from decisions.publication.facts import Explained, InterpretationFacts, Issue, PublicationFacts, WithholdingFacts
from decisions.publication.models import Channel, Publication
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material, Upload
    from decisions.cases.models import Snapshot


@transaction.atomic
def publish(
    decision: Decision,
    *,
    issue: Issue,
    channels: Sequence[Mapping[str, Any]] = (),
    withheld_ground: str = "",
    withheld_reason: str = "",
    late_reason: str = "",
    explained: Explained | None = None,
    document: Sequence[Upload] = (),
    proofs: Sequence[Upload] = (),
    interpretation_files: Sequence[Upload] = (),
    on: date,
    by: User,
) -> Material:
    """Issue the decision and publish it, or record on what ground it is not disclosed.

    Args:
        issue: The text that is issued, its number, signature and days.
        channels: ``kind``, ``reference`` and ``on`` of each place where it was published.
        withheld_ground: Of ``WithholdingGround``, where it is lawfully not disclosed.
        late_reason: Why it was published after the last day.
        explained: Whether the matter is widely watched or technical, and how it was interpreted.
        document: The document as signed and printed.
        proofs: Screenshots and copies of the publication.

    Returns:
        The document filed as J01; J02 and J03 are filed with it.

    Raises:
        Refusal: PUBL-01, PUBL-02 or INFO-02 stand in the way.
        ValidationError: Nothing was adopted, a reply does not let it be issued, a date is impossible, or it is late
            and nobody says why.
    """
    explained = explained or Explained()
    snapshot = _adopted_text(decision, issued_on=issue.issued_on)
    withheld = selectors.ground_in_words(withheld_ground)
    require(
        decision.pack,
        (
            rules.decision_is_published,
            PublicationFacts(
                decided_digest=snapshot.digest,
                published_digest=issue.digest,
                channels=tuple(channel["kind"] for channel in channels),
                withheld=withheld,
            ),
        ),
        (
            rules.withheld_on_a_ground,
            WithholdingFacts(
                is_withheld=bool(withheld_ground) or (decision.is_nonpublic and not channels),
                ground=withheld,
                reason=withheld_reason,
            ),
        ),
        (
            rules.decision_is_interpreted,
            InterpretationFacts(
                is_watched=explained.is_watched,
                is_technical=explained.is_technical,
                interpretation=explained.interpretation,
                public_heard=decision.requires(Procedure.PARTICIPATION),
                public_adoption=explained.public_adoption,
                experts_heard=decision.requires(Procedure.EXPERTS),
                expert_adoption=explained.expert_adoption,
                withheld=withheld,
            ),
        ),
    )
    due_on = None if withheld else selectors.due_day(decision.pack, issue.issued_on)
    _check_days(channels, issued_on=issue.issued_on, due_on=due_on, withheld=withheld, late_reason=late_reason, on=on)
    publication = Publication(
        decision=decision,
        authority=decision.authority,
        document_number=issue.document_number or issue_number(decision.authority, "发", issue.issued_on.year),
        snapshot=snapshot,
        signed_by=issue.signed_by,
        issued_on=issue.issued_on,
        effective_on=issue.effective_on,
        due_on=due_on,
        late_reason=late_reason,
        withheld_ground=withheld_ground,
        withheld_reason=withheld_reason,
        is_watched=explained.is_watched,
        is_technical=explained.is_technical,
        interpretation=explained.interpretation,
        public_adoption=explained.public_adoption,
        expert_adoption=explained.expert_adoption,
        on=on,
        by=by,
    )
    validate(publication)
    publication.save()
    rows = [Channel(publication=publication, **channel) for channel in channels]
    for row in rows:
        validate(row)
        row.save()
    decision.status = Status.IN_FORCE
    decision.save(update_fields=["status"])
    if decision.adjusts is not None:
        supersede(decision.adjusts, decision, on=on, by=by)
    return _file(decision, publication, rows, document, proofs, interpretation_files)


def _adopted_text(decision: Decision, *, issued_on: date) -> Snapshot:
    """Return the text the meeting adopted, once whoever had to be asked has agreed (art. 30, 31, 8)."""
    word = approval(decision, ApprovalKind.MEETING)
    if word is None or not word.allows_submission:
        raise ValidationError(_("The meeting has adopted nothing that could be issued."))
    asked = [(ApprovalKind.PARTY, _("The Party committee has not agreed (art. 31)."))]
    if decision.requires(Procedure.CONGRESS):
        asked.append((ApprovalKind.CONGRESS, _("The people's congress has not agreed (art. 8).")))
    for kind, refusal in asked:
        reply = approval(decision, kind)
        if reply is None or not reply.allows_submission or reply.snapshot.digest != word.snapshot.digest:
            raise ValidationError(refusal)
        if issued_on < reply.on:
            raise ValidationError({"issued_on": _("The reply is of %(day)s.") % {"day": reply.on.isoformat()}})
    if issued_on < word.on:
        raise ValidationError({"issued_on": _("The meeting decided on %(day)s.") % {"day": word.on.isoformat()}})
    return word.snapshot


def _check_days(
    channels: Sequence[Mapping[str, Any]],
    *,
    issued_on: date,
    due_on: date | None,
    withheld: str,
    late_reason: str,
    on: date,
) -> None:
    if issued_on > on:
        raise ValidationError({"issued_on": _("The day has not come yet.")})
    for channel in channels:
        if channel["on"] < issued_on:
            raise ValidationError(
                _("Nothing is published before it is issued: %(place)s.") % {"place": channel["reference"]}
            )
        if channel["on"] > on:
            raise ValidationError(
                _("Record a publication once it has happened: %(place)s.") % {"place": channel["reference"]}
            )
    if withheld and channels:
        raise ValidationError(_("What is not disclosed is not published."))
    first = min((channel["on"] for channel in channels), default=None)
    if due_on is not None and first is not None and first > due_on and not late_reason.strip():
        raise ValidationError(
            {"late_reason": _("It was to be published by %(day)s; say why it was late.") % {"day": due_on.isoformat()}}
        )


def _file(
    decision: Decision,
    publication: Publication,
    channels: Sequence[Channel],
    document: Sequence[Upload],
    proofs: Sequence[Upload],
    interpretation_files: Sequence[Upload],
) -> Material:
    withheld = selectors.ground_in_words(publication.withheld_ground)
    common: dict[str, Any] = {
        "act": "publish",
        "access": Access.RESTRICTED if withheld else Access.PUBLIC,
        "snapshot": publication.snapshot,
        "on": publication.on,
        "by": publication.by,
    }
    draft = publication.snapshot.draft
    owed, why = sheets.interpretation_owed(
        is_watched=publication.is_watched, is_technical=publication.is_technical, withheld=withheld
    )
    filed = deposit(
        decision,
        code="J01",
        title=draft.title,
        data={
            "document_number": publication.document_number,
            "title": draft.title,
            "clauses": [
                {"key": clause.key, "heading": clause.heading, "text": clause.text} for clause in draft.clauses.all()
            ],
            "signed_by": publication.signed_by,
            "issued_on": publication.issued_on,
            "effective_on": publication.effective_on,
        },
        sheet=sheets.document_sheet(decision, publication),
        number=publication.document_number,
        producer=decision.authority.name,
        files=document,
        rules=[rules.decision_is_published],
        expectations=[Expect(code="J03", is_required=owed, reason=why, decided_by=publication.signed_by)],
        **common,
    )
    deposit(
        decision,
        code="J02",
        title=sheets.title_of_record(is_withheld=bool(withheld)),
        data={
            "document_number": publication.document_number,
            "channels": [
                {"kind": channel.kind, "reference": channel.reference, "on": channel.on} for channel in channels
            ],
            "due_on": publication.due_on,
            "late_reason": publication.late_reason,
            "withheld_ground": publication.withheld_ground,
            "withheld_reason": publication.withheld_reason,
        },
        sheet=sheets.channels_sheet(decision, publication, channels),
        files=proofs,
        rules=[rules.published_in_time, rules.withheld_on_a_ground],
        **common,
    )
    if publication.interpretation.strip() or interpretation_files:
        deposit(
            decision,
            code="J03",
            title=code_of("J03").title,
            data={
                "is_watched": publication.is_watched,
                "is_technical": publication.is_technical,
                "interpretation": publication.interpretation,
                "public_adoption": publication.public_adoption,
                "expert_adoption": publication.expert_adoption,
            },
            sheet=sheets.interpretation_sheet(decision, publication),
            files=interpretation_files,
            rules=[rules.decision_is_interpreted],
            **common,
        )
    return filed
