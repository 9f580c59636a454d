"""Forms of the portal: few questions, plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from decisions.participation.choices import AuthorTier
from decisions.participation.forms import LongText
from decisions.participation.models import BODY_LIMIT
from decisions.participation.receipts import as_tracking

if TYPE_CHECKING:
    from decisions.cases.models import Snapshot
    from decisions.participation.models import Hearing


class OpinionForm(forms.Form):
    """What somebody thinks."""

    body = LongText(
        label=_("Your opinion"),
        max_length=BODY_LIMIT,
        rows=9,
        help_text=_(
            "At most 5,000 characters. Leave out names, telephone and identity numbers of yourself or others."
        ),
        error_messages={"max_length": _("An opinion has at most 5,000 characters; this one has %(show_value)d.")},
    )
    clause = forms.ChoiceField(
        label=_("What it is about"), required=False, help_text=_("One clause, or the whole draft.")
    )

    def __init__(self, *args: Any, snapshot: Snapshot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clauses = snapshot.draft.clauses.all()
        self.clauses: dict[str, Any] = {"": _("The whole draft")}
        self.clauses |= {clause.key: clause.name for clause in clauses}
        cast("forms.ChoiceField", self.fields["clause"]).choices = list(self.clauses.items())


class AuthorForm(forms.Form):
    """Who says it, as far as they want to say."""

    tier = forms.ChoiceField(
        label=_("How do you want to appear?"),
        choices=AuthorTier.choices,
        initial=AuthorTier.ANONYMOUS,
        widget=forms.RadioSelect,
        help_text=_("Names of people are never published in full; names of organisations are."),
    )
    author = forms.CharField(label=_("Full name"), max_length=60, required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    phone = forms.RegexField(
        r"^[0-9+ ()-]{6,24}$",
        label=_("Telephone"),
        required=False,
        strip=True,
        help_text=_("Only to tell you what became of your opinion; kept encrypted, never published."),
        error_messages={"invalid": _("Write a telephone number in digits.")},
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the name that goes with how somebody wants to appear."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("tier") == AuthorTier.NAMED and not given.get("author"):
            self.add_error("author", _("Give the name, or comment anonymously."))
        if given.get("tier") == AuthorTier.ORGANISATION and not given.get("organisation"):
            self.add_error("organisation", _("Give the name of the organisation."))
        if given.get("tier") == AuthorTier.ANONYMOUS:
            given["author"] = given["organisation"] = ""
        return given


class ReceiptForm(forms.Form):
    """A tracking number."""

    number = forms.CharField(
        label=_("Number of the receipt"),
        max_length=40,
        help_text=_("Sixteen letters and digits, such as K7QM-4X2P-9RTB-W3HD."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        """Return the number as it was issued.

        Raises:
            ValidationError: It cannot be one.
        """
        number = as_tracking(self.cleaned_data["number"])
        if not number:
            raise ValidationError(_("This is not a number of ours. Check it against your receipt."))
        return number


class SignUpForm(forms.Form):
    """A registration for a hearing."""

    party = forms.ChoiceField(label=_("For whom do you speak?"))
    name = forms.CharField(label=_("Full name"), max_length=60)
    organisation = forms.CharField(label=_("Organisation or community"), max_length=200, required=False)
    phone = forms.RegexField(
        r"^[0-9+ ()-]{6,24}$",
        label=_("Telephone"),
        help_text=_("Only to reach you about the hearing; kept encrypted, never published."),
        error_messages={"invalid": _("Write a telephone number in digits.")},
    )
    statement = LongText(label=_("How the matter concerns you, and your main view"), max_length=1000, rows=6)

    def __init__(self, *args: Any, hearing: Hearing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(party.pk): party for party in hearing.parties.all()}
        parties = [(key, party.name) for key, party in self.parties.items()]
        cast("forms.ChoiceField", self.fields["party"]).choices = parties


class ExecutionOpinionForm(forms.Form):
    """How a decision works out."""

    body = LongText(
        label=_("Your opinion"),
        max_length=BODY_LIMIT,
        rows=9,
        help_text=_("How the decision works out, what goes wrong, what should change. At most 5,000 characters."),
    )
