"""Answering opinions, one by one or many that make the same point; what they say stays untouched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from decisions.cases.services import deposit
from decisions.participation import hearing_selectors, papers, rules, selectors
from decisions.participation.choices import AnswerKind
from decisions.participation.models import OpinionAnswer, OpinionDisposition

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material
    from decisions.cases.models import Decision
    from decisions.participation.models import Hearing, PublicOpinion


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What becomes of an opinion, and why."""

    kind: str
    reason: str
    point: str = ""
    clause_key: str = ""
    change: str = ""

    def check(self, decision: Decision) -> None:
        """Refuse an answer without a reason, or an adoption that changes nothing.

        Raises:
            ValidationError: What is missing, by field.
        """
        errors = {}
        if not self.reason.strip():
            errors["reason"] = _("Give the reason of the answer.")
        if AnswerKind(self.kind).changes_draft:
            if not self.clause_key.strip():
                errors["clause_key"] = _("Name the clause that changes.")
            if not self.change.strip():
                errors["change"] = _("Say what changes in it.")
        draft = decision.current_draft
        if self.clause_key and draft is not None and not _knows_clause(decision, self.clause_key):
            errors["clause_key"] = _("The draft has no such clause.")
        if errors:
            raise ValidationError(errors)


def _knows_clause(decision: Decision, key: str) -> bool:
    return decision.drafts.filter(clauses__key=key).exists()


@transaction.atomic
def give_answer(
    decision: Decision, *, opinions: Sequence[PublicOpinion], answer: Answer, on: date, by: User
) -> OpinionAnswer:
    """Give one answer to one opinion or to several; an answer given before is replaced and stays in the history.

    Args:
        decision: The decision they are about.
        opinions: Those that make the same point.
        answer: What becomes of them, and why.
        on: The day.
        by: Who answers.

    Raises:
        ValidationError: There are none, one is of another matter or its answer is filed, or the answer lacks
            something.
    """
    if not opinions:
        raise ValidationError(_("Choose at least one opinion."))
    if any(opinion.decision_id != decision.pk for opinion in opinions):
        raise ValidationError(_("An opinion is about another matter."))
    answer.check(decision)
    keys = [opinion.pk for opinion in opinions]
    dispositions = OpinionDisposition.objects.select_for_update().filter(opinion__in=keys).order_by("pk")
    held = {item.opinion_id: item for item in dispositions}
    if any(item.filed_in_id is not None for item in held.values()):
        raise ValidationError(_("The answer to one of these opinions is filed already and stays."))
    given = OpinionAnswer.objects.create(
        decision=decision,
        kind=answer.kind,
        point=answer.point.strip(),
        reason=answer.reason.strip(),
        clause_key=answer.clause_key if AnswerKind(answer.kind).changes_draft else "",
        change=answer.change.strip() if AnswerKind(answer.kind).changes_draft else "",
        given_on=on,
        given_by=by,
    )
    for item in held.values():
        item.answer = given
    if held:
        bulk_update_with_history(list(held.values()), OpinionDisposition, ["answer"], default_user=by)
    new = [OpinionDisposition(opinion_id=key, answer=given) for key in keys if key not in held]
    if new:
        bulk_create_with_history(new, OpinionDisposition, default_user=by)
    return given


def hold_answers(decision: Decision) -> None:
    """Keep everybody from changing an answer not filed yet until this transaction ends.

    Called before the answers are read for filing: the register takes answers at any time, and what is published must
    be what is filed.
    """
    waiting = OpinionDisposition.objects.filter(opinion__decision=decision, filed_in__isnull=True)
    list(waiting.select_for_update(of=("self",)).order_by("pk"))


def tell_participants(opinions: Sequence[PublicOpinion], feedback: str) -> list[Hearing]:
    """Record how those who spoke at a hearing were told what became of it; return the hearings that concerns."""
    hearings = hearing_selectors.hearings_to_tell(opinions)
    for hearing in hearings if feedback.strip() else ():
        hearing.feedback = feedback.strip()
        hearing.save(update_fields=["feedback"])
    return hearings


def file_answers(
    decision: Decision,
    *,
    opinions: Sequence[PublicOpinion],
    act: str,
    on: date,
    by: User,
    hearing: Hearing | None = None,
    improvements: str = "",
    feedback: str = "",
) -> Material:
    """File the table of answers to opinions for which no later act answers; each must have one.

    Raises:
        ValidationError: An opinion has no answer.
    """
    hold_answers(decision)
    fresh = list(selectors.opinions_of(decision).filter(pk__in=[opinion.pk for opinion in opinions]))
    counted = selectors.answered_facts(fresh)
    if counted.unanswered:
        raise ValidationError(_("An opinion has no answer."))
    material = deposit(
        decision,
        **papers.adoption_table(
            fresh, counted, improvements=improvements, hearing=hearing is not None, feedback=feedback
        ),
        act=act,
        on=on,
        by=by,
        rules=[rules.opinions_are_answered, rules.opinions_are_untouched],
        snapshot=hearing.snapshot if hearing is not None else None,
    )
    OpinionDisposition.objects.filter(opinion__in=[opinion.pk for opinion in fresh]).update(filed_in=material)
    return material
