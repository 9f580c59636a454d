"""Acts of hearing the public: invite comments, record other ways, enter what came on paper, answer (art. 14, 15, 18)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from archive.models import Access
from archive.services import Expect
from decisions.cases.services import deposit, require
from decisions.participation import papers, rules, selectors
from decisions.participation.answering import Answer, file_answers, give_answer
from decisions.participation.choices import Channel, Method
from decisions.participation.intake import Author, check_clause, keep_opinion
from decisions.participation.models import Consultation, OpinionDisposition, ParticipationRecord
from decisions.statutes.finding import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import LedgerEntry, Material, Upload
    from decisions.cases.models import Decision
    from decisions.participation.models import PublicOpinion

# Where the record of each way is filed; an explanation is for the public.
CODES = {
    Method.SYMPOSIUM: "C04",
    Method.VISIT: "C04",
    Method.WRITTEN: "C04",
    Method.QUESTIONNAIRE: "C05",
    Method.POLL: "C05",
    Method.GROUP: "C06",
    Method.EXPLANATION: "C07",
}


@dataclass(frozen=True)
class Opened:
    """A round that has begun."""

    consultation: Consultation
    material: Material

    @property
    def entry(self) -> LedgerEntry:
        """The ledger entry."""
        return self.material.entry


@dataclass(frozen=True)
class Entered:
    """Opinions entered by an official."""

    opinions: list[PublicOpinion]
    material: Material

    @property
    def entry(self) -> LedgerEntry:
        """The ledger entry."""
        return self.material.entry


@dataclass(frozen=True, kw_only=True)
class Said:
    """An opinion that did not come through the portal."""

    channel: str
    body: str
    on: date
    author: Author = field(default_factory=Author)
    clause_key: str = ""
    scans: Sequence[Upload] = ()
    answer: Answer | None = None


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
def enter_opinions(
    decision: Decision, *, opinions: Sequence[Said], files: Sequence[Upload] = (), on: date, by: User
) -> Entered:
    """Enter opinions that came by letter, telephone, e-mail, hotline or in person; late ones are kept and marked.

    Where no answer lies ahead any more, each needs one at once, so that none stays without.

    Args:
        decision: The decision they are about.
        opinions: What was said.
        files: Scans that belong to several of them.
        on: The day of the entry.
        by: Who enters them.

    Raises:
        ValidationError: There are none, nobody asked for any yet, or one needs an answer.
    """
    if not opinions:
        raise ValidationError(_("Enter at least one opinion."))
    consultation = selectors.current_consultation(decision) or selectors.last_consultation(decision)
    if consultation is None:
        raise ValidationError(_("The public has not been heard on this matter yet."))
    open_still = selectors.answers_are_to_come(decision)
    received_at = timezone.now()
    kept: list[PublicOpinion] = []
    for position, said in enumerate(opinions, 1):
        if said.on > on:
            raise ValidationError(
                _("Opinion %(number)d: it cannot have been received after the day of its entry.")
                % {"number": position}
            )
        if said.on < consultation.opens_on:
            raise ValidationError(
                _("Opinion %(number)d: it was received before the public was asked on %(day)s.")
                % {"number": position, "day": consultation.opens_on.isoformat()}
            )
        if not open_still and said.answer is None:
            raise ValidationError(
                _("Opinion %(number)d: the opinions have been answered already, so answer this one here.")
                % {"number": position}
            )
        check_clause(consultation, said.clause_key)
        kept.append(
            keep_opinion(
                decision,
                channel=said.channel,
                body=said.body,
                author=said.author,
                clause_key=said.clause_key,
                on=said.on,
                received_at=received_at,
                consultation=consultation,
                is_late=said.on > consultation.closes_on or consultation.answered_on is not None,
                entered_by=by,
            )
        )
    with override("zh-hans"):
        paper = papers.originals(kept, title=gettext("Opinions received on paper, by telephone or in person"))
    scans = [*files, *(scan for said in opinions for scan in said.scans)]
    paper["data"]["scans"] = {
        opinion.tracking: [scan.name for scan in said.scans]
        for opinion, said in zip(kept, opinions, strict=True)
        if said.scans
    }
    material = deposit(decision, **paper, act="enter_opinion", on=on, by=by, files=scans, rules=[rules.opinions_are_untouched])
    late = [(opinion, said.answer) for opinion, said in zip(kept, opinions, strict=True) if said.answer is not None]
    for opinion, answer in late:
        give_answer(decision, opinions=[opinion], answer=answer, on=on, by=by)
    if late and not open_still:
        file_answers(decision, opinions=[opinion for opinion, _answer in late], act="enter_opinion", on=on, by=by)
    return Entered(kept, material)


@transaction.atomic
def record_participation(
    decision: Decision,
    *,
    method: str,
    held_on: date,
    place: str = "",
    attendants: str = "",
    group: str = "",
    summary: str,
    provider: str = "",
    has_interest: bool = False,
    relation: str = "",
    sample: int | None = None,
    opinions: Sequence[tuple[Author, str]] = (),
    files: Sequence[Upload] = (),
    on: date,
    by: User,
) -> ParticipationRecord:
    """Record a meeting, visit, written inquiry, questionnaire, poll, talks with a group, or an explanation.

    What people said there joins the opinions that are answered one by one.

    Raises:
        Refusal: The poll was run by somebody with an interest in the matter, where local rules forbid it.
        ValidationError: The group is not named, or the day lies in the future of the entry.
    """
    if held_on > on:
        raise ValidationError({"held_on": _("It cannot have been held after the day of its entry.")})
    consultation = selectors.current_consultation(decision)
    written = ParticipationRecord(
        decision=decision,
        consultation=consultation,
        method=method,
        held_on=held_on,
        place=place,
        attendants=attendants,
        group=group.strip(),
        summary=summary,
        provider=provider,
        has_interest=has_interest,
        relation=relation,
        sample=sample,
        recorded_by=by,
    )
    written.full_clean(exclude=["material"])
    demands = [(rules.poll_is_independent, fact) for fact in selectors.poll_facts([written])]
    require(decision.pack, *demands)
    code = CODES[Method(method)]
    access = Access.PUBLIC if method == Method.EXPLANATION else Access.INTERNAL
    written.material = deposit(
        decision,
        **papers.record(written, code, access=access, opinions=opinions),
        act="record_participation",
        on=on,
        by=by,
        files=files,
        rules=[rules.groups_are_heard if method == Method.GROUP else rules.public_is_heard, *(rule for rule, _f in demands)],
    )
    written.save()
    received_at = timezone.now()
    for author, body in opinions:
        keep_opinion(
            decision,
            channel=Channel.MEETING,
            body=body,
            author=author,
            on=held_on,
            received_at=received_at,
            consultation=consultation,
            record=written,
            material=written.material,
            entered_by=by,
        )
    return written


@transaction.atomic
def answer_opinions(
    decision: Decision, *, improvements: str, files: Sequence[Upload] = (), on: date, by: User
) -> Material:
    """Close the round: every opinion received has an answer, the table of answers is filed and published (art. 18).

    Args:
        decision: The decision.
        improvements: How the draft was improved.
        files: The table as signed, if there is one on paper.
        on: The day.
        by: The official answerable for it.

    Raises:
        Refusal: An opinion has no answer or no reason, a group was not talked with, an opinion was altered.
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
    opinions = list(selectors.opinions_to_answer(decision))
    records = list(consultation.records.all())
    counted = selectors.answered_facts(opinions)
    demands = [
        (rules.public_is_heard, selectors.heard_facts(consultation, records)),
        (rules.groups_are_heard, selectors.group_facts(consultation, records)),
        (rules.opinions_are_answered, counted),
        (rules.opinions_are_untouched, selectors.kept_facts(opinions)),
        *((rules.poll_is_independent, fact) for fact in selectors.poll_facts(records)),
    ]
    require(decision.pack, *demands)
    with override("zh-hans"):
        originals = papers.originals(opinions, title=gettext("Public comments as received"))
    deposit(decision, **originals, act="answer_opinions", on=on, by=by, rules=[rules.opinions_are_untouched])
    material = deposit(
        decision,
        **papers.adoption_table(opinions, counted, improvements=improvements),
        act="answer_opinions",
        on=on,
        by=by,
        files=files,
        rules=list(dict.fromkeys(rule for rule, _facts in demands)),
        snapshot=consultation.snapshot,
    )
    OpinionDisposition.objects.filter(opinion__in=[opinion.pk for opinion in opinions]).update(filed_in=material)
    consultation.answered_on = on
    consultation.save(update_fields=["answered_on"])
    return material
