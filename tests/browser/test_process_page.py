"""The diagram of a decision: opened where the decision stands, legible, moved by keys and buttons, and not needed."""

from __future__ import annotations

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from tests.factories.cases import World
from tests.procedure import Procedure

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (1440, 768, 375)
LEGIBLE = 12
# How many pixels a label's letters have, and how far the present step reaches out of the drawing's frame.
SEEN = """() => {
  const frame = document.querySelector(".diagram").getBoundingClientRect();
  const step = document.querySelector('[data-element-id="accept_submission"] .djs-visual').getBoundingClientRect();
  const label = document.querySelector('[data-element-id="accept_submission"] text');
  const scale = label.getScreenCTM().a;
  return {
    letters: parseFloat(getComputedStyle(label).fontSize) * scale,
    outside: Math.max(
      frame.left - step.left, frame.top - step.top, step.right - frame.right, step.bottom - frame.bottom,
    ),
    steps: [...document.querySelectorAll(".diagram .djs-shape")].filter((shape) => {
      const box = shape.getBoundingClientRect();
      const beside = box.left > frame.left && box.right < frame.right;
      const between = box.top > frame.top && box.bottom < frame.bottom;
      return beside && between && shape.querySelector("rect, polygon, circle");
    }).length,
  };
}"""


@pytest.fixture
def procedure(settings, tmp_path):
    settings.ARCHIVE_ROOT = tmp_path / "archive"
    with Procedure(World.create()) as found:
        found.advance_to("accept_submission")
        yield found


def test_it_opens_where_the_decision_stands(procedure, new_page, log_in, check_access, check_fits):
    official = procedure.view("accept_submission").official
    address = reverse("decisions:process", args=[procedure.decision.pk])
    pictures = django_settings.VAR_DIR / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        page = new_page(width=width)
        log_in(page, official)
        assert page.goto(address).status == 200
        page.wait_for_selector("[data-drawn]")
        check_fits(page)
        seen = page.evaluate(SEEN)
        assert seen["letters"] >= LEGIBLE, (width, seen)
        assert seen["outside"] <= 0, (width, seen)
        assert seen["steps"] >= (3 if width > 375 else 1), (width, seen)
        page.screenshot(path=pictures / f"process-{width}.png", full_page=True)
    check_access(page)
    page.locator("[data-do=whole]").click()
    assert page.evaluate(SEEN)["letters"] < LEGIBLE
    page.locator("[data-do=now]").click()
    assert page.evaluate(SEEN) == seen
    page.locator(".diagram svg[tabindex]").focus()
    page.keyboard.press("ArrowRight")
    moved = page.evaluate(SEEN)
    assert moved["letters"] == seen["letters"]
    page.keyboard.press("+")
    assert page.evaluate(SEEN)["letters"] > seen["letters"]
    page.keyboard.press("Home")
    assert page.evaluate(SEEN) == seen


def test_without_scripts_the_list_stands_alone(procedure, new_page, log_in, check_fits):
    page = new_page(javascript=False, width=375)
    log_in(page, procedure.view("accept_submission").official)
    page.goto(reverse("decisions:process", args=[procedure.decision.pk]))
    check_fits(page)
    assert not page.locator(".diagram").is_visible()
    assert not page.locator("[data-diagram-tools]").is_visible()
    assert page.locator(".walk [aria-current=step]").is_visible()
    assert page.locator(".card-header .tag.now").first.is_visible()
