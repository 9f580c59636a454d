"""The two acts that open and close a round of hearing the public (art. 14, 15, 18); see also ``recording``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from archive.services import Expect
from decisions.cases.services import deposit, require
from decisions.participation import hearing_selectors, papers, rules, selectors
from decisions.participation.answering import give_answer, hold_answers, tell_participants
from decisions.participation.choices import Method
from decisions.participation.hearing_rules import participants_are_told
from decisions.participation.models import Consultation, OpinionDisposition
from decisions.statutes.finding import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import LedgerEntry, Material, Upload
    from decisions.cases.models import Decision
    from decisions.participation.answering import Answer


@dataclass(frozen=True)
class Opened:
    """A round that has begun."""

    consultation: Consultation
    material: Material

    @property
    def entry(self) -> LedgerEntry:
        """The ledger entry."""
        return self.material.entry


@transaction.atomic
def open_consultation(
    decision: Decision,
    *,
    methods: Sequence[str],
    opens_on: date,
    closes_on: date,
    notice: str,
    ways: str,
    contact: str,
    channels: Sequence[dict[str, Any]],
    groups: Sequence[str] = (),
    groups_ground: str = "",
    shortening_reason: str = "",
    files: Sequence[Upload] = (),
    on: date,
    by: User,
) -> Opened:
    """Publish the draft and invite comments, or begin hearing the public in other ways (art. 14, 15).

    Args:
        decision: The decision whose draft is put to the public.
        methods: The ways of hearing the public.
        opens_on: The first day; it is not counted.
        closes_on: The last day, until 23:59:59.
        notice: What the public is told; for other ways, the plan.
        ways: How to comment.
        contact: Whom to contact.
        channels: Where it is published, each with kind, label, name and url.
        groups: Specific groups whose interests are touched.
        groups_ground: Why these, or none.
        shortening_reason: Why the period is shorter than usual; it stands in the notice.
        files: The notice as published, screen shots, papers for the public.
        on: The day it is published.
        by: The official answerable for it.

    Raises:
        Refusal: The notice is incomplete, or the period too short without a reason.
        ValidationError: There is no draft, a round is still open, or the matter is lawfully not disclosed.
    """
    snapshot = decision.current_snapshot
    if snapshot is None:
        raise ValidationError(_("There is no draft to be heard on."))
    is_open = Method.OPEN in methods
    if is_open and decision.is_nonpublic:
        raise ValidationError(
            _("The matter is lawfully not disclosed: comments cannot be invited openly. Choose other ways.")
        )
    if opens_on < on:
        raise ValidationError({"opens_on": _("The period cannot begin before the notice is published.")})
    last = selectors.last_consultation(decision)
    consultation = Consultation(
        decision=decision,
        round=(last.round if last else 0) + 1,
        snapshot=snapshot,
        methods=list(methods),
        is_open=is_open,
        opens_on=opens_on,
        closes_on=closes_on,
        shortening_reason=shortening_reason.strip(),
        notice=notice,
        ways=ways,
        contact=contact,
        channels=list(channels),
        groups=[group.strip() for group in groups if group.strip()],
        groups_ground=groups_ground,
    )
    consultation.full_clean(exclude=["channels", "material"])
    if is_open and decision.pack["public.day_type"] == "working":
        consultation.period_days = selectors.period_days(consultation)
    demands = [rules.notice_is_complete, rules.period_is_long_enough] if is_open else []
    findings = []
    if is_open:
        told = selectors.notice_facts(consultation, decision.pack)
        findings = require(decision.pack, *((rule, told) for rule in demands))
    consultation.save()
    paper = papers.notice(consultation) if is_open else papers.plan(consultation)
    paper["data"]["excused"] = [
        {"rule": rule.code, "reason": str(finding.reason)}
        for rule, finding in zip(demands, findings, strict=True)
        if finding.outcome is Outcome.EXCUSED
    ]
    material = deposit(
        decision,
        **paper,
        act="open_consultation",
        on=on,
        by=by,
        files=files,
        rules=[*demands, rules.public_is_heard],
        expectations=_expected(consultation),
        snapshot=snapshot,
    )
    consultation.material = material
    consultation.save(update_fields=["material"])
    return Opened(consultation, material)


def _expected(consultation: Consultation) -> list[Expect]:
    """Return what else the file owes now that the public is heard in these ways."""
    methods = set(consultation.methods)
    with override("zh-hans"):
        not_used = gettext("This way of hearing the public is not used.")
        owed = {
            "C02": Method.OPEN in methods,
            "C03": Method.OPEN in methods,
            "C04": bool(methods & {Method.SYMPOSIUM, Method.VISIT, Method.WRITTEN}) or Method.OPEN not in methods,
            "C05": bool(methods & {Method.QUESTIONNAIRE, Method.POLL}),
            "C06": bool(consultation.groups),
            "C15": True,
        }
        return [
            Expect(
                code=code,
                is_required=required,
                reason="" if required else (consultation.groups_ground if code == "C06" else "") or not_used,
            )
            for code, required in owed.items()
        ]


@transaction.atomic
def answer_opinions(
    decision: Decision,
    *,
    improvements: str,
    answers: Sequence[tuple[Sequence[int], Answer]] = (),
    feedback: str = "",
    files: Sequence[Upload] = (),
    on: date,
    by: User,
) -> Material:
    """Close the round: every opinion received has an answer, the table of answers is filed and published (art. 18).

    Args:
        decision: The decision.
        improvements: How the draft was improved.
        answers: Answers given in the act itself, each to the opinions of these numbers in the register; most are
            given before, one by one or many at once.
        feedback: How the participants of a hearing whose opinions are answered here were told in writing.
        files: The table as signed, if there is one on paper.
        on: The day.
        by: The official answerable for it.

    Raises:
        Refusal: An opinion has no answer or no reason, a group was not talked with, an opinion was altered, or those
            who spoke at a hearing are not told where the place asks for it.
        ValidationError: No round is open.
    """
    current = selectors.current_consultation(decision)
    if current is None:
        raise ValidationError(_("No round of hearing the public is open."))
    consultation = Consultation.objects.select_for_update(of=("self",)).select_related("decision").get(pk=current.pk)
    if on <= consultation.closes_on:
        raise ValidationError(
            {"on": _("The period runs until %(day)s.") % {"day": consultation.closes_on.isoformat()}}
        )
    for numbers, answer in answers:
        chosen = list(selectors.opinions_to_answer(decision).filter(number__in=numbers))
        missing = sorted(set(numbers) - {opinion.number for opinion in chosen})
        if missing:
            raise ValidationError(
                _("No opinion to be answered has the number: %(numbers)s.")
                % {"numbers": "、".join(str(number) for number in missing)}
            )
        give_answer(decision, opinions=chosen, answer=answer, on=on, by=by)
    hold_answers(decision)
    opinions = list(selectors.opinions_to_answer(decision))
    records = selectors.records_of(consultation)
    counted = selectors.answered_facts(opinions)
    hearings = tell_participants(opinions, feedback)
    demands = [
        (rules.public_is_heard, selectors.heard_facts(consultation, records)),
        (rules.groups_are_heard, selectors.group_facts(consultation, records)),
        (rules.opinions_are_answered, counted),
        (rules.opinions_are_untouched, selectors.kept_facts(opinions)),
        *((rules.poll_is_independent, fact) for fact in selectors.poll_facts(records)),
        *((participants_are_told, hearing_selectors.feedback_facts(hearing)) for hearing in hearings),
    ]
    require(decision.pack, *demands)
    with override("zh-hans"):
        originals = papers.originals(opinions, title=gettext("Public comments as received"))
    deposit(decision, **originals, act="answer_opinions", on=on, by=by, rules=[rules.opinions_are_untouched])
    material = deposit(
        decision,
        **papers.adoption_table(opinions, counted, improvements=improvements, feedback=feedback if hearings else ""),
        act="answer_opinions",
        on=on,
        by=by,
        files=files,
        rules=[*dict.fromkeys(rule for rule, _facts in demands), rules.answers_are_published_in_time],
        snapshot=consultation.snapshot,
    )
    OpinionDisposition.objects.filter(opinion__in=[opinion.pk for opinion in opinions]).update(filed_in=material)
    consultation.answered_on = on
    consultation.answer_days = selectors.days_to_answer(consultation, on, decision.pack)
    consultation.save(update_fields=["answered_on", "answer_days"])
    return material
