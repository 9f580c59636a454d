"""The pages of the meeting, the opinions and the compliance check, as a browser shows them."""

from __future__ import annotations

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from decisions.deliberation import afterwards, selectors
from tests.acts import deliberation as acts
from tests.factories.cases import World
from tests.factories.executing import stricter_pack
from tests.procedure import Procedure

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (1440, 768, 375)
OF_THE_PLACE = {
    "meeting.head_neutral": True,
    "meeting.written_opinions": True,
    "meeting.confirm_days": 7,
    "meeting.outcomes": ["adopt", "adopt_with_changes", "rediscuss", "defer", "reject", "shelve"],
}


@pytest.fixture
def procedure(settings, tmp_path):
    settings.ARCHIVE_ROOT = tmp_path / "archive"
    with Procedure(World.create()) as found:
        yield found


def test_the_pages_of_the_meeting(procedure, new_page, log_in, check_access, check_fits):
    stricter_pack(procedure.world, OF_THE_PLACE)
    pages = {width: new_page(width=width) for width in WIDTHS}
    pictures = django_settings.VAR_DIR / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)

    def look(name, address, official):
        for width, page in pages.items():
            log_in(page, official)
            answer = page.goto(address)
            assert answer.status == 200, name
            check_fits(page)
            page.screenshot(path=pictures / f"{name}-{width}.png", full_page=True)
        check_access(pages[1440])
        return pages[1440]

    procedure.advance_to("deliberate")
    acts.wait_for_the_meeting(procedure)
    decision = procedure.decision
    clerk = procedure.view("deliberate").official
    for tab in ("adoption", "compliance"):
        look(tab, reverse(f"decisions:{tab}", args=[decision.pk]), clerk)
    page = look("deliberate", reverse("decisions:task", args=[procedure.task("deliberate").pk]), clerk)
    assert page.locator("[name=opening]").count() == 1
    assert page.locator("[name=speakers-0-written]").count() == 1
    assert page.locator("[name=result] option[value=shelve]").count() == 1

    page.select_option("[name=opening]", "none")
    page.select_option("[name=result]", "adopt")
    page.fill("[name=conclusion]", "会议审议并原则同意。")
    page.fill("[name=minute_taker]", "孙立新")
    rows = page.locator("[name$=-presence]").count()
    for place in range(rows):
        name = page.locator(f"[name=speakers-{place}-name]").input_value()
        if name:
            page.select_option(f"[name=speakers-{place}-position]", "agree")
            page.fill(f"[name=speakers-{place}-text]", f"{name}同意。")
    page.locator("[name=_check]").click()
    page.wait_for_load_state()
    page.screenshot(path=pictures / "deliberate-entered.png", full_page=True)

    procedure.perform("deliberate", opening="neutral", opening_words="请市发改委汇报。")
    head = procedure.world.person(procedure.world.city, "executive_head")
    look("confirm", reverse("decisions:act", args=[decision.pk, "confirm_minutes"]), head)
    assert afterwards.to_confirm(decision).filter(user=head).exists()
    assert selectors.present_record(decision).opening == "neutral"


def test_what_is_folded_up_is_printed(procedure, new_page, log_in):
    procedure.advance_to("draft")
    page = new_page()
    log_in(page, procedure.world.person(procedure.world.justice, "legality_reviewer"))
    page.goto(reverse("decisions:compliance", args=[procedure.decision.pk]))
    folded = page.locator("details.settled:not([open])").count()
    assert folded
    hidden = page.locator("details.settled .rules > li").first
    assert not hidden.is_visible()
    page.emulate_media(media="print")
    assert hidden.is_visible()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.settled:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.settled:not([open])").count() == folded
