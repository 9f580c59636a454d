"""After the discussion: records that stay as signed, corrections, reports, another round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from decisions.cases.models import ApprovalKind, Status
from decisions.cases.refusal import Refusal
from decisions.cases.selectors import approval
from decisions.deliberation import minutes, reporting, selectors
from decisions.deliberation.models import Attendance, DecisionRecord, SpokenView
from tests.decisions.deliberation.records import data_of
from tests.factories import deliberation as acts
from tests.factories.deliberation import DAY

pytestmark = pytest.mark.django_db


# The database


def spoken(item, attendance, sequence):
    return SpokenView.objects.create(item=item, attendance=attendance, sequence=sequence, position="agree")


def there(item, name, **changes):
    return Attendance.objects.create(
        item=item, name=name, post="副市长", capacity="member", presence="present", **changes
    )


def test_the_database_refuses_the_head_before_the_rest(world):
    item = selectors.present_item(acts.on_agenda(world))
    first, second = there(item, "甲"), there(item, "乙")
    head = there(item, "市长", is_head=True, presides=True)
    spoken(item, first, 1)
    with pytest.raises(DatabaseError, match="乙"), transaction.atomic():
        spoken(item, head, 2)
    spoken(item, second, 2)
    spoken(item, head, 3)


def test_the_database_refuses_a_view_after_the_head_or_out_of_order(world):
    item = selectors.present_item(acts.on_agenda(world))
    guest = Attendance.objects.create(
        item=item, name="列席", post="市司法局", capacity="attending", presence="present"
    )
    first, head = there(item, "甲"), there(item, "市长", is_head=True, presides=True)
    spoken(item, first, 5)
    with pytest.raises(DatabaseError, match="order"), transaction.atomic():
        spoken(item, head, 4)
    spoken(item, head, 6)
    with pytest.raises(DatabaseError, match="after the head"), transaction.atomic():
        spoken(item, guest, 7)


@pytest.mark.parametrize("model", [Attendance, SpokenView, DecisionRecord])
def test_signed_minutes_do_not_change(world, model):
    acts.deliberate(acts.on_agenda(world), world)
    row = model.objects.order_by("pk").first()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        row.save()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete("default")


def test_nobody_is_added_to_a_closed_record(world):
    decision = acts.on_agenda(world)
    acts.deliberate(decision, world)
    with pytest.raises(DatabaseError, match="closed"), transaction.atomic():
        there(selectors.present_item(decision), "补签")


# Afterwards


def correct(decision, world, **changes):
    values = {
        "passage": "副市长1的发言",
        "correction": "应为“建议2027年起执行”。",
        "reason": "记录笔误",
        "confirmed_by": "副市长1",
        "on": DAY,
        "by": acts.clerk(world),
        **changes,
    }
    return minutes.correct_minutes(decision, **values)


def test_a_correction_is_added_and_the_record_stays(world):
    decision = acts.on_agenda(world)
    with pytest.raises(ValidationError):
        correct(decision, world)
    filed = acts.deliberate(decision, world)
    digest = filed.digest
    assert correct(decision, world).code == "H04"
    correct(decision, world)
    filed.refresh_from_db()
    assert filed.digest == digest
    assert data_of(decision, "H04")["sequence"] == 2


def test_who_decided_does_not_correct_the_minutes(world):
    decision = acts.on_agenda(world)
    mayor = world.person(world.city, "executive_head")
    acts.deliberate(
        decision, world, speakers=[acts.member("副市长1"), replace(acts.head(), user=mayor, name=mayor.name)]
    )
    with pytest.raises(ValidationError):
        correct(decision, world, by=mayor)


@pytest.mark.parametrize(
    ("reply", "changes", "refused"),
    [("agreed", False, False), ("changes", True, False), ("not_agreed", False, True)],
)
def test_the_reply_of_the_party_committee_decides_what_follows(world, reply, changes, refused):
    decision = acts.on_agenda(world)
    acts.deliberate(decision, world)
    assert acts.report(decision, world, reply).code == "H07"
    assert selectors.party_asks_for_changes(decision) is changes
    assert selectors.party_does_not_agree(decision) is refused
    assert (decision.status == Status.REJECTED) is refused
    assert approval(decision, ApprovalKind.PARTY).allows_submission is (reply == "agreed")


def test_nothing_is_reported_that_was_not_adopted(world):
    decision = acts.on_agenda(world)
    with pytest.raises(ValidationError):
        acts.report(decision, world)
    acts.deliberate(decision, world, result="defer", speakers=acts.people("defer", "defer", "defer"))
    with pytest.raises(ValidationError):
        acts.report(decision, world)


def test_a_report_before_the_discussion_is_none(world):
    decision = acts.on_agenda(world)
    acts.deliberate(decision, world)
    with pytest.raises(Refusal, match="PARTY-01"):
        acts.report(decision, world, reported_on=date(2026, 5, 30))


def test_the_congress_is_told_where_it_was_determined(world):
    decision = acts.on_agenda(world, waived=())
    acts.deliberate(decision, world)
    assert selectors.report_to_congress_is_due(decision)
    values = {
        "body": "市人大常委会",
        "is_decided_there": False,
        "report_number": "临政函〔2026〕42号",
        "reported_on": DAY,
        "reply_number": "",
        "on": DAY,
        "by": acts.clerk(world),
    }
    reporting.report_to_congress(decision, reply="changes", content="完善减免办法。", **values)
    assert selectors.congress_asks_for_changes(decision)
    assert not selectors.congress_does_not_agree(decision)


def test_a_new_round_begins_without_an_outcome(world):
    decision = acts.on_agenda(world)
    acts.deliberate(decision, world, result="rediscuss", speakers=acts.people("defer", "defer", "defer"))
    acts.submit(decision, world)
    acts.admit(decision, world)
    assert selectors.present_record(decision) is None
    assert not selectors.is_adopted(decision)
    acts.deliberate(decision, world)
    assert selectors.is_adopted(decision)
    assert selectors.records(decision).count() == 2
