"""Template tags of the shells and components: ``{% load front %}``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django import template
from django.core.exceptions import NON_FIELD_ERRORS
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField

register = template.Library()


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a form, and where to go to put it right.

    Attributes:
        text: What is wrong.
        target: The id of the control, or of the group of rows; empty where the whole form is meant.
        label: The field's label.
        page: The address of the page the control is on; empty where it is this one.
    """

    text: str
    target: str = ""
    label: str = ""
    page: str = ""


def _faults_of(form: BaseForm) -> Iterator[Fault]:
    # A form's own checks come after those of its fields; the reader goes down the page.
    places = [field.name for _heading, fields in form_sections(form) for field in fields]
    for name, errors in sorted(form.errors.items(), key=lambda item: _place(places, item[0])):
        for error in errors:
            if name == NON_FIELD_ERRORS or name not in form.fields:
                yield Fault(str(error))
            else:
                field = form[name]
                page = getattr(form, "pages", {}).get(name, "")
                yield Fault(str(error), _target(field), str(field.label), page)


def _place(places: list[str], name: str) -> int:
    return places.index(name) if name in places else -1


def _target(field: BoundField) -> str:
    # A list of choices has no control of its own id: the first choice stands for it.
    if field.use_fieldset and field.subwidgets:
        return str(field.subwidgets[0].id_for_label or "")
    return str(field.id_for_label or "")


def _formsets(form: BaseForm) -> Mapping[str, BaseFormSet[Any]]:
    return getattr(form, "formsets", None) or {}


@register.simple_tag
def form_faults(form: object) -> list[Fault]:
    """List everything wrong with a form and its formsets, in the order of the page; a page may have no form."""
    if not isinstance(form, BaseForm) or not form.is_bound:
        return []
    faults = list(_faults_of(form))
    for formset in _formsets(form).values():
        if not formset.is_bound:
            continue
        faults.extend(Fault(str(error), formset.prefix or "") for error in formset.non_form_errors())
        faults.extend(chain.from_iterable(_faults_of(row) for row in formset.forms))
    return faults


@register.simple_tag
def form_sections(form: BaseForm) -> list[tuple[str, list[BoundField]]]:
    """Sort a form's visible fields into its sections; fields no section names come last, without a heading."""
    named: list[tuple[str, list[BoundField]]] = []
    placed: set[str] = set()
    for heading, names in getattr(form, "sections", None) or ():
        here = [name for name in names if name in form.fields]
        placed.update(here)
        named.append((str(heading), [form[name] for name in here if not form[name].is_hidden]))
    rest = [field for field in form.visible_fields() if field.name not in placed]
    sections = [(heading, fields) for heading, fields in named if fields]
    return [*sections, ("", rest)] if rest else sections


@register.filter
def share(part: float | None, whole: float | None) -> int:
    """Return a part as whole percents between 0 and 100."""
    if not part or not whole:
        return 0
    return max(0, min(100, round(100 * part / whole)))


@register.filter
def digest(value: str) -> str:
    """Return the beginning of a digest in two groups of four, as papers show it."""
    return f"{value[:4]} {value[4:8]}" if value else ""


@register.filter
def page_range(page: Page) -> Iterator[int | str]:
    """Return the numbers to offer as links: the first, the last, those around the present one, and gaps."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
