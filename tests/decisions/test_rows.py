"""Repeated rows: what the record filled in stays, what is empty is left out."""

from __future__ import annotations

import pytest
from django import forms

from accounts.models import User
from decisions.cases.forms import ActForm, FilesField, RowForm, as_post, rows_of

pytestmark = pytest.mark.django_db


class Row(RowForm):
    name = forms.CharField()
    position = forms.ChoiceField(choices=[("agree", "同意"), ("disagree", "不同意")], initial="agree")
    files = FilesField(required=False)


class Form(ActForm):
    formset_classes = {"rows": rows_of(Row, heading="单位", minimum=1)}


def form(rows, *, known=()):
    return Form(
        as_post(Form, {"on": "2020-03-02", "rows": rows}),
        decision=None,
        official=User(username="x"),
        rows={"rows": list(known)},
    )


def test_a_row_filled_in_by_the_record_comes_back_as_it_was():
    known = [{"name": "市财政局", "position": "disagree"}]
    found = form(known, known=known)
    assert found.is_valid(), found.all_errors()
    assert [row["name"] for row in found.cleaned_data["rows"]] == ["市财政局"]


def test_an_empty_row_is_left_out():
    found = form([{"name": "市财政局"}, {"name": "", "position": "agree"}])
    found.is_valid()
    assert [row.has_changed() for row in found.formsets["rows"].forms] == [True, False]


def test_fewer_rows_than_needed_are_asked_for():
    found = form([{"name": "", "position": "agree"}])
    assert not found.is_valid()
