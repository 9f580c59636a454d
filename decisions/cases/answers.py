"""The answers of a form in words, as they are shown before they bind and when they come too late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive.models import Material, Upload
from archive.sheet import written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decisions.cases.forms import ActForm


def summary(form: ActForm) -> Iterator[tuple[Any, list[tuple[Any, str]]]]:
    """Return the answers as the check page shows them: heading, then label and value."""
    for heading, fields in form.visible_sections():
        rows = [(field.label, value) for field in fields if (value := shown(field, _answer(form, field)))]
        if rows:
            yield heading, rows
    for formset in form.formsets.values():
        filled = [row for row in formset.forms if row.has_changed()]
        for position, row in enumerate(filled, 1):
            yield (
                f"{formset.heading} {position}",
                [
                    (field.label, value)
                    for field in row.visible_fields()
                    if (value := shown(field, _answer(row, field)))
                ],
            )


def _answer(form: Any, field: Any) -> object:
    """Return the answer to one question; where it is refused, as it was typed."""
    if field.name in form.cleaned_data:
        return form.cleaned_data[field.name]
    return getattr(field.field.widget, "staged", None) or (field.data if isinstance(field.data, str) else None)


def shown(field: Any, value: object) -> str:
    """Return an answer as a reader sees it: the choice's label, the file's name, 是 or 否."""
    choices = getattr(field.field, "choices", None)
    if isinstance(value, list | tuple) and value and isinstance(value[0], Upload | Material):
        return "、".join(str(item) for item in value)
    if hasattr(value, "all"):
        return "、".join(str(item) for item in value.all())
    if choices is not None and not hasattr(field.field, "queryset"):
        labels = _labels(field.field)
        values = value if isinstance(value, list | tuple) else [value]
        return "、".join(labels.get(str(item), str(item)) for item in values if item not in (None, ""))
    return written(value)


def _labels(field: Any) -> dict[str, str]:
    """Return the choices' labels by what was sent and by what the field made of it, those in groups too."""
    coerce = getattr(field, "coerce", str)
    labels: dict[str, str] = {}
    for key, label in field.choices:
        for value, text in label if isinstance(label, list | tuple) else [(key, label)]:
            labels[str(value)] = str(text)
            if value not in (None, ""):
                labels.setdefault(str(coerce(value)), str(text))
    return labels
