"""Judging a decision by the whole register, wherever it stands."""

from decisions import compliance
from decisions.statutes.finding import Outcome


def outcomes(decision):
    return {judged.rule.code: judged.finding.outcome for judged in compliance.report(decision)}


def test_what_is_about_a_situation_is_pending_until_its_step_went_by_without_it(procedure):
    ahead = outcomes(procedure.advance_to("submit_for_deliberation").decision)
    assert {ahead[code] for code in ("DELIB-06", "EXEC-03", "ADJ-02")} == {Outcome.PENDING}
    after = outcomes(procedure.advance_to("await_evaluation").decision)
    assert {after[code] for code in ("DELIB-06", "EXEC-03", "ADJ-02")} == {Outcome.NOT_APPLICABLE}
    # What is owed whatever happens is not: the evaluation is still ahead.
    assert Outcome.PENDING in after.values()


def test_nothing_is_breached_on_the_lawful_way(procedure):
    found = outcomes(procedure.advance_to("await_evaluation").decision)
    assert [code for code, outcome in found.items() if outcome is Outcome.BREACHED] == []
