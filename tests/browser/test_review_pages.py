"""The pages of risk, fair competition and legality, as a browser shows them."""

from __future__ import annotations

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from tests.acts.legality import before_review
from tests.factories.cases import World
from tests.procedure import Procedure

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROBLEM = {
    "question": "content",
    "clause": "第二条",
    "problem": "第一级水量基数与省办法不一致。",
    "article": "《省城镇供水价格管理实施细则》第九条",
    "advice": "改为每户每年180立方米。",
}


@pytest.fixture
def procedure(settings, tmp_path):
    settings.ARCHIVE_ROOT = tmp_path / "archive"
    with Procedure(World.create()) as found:
        yield found


def test_the_pages_of_the_reviews(procedure, new_page, log_in, check_access, check_fits):
    wide, narrow = new_page(), new_page(width=320)

    def look(node: str) -> str:
        view = procedure.view(node)
        for page in (wide, narrow):
            log_in(page, view.official)
            answer = page.goto(reverse("decisions:task", args=[view.task.pk]))
            assert answer is not None
            assert answer.status == 200, node
            check_fits(page)
        check_access(wide)
        pictures = django_settings.VAR_DIR / "pictures"
        pictures.mkdir(parents=True, exist_ok=True)
        wide.screenshot(path=pictures / f"{node}.png", full_page=True)
        narrow.screenshot(path=pictures / f"{node}-320.png", full_page=True)
        return wide.content()

    procedure.advance_to("assess_risk")
    look("assess_risk")
    procedure.perform("assess_risk")
    assert 'class="matrix"' in look("find_risk")
    procedure.advance_to("review_competition")
    look("review_competition")
    procedure.advance_to("submit_for_review")
    look("submit_for_review")
    procedure.perform("submit_for_review")
    look("accept_submission")
    procedure.perform("accept_submission")
    before_review(procedure)
    assert 'class="clock' in look("review_legality")
    procedure.perform("review_legality", content_conforms="no", problems=[PROBLEM], conclusion="lawful_after_change")
    assert PROBLEM["advice"] in look("respond_to_review")
