"""Submitting, admitting, discussing, deciding, reporting."""

from __future__ import annotations

import pytest

from decisions import compliance
from decisions.statutes.finding import Outcome

pytestmark = pytest.mark.django_db


def outcomes(decision):
    found = {}
    for judged in compliance.report(decision):
        found.setdefault(judged.rule.code, judged.finding.outcome)
    return found


def test_the_whole_way_is_lawful(procedure):
    procedure.advance_to("assign_execution")
    found = outcomes(procedure.decision)
    owed = [f"SUBMIT-0{number}" for number in range(1, 7)]
    owed += ["DELIB-01", "DELIB-02", "DELIB-03", "DELIB-05", "SOD-09", "PARTY-01", "LEGAL-03", "RISK-06", "FCR-04"]
    owed += ["PUBL-01", "PUBL-02", "INFO-01", "ARCH-01", "ARCHV-01", "ARCHV-03", "ARCHV-04"]
    assert {code: found[code] for code in owed} == dict.fromkeys(owed, Outcome.MET)
    assert found["DELIB-04"] is Outcome.NOT_APPLICABLE
    assert found["NPC-01"] is Outcome.NOT_APPLICABLE
    assert found["INFO-02"] is Outcome.NOT_APPLICABLE
