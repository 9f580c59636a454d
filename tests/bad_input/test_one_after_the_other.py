"""One official pressing twice, and a task a colleague has taken: one sending after the other."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from archive.models import LedgerEntry
from tests.bad_input.walking import colleague_of, walk
from tests.pages import Controls, Page, logged_in
from tests.procedure import Procedure

pytestmark = pytest.mark.django_db


def mark_of(page):
    """Return the mark a page carries."""
    (mark,) = Controls(page.text).values["submission"]
    return str(uuid.UUID(mark))


def test_pressing_twice_leads_to_the_same_receipt_at_every_node(world):
    def twice(node):
        """As a browser does it: the mark is the page's own, and goes through the check of the answers."""
        page = Page(procedure, node)
        page.post["submission"] = mark_of(page.browser.get(page.url))
        if page.view.checks_answers:
            check = page.send("_check")
            assert check.status_code == 200, (node, check.context["form"].all_errors())
            assert mark_of(check) == page.post["submission"], node
        first = page.send()
        assert first.status_code == 302, (node, first.context["form"].all_errors())
        before = LedgerEntry.objects.count()
        for button in ("_confirm", "_check"):
            assert page.send(button).url == first.url, node
        assert LedgerEntry.objects.count() == before
        page.post["submission"] = str(uuid.uuid4())
        assert page.send().url == first.url
        assert LedgerEntry.objects.count() == before

    with Procedure(world) as procedure:
        assert len(set(walk(procedure, twice))) > 20


def test_a_task_a_colleague_has_taken_keeps_what_was_typed(procedure):
    procedure.advance_to("study")
    page = Page(procedure, "study")
    colleague = colleague_of(page.official, page.view)
    claimed = logged_in(colleague).post(reverse("decisions:claim", args=[procedure.task("study").pk]))
    assert claimed.status_code == 302
    for button in ("_check", "_confirm"):
        answer = page.send(button)
        assert answer.status_code == 409
        assert colleague.name in answer.text
        assert page.lost(answer) == {}
    assert "study" in procedure.tasks()
