"""Rows nobody filled in: left out, whatever a browser sends of their lists."""

from __future__ import annotations

import pytest
from django import forms
from django.http import QueryDict

from decisions.cases.forms import ActForm, RowForm, fill_new_rows, rows_of, with_more_rows
from decisions.evaluation.forms import IndicatorRow, MemberRow
from decisions.participation.forms import ChannelRow
from decisions.participation.hearing_forms import PartyRow


def as_browser(row: RowForm) -> dict[str, str]:
    """Return what a browser sends of a row as it stands: of a list without a choice made, the first."""
    sent = {}
    for name, field in row.fields.items():
        if isinstance(field, forms.ChoiceField):
            sent[row.add_prefix(name)] = str(field.initial if field.initial is not None else field.choices[0][0])
        elif not isinstance(field, forms.BooleanField):
            sent[row.add_prefix(name)] = str(field.initial or "")
    return sent


@pytest.mark.parametrize("kind", [ChannelRow, MemberRow, IndicatorRow, PartyRow])
def test_a_row_nobody_touched_says_nothing(kind):
    sent = as_browser(kind(empty_permitted=True, use_required_attribute=False))
    row = kind(sent, empty_permitted=True, use_required_attribute=False)
    assert not row.has_changed()
    assert row.is_valid(), row.errors


def test_another_choice_alone_says_something():
    assert MemberRow({"category": "expert"}, empty_permitted=True, use_required_attribute=False).has_changed()


def test_what_the_record_filled_in_counts_as_it_was():
    row = MemberRow(
        {"category": "unit"}, initial={"category": "unit"}, empty_permitted=True, use_required_attribute=False
    )
    assert row.has_changed()


class LetterRow(RowForm):
    """A row whose list does not begin with its first choice."""

    channel = forms.ChoiceField(choices=[("web", "门户"), ("letter", "来信")], initial="letter")
    body = forms.CharField()


class LettersForm(ActForm):
    """A form with such rows."""

    formset_classes = {"letters": rows_of(LetterRow, heading="来信")}


def test_one_more_row_begins_as_the_first_did():
    sent = QueryDict(
        "on=2025-01-02&letters-TOTAL_FORMS=1&letters-INITIAL_FORMS=0&letters-0-channel=web&letters-0-body=x"
        "&_more_letters=1"
    )
    data = with_more_rows(sent)
    form = LettersForm(data, None, decision=None, official=None)
    fill_new_rows(form, data)
    assert [row["channel"].value() for row in form.formsets["letters"].forms] == ["web", "letter"]
    assert form.is_valid(), form.all_errors()
    assert len(form.cleaned_data["letters"]) == 1
