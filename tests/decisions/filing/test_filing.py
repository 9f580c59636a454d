"""Filing: complete, in time, whole; and what comes late."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from archive.completeness import State, coverage
from archive.scheme import SCHEME
from decisions import compliance
from decisions.cases.models import Decision
from decisions.cases.refusal import Refusal
from decisions.filing import rules, selectors, services
from decisions.filing.facts import CompletenessFacts, FilingTimeFacts, IntegrityFacts, TransferFacts
from decisions.filing.models import Filing
from decisions.statutes.finding import Outcome
from decisions.statutes.pack import Pack
from tests.factories import deliberation as acts
from tests.factories.archive import upload
from tests.factories.deliberation import DAY

PACK = Pack("national", "1", "国家")


def data_of(decision, code):
    return json.loads(decision.case.materials.filter(code=code).latest("sequence").data)["data"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (CompletenessFacts(()), Outcome.MET),
        (CompletenessFacts(("C15 汇总表（承办单位）",)), Outcome.BREACHED),
        (CompletenessFacts(("C15 汇总表（承办单位）",), settled=" "), Outcome.BREACHED),
        (CompletenessFacts(("C15 汇总表（承办单位）",), settled="事项撤回"), Outcome.MET),
    ],
)
def test_arch_01(facts, expected):
    assert rules.dossier_is_complete(facts, PACK).outcome is expected


@given(st.integers(0, 800), st.integers(0, 800))
def test_archv_04_is_met_up_to_the_last_day(filed, due):
    facts = FilingTimeFacts(DAY + timedelta(days=filed), DAY + timedelta(days=due), "", "permanent")
    expected = Outcome.MET if filed <= due else Outcome.BREACHED
    assert rules.dossier_is_filed_in_time(facts, PACK).outcome is expected


def test_archv_04_asks_for_the_retention_of_the_place():
    facts = FilingTimeFacts(DAY, None, "", "30")
    assert rules.dossier_is_filed_in_time(facts, PACK).outcome is Outcome.BREACHED
    assert rules.dossier_is_filed_in_time(facts, PACK.with_values(archive__retention="30y")).outcome is Outcome.MET


def test_archv_01_and_03():
    assert rules.transfer_is_set(TransferFacts("city", DAY, date(2046, 6, 1)), PACK).outcome is Outcome.MET
    assert rules.transfer_is_set(TransferFacts("city", DAY, None), PACK).outcome is Outcome.BREACHED
    assert rules.file_is_whole(IntegrityFacts(12), PACK).outcome is Outcome.MET
    assert rules.file_is_whole(IntegrityFacts(12, ("#3",)), PACK).outcome is Outcome.BREACHED


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(1, 30))
def test_years_later_is_never_early_by_more_than_the_leap_day(day, years):
    later = selectors.years_later(day, years)
    assert (later.year, later.month) == (day.year + years, day.month)
    assert day.day - later.day in {0, 1}


def test_the_earlier_of_two_deadlines_counts():
    pack = PACK.with_values(archive__deadline_days=30, archive__deadline_day="06-30")
    assert selectors.due_day(pack, DAY) == date(2026, 7, 1)
    assert selectors.due_day(PACK.with_values(archive__deadline_day="06-30"), DAY) == date(2027, 6, 30)
    assert selectors.due_day(PACK, DAY) is None


pytest_db = pytest.mark.django_db


@pytest.fixture
def published(world):
    """A decision in force whose file lacks only what the test leaves out."""
    decision = acts.adopted(world)
    acts.publish(decision, world)
    return decision


def complete(decision, world, *, but=()):
    for line in selectors.missing(decision):
        if line.code not in but:
            acts.paper_of(decision, line.code, world)


@pytest_db
def test_what_is_missing_is_named_with_who_owes_it(published, world):
    complete(
        published, world, but=("C08",) if "C08" in {line.code for line in selectors.missing(published)} else ("D01",)
    )
    lacking = [line.code for line in selectors.missing(published)]
    assert len(lacking) == 1
    with pytest.raises(Refusal, match="ARCH-01") as refused:
        acts.file(published, world)
    assert lacking[0] in str(refused.value)
    assert str(SCHEME[lacking[0]].producer.label) in str(refused.value)
    assert not Filing.objects.exists()


@pytest_db
def test_a_complete_dossier_is_filed_once(published, world):
    complete(published, world)
    filed = acts.file(published, world, location="3号柜", remarks="齐全。")
    assert filed.code == "M03"
    catalogue = data_of(published, "M03")["catalogue"]
    assert {"H04", "J01", "J02"} <= {line["code"] for line in catalogue}
    assert data_of(published, "M03")["transfer_on"] == "2046-06-01"
    found = {judged.rule.code: judged.finding.outcome for judged in compliance.report(published)}
    assert {found[code] for code in ("ARCH-01", "ARCHV-01", "ARCHV-03", "ARCHV-04")} == {Outcome.MET}
    with pytest.raises(ValidationError):
        acts.file(published, world)


@pytest_db
def test_the_unit_that_files_is_kept_and_the_keeper_of_the_place_alone_files(published, world, monkeypatch):
    """ARCHV-05, judged later from the filing: what the unit is by then does not matter."""
    complete(published, world)
    own = published.pack

    def keeper(kind):
        values = {**own.values, "archive.custodian_role": kind}
        said = {**own.sources, "archive.custodian_role": "某市办法第九条"}
        pack = Pack(own.code, own.version, own.name, values, said)
        monkeypatch.setattr(Decision, "pack", property(lambda _row: pack))

    keeper("government_office")
    with pytest.raises(Refusal, match="ARCHV-05"):
        acts.file(published, world)
    keeper("archives")
    acts.file(published, world)
    assert published.filing.unit == world.archives
    world.archives.kind = "department"
    world.archives.save()
    found = {judged.rule.code: judged.finding.outcome for judged in compliance.report(published)}
    assert found["ARCHV-05"] is Outcome.MET


@pytest_db
def test_execution_comes_after_filing(published, world):
    complete(published, world)
    acts.file(published, world)
    open_ones = {line.code for line in coverage(published.case) if line.state is State.MISSING}
    assert open_ones == {"K01", "K02", "K03"}


@pytest_db
def test_only_what_ended_half_way_is_settled_by_a_reason(published, world):
    with pytest.raises(ValidationError) as refused:
        acts.file(published, world, settled_reason="没有形成")
    assert "settled_reason" in refused.value.message_dict


@pytest_db
def test_a_rejected_matter_is_filed_as_far_as_it_came(world):
    decision = acts.on_agenda(world)
    acts.deliberate(decision, world, result="reject", speakers=acts.people("disagree", "disagree", "disagree"))
    with pytest.raises(Refusal, match="ARCH-01"):
        acts.file(decision, world)
    acts.file(decision, world, settled_reason="常务会议未通过，其后材料未形成。")
    assert not [line for line in coverage(decision.case) if line.state is State.MISSING]
    assert selectors.completed_on(decision) == DAY


@pytest_db
def test_late_filing_is_recorded_with_its_reason(world):
    decision = acts.adopted(world, pack=acts.local_pack(world, **{"archive.deadline_days": 30}))
    acts.publish(decision, world)
    complete(decision, world)
    late = DAY + timedelta(days=31)
    with pytest.raises(ValidationError) as refused:
        acts.file(decision, world, on=late)
    assert "late_reason" in refused.value.message_dict
    acts.file(decision, world, on=late, late_reason="档案人员调整。")
    found = {judged.rule.code: judged.finding.outcome for judged in compliance.report(decision)}
    assert found["ARCHV-04"] is Outcome.BREACHED
    assert found["ARCH-01"] is Outcome.MET


def supplement(decision, world, **changes):
    by = world.person(world.archives, "archivist")
    values = {
        "code": "C05",
        "title": "问卷调查报告",
        "reason": "第三方报告逾期交付。",
        "files": [upload("报告.pdf", by=by)],
        "on": DAY,
        "by": by,
        **changes,
    }
    return services.supplement_dossier(decision, **values)


@pytest_db
def test_what_comes_late_is_filed_under_its_code_with_the_reason(published, world):
    with pytest.raises(ValidationError):
        supplement(published, world)
    complete(published, world)
    acts.file(published, world)
    filed = supplement(published, world)
    assert (filed.code, filed.entry.act) == ("C05", "supplement_dossier")
    assert data_of(published, "C05")["reason"] == "第三方报告逾期交付。"
    for changes in ({"reason": " "}, {"code": "M02"}):
        with pytest.raises(ValidationError):
            supplement(published, world, **changes)


def test_the_archives_page_leads_to_late_papers_once_the_dossier_may_lack_them(procedure, client):
    """The archive has no act of its own for them: there is one right, and it asks for the lane."""
    world = procedure.world
    archivist = world.person(world.archives, "archivist")
    decision = procedure.advance_to("publish").decision
    assert selectors.late_filing_address(archivist, decision.case) == ""
    procedure.advance_to("file_dossier")
    address = reverse("decisions:act", args=[decision.pk, "supplement_dossier"])
    page = reverse("archive:case", args=[decision.case_id])
    for by, leads in [
        (archivist, True),
        (world.person(world.office, "office_clerk"), False),
    ]:
        client.force_login(by)
        assert (address in client.get(page).content.decode()) is leads
    client.force_login(archivist)
    assert client.get(f"{address}?code=C05").context["form"]["code"].value() == "C05"
    assert not Permission.objects.filter(codename="supplement_case").exists()
    assert Permission.objects.get(codename="export_dossier").content_type.app_label == "archive"
