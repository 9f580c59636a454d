"""Forms of the pool's keeper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from experts.models import Expert, ExpertField, ExpertPool, ExpertStatus, Sector
from experts.services.pool import STEPS

if TYPE_CHECKING:
    from django.db.models import QuerySet

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PoolFilterForm(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(label=_("Name, employer or code"), required=False, max_length=60)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *ExpertStatus.choices])
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=[("", _("All")), *Sector.choices])
    field = forms.ModelChoiceField(
        ExpertField.objects.all(), label=_("Field"), required=False, to_field_name="code", empty_label=_("All")
    )


class ExpertForm(forms.ModelForm):
    """A person who applies."""

    class Meta:
        model = Expert
        fields = (
            "pool",
            "name",
            "user",
            "employer",
            "employer_code",
            "employer_unit",
            "sector",
            "title",
            "qualifications",
            "region",
            "fields",
        )

    def __init__(self, data: Any = None, *, pools: QuerySet[ExpertPool], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        cast("forms.ModelChoiceField[Any]", self.fields["pool"]).queryset = pools
        self.fields["pool"].required = True
        cast("forms.ModelChoiceField[Any]", self.fields["user"]).queryset = User.objects.filter(
            is_active=True, expert__isnull=True, memberships__group__name="expert"
        ).distinct()
        self.fields["qualifications"].widget.attrs["rows"] = 3


class StatusForm(forms.Form):
    """Admit, renew, suspend, let go."""

    status = forms.ChoiceField(label=_("New status"))
    term_starts_on = forms.DateField(label=_("Term from"), required=False, widget=DATE)
    term_ends_on = forms.DateField(label=_("Term until"), required=False, widget=DATE)
    appointment = forms.CharField(label=_("Number of the appointment"), required=False, max_length=60)
    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None, *, expert: Expert, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        steps = STEPS[ExpertStatus(expert.status)]
        cast("forms.ChoiceField", self.fields["status"]).choices = [
            (step.value, step.label) for step in ExpertStatus if step in steps
        ]
