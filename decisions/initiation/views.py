"""Pages of initiation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.selectors import office_line
from decisions.cases.lanes import Lane
from decisions.cases.models import Status
from decisions.cases.selectors import held_offices
from decisions.cases.views import ActView
from decisions.initiation import forms, proposing, revisions, selectors, services
from decisions.initiation.grounds import Ground
from decisions.initiation.models import Study
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.models import LedgerEntry
    from decisions.cases.models import Decision


class ProposeView(ActView):
    """Propose a matter: the first act of every decision."""

    verb = "propose"
    lane = Lane.PROPOSER
    title = _("Propose a matter")
    button = _("Submit the proposal")
    description = _("Opens the case of the matter, pins the rules it is judged by and hands it over for study.")
    node = "propose"
    form_class = forms.ProposeForm

    def initial(self) -> Mapping[str, Any]:
        """Fill in the official's unit and the organ above it."""
        unit = selectors.proposing_units_of(self.official).order_by("pk").first()
        if unit is None:
            return {}
        return {
            "proposing_unit": unit.pk,
            "authority": getattr(selectors.authorities_above([unit]).first(), "pk", None),
        }

    def act(self, form: forms.ProposeForm) -> LedgerEntry:
        """Propose."""
        names = (
            "title",
            "authority",
            "proposing_unit",
            "source",
            "proposed_by",
            "source_document",
            "content",
            "study_unit",
            "adjusts",
            "files",
            "on",
        )
        filed = proposing.propose(
            **{name: form.cleaned_data[name] for name in names},
            arguments=form.arguments,
            screening=form.screening,
            by=self.official,
        )
        self.decision = filed.case.decision
        return filed.entry


class StudyView(ActView):
    """Report on a proposal."""

    verb = "study"
    lane = Lane.STUDY_UNIT
    title = _("Study the proposal")
    button = _("Submit the study report")
    description = _("Says whether the procedure should be started, and why.")
    form_class = forms.StudyForm

    def initial(self) -> Mapping[str, Any]:
        """Fill in what the proposal argued, and the proposing unit as the likely lead."""
        proposal = self.decision.proposal
        return {"necessity": proposal.necessity, "suggested_lead": self.decision.proposing_unit_id}

    def facts(self) -> Mapping[str, Any]:
        """Show the proposal beside the form."""
        return {"proposal": self.decision.proposal}

    def act(self, form: forms.StudyForm) -> LedgerEntry:
        """Report."""
        return services.study(self.decision, **form.cleaned_data, by=self.official).entry


class InitiateView(ActView):
    """Decide whether the procedure starts."""

    verb = "initiate"
    lane = Lane.DECISION_ORGAN
    title = _("Decide whether to start the procedure")
    button = _("Record the decision on starting")
    description = _("Names the lead unit and determines which procedures apply.")
    form_class = forms.InitiateForm

    def initial(self) -> Mapping[str, Any]:
        """Fill in what the study suggests and who signs."""
        study = Study.objects.filter(decision=self.decision).first()
        return {
            "lead_unit": study.suggested_lead_id if study else None,
            "signed_by": _signature(self),
        }

    def facts(self) -> Mapping[str, Any]:
        """Show the study beside the form."""
        return {"study": Study.objects.filter(decision=self.decision).first()}

    def act(self, form: forms.InitiateForm) -> LedgerEntry:
        """Decide."""
        names = (
            "is_started",
            "reason",
            "approver",
            "approval_number",
            "reply",
            "is_exploratory",
            "exploratory_ground",
            "signed_by",
            "files",
            "on",
        )
        return services.initiate(
            self.decision,
            **{name: form.cleaned_data[name] for name in names},
            lead=form.lead,
            determinations=form.determinations,
            nonpublic=form.nonpublic,
            by=self.official,
        ).entry


class ReviseDeterminationView(ActView):
    """Revise which procedures apply."""

    verb = "revise_determination"
    lane = Lane.LEAD_UNIT
    title = _("Revise which procedures apply")
    button = _("Record the revised determination")
    description = _("The former determination stays on file; the justice bureau countersigns the new one.")
    form_class = forms.ReviseDeterminationForm

    def initial(self) -> Mapping[str, Any]:
        """Fill in who signs."""
        return {"signed_by": _signature(self)}

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """Until the draft is final."""
        return selectors.determinations_are_open(decision)

    def act(self, form: forms.ReviseDeterminationForm) -> LedgerEntry:
        """Revise; an open act of a procedure that no longer applies is closed."""
        procedure = Procedure(form.cleaned_data["procedure"])
        names = ("reason", "signed_by", "countersigned_by", "countersign_number", "files", "on")
        filed = revisions.revise_determination(
            self.decision,
            **{name: form.cleaned_data[name] for name in names},
            procedure=procedure,
            ground=Ground(form.cleaned_data["ground"]),
            nonpublic=form.nonpublic,
            by=self.official,
        )
        if not self.decision.requires(procedure):
            self.flow_class.bypass(self.decision, procedure)
        return filed.entry


class WithdrawView(ActView):
    """Withdraw a matter."""

    verb = "withdraw"
    lane = Lane.LEAD_UNIT
    title = _("Withdraw the matter")
    button = _("Withdraw the matter")
    description = _("Ends the procedure; what is on file is kept and archived.")
    form_class = forms.WithdrawForm

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """Until publication."""
        return selectors.may_be_withdrawn(decision)

    def may(self) -> bool:
        """The lead unit may; before there is one, the proposing unit."""
        if self.decision.lead_unit_id is not None:
            return super().may()
        return (
            held_offices(self.official)
            .filter(group__permissions__codename=self.verb, unit=self.decision.proposing_unit_id)
            .exists()
        )

    def act(self, form: forms.WithdrawForm) -> LedgerEntry:
        """Withdraw, and go on to filing."""
        filed = revisions.withdraw(self.decision, **form.cleaned_data, by=self.official)
        self.flow_class.divert(self.decision, "file_dossier", by=self.official)
        return filed.entry


class HandOverChargeView(ActView):
    """Put another official in charge."""

    verb = "hand_over_charge"
    lane = Lane.LEAD_UNIT
    title = _("Hand over to another official in charge")
    button = _("Hand over")
    form_class = forms.HandOverChargeForm

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """Once there is a lead unit, until the matter is over."""
        return decision.lead_unit_id is not None and not Status(decision.status).is_over

    def act(self, form: forms.HandOverChargeForm) -> LedgerEntry:
        """Hand over."""
        return revisions.hand_over_charge(self.decision, **form.cleaned_data, by=self.official).entry


class MoveRulePackView(ActView):
    """Move a decision to other rules."""

    verb = "move_rule_pack"
    lane = Lane.LEGAL_OFFICE
    title = _("Move to another version of the rules")
    button = _("Move to these rules")
    description = _("From now on the decision is judged by the numbers of another rule pack in force.")
    form_class = forms.MoveRulePackForm

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """While the procedure runs and other rules are in force."""
        return (
            decision.status == Status.IN_PROCEDURE
            and selectors.packs_in_force(decision.authority, on=timezone.localdate())
            .exclude(pk=decision.rule_pack_id)
            .exists()
        )

    def act(self, form: forms.MoveRulePackForm) -> LedgerEntry:
        """Move."""
        return revisions.move_rule_pack(self.decision, **form.cleaned_data, by=self.official).entry


def _signature(view: ActView) -> str:
    return f"{office_line(view.official, view.decision.authority)} {view.official.name}".strip()


SIDE_ACTS: tuple[type[ActView], ...] = (
    ReviseDeterminationView,
    WithdrawView,
    HandOverChargeView,
    MoveRulePackView,
)
