"""Acts of hearing the public; those of hearings are in ``hearing_views``, the register of opinions in ``register``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from decisions.cases.lanes import Lane
from decisions.cases.models import Status
from decisions.cases.views import ActView
from decisions.participation import recording, replayed, selectors, services
from decisions.participation.answering import Answer
from decisions.participation.choices import AuthorTier, Method
from decisions.participation.forms import (
    AnswerOpinionsForm,
    EnterOpinionForm,
    OpenConsultationForm,
    RecordParticipationForm,
    channels_from,
    usual_last_day,
)
from decisions.participation.hearing_views import (
    AnnounceHearingView,
    HoldHearingView,
    PostponeHearingView,
    RecordDeliveryView,
    RegisterParticipantsView,
)
from decisions.participation.intake import Author

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.models import LedgerEntry
    from decisions.cases.forms import ActForm
    from decisions.cases.models import Decision

__all__ = [
    "REPLAYED",
    "SIDE_ACTS",
    "AnnounceHearingView",
    "AnswerOpinionsView",
    "EnterOpinionView",
    "HoldHearingView",
    "OpenConsultationView",
    "PostponeHearingView",
    "RecordDeliveryView",
    "RecordParticipationView",
    "RegisterParticipantsView",
]


class OpenConsultationView(ActView):
    """Publish the draft and invite comments (art. 15)."""

    verb = "open_consultation"
    lane = Lane.LEAD_UNIT
    title = _("Invite public comments")
    button = _("Publish the notice")
    description = _(
        "Publishes draft and explanation and invites comments, or begins hearing the public in other ways."
    )
    form_class = OpenConsultationForm

    def initial(self) -> Mapping[str, Any]:
        """Return the notice as the record allows to write it."""
        assert self.decision is not None  # noqa: S101
        today = timezone.localdate()
        draft = self.decision.current_draft
        named = {
            "title": draft.title if draft else self.decision.title,
            "unit": self.decision.lead_unit or self.decision.proposing_unit,
        }
        closes_on = usual_last_day(today, self.decision.pack["public.min_days"])
        ways = [] if self.decision.is_nonpublic else [Method.OPEN.value]
        return {
            "methods": ways,
            "opens_on": today,
            "closes_on": closes_on,
            "notice": _now(
                "To hear the opinions of all sides, %(unit)s publishes %(title)s with its "
                "explanation and invites comments."
            )
            % named,
            "ways": _now(
                "1. On the portal for public participation. 2. By letter to %(unit)s, marked as an opinion on the "
                "draft. 3. By telephone, or in person in office hours."
            )
            % named,
            "contact": str(named["unit"]),
        }

    def act(self, form: ActForm) -> LedgerEntry:
        """Open the round."""
        assert self.decision is not None  # noqa: S101
        given = dict(form.cleaned_data)
        given["channels"] = channels_from(given["channels"])
        given["groups"] = [row["name"] for row in given["groups"]]
        return services.open_consultation(self.decision, **given, by=self.official).entry


class AnswerOpinionsView(ActView):
    """Answer every opinion received and publish what became of it (art. 18)."""

    verb = "answer_opinions"
    lane = Lane.LEAD_UNIT
    title = _("Study and answer the opinions")
    button = _("File and publish the answers")
    description = _("Files the originals and the table of answers; the answers are published together.")
    form_class = AnswerOpinionsForm
    template_name = "decisions/participation/answer_opinions.html"

    def facts(self) -> Mapping[str, Any]:
        """Return the line of reconciliation and the way to the register."""
        assert self.decision is not None  # noqa: S101
        return {
            "counted": selectors.answered_facts(selectors.opinions_to_answer(self.decision)),
            "consultation": selectors.current_consultation(self.decision),
            "register_url": reverse("participation:opinions", args=[self.decision.pk]),
        }

    def act(self, form: ActForm) -> LedgerEntry:
        """Close the round."""
        assert self.decision is not None  # noqa: S101
        given = dict(form.cleaned_data)
        given["answers"] = [(row["numbers"], answer_from(row)) for row in given["answers"]]
        return services.answer_opinions(self.decision, **given, by=self.official).entry


class EnterOpinionView(ActView):
    """Enter opinions that did not come through the portal."""

    verb = "enter_opinion"
    lane = Lane.LEAD_UNIT
    title = _("Enter opinions received on paper, by telephone or in person")
    button = _("Enter the opinions")
    description = _("Each gets its number in the register; late ones are kept and marked.")
    form_class = EnterOpinionForm

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """From the first invitation until the matter is over."""
        return not Status(decision.status).is_over and selectors.last_consultation(decision) is not None

    def act(self, form: ActForm) -> LedgerEntry:
        """Keep the opinions."""
        assert self.decision is not None  # noqa: S101
        said = [
            recording.Said(
                channel=row["channel"],
                body=row["body"],
                on=row["received_on"],
                author=Author(
                    tier=row["tier"], name=row["author"], organisation=row["organisation"], phone=row["phone"]
                ),
                clause_key=row["clause_key"],
                scans=row["scans"],
                answer=answer_from(row) if row["answer"] else None,
            )
            for row in form.cleaned_data["opinions"]
        ]
        return recording.enter_opinions(
            self.decision,
            opinions=said,
            files=form.cleaned_data["files"],
            on=form.cleaned_data["on"],
            by=self.official,
        ).entry


class RecordParticipationView(ActView):
    """Record a meeting, visit, inquiry, poll, talks with a group, or an explanation (art. 14, 15(2))."""

    verb = "record_participation"
    lane = Lane.LEAD_UNIT
    title = _("Record a meeting, visit, inquiry, poll or talks")
    button = _("File the record")
    description = _("Files the record; what people said there joins the opinions that are answered.")
    form_class = RecordParticipationForm

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """While the matter is in procedure and has a draft."""
        return decision.status == Status.IN_PROCEDURE and decision.snapshots.exists()

    def act(self, form: ActForm) -> LedgerEntry:
        """Keep the record."""
        assert self.decision is not None  # noqa: S101
        given = dict(form.cleaned_data)
        given["opinions"] = [
            (
                Author(
                    tier=tier_of(row["author"], row["organisation"]),
                    name=row["author"],
                    organisation=row["organisation"],
                ),
                row["body"],
            )
            for row in given["opinions"]
        ]
        return recording.record_participation(self.decision, **given, by=self.official).material.entry


def tier_of(name: str, organisation: str) -> str:
    """Return how an author appears who gave this much."""
    if organisation.strip():
        return AuthorTier.ORGANISATION
    return AuthorTier.NAMED if name.strip() else AuthorTier.ANONYMOUS


def answer_from(row: Mapping[str, Any]) -> Answer:
    """Return the answer a row gives."""
    return Answer(
        kind=row["answer"],
        reason=row["reason"],
        point=row.get("point", ""),
        clause_key=row["answer_clause"],
        change=row["change"],
    )


SIDE_ACTS: tuple[type[ActView], ...] = (
    EnterOpinionView,
    RecordParticipationView,
    RegisterParticipantsView,
    RecordDeliveryView,
    PostponeHearingView,
)

# What a case folder does without a form.
REPLAYED = {"comment": replayed.comment, "answer": replayed.answer, "sign_up": replayed.sign_up}
