"""Forms of the organisers: convene, replace, extend, open, conclude."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from decisions.cases.forms import ActForm, FilesField, RowForm, rows_of
from experts import scoring, selectors, vetting
from experts.models import Course, Disposition, Expert, ExpertField, PanelForm, Seat, SeatStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from experts.models import Panel

TEXT = forms.Textarea(attrs={"rows": 3})
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

# Proposed criteria: key, label, what it asks, weight in per cent, what 1 to 5 mean.
DEFAULTS = (
    (
        "necessity",
        _("Necessity"),
        _("Whether the problem calls for this measure"),
        Decimal(34),
        _("not needed / weak / fair / strong / pressing"),
    ),
    (
        "feasibility",
        _("Feasibility"),
        _("Money, technique, organisation, what people can bear"),
        Decimal(33),
        _("not feasible / weak / fair / good / assured"),
    ),
    (
        "soundness",
        _("Scientific soundness"),
        _("Whether method, data and conclusions hold"),
        Decimal(33),
        _("unsound / weak / fair / good / rigorous"),
    ),
)
ADDED = {
    "legality": (_("Legality"), _("Whether it keeps within law and competence")),
    "adverse_effects": (_("Adverse effects and risks"), _("What harm may come of it, and whether it is provided for")),
}
LONGEST_WORD = 20
LEVELS = _("very poor / poor / fair / good / very good")


def key_of(label: str) -> str:
    """Return the key of a criterion by its name: the known one, or one made of the name and nothing else.

    The same name has the same key in every row, on every sending and in every panel; one given twice is then found.
    """
    known = {_plain(name): key for key, name, *_rest in DEFAULTS}
    known |= {_plain(name): key for key, (name, _hint) in ADDED.items()}
    name = _plain(label)
    return known.get(name) or f"own-{sha256(name.encode()).hexdigest()[:16]}"


def _plain(label: object) -> str:
    return unicodedata.normalize("NFKC", "".join(str(label).split()))


def suggested_criteria(keys: frozenset[str]) -> list[dict[str, Any]]:
    """Return criteria to begin with: the three of the article and those the pack adds, equal in weight."""
    rows: list[dict[str, Any]] = [
        {"key": key, "label": label, "hint": hint, "weight": weight, "anchors": anchors}
        for key, label, hint, weight, anchors in DEFAULTS
    ]
    for key, (label, hint) in ADDED.items():
        if key in keys:
            rows.append({"key": key, "label": label, "hint": hint, "weight": Decimal(0), "anchors": LEVELS})
    if len(rows) > len(DEFAULTS):
        share = (Decimal(100) / len(rows)).quantize(Decimal(1))
        for row in rows:
            row["weight"] = share
        rows[0]["weight"] += 100 - share * len(rows)
    return rows


class ExpertChoiceField(forms.ModelChoiceField):
    """An expert by the code of the pool, shown with name and employer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Expert.objects.none(), to_field_name="code", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Return how an expert is shown in the list."""
        return f"{obj.code} {obj.name}（{obj.employer}{'，' + obj.title if obj.title else ''}）"


class CandidateRow(RowForm):
    """A row that names an expert who may be asked in the decision."""

    def adjust(self) -> None:
        """Offer the experts of the pools open to the organ."""
        if self.decision is not None:
            cast("forms.ModelChoiceField[Any]", self.fields["expert"]).queryset = vetting.candidates_for(self.decision)


class InviteeRow(CandidateRow):
    """One expert named."""

    expert = ExpertChoiceField(label=_("Expert"))
    field = forms.ModelChoiceField(ExpertField.objects.all(), to_field_name="code", label=_("Field"))
    reason = forms.CharField(label=_("Reason of the choice"), widget=forms.Textarea(attrs={"rows": 2}))
    view = forms.CharField(
        label=_("View on record"),
        max_length=200,
        required=False,
        help_text=_("What the expert has said in public on the matter. It is no conflict."),
    )


class ConsideredRow(CandidateRow):
    """One expert thought of and not named."""

    expert = ExpertChoiceField(label=_("Expert"))
    reason = forms.CharField(label=_("Why not"), max_length=300)


class CriterionRow(RowForm):
    """One criterion; its key goes with it unseen, and a new one gets its key by its name."""

    key = forms.SlugField(max_length=30, required=False, widget=forms.HiddenInput)
    label = forms.CharField(label=_("Criterion"), max_length=60)
    hint = forms.CharField(label=_("What it asks"), max_length=200, required=False)
    weight = forms.DecimalField(
        label=_("Weight in per cent"), max_digits=5, decimal_places=2, min_value=Decimal("0.01"), max_value=100
    )
    anchors = forms.CharField(label=_("What 1 to 5 mean"), max_length=120, help_text=_("Five words, parted by “/”."))
    allows_na = forms.BooleanField(label=_("May be not applicable"), required=False)

    def has_changed(self) -> bool:
        """Whether the row says anything; a key alone, which nobody sees, is nothing said."""
        return any(item.field.has_changed(item.field.initial, item.data) for item in self.visible_fields())

    def clean(self) -> dict[str, Any]:
        """Give a criterion of one's own its key."""
        cleaned = super().clean() or self.cleaned_data
        if "label" in cleaned and not cleaned.get("key") and "key" not in self.errors:
            cleaned["key"] = key_of(cleaned["label"])
        return cleaned

    def clean_anchors(self) -> tuple[str, ...]:
        """Part the words.

        Raises:
            ValidationError: There are not five.
        """
        words = tuple(word.strip() for word in self.cleaned_data["anchors"].replace("\uff0f", "/").split("/"))
        if len(words) != len(scoring.LEVELS) or not all(words) or max(len(word) for word in words) > LONGEST_WORD:
            raise forms.ValidationError(_("Five words of at most 20 characters each, parted by “/”."))
        return words


class ConvenePanelForm(ActForm):
    """Convene a panel."""

    form = forms.ChoiceField(label=_("Form"), choices=PanelForm.choices)
    institution = forms.CharField(label=_("Institution commissioned"), max_length=100, required=False)
    questions = forms.CharField(label=_("Questions to the experts"), widget=TEXT)
    deadline_on = forms.DateField(label=_("Last day for scoring"), widget=DATE)
    is_complex = forms.BooleanField(label=_("The matter is complex or contested"), required=False)
    papers = FilesField(
        label=_("Anonymised papers"),
        help_text=_("Without names of authors and units, also in file names and document properties."),
    )
    anonymised_by = forms.CharField(
        label=_("Anonymised and checked by"),
        max_length=64,
        help_text=_("Name of the official who answers for it."),
    )
    interested_parties = forms.CharField(
        label=_("Organisations with an interest of their own"),
        required=False,
        widget=TEXT,
        help_text=_(
            "One a line: beneficiaries, bidders, those paid for work on the draft. Their people are excluded."
        ),
    )
    co_units: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Units that lead the matter together with the lead unit"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    views_note = forms.CharField(
        label=_("How different views were attended to"),
        required=False,
        widget=TEXT,
        help_text=_("Needed unless experts of different views are named below."),
    )
    reason_not_drawn = forms.CharField(label=_("Why experts are named and not drawn"), required=False, widget=TEXT)
    outsiders_reason = forms.CharField(label=_("Why experts from outside the pool"), required=False, widget=TEXT)

    formset_classes: ClassVar = {
        "experts": rows_of(
            InviteeRow,
            heading=_("Experts named"),
            help_text=_("Each is checked for conflicts before the invitation goes out."),
            minimum=1,
            extra=5,
        ),
        "considered": rows_of(ConsideredRow, heading=_("Experts considered and not named")),
        "criteria": rows_of(CriterionRow, heading=_("Criteria"), minimum=3, extra=0),
    }
    sections: ClassVar = (
        (_("Argumentation"), ("form", "institution", "questions", "deadline_on", "is_complex", "on")),
        (_("Papers of the argumentation"), ("papers", "anonymised_by")),
        (
            _("Selection"),
            ("interested_parties", "co_units", "views_note", "reason_not_drawn", "outsiders_reason"),
        ),
    )

    def adjust(self) -> None:
        """Offer the units that take part."""
        if self.decision is not None:
            units = cast("forms.ModelMultipleChoiceField[Any]", self.fields["co_units"])
            units.queryset = self.decision.involved_units.all()

    def clean_interested_parties(self) -> list[str]:
        """Part the lines."""
        return [line.strip() for line in self.cleaned_data["interested_parties"].splitlines() if line.strip()]


def current_panel(form: ActForm | RowForm) -> Panel | None:
    """Return the panel an organiser's form is about."""
    return selectors.current_panel(form.decision) if form.decision is not None else None


def seats_to_replace(panel: Panel | None) -> QuerySet[Seat]:
    """Return the seats that have nobody in their place yet."""
    return (
        Seat.objects.filter(panel=panel, replaced_by__isnull=True)
        .exclude(status=SeatStatus.REPLACED)
        .select_related("expert")
        .order_by("expert__code")
    )


class SeatChoiceField(forms.ModelChoiceField):
    """A seat by the code of its expert, shown by name and status, never by alias."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Seat.objects.none(), to_field_name="expert__code", **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return what the option carries."""
        return value.expert.code if isinstance(value, Seat) else super().prepare_value(value)

    def label_from_instance(self, obj: Any) -> str:
        """Return how the seat is shown."""
        return f"{obj.expert.name}（{obj.get_status_display()}）"


class ReplaceExpertForm(ActForm):
    """Put another expert in the place of one."""

    leaving = SeatChoiceField(label=_("Expert to be replaced"))
    cause = forms.ChoiceField(
        label=_("Cause"),
        choices=[
            ("unavailable", _("Declined, excluded, does not answer or cannot serve")),
            ("interest", _("A direct interest was found")),
        ],
    )
    reason = forms.CharField(label=_("Circumstances"), widget=TEXT)
    expert = ExpertChoiceField(label=_("New expert"))
    field = forms.ModelChoiceField(ExpertField.objects.all(), to_field_name="code", label=_("Field"))
    choice_reason = forms.CharField(label=_("Reason of the choice"), widget=TEXT)
    view = forms.CharField(label=_("View on record"), max_length=200, required=False)
    outsiders_reason = forms.CharField(label=_("Why experts from outside the pool"), required=False, widget=TEXT)
    deadline_on = forms.DateField(label=_("New last day for scoring"), widget=DATE, required=False)

    def adjust(self) -> None:
        """Offer the seats without a successor, and the experts not yet on the panel."""
        panel = current_panel(self)
        cast("forms.ModelChoiceField[Any]", self.fields["leaving"]).queryset = seats_to_replace(panel)
        if self.decision is not None:
            candidates = vetting.candidates_for(self.decision)
            cast("forms.ModelChoiceField[Any]", self.fields["expert"]).queryset = (
                candidates.exclude(seats__panel=panel) if panel else candidates
            )


class ExtendScoringForm(ActForm):
    """Give more time."""

    deadline_on = forms.DateField(label=_("New last day for scoring"), widget=DATE)
    reason = forms.CharField(label=_("Reason"), widget=TEXT)


class OpenSheetsForm(ActForm):
    """Open the sheets; nothing is asked but the day."""


class ReplyRow(RowForm):
    """What becomes of one opinion."""

    alias = forms.CharField(label=_("Expert"), max_length=10)
    point = forms.CharField(label=_("Point"), max_length=300, required=False)
    disposition = forms.ChoiceField(label=_("Disposition"), choices=[("", "—"), *Disposition.choices])
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


class ConcludePanelForm(ActForm):
    """Conclude the argumentation."""

    summary = forms.CharField(label=_("Comprehensive opinion"), widget=forms.Textarea(attrs={"rows": 8}))
    chair = forms.CharField(label=_("Drawn up by"), max_length=64)
    course = forms.ChoiceField(label=_("What the lead unit does"), choices=Course.choices)
    departure_reason = forms.CharField(
        label=_("Why most experts are not followed"),
        required=False,
        widget=TEXT,
        help_text=_("Only where the lead unit goes another way than most experts advise."),
    )
    record_files = FilesField(label=_("Minutes and attendance"), required=False)
    report_files = FilesField(label=_("Sealed report of the institution commissioned"), required=False)

    formset_classes: ClassVar = {
        "replies": rows_of(ReplyRow, heading=_("Experts' opinions and what was adopted"), extra=0)
    }

    def adjust(self) -> None:
        """Ask for the institution's report only where one is commissioned."""
        panel = current_panel(self)
        if panel is not None and panel.form != PanelForm.COMMISSIONED:
            del self.fields["report_files"]
