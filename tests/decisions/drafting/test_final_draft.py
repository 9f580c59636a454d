"""The final text: what was heard is taken over, changes are explained, versions are compared."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from archive.uploads import discard_stale_uploads
from decisions.cases.models import Standing
from decisions.drafting import selectors
from decisions.statutes.comparison import Change
from decisions.statutes.models import PackStatus, RulePack, RuleParameter
from tests.acts.drafting import TEXT, changed, standings

pytestmark = pytest.mark.django_db
STANDS_AT = "finalise_draft"


# The final draft


def test_the_final_draft_takes_over_what_was_heard(procedure):
    procedure.advance_to("finalise_draft")
    before = procedure.decision.current_snapshot
    procedure.perform("finalise_draft")
    decision = procedure.decision
    assert decision.current_snapshot.supersedes == before
    assert decision.current_snapshot.digest != before.digest
    assert {row.procedure for row in decision.standings.all()} == {
        "participation",
        "hearing",
        "experts",
        "risk",
        "competition",
    }
    assert decision.case.materials.filter(code="B05").count() == 3
    assert decision.current_draft.adoption_note.text
    assert procedure.tasks() == ["submit_for_review"]


def test_an_unchanged_final_draft_keeps_the_digest(procedure):
    procedure.advance_to("finalise_draft")
    before = procedure.decision.current_snapshot
    draft = procedure.decision.current_draft
    procedure.perform("finalise_draft", title=draft.title, text=TEXT, standings=[])
    assert procedure.decision.current_snapshot.digest == before.digest
    assert not Standing.objects.exists()


def test_attachments_stay_though_what_was_sent_is_forgotten(procedure):
    """Uploads go after a while; what a version fixed is read from the archive's own bytes."""
    procedure.advance_to("finalise_draft")
    before = procedure.decision.current_snapshot
    draft = procedure.decision.current_draft
    assert json.loads(before.manifest)["files"]
    assert discard_stale_uploads(before=timezone.now() + timedelta(days=1))
    procedure.perform("finalise_draft", title=draft.title, text=TEXT, standings=[])
    assert procedure.decision.current_snapshot.digest == before.digest


@pytest.mark.parametrize("name", ["change_note", "change_class", "change_reason"])
def test_a_change_is_explained(procedure, name):
    procedure.advance_to("finalise_draft")
    with pytest.raises(ValidationError) as refused:
        procedure.perform("finalise_draft", **{name: ...})
    assert name in refused.value.message_dict
    assert procedure.reload().drafts.count() == 1


def test_every_concluded_procedure_is_answered_for(procedure):
    procedure.advance_to("finalise_draft")
    rows = standings(procedure.decision, stands="yes", reason="不受影响")
    with pytest.raises(ValidationError):
        procedure.perform("finalise_draft", standings=rows[1:])


def test_what_no_longer_stands_is_performed_again(procedure):
    procedure.advance_to("finalise_draft")
    rows = standings(procedure.decision, stands="yes", reason="不受影响")
    for row in rows:
        if row["procedure"] == "risk":
            row.update(stands="no", reason="减免对象扩大，需重新评估。")
    procedure.perform("finalise_draft", standings=rows)
    assert Standing.objects.get(procedure="risk").stands is False
    assert procedure.tasks() == ["assess_risk"]


@pytest.mark.from_the_start
def test_local_rules_put_a_substantive_change_to_the_public_again(procedure, world):
    pack = RulePack.objects.create(
        code="linjiang",
        version="1",
        name="临江市",
        authority=world.city,
        parent=world.pack,
        effective_from="2020-01-01",
    )
    RuleParameter.objects.create(
        pack=pack, key="public.rerun_on_substantive_change", value=True, source="临江市办法第八条"
    )
    pack.status = PackStatus.ACTIVE
    pack.save()
    procedure.advance_to("finalise_draft")
    with pytest.raises(ValidationError, match="第八条"):
        procedure.perform("finalise_draft", change_class="substantive")


# Versions


def test_versions_are_compared_clause_by_clause(procedure):
    procedure.advance_to("submit_for_review")
    new, old = selectors.versions(procedure.decision)
    found = {change.key: change.change for change in selectors.compared(old, new)}
    assert found["art-4"] is Change.CHANGED
    assert found["art-2"] is Change.UNCHANGED


def test_a_clause_keeps_its_key_when_its_number_changes(procedure):
    procedure.advance_to("finalise_draft")
    text = TEXT.replace("第六条", "第七条").replace("第五条", "第六条")
    text = text.replace("第六条 供水企业", "第五条 水价每三年校核一次，校核结果向社会公布。\n第六条 供水企业")
    procedure.perform("finalise_draft", text=text, **changed("增加校核周期。"))
    new, old = selectors.versions(procedure.decision)
    keys = {clause.text[:4]: clause.key for clause in old.clauses.all()}
    later = {clause.text[:4]: clause.key for clause in new.clauses.all()}
    assert later["供水企业"] == keys["供水企业"]
    assert later["水价每三"] not in keys.values()
