"""What the acts of initiation ask."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from decisions.cases.forms import ActForm, FilesField
from decisions.cases.models import Category, Decision, ProposalSource
from decisions.initiation import selectors
from decisions.initiation.determining import Answer, NonpublicReview
from decisions.initiation.grounds import GROUNDS, Ground, choices_for
from decisions.initiation.proposing import Arguments, Screening
from decisions.initiation.scope import Exclusion
from decisions.initiation.services import Lead
from decisions.statutes.models import RulePack
from decisions.statutes.rule import Procedure

FOUR_POINTS = ("problem", "reasons", "solution", "necessity")


def passage(label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "") -> forms.CharField:
    """Return a field for a passage of text."""
    return forms.CharField(
        label=label, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class EitherField(forms.TypedChoiceField):
    """One of two answers, neither of which is taken for granted. Cleaned value: whether it is the first."""

    def __init__(self, *, yes: Any, no: Any, **kwargs: Any) -> None:
        super().__init__(
            choices=[("yes", yes), ("no", no)],
            coerce=lambda value: value == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            **kwargs,
        )


class ProposeForm(ActForm):
    """The proposal, its screening, and to whom it is handed."""

    title = forms.CharField(label=_("Matter"), max_length=200, help_text=_("As it will stand in the decision."))
    proposing_unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Proposing unit"))
    authority = forms.ModelChoiceField(Unit.objects.none(), label=_("Decision-making organ"))
    source = forms.ChoiceField(label=_("Source of the proposal"), choices=ProposalSource.choices)
    proposed_by = forms.CharField(
        label=_("Proposed by"),
        max_length=100,
        required=False,
        help_text=_("The leader, the deputies or the citizens who propose the matter."),
    )
    source_document = forms.CharField(
        label=_("Number of the source document"),
        max_length=80,
        required=False,
        help_text=_("The number of the instruction, report, motion or letter."),
    )
    content = passage(_("What is proposed"))
    problem = passage(_("Main problem to be solved"), required=False)
    reasons = passage(_("Reasons and basis"), required=False)
    solution = passage(_("Preliminary solution"), required=False)
    necessity = passage(_("Necessity and feasibility"), required=False)
    category = forms.ChoiceField(label=_("Kind of matter"), choices=Category.choices)
    category_reason = passage(
        _("Why it is of this kind"), rows=3, help_text=_("With the local standard of what is major, if there is one.")
    )
    exclusions = forms.MultipleChoiceField(
        label=_("The matter is"),
        required=False,
        choices=[(item.value, item.label) for item in Exclusion],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A matter of one of these kinds is outside the procedure."),
    )
    local_exclusion = forms.CharField(
        label=_("Local rule that excludes it"), max_length=200, required=False, help_text=_("Empty if there is none.")
    )
    exclusions_checked = forms.BooleanField(label=_("I have checked the excluded matters"), required=False)
    catalogue_year = forms.IntegerField(
        label=_("Year of the catalogue"), min_value=2019, max_value=2100, required=False
    )
    catalogue_item = forms.CharField(label=_("Item of the catalogue"), max_length=30, required=False)
    reason_outside = passage(_("Why it is outside the catalogue"), rows=2, required=False)
    study_unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Handed for study to"), required=False)
    adjusts = forms.ModelChoiceField(
        Decision.objects.none(),
        label=_("Adjusts the decision"),
        required=False,
        help_text=_("Only for the major adjustment of a decision in force."),
    )
    files = FilesField(label=_("Proposal and attachments"), required=False)

    sections: ClassVar = (
        (_("Matter"), ("title", "proposing_unit", "authority", "source", "proposed_by", "source_document", "content")),
        (_("Arguments (a department or lower government argues all four)"), FOUR_POINTS),
        (
            _("Screening of significance"),
            ("category", "category_reason", "exclusions", "local_exclusion", "exclusions_checked"),
        ),
        (_("Annual catalogue"), ("catalogue_year", "catalogue_item", "reason_outside")),
        (_("Study"), ("study_unit", "adjusts", "files", "on")),
    )

    def adjust(self) -> None:
        """Offer the units of the official and the authorities above them."""
        units = selectors.proposing_units_of(self.official)
        authorities = selectors.authorities_above(units)
        self.fields["proposing_unit"].queryset = units
        self.fields["authority"].queryset = authorities
        self.fields["study_unit"].queryset = selectors.units_to_study(authorities)
        self.fields["adjusts"].queryset = selectors.adjustable(self.official)

    def clean(self) -> dict[str, Any]:
        """Check that the organ stands above the proposing unit, and the studying unit under the organ."""
        cleaned = super().clean() or self.cleaned_data
        unit, authority = cleaned.get("proposing_unit"), cleaned.get("authority")
        if unit and authority and not unit.path.startswith(authority.path):
            self.add_error("authority", _("The proposing unit does not belong to this organ."))
        studying = cleaned.get("study_unit")
        if studying and authority and not studying.path.startswith(authority.path):
            self.add_error("study_unit", _("The unit does not belong to the decision-making organ."))
        if cleaned.get("catalogue_item") and not cleaned.get("catalogue_year"):
            self.add_error("catalogue_year", _("Enter the year of the catalogue."))
        return cleaned

    @property
    def arguments(self) -> Arguments:
        """The four points."""
        return Arguments(**{name: self.cleaned_data[name] for name in FOUR_POINTS})

    @property
    def screening(self) -> Screening:
        """What was checked."""
        return Screening(**{field.name: self.cleaned_data[field.name] for field in dataclasses.fields(Screening)})


class StudyForm(ActForm):
    """The report on a proposal."""

    recommends = EitherField(
        label=_("Conclusion"), yes=_("The procedure should be started"), no=_("The procedure should not be started")
    )
    report = passage(_("Result of the study"), rows=6)
    necessity = passage(_("Necessity"))
    feasibility = passage(_("Feasibility"))
    suggested_lead = forms.ModelChoiceField(Unit.objects.none(), label=_("Suggested lead unit"), required=False)
    files = FilesField(label=_("Study report"))

    def adjust(self) -> None:
        """Offer the units of the authority."""
        assert self.decision is not None  # noqa: S101 -- a study is always of a decision
        self.fields["suggested_lead"].queryset = selectors.lead_candidates(self.decision.authority)


def _ground_name(procedure: Procedure) -> str:
    return f"{procedure.value}_ground"


def _reason_name(procedure: Procedure) -> str:
    return f"{procedure.value}_reason"


class NonpublicForm(ActForm):
    """What is asked where a matter is found to be lawfully not disclosed."""

    files: Any
    nonpublic_reviewer = forms.CharField(
        label=_("Reviewed by the confidentiality office"),
        max_length=100,
        required=False,
        help_text=_("Only if the matter is not disclosed."),
    )
    nonpublic_number = forms.CharField(label=_("Number of the review"), max_length=60, required=False)
    nonpublic_files = FilesField(label=_("Review against disclosure"), required=False)

    @property
    def nonpublic(self) -> NonpublicReview:
        """The review of the confidentiality office."""
        given = self.cleaned_data
        return NonpublicReview(given["nonpublic_reviewer"], given["nonpublic_number"], given["nonpublic_files"])


class InitiateForm(NonpublicForm):
    """Whether the procedure starts, who leads, and what applies."""

    is_started = EitherField(label=_("Result"), yes=_("Start the procedure"), no=_("Do not start the procedure"))
    reason = passage(_("Reasons"), rows=3)
    approver = forms.CharField(
        label=_("Approved by"), max_length=100, help_text=_("Name and post of the leader, or the meeting.")
    )
    approval_number = forms.CharField(label=_("Number of the approval"), max_length=80)
    reply = passage(_("Reply to the proposer"), rows=2, required=False)
    files = FilesField(label=_("Approval"))
    lead_unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Lead unit"),
        required=False,
        help_text=_("Where several units draw up the draft, the one that leads."),
    )
    co_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Units that take part in leading"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    principal = forms.ModelChoiceField(User.objects.none(), label=_("Official in charge"), required=False)
    risk_unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Risk-assessing unit"),
        required=False,
        help_text=_("The lead unit, if none is named."),
    )
    is_exploratory = forms.BooleanField(label=_("Exploratory reform"), required=False)
    exploratory_ground = passage(
        _("Ground of the exploratory reform"),
        rows=2,
        required=False,
        help_text=_("On what the state has no clear rule, and who allowed the trial."),
    )
    signed_by = forms.CharField(label=_("Determined by"), max_length=100, required=False)

    sections: ClassVar = (
        (_("Decision"), ("is_started", "reason", "approver", "approval_number", "reply", "files", "on")),
        (
            _("Lead unit"),
            ("lead_unit", "co_units", "principal", "risk_unit", "is_exploratory", "exploratory_ground"),
        ),
        *(
            (procedure.label, (_ground_name(procedure), _reason_name(procedure)))
            for procedure in (Procedure.PARTICIPATION,)
        ),
        (_("Review against disclosure"), ("nonpublic_reviewer", "nonpublic_number", "nonpublic_files")),
        *(
            (procedure.label, (_ground_name(procedure), _reason_name(procedure)))
            for procedure in GROUNDS
            if procedure is not Procedure.PARTICIPATION
        ),
        (_("Signature"), ("signed_by",)),
    )

    def adjust(self) -> None:
        """Offer the units and officials of the authority, and the grounds of each procedure."""
        assert self.decision is not None  # noqa: S101 -- what starts is always a decision
        authority = self.decision.authority
        candidates = selectors.lead_candidates(authority)
        for name in ("lead_unit", "co_units", "risk_unit"):
            self.fields[name].queryset = candidates
        people = selectors.officials_in_charge(authority, timezone.localdate()).prefetch_related("memberships__unit")
        field = self.fields["principal"]
        field.queryset = people
        field.label_from_instance = _person_with_unit
        for procedure in GROUNDS:
            self.fields[_ground_name(procedure)] = forms.ChoiceField(
                label=_("Ground"), choices=[("", "—"), *choices_for(procedure)], required=False
            )
            self.fields[_reason_name(procedure)] = passage(_("Reasons"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        """If the procedure starts, ask for the lead unit and for every determination."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_started") is True:
            owed = ["lead_unit", "principal", "signed_by"]
            owed += [name for procedure in GROUNDS for name in (_ground_name(procedure), _reason_name(procedure))]
            for name in owed:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed to start the procedure."))
        lead, others = cleaned.get("lead_unit"), cleaned.get("co_units")
        if lead and others is not None and lead in others:
            self.add_error("co_units", _("The lead unit is named once, as the one that leads."))
        return cleaned

    @property
    def lead(self) -> Lead:
        """Who draws up the draft."""
        given = self.cleaned_data
        return Lead(
            unit=given["lead_unit"],
            co_units=list(given["co_units"]),
            principal=given["principal"],
            risk_unit=given["risk_unit"],
        )

    @property
    def determinations(self) -> dict[Procedure, Answer]:
        """The chosen grounds with their reasons."""
        return {
            procedure: Answer(
                Ground(self.cleaned_data[_ground_name(procedure)]), self.cleaned_data[_reason_name(procedure)]
            )
            for procedure in GROUNDS
            if self.cleaned_data.get(_ground_name(procedure))
        }


def _person_with_unit(person: User) -> str:
    units = dict.fromkeys(office.unit.short_name for office in person.memberships.all())
    return f"{person.name}（{'、'.join(units)}）"


class ReviseDeterminationForm(NonpublicForm):
    """A revised determination."""

    procedure = forms.ChoiceField(label=_("Procedure"), choices=[(item.value, item.label) for item in GROUNDS])
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=[
            ("", "—"),
            *(
                (
                    procedure.label,
                    [(ground.value, ground.label) for grounds in GROUNDS[procedure] for ground in grounds],
                )
                for procedure in GROUNDS
            ),
        ],
    )
    reason = passage(_("Reasons"), rows=3)
    signed_by = forms.CharField(label=_("Determined by"), max_length=100)
    countersigned_by = forms.ModelChoiceField(User.objects.none(), label=_("Countersigned by"))
    countersign_number = forms.CharField(label=_("Number of the countersignature"), max_length=60)
    files = FilesField(label=_("Countersigned sheet"))

    def adjust(self) -> None:
        """Offer the reviewers of the authority."""
        assert self.decision is not None  # noqa: S101 -- what is revised is always of a decision
        self.fields["countersigned_by"].queryset = selectors.legality_reviewers(self.decision, timezone.localdate())

    def clean(self) -> dict[str, Any]:
        """Check that the ground is one of the procedure."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("procedure") and cleaned.get("ground"):
            required, not_required = GROUNDS[Procedure(cleaned["procedure"])]
            if cleaned["ground"] not in {*required, *not_required}:
                self.add_error("ground", _("This ground belongs to another procedure."))
        return cleaned


class WithdrawForm(ActForm):
    """A withdrawal."""

    reason = passage(_("Reasons"), rows=3)
    approver = forms.CharField(
        label=_("Approved by"),
        max_length=100,
        required=False,
        help_text=_("Needed once the procedure is started."),
    )
    approval_number = forms.CharField(label=_("Number of the approval"), max_length=80, required=False)
    files = FilesField(label=_("Papers"), required=False)


class HandOverChargeForm(ActForm):
    """A new official in charge."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("Official in charge"))
    reason = passage(_("Reasons"), rows=2)

    def adjust(self) -> None:
        """Offer the officials of the lead unit."""
        assert self.decision is not None  # noqa: S101 -- what is handed over is always a decision
        people = selectors.officials_in_charge(self.decision.authority, timezone.localdate())
        self.fields["to"].queryset = people.filter(memberships__unit=self.decision.lead_unit).exclude(
            pk=self.decision.principal_id or 0
        )


class MoveRulePackForm(ActForm):
    """Other rules for a decision."""

    to = forms.ModelChoiceField(RulePack.objects.none(), label=_("Rule pack"))
    reason = passage(_("Reasons"), rows=3)

    def adjust(self) -> None:
        """Offer the packs in force for the authority."""
        assert self.decision is not None  # noqa: S101 -- what is moved is always a decision
        self.fields["to"].queryset = selectors.packs_in_force(
            self.decision.authority, on=timezone.localdate()
        ).exclude(pk=self.decision.rule_pack_id)
