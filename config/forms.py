"""How every form is drawn: label, hint, error, control, in that order, and the classes the style sheets know."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

CHOICE = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)
LINE = 60
FEWEST_ROWS = 3
# Django's own number: nobody asked for it.
UNASKED_ROWS = 10
MOST_ROWS = 16


class Field(BoundField):
    """A bound field that knows its classes and whether the record filled it in."""

    @property
    def is_choice(self) -> bool:
        """Whether the control is a box or a list of boxes."""
        return isinstance(self.field.widget, CHOICE)

    @property
    def is_single_box(self) -> bool:
        """Whether the control is one box, which stands before its label."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_prefilled(self) -> bool:
        """Whether the value shown comes from the record and not from whoever fills in the form."""
        return not self.errors and self.name in (getattr(self.form, "prefilled", None) or ())

    @property
    def css_kind(self) -> str:
        """Classes of the field's box: its kind (``field-date`` …) and what the form's ``box_classes`` says of it."""
        more = (getattr(self.form, "box_classes", None) or {}).get(self.name, "")
        return f"field-{self.widget_type} {more}".strip()

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add Bootstrap's classes, and rows enough for the text a textarea holds."""
        widget = widget or self.field.widget
        attrs = dict(super().build_widget_attrs(attrs, widget))
        if widget.is_hidden:
            return attrs
        given = str(attrs.get("class", widget.attrs.get("class", "")))
        known = "form-check-input" if isinstance(widget, CHOICE) else "form-control"
        if isinstance(widget, forms.Select):
            known = "form-select"
        invalid = "is-invalid" if self.errors else ""
        attrs["class"] = " ".join(part for part in (given, known, invalid) if part)
        if isinstance(widget, forms.Textarea):
            asked = int(widget.attrs.get("rows", UNASKED_ROWS))
            least = FEWEST_ROWS if asked == UNASKED_ROWS else asked
            attrs["rows"] = max(least, min(MOST_ROWS, self._rows_of_text() + 1))
        return attrs

    def _rows_of_text(self) -> int:
        text = str(self.value() or "")
        return sum(1 + len(line) // LINE for line in text.splitlines())


class Renderer(TemplatesSetting):
    """Draws forms with the templates of ``templates/django/forms``."""

    form_template_name = "django/forms/form.html"
    formset_template_name = "django/forms/formset.html"
    field_template_name = "django/forms/field.html"
    bound_field_class = Field
