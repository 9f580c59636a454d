"""Shells, components and forms: what they promise to readers and to those who write pages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polib
import pytest
from django import forms
from django.conf import settings
from django.core.management import call_command
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from config import front
from config.styleguide import samples, views
from config.styleguide.forms import OpinionForm
from config.text_size import TextSizeMiddleware, text_size
from config.urls import urlpatterns
from decisions.statutes.finding import Outcome

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_carry_nothing_the_policy_refuses(path: Path) -> None:
    """No inline script, style or handler stands in any template."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("page", sorted(views.PAGES))
def test_every_page_of_the_style_guide_is_drawn(page: str, rf: RequestFactory) -> None:
    """A page that a component breaks is noticed here."""
    response = views.page(rf.get("/"), page)
    assert response.status_code == 200
    assert b"<h1>" in response.content


def test_the_style_guide_shows_every_component(rf: RequestFactory) -> None:
    """All of them on one page, without the database."""
    response = views.components(rf.get("/"))
    assert response.status_code == 200


def test_no_msgid_of_the_shells_is_left_without_chinese() -> None:
    """Every string of our templates stands in a fragment."""
    fragment = polib.pofile(str(Path(settings.BASE_DIR, "locale/fragments/front.po")), encoding="utf-8")
    words = {entry.msgid for entry in fragment if entry.msgstr}
    for path in TEMPLATES:
        if path.parent.name not in {"components", "templates"} and path.parent.name != "widgets":
            continue
        for msgid in re.findall(r"""\{% translate (?:"([^"]+)"|'([^']+)')""", path.read_text(encoding="utf-8")):
            assert (msgid[0] or msgid[1]) in words, (path.name, msgid)


def test_a_field_says_what_is_wrong_beside_itself() -> None:
    """Label, hint, error, control, in that order, tied together by ids."""
    form = OpinionForm({"procedure": "", "problems-TOTAL_FORMS": "0", "problems-INITIAL_FORMS": "0"})
    html = form["procedure"].as_field_group()
    order = [html.index(part) for part in ("<label", 'class="hint"', 'class="field-error"', "<textarea")]
    assert order == sorted(order)
    assert 'aria-describedby="id_procedure_helptext id_procedure_error"' in html
    assert 'id="id_procedure_error"' in html


def test_what_the_record_filled_in_is_marked_until_it_is_wrong() -> None:
    """A person checks such a field; once it is wrong the error matters more."""
    assert OpinionForm()["procedure"].is_prefilled
    assert not OpinionForm({"procedure": ""})["procedure"].is_prefilled
    assert not OpinionForm()["conclusion"].is_prefilled


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_dates_are_written_as_the_browser_reads_them(language: str) -> None:
    """A date field of the browser only understands 2026-07-01."""

    class Dated(forms.Form):
        on = forms.DateField(initial=date(2026, 7, 1))

    with translation.override(language):
        html = str(Dated()["on"])
    assert 'type="date"' in html
    assert 'value="2026-07-01"' in html


def test_the_error_summary_leads_to_each_field_and_row() -> None:
    """Links go to the controls, also to the first choice of a list and into formsets."""
    form = OpinionForm({"problems-TOTAL_FORMS": "1", "problems-INITIAL_FORMS": "0", "problems-0-clause": "第一条"})
    targets = [fault.target for fault in front.form_faults(form)]
    assert "id_authority_0" in targets
    assert "id_procedure" in targets
    assert "id_problems-0-advice" in targets
    assert "" in targets
    html = form.render()
    for target in filter(None, targets):
        assert f'id="{target}"' in html or target.startswith("id_problems")


def test_the_error_summary_goes_down_the_page() -> None:
    """What the form finds itself comes where its field stands; what is about the whole form comes first."""

    class Asked(forms.Form):
        sections = (("", ("tier", "author", "phone")),)
        phone = forms.CharField()
        author = forms.CharField(required=False)
        tier = forms.CharField()

        def clean(self) -> None:
            self.add_error("author", "Say who you are.")
            self.add_error(None, "This cannot be.")

    faults = front.form_faults(Asked({}))
    assert [fault.target for fault in faults] == ["", "id_tier", "id_author", "id_phone"]


def test_every_field_is_shown_once_whatever_the_sections_name() -> None:
    """A field no section names comes last; a name without a field is passed over."""

    class Sectioned(forms.Form):
        first = forms.CharField()
        second = forms.CharField()
        hidden = forms.CharField(widget=forms.HiddenInput)
        sections = (("Heading", ["second", "gone"]),)

    shown = [(heading, [field.name for field in fields]) for heading, fields in front.form_sections(Sectioned())]
    assert shown == [("Heading", ["second"]), ("", ["first"])]


@pytest.mark.parametrize("outcome", Outcome)
def test_a_finding_is_told_in_shape_and_word(outcome: Outcome) -> None:
    """Colour is never the only difference."""
    item = next(item for item in samples.RULES if item["finding"].outcome is outcome)
    html = render_to_string("components/finding.html", item)
    assert outcome.sign in html
    assert str(outcome.label) in html
    assert item["rule"].title in html


@pytest.mark.parametrize(
    ("days", "sign", "state"), [(-2, "▲", "late"), (0, "◆", "due"), (3, "◆", "due"), (4, "●", "ok"), (None, "—", "na")]
)
def test_lights_differ_in_shape(days: int | None, sign: str, state: str) -> None:
    """Over, near, in time, none."""
    html = render_to_string("components/lamp.html", {"days": days})
    assert sign in html
    assert f"tag {state}" in html


def test_pages_keep_the_rest_of_the_address(rf: RequestFactory) -> None:
    """Turning the page does not forget the filter."""
    request = rf.get("/?stage=legality&page=2")
    html = get_template("components/pagination.html").render({"page": Paginator(range(90), 20).page(2)}, request)
    assert "?stage=legality&amp;page=3" in html


@pytest.mark.parametrize(("part", "whole", "expected"), [(4, 7, 57), (0, 0, 0), (None, 5, 0), (9, 7, 100)])
def test_shares_stay_between_nothing_and_all(part: int | None, whole: int, expected: int) -> None:
    """A meter never runs over."""
    assert front.share(part, whole) == expected


def test_text_size_is_kept_without_javascript(rf: RequestFactory) -> None:
    """The link sets a cookie and comes back to the same page; nonsense is passed over."""
    middleware = TextSizeMiddleware(lambda _request: HttpResponse())
    response = middleware(rf.get("/portal/?text=large&q=水"))
    assert response.status_code == 302
    assert response["Location"] == "/portal/?q=%E6%B0%B4"
    assert response.cookies["text_size"].value == "large"
    assert middleware(rf.get("/portal/?text=huge")).status_code == 200
    elsewhere = rf.get("/?text=large")
    elsewhere.path = "//evil.example/"
    assert middleware(elsewhere)["Location"] == "/evil.example/"
    request = rf.get("/")
    request.COOKIES["text_size"] = "enormous"
    assert text_size(request) == {"text_size": "normal"}


def test_the_style_guide_is_for_development_only() -> None:
    """Production has no such address."""
    assert not [pattern for pattern in urlpatterns if "styleguide" in str(pattern.pattern)]


def test_every_file_a_style_sheet_names_is_there(settings, tmp_path: Path) -> None:
    """Production gives files hashed names and refuses a reference to nothing."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").is_file()
