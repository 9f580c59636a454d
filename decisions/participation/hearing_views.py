"""Acts of a hearing (art. 16, 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from decisions.cases.lanes import Lane
from decisions.cases.views import ActView
from decisions.participation import hearing_selectors, selectors, sitting
from decisions.participation import hearing_services as services
from decisions.participation.answering import Answer
from decisions.participation.forms import channels_from
from decisions.participation.hearing_forms import (
    AnnounceHearingForm,
    HoldHearingForm,
    PostponeHearingForm,
    RecordDeliveryForm,
    RegisterParticipantsForm,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.models import LedgerEntry
    from decisions.cases.forms import ActForm
    from decisions.cases.models import Decision


class AnnounceHearingView(ActView):
    """Determine that a hearing is held, and publish its notice."""

    verb = "announce_hearing"
    lane = Lane.LEAD_UNIT
    title = _("Announce the hearing")
    button = _("Publish the notice of the hearing")
    description = _("Publishes draft, explanation, time, place and how participants are selected.")
    form_class = AnnounceHearingForm

    def initial(self) -> Mapping[str, Any]:
        """Return what the determination and the draft say."""
        assert self.decision is not None  # noqa: S101
        found = self.decision.determination("hearing")
        unit = self.decision.lead_unit or self.decision.proposing_unit
        draft = self.decision.current_draft
        return {
            "ground": found.ground if found else "",
            "organiser": str(unit),
            "contact": str(unit),
            "needs_selection": True,
            "notice": _now(
                "%(unit)s holds a public hearing on %(title)s. Draft and explanation are published with this notice; "
                "who wants to take part may sign up."
            )
            % {"unit": unit, "title": draft.title if draft else self.decision.title},
        }

    def act(self, form: ActForm) -> LedgerEntry:
        """Announce the hearing."""
        assert self.decision is not None  # noqa: S101
        given = dict(form.cleaned_data)
        given["channels"] = channels_from(given["channels"])
        given["parties"] = [(row["name"], row["category"], row["seats"]) for row in given["parties"]]
        return services.announce_hearing(self.decision, **given, by=self.official).entry


class BeforeHearingView(ActView):
    """An act between the announcement of a hearing and its day."""

    lane = Lane.LEAD_UNIT

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """While a hearing is announced and not held."""
        return hearing_selectors.current_hearing(decision) is not None


class RegisterParticipantsView(BeforeHearingView):
    """Record selection and published list of the participants."""

    verb = "register_participants"
    title = _("Register the participants of the hearing")
    button = _("File the list of participants")
    description = _("Records who signed up, how participants were selected, and the list as published.")
    form_class = RegisterParticipantsForm

    def act(self, form: ActForm) -> LedgerEntry:
        """Keep the list."""
        assert self.decision is not None  # noqa: S101
        given = dict(form.cleaned_data)
        given["places"] = [services.Place(**row) for row in given["places"]]
        return services.register_participants(self.decision, **given, by=self.official).entry


class RecordDeliveryView(BeforeHearingView):
    """Record that the papers reached the participants."""

    verb = "record_delivery"
    title = _("Record the delivery of the hearing papers")
    button = _("File the proofs of delivery")
    description = _("One proof for each participant, with its date; seven days before the hearing at the latest.")
    form_class = RecordDeliveryForm

    def initial(self) -> Mapping[str, Any]:
        """Return what is delivered as a rule."""
        return {"papers": _now("Draft, explanation of the draft, agenda of the hearing.")}

    def initial_rows(self) -> Mapping[str, list[dict[str, Any]]]:
        """Return a row for each participant without proof."""
        assert self.decision is not None  # noqa: S101
        hearing = hearing_selectors.current_hearing(self.decision)
        if hearing is None:
            return {}
        return {
            "deliveries": [
                {"participant": str(person)} for person in hearing_selectors.participants_without_proof(hearing)
            ]
        }

    def act(self, form: ActForm) -> LedgerEntry:
        """Keep the proofs."""
        assert self.decision is not None  # noqa: S101
        return services.record_delivery(
            self.decision,
            delivered=[services.Delivered(**row) for row in form.cleaned_data["deliveries"]],
            papers_delivered=form.cleaned_data["papers"],
            files=form.cleaned_data["files"],
            on=form.cleaned_data["on"],
            by=self.official,
        ).entry


class PostponeHearingView(BeforeHearingView):
    """Put a hearing off to another day."""

    verb = "postpone_hearing"
    title = _("Postpone the hearing")
    button = _("Publish the postponement")
    description = _("Publishes another day; what was delivered stays delivered.")
    form_class = PostponeHearingForm

    def initial(self) -> Mapping[str, Any]:
        """Return time and place as announced."""
        assert self.decision is not None  # noqa: S101
        hearing = hearing_selectors.current_hearing(self.decision)
        return {"begins_at": hearing.begins_at, "place": hearing.place} if hearing is not None else {}

    def act(self, form: ActForm) -> LedgerEntry:
        """Postpone it."""
        assert self.decision is not None  # noqa: S101
        return services.postpone_hearing(self.decision, **form.cleaned_data, by=self.official).entry


class HoldHearingView(ActView):
    """Record a hearing as it was held."""

    verb = "hold_hearing"
    lane = Lane.LEAD_UNIT
    title = _("Hold the hearing")
    button = _("File the record of the hearing")
    description = _("Records presence, the three parts in order, and what participants say of the record.")
    form_class = HoldHearingForm
    template_name = "decisions/participation/hold_hearing.html"

    def initial(self) -> Mapping[str, Any]:
        """Return time and place as announced."""
        assert self.decision is not None  # noqa: S101
        hearing = hearing_selectors.current_hearing(self.decision)
        if hearing is None:
            return {}
        return {"on": hearing.hearing_on, "began": hearing.begins_at, "place": hearing.place}

    def initial_rows(self) -> Mapping[str, list[dict[str, Any]]]:
        """Return a row for each participant."""
        assert self.decision is not None  # noqa: S101
        hearing = hearing_selectors.current_hearing(self.decision)
        if hearing is None:
            return {}
        return {"presences": [{"participant": str(person)} for person in hearing.participants.all()]}

    def facts(self) -> Mapping[str, Any]:
        """Return the participants with their proofs of delivery."""
        assert self.decision is not None  # noqa: S101
        hearing = hearing_selectors.current_hearing(self.decision)
        return {
            "hearing": hearing,
            "participants": list(hearing_selectors.participants_of(hearing)) if hearing is not None else [],
            "answers_follow": selectors.answers_are_to_come(self.decision),
        }

    def act(self, form: ActForm) -> LedgerEntry:
        """File the hearing."""
        assert self.decision is not None  # noqa: S101
        given = dict(form.cleaned_data)
        given["presences"] = [sitting.Presence(**row) for row in given["presences"]]
        given["statements"] = [
            sitting.Statement(
                participant=row["participant"],
                body=row["body"],
                clause_key=row["clause_key"],
                answer=Answer(
                    kind=row["answer"],
                    reason=row["reason"],
                    clause_key=row["answer_clause"],
                    change=row["change"],
                )
                if row["answer"]
                else None,
            )
            for row in given["statements"]
        ]
        return sitting.hold_hearing(self.decision, **given, by=self.official).entry
