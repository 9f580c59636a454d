"""The register: five outcomes, permanent ids, every article answered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from decisions.statutes import register, rule
from decisions.statutes.finding import Outcome, breached, excused, met, not_applicable, pending
from decisions.statutes.ids import IDS
from decisions.statutes.packs import floor
from decisions.statutes.rule import JUDGEMENTS, REGISTER, Instrument, Judgement, Provision, Rule, Strength
from decisions.statutes.table import statute_table


@dataclass(frozen=True)
class Notice:
    days: int | None
    reason: str = ""
    nonpublic: str = ""


@pytest.fixture
def own_register(monkeypatch):
    """A register of this test's own."""
    register.load_all()
    monkeypatch.setattr(rule, "REGISTER", dict(REGISTER))
    monkeypatch.setattr(rule, "JUDGEMENTS", dict(JUDGEMENTS))


@pytest.fixture
def period(own_register) -> Rule:
    @rule.rule(
        "TEST-01",
        title="A period for comments",
        cites=Provision(15, 1),
        strength=Strength.SOFT,
        node="open_consultation",
        facts=Notice,
        proved_by=("C02",),
    )
    def judge(notice, pack):
        if notice.nonpublic:
            return not_applicable(notice.nonpublic)
        if notice.days is None:
            return pending()
        if notice.days >= pack["public.min_days"]:
            return met()
        return excused(notice.reason) if notice.reason else breached("too short", "Extend it.")

    return judge


@pytest.mark.parametrize(
    ("notice", "outcome", "stands_in_the_way"),
    [
        (Notice(30), Outcome.MET, False),
        (Notice(7, reason="防汛"), Outcome.EXCUSED, False),
        (Notice(7), Outcome.BREACHED, True),
        (Notice(None), Outcome.PENDING, True),
        (Notice(None, nonpublic="涉密"), Outcome.NOT_APPLICABLE, False),
    ],
)
def test_five_outcomes_and_which_stand_in_the_way(period, notice, outcome, stands_in_the_way):
    finding = period(notice, floor())
    assert finding.outcome is outcome
    assert finding.stands_in_the_way is stands_in_the_way
    assert str(outcome.label)
    assert outcome.sign


def test_a_stricter_pack_judges_more_strictly(period):
    assert period(Notice(30), floor()).outcome is Outcome.MET
    assert period(Notice(30), floor().with_values(public__min_days=45)).outcome is Outcome.BREACHED


def test_a_code_is_never_given_twice(period):
    with pytest.raises(ValueError, match="TEST-01"):
        rule.rule("TEST-01", title="x", cites=Provision(1), strength=Strength.MUST, node="x", facts=Notice)(
            lambda _facts, _pack: met()
        )
    with pytest.raises(ValueError, match="TEST-01"):
        rule.judgement("TEST-01", title="x", cites=Provision(1), reason="x")


def test_provisions_read_as_lawyers_write_them():
    assert str(Provision(15, 1)) == "§15(1)"
    assert Provision(3, 1, 2).key == "713-3(1)[2]"
    assert Provision(26, instrument=Instrument.INFORMATION).key == "info-26"
    assert str(Provision(0, instrument=Instrument.EXPERTS_GUIDANCE)) == "§–"
    assert all(str(instrument.label) for instrument in Instrument)


def test_provisions_are_cited_in_the_words_of_the_language():
    decree = "重大行政决策程序暂行条例"
    assert Provision(16, 3).words == "第十六条第三款"
    assert Provision(3, 1, 2).citation == f"《{decree}》第三条第一款第二项"
    assert Provision(8, instrument=Instrument.FAIR_COMPETITION).citation == "《公平竞争审查条例》第八条"
    assert Provision(33, instrument=Instrument.LOCAL).citation == "本地规定，对应条例第三十三条"
    assert Provision(0, instrument=Instrument.BUSINESS).citation == str(Instrument.BUSINESS.label)
    with translation.override("en"):
        assert Provision(16, 3).words == "art. 16(3)"
        assert Provision(16, 3).citation.endswith(", art. 16(3)")


# The statute table


def test_the_ids_cover_every_article_of_the_decree_that_demands_something():
    """Articles 1, 5 to 7 state purpose and principles, 44 the day of effect."""
    articles = {item.article for demand in IDS.values() for item in demand.provisions if item.instrument == "713"}
    assert articles == set(range(2, 44)) - {5, 6, 7}


def test_what_stages_made_beyond_the_table_is_in_it_too(period, monkeypatch):
    monkeypatch.setattr(register, "REGISTER", {"TEST-01": period})
    (beyond,) = [entry for entry in register.entries() if entry.demand.code not in IDS and entry.rule]
    assert beyond.demand.provisions == (Provision(15, 1),)
    assert "| TEST-01 | §15(1) | soft | A period for comments | `open_consultation` | C02 |" in statute_table()


def test_rules_and_judgements_cite_the_article_the_table_gives():
    assert register.misquoted() == []


def test_a_stage_that_judges_anything_judges_all_its_ids():
    entries = register.entries()
    at_work = {entry.demand.package for entry in entries if entry.rule}
    missing = [entry.demand.code for entry in entries if entry.demand.package in at_work and not entry.is_answered]
    assert missing == []


def test_what_is_left_to_people_says_why():
    register.load_all()
    assert {"LIAB-01", "DUCHA-01", "REF-01", "SOD-14"} <= set(JUDGEMENTS)
    for judgement in JUDGEMENTS.values():
        assert str(judgement.reason).endswith(".") or not str(judgement.reason).isascii()


def test_a_stage_may_divide_its_rules():
    register.load_all()
    assert {register.package_of(rule) for rule in register.of_stage("experts")} == {"experts"}
    assert {"EXP-01", "EXP-07", "SOD-11"} <= {rule.code for rule in register.of_stage("experts")}
    assert register.package_of(register.REGISTER["HEAR-01"]) == "decisions.participation"


def test_the_register_by_node_stage_and_article(period, monkeypatch):
    monkeypatch.setattr(register, "REGISTER", {"TEST-01": period})
    assert register.at_node("open_consultation") == [period]
    assert register.at_node("publish") == []
    assert register.of_stage(register.package_of(period)) == [period]
    found = register.of_article(38)
    assert [item.code for item in found if isinstance(item, Judgement)] == ["LIAB-01", "LIAB-02", "LIAB-03"]
    assert register.of_article(15)[0] is period
    assert register.of_article(14, instrument=Instrument.SUPERVISION)


def test_the_statute_table_is_current():
    """Whoever changes a rule runs ``manage.py statute_table``."""
    written = Path(settings.BASE_DIR) / "docs" / "statute.md"
    assert written.read_text(encoding="utf-8") == statute_table()


def test_the_command_writes_and_checks(tmp_path):
    path = tmp_path / "docs" / "statute.md"
    with pytest.raises(CommandError, match="not current"):
        call_command("statute_table", "--check", output=path)
    call_command("statute_table", output=path, verbosity=0)
    call_command("statute_table", "--check", output=path)
    assert path.read_text(encoding="utf-8").startswith("# The statute table")
