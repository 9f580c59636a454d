"""Acts of a hearing: announce, register participants, deliver the papers, postpone (art. 16); see also ``sitting``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from archive.services import Expect
from decisions.cases.services import deposit, require
from decisions.cases.validation import validate
from decisions.participation import hearing_papers as papers
from decisions.participation import hearing_rules as rules
from decisions.participation import hearing_selectors
from decisions.participation.models import (
    Hearing,
    HearingApplicant,
    HearingDelivery,
    HearingParticipant,
    HearingParty,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

    from accounts.models import User
    from archive.models import LedgerEntry, Material, Upload
    from decisions.cases.models import Decision


@dataclass(frozen=True)
class Filed:
    """A hearing and the material its act filed."""

    hearing: Hearing
    material: Material

    @property
    def entry(self) -> LedgerEntry:
        """The ledger entry."""
        return self.material.entry


@dataclass(frozen=True, kw_only=True)
class Place:
    """A person to be put on the list of participants."""

    name: str
    category: str
    organisation: str = ""
    party: str = ""
    is_civil_servant: bool = False
    applicant: str = ""


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """Papers that reached a participant."""

    participant: HearingParticipant
    delivered_on: date
    means: str
    receipt: str = ""
    proof: Sequence[Upload] = ()


@transaction.atomic
def announce_hearing(  # noqa: PLR0913 -- an act has as many facts as the law asks for
    decision: Decision,
    *,
    ground: str,
    is_mandated: bool = False,
    mandate: str = "",
    organiser: str,
    hearing_on: date,
    begins_at: time,
    place: str,
    notice: str,
    contact: str,
    channels: Sequence[dict[str, Any]],
    needs_selection: bool = True,
    selection_method: str = "",
    registration_opens_on: date | None = None,
    registration_closes_on: date | None = None,
    parties: Sequence[tuple[str, str, int]] = (),
    files: Sequence[Upload] = (),
    on: date,
    by: User,
) -> Filed:
    """Determine that a hearing is held and publish its notice with draft, explanation, time and place (art. 16).

    Args:
        decision: The decision.
        ground: Why a hearing is held.
        parties: Name, quality and seats of each related party.
        on: The day the notice is published.
        by: The official answerable for it.

    Raises:
        Refusal: The notice is incomplete or too late, or the method of selection is not published.
        ValidationError: There is no draft, a hearing is announced already, or the matter is not disclosed.
    """
    snapshot = decision.current_snapshot
    if snapshot is None:
        raise ValidationError(_("There is no draft to be heard on."))
    if decision.is_nonpublic:
        raise ValidationError(_("A hearing is public; the matter is lawfully not disclosed."))
    if hearing_selectors.current_hearing(decision) is not None:
        raise ValidationError(_("A hearing is announced already and not held yet."))
    last = Hearing.objects.filter(decision=decision).order_by("-number").first()
    hearing = Hearing(
        decision=decision,
        number=(last.number if last else 0) + 1,
        snapshot=snapshot,
        ground=ground,
        is_mandated=is_mandated,
        mandate=mandate,
        organiser=organiser,
        published_on=on,
        hearing_on=hearing_on,
        begins_at=begins_at,
        place=place,
        notice=notice,
        contact=contact,
        channels=list(channels),
        needs_selection=needs_selection,
        selection_method=selection_method,
        registration_opens_on=registration_opens_on,
        registration_closes_on=registration_closes_on,
    )
    hearing.full_clean(exclude=["channels", "material"])
    if needs_selection and not selection_method.strip():
        raise ValidationError({"selection_method": _("Publish the method of selecting participants with the notice.")})
    require(
        decision.pack,
        (rules.hearing_is_determined, hearing_selectors.necessity_facts(hearing)),
        (rules.hearing_is_announced, hearing_selectors.hearing_notice_facts(hearing)),
    )
    hearing.save()
    rows = [
        HearingParty(hearing=hearing, name=name.strip(), category=category, seats=seats)
        for name, category, seats in parties
    ]
    for row in rows:
        validate(row)
        row.save()
    material = deposit(
        decision,
        **papers.announcement(hearing, rows, determined=hearing_selectors.hearing_determination(decision)),
        act="announce_hearing",
        on=on,
        by=by,
        producer=organiser,
        files=files,
        rules=[rules.hearing_is_determined, rules.hearing_is_announced, rules.selection_is_fair],
        expectations=_expected(decision),
        snapshot=snapshot,
    )
    hearing.material = material
    hearing.save(update_fields=["material"])
    return Filed(hearing, material)


def _expected(decision: Decision) -> list[Expect]:
    is_asked = bool(decision.pack["hearing.report_required"])
    with override("zh-hans"):
        reason = "" if is_asked else gettext("The rules here ask for no report.")
        return [
            *(Expect(code=code, is_required=True) for code in ("C09", "C10", "C11", "C12", "C13", "C15")),
            Expect(code="C14", is_required=is_asked, reason=reason),
        ]


@transaction.atomic
def register_participants(
    decision: Decision,
    *,
    places: Sequence[Place],
    process: str,
    selected_on: date,
    listed_on: date,
    list_url: str = "",
    files: Sequence[Upload] = (),
    on: date,
    by: User,
) -> Filed:
    """Record who signed up, how participants were selected, and the list as published (art. 16(3)).

    It may be done again to add participants before the hearing.

    Args:
        decision: The decision.
        places: Who is on the list.
        process: How they were selected.
        selected_on: The day of the selection.
        listed_on: The day the list was published.
        list_url: Where.
        files: Lists and screen shots.
        on: The day.
        by: The official answerable for it.

    Raises:
        Refusal: A related party has nobody, or the list is published too late.
        ValidationError: No hearing is announced, or a party or applicant is not known.
    """
    hearing = announced(decision)
    parties = {party.name: party for party in hearing.parties.all()}
    applicants = list(HearingApplicant.objects.filter(hearing=hearing).select_related("party"))
    by_tracking = {applicant.tracking: applicant for applicant in applicants}
    if listed_on > on or selected_on > on:
        raise ValidationError(_("Selection and publication cannot lie after the day of their record."))
    if listed_on < selected_on:
        raise ValidationError({"listed_on": _("The list cannot be published before anybody is selected.")})
    for item in places:
        party = item.party.strip()
        if party and party not in parties:
            raise ValidationError(_("%(party)s is not a party to this hearing.") % {"party": party})
        if item.applicant and item.applicant not in by_tracking:
            raise ValidationError(_("Nobody signed up under the number %(number)s.") % {"number": item.applicant})
        row = HearingParticipant(
            hearing=hearing,
            party=parties.get(party),
            applicant=by_tracking.get(item.applicant),
            name=item.name.strip(),
            organisation=item.organisation.strip(),
            category=item.category,
            is_civil_servant=item.is_civil_servant,
            selected_on=selected_on,
            listed_on=listed_on,
        )
        validate(row)
        row.save()
    participants = list(hearing_selectors.participants_of(hearing).select_related("party", "applicant"))
    selection, listing, _composition = hearing_selectors.participant_facts(hearing, participants)
    require(decision.pack, (rules.selection_is_fair, selection), (rules.list_is_published, listing))
    material = deposit(
        decision,
        **papers.participant_list(hearing, participants, applicants, process=process, list_url=list_url),
        act="register_participants",
        on=on,
        by=by,
        producer=hearing.organiser,
        files=files,
        rules=[rules.selection_is_fair, rules.list_is_published],
    )
    return Filed(hearing, material)


@transaction.atomic
def record_delivery(
    decision: Decision,
    *,
    delivered: Sequence[Delivered],
    papers_delivered: str,
    files: Sequence[Upload] = (),
    on: date,
    by: User,
) -> Filed:
    """Record that the papers of the hearing reached participants, with the proof of each (art. 16(3)).

    A late delivery is recorded as it was; whether it was in time is judged when the hearing is held.

    Raises:
        ValidationError: No hearing is announced, a proof is missing, or a delivery lies in the future.
    """
    hearing = announced(decision)
    if not delivered:
        raise ValidationError(_("Enter at least one delivery."))
    for item in delivered:
        if item.participant.hearing_id != hearing.pk:
            raise ValidationError(_("%(name)s is not on the list of this hearing.") % {"name": item.participant})
        if item.delivered_on > on:
            raise ValidationError(
                _("%(name)s: the delivery cannot lie after the day of its record.") % {"name": item.participant}
            )
        if not item.proof and not files:
            raise ValidationError(_("%(name)s: attach the proof of delivery.") % {"name": item.participant})
    rows = [
        HearingDelivery(
            participant=item.participant,
            delivered_on=item.delivered_on,
            means=item.means,
            receipt=item.receipt or "、".join(upload.name for upload in item.proof),
            recorded_by=by,
        )
        for item in delivered
    ]
    material = deposit(
        decision,
        **papers.deliveries(hearing, rows, papers=papers_delivered),
        act="record_delivery",
        on=on,
        by=by,
        producer=hearing.organiser,
        files=[*files, *(upload for item in delivered for upload in item.proof)],
        rules=[rules.papers_are_delivered],
    )
    for row in rows:
        row.material = material
    HearingDelivery.objects.bulk_create(rows)
    return Filed(hearing, material)


@transaction.atomic
def postpone_hearing(
    decision: Decision,
    *,
    hearing_on: date,
    begins_at: time,
    place: str,
    reason: str,
    files: Sequence[Upload] = (),
    on: date,
    by: User,
) -> Filed:
    """Put a hearing off to another day, and publish it; what was delivered stays delivered.

    Raises:
        Refusal: The new day is too near.
        ValidationError: No hearing is announced, or no reason is given.
    """
    hearing = announced(decision)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the hearing is postponed.")})
    if hearing_on <= hearing.hearing_on:
        raise ValidationError({"hearing_on": _("The new day must follow the old one.")})
    if hearing_on <= on:
        raise ValidationError({"hearing_on": _("The hearing must follow its announcement.")})
    hearing.hearing_on = hearing_on
    hearing.begins_at = begins_at
    hearing.place = place
    hearing.full_clean(exclude=["channels", "material"])
    require(decision.pack, (rules.hearing_is_announced, hearing_selectors.hearing_notice_facts(hearing)))
    hearing.save()
    material = deposit(
        decision,
        **papers.announcement(
            hearing,
            list(hearing.parties.all()),
            determined=hearing_selectors.hearing_determination(decision),
            postponed=reason,
        ),
        act="postpone_hearing",
        on=on,
        by=by,
        producer=hearing.organiser,
        files=files,
        rules=[rules.hearing_is_announced],
        snapshot=hearing.snapshot,
    )
    return Filed(hearing, material)


def announced(decision: Decision) -> Hearing:
    """Return the hearing announced and not held yet.

    Raises:
        ValidationError: There is none.
    """
    hearing = hearing_selectors.current_hearing(decision)
    if hearing is None:
        raise ValidationError(_("No hearing is announced."))
    return hearing
