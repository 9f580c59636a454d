"""Taking in what the public says: committed before anybody is shown a receipt, and never changed after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.cases.models import Decision
from decisions.participation.choices import AuthorTier, Channel
from decisions.participation.models import BODY_LIMIT, Consultation, Hearing, HearingApplicant, PublicOpinion
from decisions.participation.receipts import receipt_digest, tracking_number
from decisions.participation.sealing import keyed_digest, seal
from decisions.participation.selectors import end_of, start_of

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from accounts.models import User
    from decisions.participation.models import HearingParticipant, HearingParty, ParticipationRecord

# Floods are slowed down, not turned away: after a pause the same comment goes through.
WINDOW = timedelta(minutes=10)
PER_SESSION = 5
PER_SOURCE = 30


class SlowDown(ValidationError):
    """Many comments came from one place in a short time; this one may be sent again after a pause.

    Attributes:
        minutes: How long to wait.
    """

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(
            _(
                "Several comments came from here within a short time. Nothing you wrote is lost: wait %(minutes)d "
                "minutes and send it again, or comment by letter, by telephone or in person."
            ),
            code="slow_down",
            params={"minutes": minutes},
        )


class NotOpen(ValidationError):
    """The period has not begun, or is over."""


@dataclass(frozen=True, kw_only=True)
class Author:
    """Who speaks, as far as they say."""

    tier: str = AuthorTier.ANONYMOUS
    name: str = ""
    organisation: str = ""
    phone: str = ""

    def check(self) -> None:
        """Ask for the name that goes with how the author wants to appear.

        Raises:
            ValidationError: It is missing.
        """
        if self.tier == AuthorTier.NAMED and not self.name.strip():
            raise ValidationError({"author": _("Give the name, or comment anonymously.")})
        if self.tier == AuthorTier.ORGANISATION and not self.organisation.strip():
            raise ValidationError({"organisation": _("Give the name of the organisation.")})


@dataclass(frozen=True)
class Sender:
    """Where a message of the portal comes from: keyed digests, no address."""

    source: str = ""
    session: str = ""

    @classmethod
    def of(cls, *, network: str, session: str, about: str) -> Sender:
        """Return the digests of a network and a session for one consultation or hearing only.

        Args:
            network: The network the request comes from.
            session: The browser's session.
            about: What is commented on; digests of two matters cannot be compared.
        """
        return cls(
            source=keyed_digest(f"source:{about}", network) if network else "",
            session=keyed_digest(f"session:{about}", session) if session else "",
        )


def receive_comment(
    consultation: Consultation,
    *,
    body: str,
    author: Author,
    clause_key: str = "",
    sender: Sender | None = None,
    submission: UUID | None = None,
) -> PublicOpinion:
    """Keep a comment sent through the portal; it is committed when this returns.

    The server's clock decides: the last instant is 23:59:59 of the last day.

    Args:
        consultation: The round commented on.
        body: What is said.
        author: Who says it.
        clause_key: The clause it is about; empty for the whole draft.
        sender: Where it comes from.
        submission: The form's own token; a second sending finds the first.

    Raises:
        NotOpen: The period has not begun, or is over.
        SlowDown: Too many came from one place in a short time.
        ValidationError: It is empty, too long, or about a clause the draft does not have.
    """
    sender = sender or Sender()
    at = timezone.now()
    if submission is not None:
        first = PublicOpinion.objects.filter(submission=submission).first()
        if first is not None:
            return first
    try:
        with transaction.atomic():
            # Whoever answers the opinions waits for the comments under way, and these for the answer.
            held = (
                Consultation.objects.select_for_update(no_key=True)
                .select_related("snapshot", "decision")
                .get(pk=consultation.pk)
            )
            _check_open(held, at)
            check_clause(held, clause_key)
            _slow_down(held, sender, at)
            return keep_opinion(
                held.decision,
                channel=Channel.WEB,
                body=body,
                author=author,
                clause_key=clause_key,
                on=timezone.localdate(at),
                received_at=at,
                consultation=held,
                sender=sender,
                submission=submission,
            )
    except IntegrityError:
        first = PublicOpinion.objects.filter(submission=submission).first() if submission else None
        if first is None:
            raise
        return first


@transaction.atomic
def keep_opinion(
    decision: Decision,
    *,
    channel: str,
    body: str,
    author: Author,
    on: date,
    received_at: datetime,
    clause_key: str = "",
    consultation: Consultation | None = None,
    hearing: Hearing | None = None,
    participant: HearingParticipant | None = None,
    record: ParticipationRecord | None = None,
    is_late: bool = False,
    sender: Sender | None = None,
    submission: UUID | None = None,
    entered_by: User | None = None,
) -> PublicOpinion:
    """Write an opinion with its tracking number and the digest of its receipt.

    Raises:
        ValidationError: It is empty or too long, or its author has no name.
    """
    author.check()
    text = body.strip()
    if not text:
        raise ValidationError({"body": _("The opinion is empty.")})
    if len(text) > BODY_LIMIT:
        raise ValidationError(
            {"body": _("An opinion has at most 5,000 characters; this one has %(length)d.") % {"length": len(text)}}
        )
    sender = sender or Sender()
    is_anonymous = author.tier == AuthorTier.ANONYMOUS
    # Opinions of a matter are numbered one after another, without gaps, whichever way they come.
    Decision.objects.select_for_update(no_key=True, of=("self",)).only("pk").get(pk=decision.pk)
    last = PublicOpinion.objects.filter(decision=decision).aggregate(last=Max("number"))["last"] or 0
    opinion = PublicOpinion(
        decision=decision,
        number=last + 1,
        consultation=consultation,
        hearing=hearing,
        participant=participant,
        record=record,
        tracking=tracking_number(),
        channel=channel,
        tier=author.tier,
        author="" if is_anonymous else author.name.strip(),
        organisation="" if is_anonymous else author.organisation.strip(),
        sealed_phone=seal(author.phone.strip()),
        body=text,
        clause_key=clause_key,
        on=on,
        received_at=received_at,
        is_late=is_late,
        source=sender.source,
        session=sender.session,
        submission=submission,
        entered_by=entered_by,
    )
    opinion.digest = receipt_digest(opinion)
    opinion.save(force_insert=True)
    return opinion


def sign_up(
    hearing: Hearing,
    *,
    name: str,
    organisation: str,
    phone: str,
    statement: str,
    party: HearingParty | None,
    sender: Sender | None = None,
    submission: UUID | None = None,
) -> HearingApplicant:
    """Keep a registration for a hearing sent through the portal.

    Raises:
        NotOpen: Sign-up has not begun, or is over.
        SlowDown: Too many came from one place in a short time.
    """
    sender = sender or Sender()
    at = timezone.now()
    if submission is not None:
        first = HearingApplicant.objects.filter(submission=submission).first()
        if first is not None:
            return first
    if not hearing.takes_applicants_on(timezone.localdate(at)):
        raise NotOpen(_("Sign-up for this hearing is not open."))
    if party is not None and party.hearing_id != hearing.pk:
        raise ValidationError({"party": _("Choose one of the parties to this hearing.")})
    recent = HearingApplicant.objects.filter(hearing=hearing, source=sender.source, applied_at__gt=at - WINDOW)
    if sender.source and recent.count() >= PER_SOURCE:
        raise SlowDown(WINDOW.seconds // 60)
    return keep_applicant(
        hearing,
        name=name,
        organisation=organisation,
        phone=phone,
        statement=statement,
        party=party,
        applied_at=at,
        source=sender.source,
        submission=submission,
    )


@transaction.atomic
def keep_applicant(
    hearing: Hearing,
    *,
    name: str,
    organisation: str,
    phone: str,
    statement: str,
    party: HearingParty | None,
    applied_at: datetime,
    source: str = "",
    submission: UUID | None = None,
) -> HearingApplicant:
    """Write a registration with its tracking number.

    Raises:
        ValidationError: Something is missing or too long.
    """
    applicant = HearingApplicant(
        hearing=hearing,
        party=party,
        tracking=tracking_number(),
        name=name.strip(),
        organisation=organisation.strip(),
        sealed_phone=seal(phone.strip()),
        statement=statement.strip(),
        applied_at=applied_at,
        source=source,
        submission=submission,
    )
    applicant.full_clean(exclude=["sealed_phone"])
    applicant.save(force_insert=True)
    return applicant


def check_clause(consultation: Consultation, clause_key: str) -> None:
    """Refuse a clause the draft does not have.

    Raises:
        ValidationError: There is none of this key.
    """
    if clause_key and not consultation.snapshot.draft.clauses.filter(key=clause_key).exists():
        raise ValidationError({"clause_key": _("The draft has no such clause.")})


def _check_open(consultation: Consultation, at: datetime) -> None:
    if not consultation.is_open or consultation.decision.is_nonpublic or at < start_of(consultation):
        raise NotOpen(_("Comments are not invited yet."), code="early")
    if at >= end_of(consultation) or consultation.answered_on is not None:
        raise NotOpen(
            _(
                "The period for comments ended on %(day)s at 23:59:59. You can still write, call or come; a late "
                "opinion is kept and marked as late."
            ),
            code="closed",
            params={"day": consultation.closes_on.isoformat()},
        )


def _slow_down(consultation: Consultation, sender: Sender, at: datetime) -> None:
    recent = PublicOpinion.objects.filter(consultation=consultation, received_at__gt=at - WINDOW)
    for key, value, limit in (("session", sender.session, PER_SESSION), ("source", sender.source, PER_SOURCE)):
        if not value:
            continue
        times = list(
            recent.filter(**{key: value}).order_by("-received_at").values_list("received_at", flat=True)[:limit]
        )
        if len(times) >= limit:
            wait = (times[-1] + WINDOW - at).total_seconds()
            raise SlowDown(max(1, -int(-wait // 60)))
