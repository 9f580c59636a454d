"""What members put on record: a neutral opening, written opinions when absent, confirmation of the record."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from decisions import compliance
from decisions.cases.models import Reminder
from decisions.cases.refusal import Refusal
from decisions.deliberation import afterwards, attending, confirming, due, selectors
from decisions.deliberation.models import MinutesConfirmation, WrittenView
from decisions.deliberation.views import ConfirmMinutesView
from decisions.statutes.finding import Outcome
from tests.acts import deliberation as values
from tests.factories import deliberation as acts
from tests.factories.archive import upload
from tests.factories.deliberation import DAY
from tests.factories.executing import stricter_pack
from tests.factories.papers import paper

pytestmark = pytest.mark.django_db
PLAIN = {
    "initiate": {
        "hearing_ground": "hearing_not_required",
        "experts_ground": "not_technical",
        "risk_ground": "not_adverse",
        "competition_ground": "no_market",
    }
}


def refused(refusal):
    return [rule.code for rule, _finding in refusal.value.grounds]


def data_of(decision, code):
    return json.loads(decision.case.materials.filter(code=code).order_by("-sequence").first().data)["data"]


def outcome_of(decision, code):
    return next(judged.finding.outcome for judged in compliance.report(decision) if judged.rule.code == code)


# --- opening


def test_how_the_head_opened_is_asked_and_filed_where_the_place_asks(world):
    decision = acts.on_agenda(world, pack=acts.local_pack(world, **{"meeting.head_neutral": True}))
    for opening in ("", "leaning"):
        with pytest.raises(Refusal) as refusal:
            acts.deliberate(decision, world, opening=opening, opening_words="我看可以。")
        assert refused(refusal) == ["DELIB-07"]
    acts.deliberate(decision, world, opening="neutral", opening_words="请市发改委汇报。")
    assert data_of(decision, "H04")["opening_words"] == "请市发改委汇报。"
    assert outcome_of(decision, "DELIB-07") is Outcome.MET


def test_the_form_asks_for_nothing_the_place_does_not_know(procedure):
    procedure.values = PLAIN
    procedure.advance_to("deliberate")
    form = procedure.form("deliberate")
    assert "opening" not in form.fields
    assert "written" not in form.formsets["speakers"].forms[0].fields
    assert form.is_valid(), form.all_errors()


# --- written opinions


def absent(**changes):
    given = {"presence": "excused", "position": "", "text": "", "written": "建议缓调。", "written_on": DAY, **changes}
    return replace(acts.member("副市长9"), **given)


def test_a_written_opinion_is_on_record_and_counts_for_nothing(world):
    pack = acts.local_pack(world, **{"meeting.written_opinions": True, "meeting.quorum_share": "2/3"})
    decision = acts.on_agenda(world, pack=pack)
    acts.deliberate(decision, world, speakers=[absent(), *acts.people()])
    assert [(item["name"], item["text"]) for item in data_of(decision, "H04")["written"]] == [
        ("副市长9", "建议缓调。")
    ]
    record = selectors.present_record(decision)
    assert record.tally == {"members": 6, "present": 5, "agree": 5}
    assert outcome_of(decision, "DELIB-08") is Outcome.MET
    item = selectors.present_item(decision)
    assert "建议缓调。" in [speaker.written for speaker in attending.speakers_of(item)]


def test_written_opinions_do_not_make_the_quorum(world):
    pack = acts.local_pack(world, **{"meeting.written_opinions": True, "meeting.quorum_share": "2/3"})
    decision = acts.on_agenda(world, pack=pack)
    people = [replace(absent(), name=f"副市长{place}") for place in range(5, 9)]
    with pytest.raises(Refusal) as refusal:
        acts.deliberate(decision, world, speakers=[*people, *acts.people()])
    assert refused(refusal) == ["DELIB-01"]


@pytest.mark.parametrize("changes", [{}, {"written_on": DAY + timedelta(days=1)}])
def test_a_written_opinion_out_of_order_is_refused(world, changes):
    rules = {"meeting.written_opinions": True} if changes else {"meeting.quorum_share": "1/2"}
    decision = acts.on_agenda(world, pack=acts.local_pack(world, **rules))
    with pytest.raises(Refusal) as refusal:
        acts.deliberate(decision, world, speakers=[absent(**changes), *acts.people()])
    assert refused(refusal) == ["DELIB-08"]


def test_the_database_keeps_written_opinions_to_absent_members(world):
    pack = acts.local_pack(world, **{"meeting.written_opinions": True})
    decision = acts.on_agenda(world, pack=pack)
    acts.deliberate(decision, world, speakers=[absent(), *acts.people()])
    there = selectors.present_item(decision).attendances.filter(presence="present").first()
    with pytest.raises(DatabaseError, match="only a member who is absent"), transaction.atomic():
        WrittenView.objects.create(attendance=there, text="补", received_on=DAY)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        WrittenView.objects.update(text="改")


# --- confirmation


@pytest.fixture
def recorded(world):
    """A discussion of two members with accounts and one without."""
    mayor = world.person(world.city, "executive_head")
    member = world.person(world.city, "meeting_member")
    decision = acts.on_agenda(world, pack=acts.local_pack(world, **{"meeting.confirm_days": 7}))
    acts.deliberate(
        decision,
        world,
        speakers=[
            replace(acts.member("副市长1"), user=member, name=member.name),
            acts.member("副市长2"),
            replace(acts.member("副市长3"), presence="absent", position="", text=""),
            replace(acts.head(), user=mayor, name=mayor.name),
        ],
    )
    return decision


def confirm(decision, row, by, **changes):
    given = {"answer": "confirmed", "on": DAY + timedelta(days=2), **changes}
    return confirming.confirm_minutes(decision, attendance=row, by=by, **given)


def test_each_member_confirms_for_himself_and_the_office_what_was_signed(recorded, world):
    member, clerk = world.person(world.city, "meeting_member"), acts.clerk(world)
    own, paper_row, head = afterwards.to_confirm(recorded)
    assert list(afterwards.may_be_confirmed_by(recorded, member)) == [own]
    assert list(afterwards.may_be_confirmed_by(recorded, clerk)) == [own, paper_row, head]
    with pytest.raises(ValidationError):
        confirm(recorded, paper_row, member)
    with pytest.raises(ValidationError):
        confirm(recorded, paper_row, clerk)
    filed = confirm(recorded, own, member)
    assert (filed.code, data_of(recorded, "H04")["is_own"]) == ("H04", True)
    confirm(
        recorded,
        paper_row,
        clerk,
        answer="corrected",
        remark="第二段应为“缓调”。",
        files=[upload("确认单.pdf", by=clerk)],
    )
    with pytest.raises(ValidationError):
        confirm(recorded, own, member)
    with pytest.raises(ValidationError):
        confirm(recorded, head, head.user, on=DAY - timedelta(days=1))
    confirm(recorded, head, head.user)
    assert not afterwards.to_confirm(recorded).exists()
    assert outcome_of(recorded, "DELIB-09") is Outcome.MET


def test_a_confirmation_is_never_changed_and_only_of_who_was_there(recorded, world):
    row = afterwards.to_confirm(recorded).first()
    confirm(recorded, row, row.user)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        MinutesConfirmation.objects.update(remark="x")
    away = selectors.present_item(recorded).attendances.get(presence="absent")
    given = MinutesConfirmation.objects.get()
    with pytest.raises(DatabaseError, match="who was there"), transaction.atomic():
        MinutesConfirmation.objects.create(
            attendance=away, answer="confirmed", is_own=True, on=DAY, by=row.user, material=given.material
        )


def test_the_office_is_reminded_once_and_late_is_breached(recorded, world, time_machine):
    assert due.run(DAY + timedelta(days=3)) == 0
    assert due.run(DAY + timedelta(days=5)) == 1
    assert due.run(DAY + timedelta(days=30)) == 0
    reminder = Reminder.objects.get(kind=due.RECORD_UNCONFIRMED)
    assert reminder.unit == world.office
    assert "副市长2" in reminder.text
    time_machine.move_to("2026-06-08 12:00:00+08:00")
    assert outcome_of(recorded, "DELIB-09") is Outcome.PENDING
    time_machine.move_to("2026-06-09 12:00:00+08:00")
    assert outcome_of(recorded, "DELIB-09") is Outcome.BREACHED


def test_the_page_of_the_confirmation(procedure, client):
    stricter_pack(procedure.world, {"meeting.confirm_days": 7})
    procedure.values = PLAIN
    procedure.advance_to("deliberate")
    values.wait_for_the_meeting(procedure)
    procedure.perform("deliberate")
    decision = procedure.decision
    head = procedure.world.person(procedure.world.city, "executive_head")
    client.force_login(head)
    address = reverse("decisions:act", args=[decision.pk, "confirm_minutes"])
    page = client.get(address).content.decode()
    assert "同意大家的意见" in page
    row = afterwards.to_confirm(decision).get(user=head)
    procedure.aside(ConfirmMinutesView, by=head, attendance=row.pk, answer="confirmed")
    assert client.get(address).status_code == 403
    with pytest.raises(PermissionDenied):
        procedure.aside(ConfirmMinutesView, by=head, attendance=row.pk, answer="confirmed")
    clerk = procedure.world.person(procedure.world.office, "office_clerk")
    others = afterwards.to_confirm(decision).filter(user=None).first()
    procedure.aside(
        ConfirmMinutesView, by=clerk, attendance=others.pk, answer="confirmed", files=[paper("会议记录确认单")]
    )
    assert not procedure.world.person(procedure.world.planning, "lead_official").has_perm("decisions.confirm_minutes")
