"""The check of the answers: every choice in words, no heading over nothing."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django import forms

from decisions.cases.answers import shown, summary
from decisions.cases.forms import ActForm
from decisions.cases.views import ActView
from decisions.flows import DecisionFlow

GROUPED = [("", "—"), ("应当", [("heard", "应当听取公众意见")]), ("不需要", [("secret", "依法不予公开")])]


def offices_acts() -> list[type[ActView]]:
    """Return every act that has a page, whatever stage it is of."""
    assert DecisionFlow.instance
    found, waiting = [], [ActView]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        found.append(kind)
    return [kind for kind in found if kind.__module__.startswith(("decisions.", "experts."))]


def choices(form: type[ActForm]):
    """Yield the fields with choices of a form and of its rows."""
    for fields in (form.base_fields, *(rows.form.base_fields for rows in form.formset_classes.values())):
        for name, field in fields.items():
            if getattr(field, "choices", None) and not hasattr(field, "queryset"):
                yield name, field


def flat(field):
    """Yield each choice of a field, those of groups too."""
    for key, label in field.choices:
        yield from label if isinstance(label, list | tuple) else [(key, label)]


@pytest.mark.parametrize("act", offices_acts(), ids=lambda act: act.__qualname__)
def test_every_choice_is_shown_in_its_words(act):
    for name, field in choices(act.form_class):
        for key, label in flat(field):
            if key in (None, ""):
                continue
            answer = field.clean([key] if isinstance(field, forms.MultipleChoiceField) else key)
            assert shown(SimpleNamespace(field=field), answer) == str(label), name


def test_a_choice_in_a_group_is_shown_in_its_words():
    field = forms.ChoiceField(choices=GROUPED)
    assert shown(SimpleNamespace(field=field), "secret") == "依法不予公开"


def test_a_yes_or_no_is_shown_as_it_was_asked():
    field = forms.TypedChoiceField(
        choices=[("yes", "建议启动"), ("no", "建议不启动")], coerce=lambda value: value == "yes", empty_value=None
    )
    assert [shown(SimpleNamespace(field=field), field.clean(key)) for key in ("yes", "no")] == [
        "建议启动",
        "建议不启动",
    ]


def test_no_heading_stands_over_nothing():
    class Asked(ActForm):
        sections = (("答复", ("answer",)), ("未填", ("remark",)))
        answer = forms.CharField(label="答复意见")
        remark = forms.CharField(label="备注", required=False)

    form = Asked({"answer": "同意", "on": "2025-01-02"}, decision=None, official=None)
    assert form.is_valid()
    assert [str(heading) for heading, _rows in summary(form)] == ["答复", ""]
