"""Parameters of rule packs in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.statutes.pack import Share
from decisions.statutes.spec import Kind

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from decisions.statutes.pack import Pack
    from decisions.statutes.spec import Spec

    Text = str | Promise

CHOICES: dict[str, Text] = {
    "justice_bureau": gettext_lazy("justice bureau"),
    "government_office": gettext_lazy("government office"),
    "lead_unit": gettext_lazy("lead unit"),
    "archives": gettext_lazy("archives"),
    "item": gettext_lazy("item of the catalogue"),
    "planned_time": gettext_lazy("planned time"),
    "procedures": gettext_lazy("procedures required"),
    "hearing": gettext_lazy("hearing or not"),
    "calendar": gettext_lazy("calendar days"),
    "working": gettext_lazy("working days"),
    "culture_education": gettext_lazy("culture and education"),
    "health": gettext_lazy("public health"),
    "resources": gettext_lazy("resource development"),
    "ecology": gettext_lazy("ecology"),
    "public_utilities": gettext_lazy("public utilities"),
    "necessity": gettext_lazy("necessity"),
    "feasibility": gettext_lazy("feasibility"),
    "soundness": gettext_lazy("scientific soundness"),
    "legality": gettext_lazy("legality"),
    "adverse_effects": gettext_lazy("adverse effects and risks"),
    "by_controllability": gettext_lazy("by controllability alone"),
    "proceed_with_measures": gettext_lazy("go on with measures"),
    "mitigate_and_reassess": gettext_lazy("mitigate and assess again"),
    "block": gettext_lazy("may not be decided"),
    "supplement": gettext_lazy("supplementing papers"),
    "consult": gettext_lazy("seeking opinions"),
    "expert": gettext_lazy("expert or legal argumentation"),
    "lawful": gettext_lazy("lawful"),
    "lawful_after_change": gettext_lazy("lawful after changes"),
    "unlawful": gettext_lazy("unlawful"),
    "defer": gettext_lazy("deferred"),
    "adopt": gettext_lazy("adopted"),
    "adopt_with_changes": gettext_lazy("adopted with changes"),
    "rediscuss": gettext_lazy("to be discussed again"),
    "reject": gettext_lazy("not adopted"),
    "shelve": gettext_lazy("shelved"),
    "expressed": gettext_lazy("who expressed a position"),
    "present": gettext_lazy("who are present"),
    "all": gettext_lazy("all of them"),
    "permanent": gettext_lazy("permanent"),
    "30y": gettext_lazy("30 years"),
    "10y": gettext_lazy("10 years"),
    "year": gettext_lazy("year"),
    "half_year": gettext_lazy("half-year"),
    "quarter": gettext_lazy("quarter"),
    "month": gettext_lazy("month"),
    "week": gettext_lazy("week"),
    "legal_basis_changed": gettext_lazy("change of the legal basis"),
    "circumstance_changed": gettext_lazy("great change of circumstances"),
    "excellent": gettext_lazy("excellent"),
    "good": gettext_lazy("good"),
    "fair": gettext_lazy("fair"),
    "poor": gettext_lazy("poor"),
}


def in_words(spec: Spec, pack: Pack) -> str:
    """Return what a pack says of a parameter; a fraction with its comparator."""
    return value_in_words(spec, pack.share(spec.key) if spec.kind is Kind.SHARE else pack[spec.key])


def value_in_words(spec: Spec, value: Any) -> str:
    """Return one value as a table shows it."""
    if value is None:
        return _("no rule")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if spec.kind is Kind.SHARE:
        if not isinstance(value, Share):
            return str(value)
        sentence = {
            ">=": _("%(share)s or more"),
            ">": _("more than %(share)s"),
            "<=": _("%(share)s or less"),
            "<": _("less than %(share)s"),
        }[value.comparator]
        return sentence % {"share": value.fraction}
    if spec.kind is Kind.LIST:
        return _(", ").join(str(CHOICES.get(item, item)) for item in value) or _("none")
    if spec.kind is Kind.INTEGER:
        return _("%(number)s %(unit)s") % {"number": value, "unit": spec.measure.label}
    return str(CHOICES.get(value, value))
