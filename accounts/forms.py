"""What pages ask for; what may be done with it is judged by services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.groups import GROUPS, group_label
from accounts.models import Level, Unit, UnitKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.db.models import QuerySet


class DateInput(forms.DateInput):
    """A date as the browser's own control wants it."""

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"type": "date"})


class NewPasswordField(forms.CharField):
    """A new password; password managers are told that it is one."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(strip=False, max_length=128, widget=widget, **kwargs)


def password_rules() -> list[str]:
    """Return what is asked of a password, a line each."""
    return password_validators_help_texts()


class UnitField(forms.ModelChoiceField):
    """A choice of unit, set in as in the tree."""

    def label_from_instance(self, obj: Unit) -> str:
        """Return the name below its superior unit's."""
        return "　" * (obj.path.count("/") - 2) + obj.name


class GroupField(forms.ModelChoiceField):
    """A choice of group by what it is called."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Group.objects.none(), **kwargs)

    def label_from_instance(self, obj: Group) -> str:
        """Return the group's name in words."""
        return group_label(obj.name)


class LoginForm(AuthenticationForm):
    """User name and password."""

    error_messages = {
        "invalid_login": _("The user name or the password is wrong."),
        "inactive": _("The user name or the password is wrong."),
    }

    def get_invalid_login_error(self) -> forms.ValidationError:
        """Say that it failed, not which of the two was wrong."""
        return forms.ValidationError(self.error_messages["invalid_login"], code="invalid_login")


class PasswordForm(forms.Form):
    """Changing one's own password."""

    present = forms.CharField(
        label=_("Present password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = NewPasswordField(label=_("New password"))
    repeated = NewPasswordField(label=_("New password again"))

    def __init__(self, *args: Any, user: AbstractBaseUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_present(self) -> str:
        """Refuse a wrong present password."""
        present: str = self.cleaned_data["present"]
        if not self.user.check_password(present):
            raise forms.ValidationError(_("The present password is wrong."))
        return present

    def clean_repeated(self) -> str:
        """Refuse two different entries."""
        repeated: str = self.cleaned_data["repeated"]
        if self.cleaned_data.get("password") != repeated:
            raise forms.ValidationError(_("The two entries differ."))
        return repeated


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("For the audit log, such as the number of the document.")
    )


class UnitForm(forms.Form):
    """A unit."""

    name = forms.CharField(label=_("Name"), max_length=100)
    short_name = forms.CharField(label=_("Short name"), max_length=40, help_text=_("As it stands before a post."))
    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    is_authority = forms.BooleanField(label=_("Takes decisions"), required=False)
    credit_code = forms.CharField(label=_("Unified credit code"), max_length=18, required=False)
    fonds_code = forms.CharField(
        label=_("Fonds number"), max_length=20, required=False, help_text=_("Needed where the unit takes decisions.")
    )
    document_code = forms.CharField(
        label=_("document code"),
        max_length=12,
        required=False,
        help_text=_("The letters before the year in the numbers of its documents, such as 永政."),
    )


class AddUnitForm(UnitForm):
    """A unit and where it stands."""

    parent = UnitField(label=_("Superior unit"), queryset=Unit.objects.none())
    field_order = ("parent",)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = units.filter(is_active=True)  # type: ignore[attr-defined]


class ChangeUnitForm(UnitForm, ReasonForm):
    """A unit as corrected, and why."""

    field_order = (
        "name",
        "short_name",
        "kind",
        "level",
        "is_authority",
        "credit_code",
        "fonds_code",
        "document_code",
        "reason",
    )


class MoveUnitForm(forms.Form):
    """Where a unit shall stand."""

    under = UnitField(label=_("New superior unit"), queryset=Unit.objects.none())

    def __init__(self, *args: Any, units: QuerySet[Unit], moved: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = Unit.objects.filter(path__startswith=moved.path).values("pk")
        self.fields["under"].queryset = units.filter(is_active=True).exclude(pk__in=inside)  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """What is known about a person."""

    name = forms.CharField(label=_("Full name"), max_length=64)
    phone = forms.CharField(
        label=_("Telephone"), max_length=32, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class AddPersonForm(PersonForm):
    """A new account."""

    username = forms.CharField(
        label=_("User name"),
        max_length=64,
        help_text=_("It stays: the ledger names by it who acted."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = NewPasswordField(
        label=_("Initial password"), help_text=_("The person must choose another at the first login.")
    )
    field_order = ("username", "name", "phone", "password")


class ChangePersonForm(PersonForm, ReasonForm):
    """A person as corrected, and why."""

    field_order = ("name", "phone", "reason")


class ResetPasswordForm(forms.Form):
    """An initial password given again."""

    password = NewPasswordField(
        label=_("Initial password"), help_text=_("The person must choose another at the next login.")
    )


class OfficeForm(ReasonForm):
    """An office to be given."""

    unit = UnitField(label=_("Unit"), queryset=Unit.objects.none())
    post = forms.CharField(label=_("Post"), max_length=64, help_text=_("As papers name it."))
    group = GroupField(label=_("Rights"))
    starts_on = forms.DateField(label=_("From"), widget=DateInput)
    ends_on = forms.DateField(
        label=_("Until"), required=False, widget=DateInput, help_text=_("The last day; empty while it is open.")
    )
    field_order = ("unit", "post", "group", "starts_on", "ends_on", "reason")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["group"].queryset = Group.objects.filter(name__in=GROUPS).order_by("pk")  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = timezone.localdate


class EndOfficeForm(ReasonForm):
    """The last day of an office."""

    ends_on = forms.DateField(label=_("Last day"), widget=DateInput)
    field_order = ("ends_on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].initial = timezone.localdate


class PeopleFilter(forms.Form):
    """What narrows the list of people."""

    q = forms.CharField(label=_("Full name, user name or post"), max_length=64, required=False)
    unit = UnitField(label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("All units"))
    group = forms.ChoiceField(label=_("Rights"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), ("active", _("Active")), ("inactive", _("Deactivated")), ("none", _("No office"))],
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["group"].choices = [("", _("All")), *GROUPS.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen; a value that is none of the choices narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
