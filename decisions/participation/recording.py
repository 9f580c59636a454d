"""What officials enter: opinions that came on paper, and other ways in which the public was heard (art. 14)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from archive.models import Access
from decisions.cases.services import deposit, require
from decisions.participation import papers, rules, selectors
from decisions.participation.answering import Answer, file_answers, give_answer
from decisions.participation.choices import Channel, Method
from decisions.participation.intake import Author, check_clause, keep_opinion
from decisions.participation.models import ParticipationRecord

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
        str(opinion.number): [scan.name for scan in said.scans]
        for opinion, said in zip(kept, opinions, strict=True)
        if said.scans
    }
    material = deposit(
        decision, **paper, act="enter_opinion", on=on, by=by, files=scans, rules=[rules.opinions_are_untouched]
    )
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
        rules=[
            rules.groups_are_heard if method == Method.GROUP else rules.public_is_heard,
            *(rule for rule, _f in demands),
        ],
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
            entered_by=by,
        )
    return written
