from __future__ import annotations


def test_way(procedure):
    procedure.advance_to("answer_opinions")
    procedure.perform("answer_opinions")
    procedure.advance_to("hold_hearing")
    procedure.perform("hold_hearing")
    from decisions import compliance
    for j in compliance.report(procedure.decision):
        if j.rule.code.startswith(("PUB", "HEAR", "SOD-06", "SOD-08", "SOD-10")):
            print(j.rule.code, j.finding)
    print(list(procedure.decision.case.materials.values_list("code", "title")))
