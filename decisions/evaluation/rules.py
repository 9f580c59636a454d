"""The law of evaluation and adjustment: articles 36 and 37."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.evaluation.facts import CommissionFacts, GroundFacts, ParticipationFacts, ResultFacts, TeamFacts
from decisions.statutes.finding import Finding, breached, excused, met, not_applicable
from decisions.statutes.periods import add_months
from decisions.statutes.rule import Provision, Strength, rule

if TYPE_CHECKING:
    from datetime import date

    from decisions.statutes.pack import Pack

# Article 36(3), in its order; the public is heard, the others take part.
BROUGHT_IN = {
    "deputy": _("deputies of the people's congress"),
    "cppcc": _("members of the consultative conference"),
    "people": _("people's organisations"),
    "grassroots": _("grassroots organisations"),
    "social": _("social organisations"),
}
EXPERT = "expert"


def same_name(name: str) -> str:
    """Return a name as it is compared: without the spaces and widths in which the same name is written."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def barred(names: tuple[str, ...], assessors: frozenset[str]) -> tuple[str, ...]:
    """Return those of the names that argued or assessed before."""
    before = {same_name(name) for name in assessors if name.strip()}
    return tuple(dict.fromkeys(name for name in names if name.strip() and same_name(name) in before))


def last_day(facts: GroundFacts, pack: Pack) -> date | None:
    """Return the day from which local rules let nobody decline an evaluation; none where they leave it open."""
    months = pack["posteval.mandatory_after_months"]
    return None if months is None else add_months(facts.last_evaluated_on or facts.implemented_on, months)


@rule(
    "EVAL-01",
    title=_("On each ground for an evaluation the organ decides, with reasons"),
    cites=Provision(36, 1),
    strength=Strength.MAY,
    node="decide_evaluation",
    facts=GroundFacts,
    proved_by=("L01",),
)
def grounds_are_decided_on(facts: GroundFacts, pack: Pack) -> Finding:
    """Evaluating is the organ's choice; where local rules make it a duty it cannot be declined."""
    if not facts.reason.strip():
        return breached(_("No reason is given."), _("Say why the decision is evaluated or not."))
    if facts.is_ordered:
        if not facts.evaluator:
            return breached(_("No evaluating unit is named."), _("Name the unit that evaluates."))
        return met(
            _("%(grounds)s: evaluated by %(unit)s.")
            % {"grounds": "；".join(facts.grounds) or facts.reason, "unit": facts.evaluator}
        )
    last = last_day(facts, pack)
    if last is not None and facts.decided_on >= last:
        return breached(
            _("Local rules make the evaluation a duty from %(day)s.") % {"day": last},
            _("Order the evaluation and name the evaluating unit."),
        )
    if facts.next_due_on is None or facts.next_due_on <= facts.decided_on:
        return breached(_("No later day is set."), _("Set the day on which it is decided on again."))
    if last is not None and facts.next_due_on > last:
        return breached(
            _("Local rules make the evaluation a duty from %(day)s.") % {"day": last},
            _("Set that day or an earlier one."),
        )
    return excused(_("Not now: %(reason)s Again on %(day)s.") % {"reason": facts.reason, "day": facts.next_due_on})


@rule(
    "EVAL-02",
    title=_("No third party evaluates that argued or assessed the decision before"),
    cites=Provision(36, 2),
    strength=Strength.BLOCK,
    node="decide_evaluation",
    facts=CommissionFacts,
    proved_by=("L01",),
)
def third_party_assessed_nothing(facts: CommissionFacts, pack: Pack) -> Finding:
    """The body commissioned is none of those that did the main argumentation or assessment."""
    if not facts.third_party.strip():
        return not_applicable(_("No third party is commissioned."))
    if barred((facts.third_party,), facts.assessors):
        return breached(
            _("%(name)s argued or assessed the decision before it was taken.") % {"name": facts.third_party},
            _("Commission another body."),
        )
    if not facts.contract.strip():
        return breached(_("The number of the commission is missing."), _("Enter the number of the commission."))
    return met(_("Compared with %(count)d names on file.") % {"count": len(facts.assessors)})


@rule(
    "SOD-05",
    title=_("A third party is independent of the executing unit"),
    cites=Provision(36, 2),
    strength=Strength.COND,
    node="decide_evaluation",
    facts=CommissionFacts,
    proved_by=("L01",),
)
def third_party_is_independent(facts: CommissionFacts, pack: Pack) -> Finding:
    """Where local rules ask for it, the third party neither stands below the executing unit nor has an interest."""
    if not facts.third_party.strip():
        return not_applicable(_("No third party is commissioned."))
    if not pack["posteval.executor_independent"]:
        return not_applicable(_("Local rules do not ask for it."))
    if same_name(facts.third_party) == same_name(facts.executing_unit):
        return breached(_("The third party is the executing unit."), _("Commission another body."))
    if facts.tie.strip():
        return breached(
            _("%(name)s is tied to the executing unit: %(tie)s") % {"name": facts.third_party, "tie": facts.tie},
            _("Commission a body without subordination or interest."),
        )
    if not facts.is_declared:
        return breached(
            _("The third party has not declared its independence."), _("Have it declare itself and say so.")
        )
    return met(_("Declared."))


@rule(
    "SOD-02",
    title=_("Who argued or assessed before does not evaluate"),
    cites=Provision(36, 2),
    strength=Strength.BLOCK,
    node="evaluate",
    facts=TeamFacts,
    proved_by=("L02",),
)
def team_assessed_nothing(facts: TeamFacts, pack: Pack) -> Finding:
    """No body that argued or assessed sits in the team; no such expert either where local rules say so."""
    bodies = barred((facts.third_party, *facts.organisations), facts.assessors) if facts.third_party else ()
    persons = barred(facts.persons, facts.assessors) if pack["posteval.experts_excluded"] else ()
    if bodies or persons:
        return breached(
            _("%(names)s argued or assessed the decision before it was taken.")
            % {"names": "、".join((*bodies, *persons))},
            _("Replace them in the team."),
        )
    return met(_("Compared with %(count)d names on file.") % {"count": len(facts.assessors)})


def _labels(keys: list[str]) -> str:
    return "、".join(str(BROUGHT_IN[key]) for key in keys)


@rule(
    "EVAL-03",
    title=_("The public is heard; deputies, members and organisations take part"),
    cites=Provision(36, 3),
    strength=Strength.COND,
    node="evaluate",
    facts=ParticipationFacts,
    proved_by=("L02", "L03"),
)
def all_sides_take_part(facts: ParticipationFacts, pack: Pack) -> Finding:
    """The public is always heard; for each other kind that is absent a reason is on record."""
    if not facts.heard.strip():
        return breached(_("How the public was heard is not stated."), _("Hear the public and say how."))
    missing = [key for key in BROUGHT_IN if key not in facts.categories]
    if not missing:
        return met(facts.heard)
    if len(missing) == len(BROUGHT_IN):
        return breached(
            _("None of the kinds the article names takes part."),
            _("Bring in deputies, members of the consultative conference and organisations."),
        )
    if not facts.absence_reason.strip():
        return breached(
            _("Absent: %(kinds)s.") % {"kinds": _labels(missing)}, _("Bring them in, or say why they are absent.")
        )
    return excused(_("Absent: %(kinds)s. %(reason)s") % {"kinds": _labels(missing), "reason": facts.absence_reason})


@rule(
    "SOD-12",
    title=_("A self-evaluation brings in public, deputies and experts, and says what it is"),
    cites=Provision(36, 3),
    strength=Strength.COND,
    node="evaluate",
    facts=ParticipationFacts,
    proved_by=("L02", "L03"),
)
def self_evaluation_is_open(facts: ParticipationFacts, pack: Pack) -> Finding:
    """An executing unit that evaluates itself does not do so alone."""
    if not facts.is_self_evaluation:
        return not_applicable(_("The executing unit does not evaluate itself."))
    if not facts.is_marked:
        return breached(_("The report is not marked as a self-evaluation."), _("Mark it."))
    missing = [
        str(label)
        for is_there, label in (
            (bool(facts.heard.strip()), _("the public")),
            ("deputy" in facts.categories, _("deputies")),
            (EXPERT in facts.categories, _("experts")),
        )
        if not is_there
    ]
    if missing:
        return breached(
            _("The executing unit evaluates itself without %(kinds)s.") % {"kinds": "、".join(missing)},
            _("Bring them in, or have another unit evaluate."),
        )
    return met(_("Self-evaluation with public, deputies and experts."))


@rule(
    "EVAL-04",
    title=_("The result is the basis of what is decided"),
    cites=Provision(36, 4),
    strength=Strength.MUST,
    node="apply_evaluation",
    facts=ResultFacts,
    proved_by=("L05",),
)
def result_is_the_basis(facts: ResultFacts, pack: Pack) -> Finding:
    """The organ follows the evaluation, or says why not."""
    if not facts.reason.strip():
        return breached(_("No reason is given."), _("Give the reasons, starting from the evaluation."))
    if facts.outcome == facts.conclusion:
        return met(_("As the evaluation advises (%(report)s).") % {"report": facts.report})
    return excused(
        _("Otherwise than the evaluation advises (%(report)s): %(reason)s")
        % {"report": facts.report, "reason": facts.reason}
    )


@rule(
    "ADJ-01",
    title=_("Nothing is changed or stopped without procedure"),
    cites=Provision(37),
    strength=Strength.BLOCK,
    node="apply_evaluation",
    facts=ResultFacts,
    proved_by=("L04", "L05"),
)
def change_follows_procedure(facts: ResultFacts, pack: Pack) -> Finding:
    """Adjusting, suspending and terminating need the evaluation on file and a numbered decision of the organ.

    Where local rules make the evaluation a gate, not even going on is decided without it.
    """
    changes = facts.outcome != "continue"
    if not facts.report and (changes or pack["posteval.gate_on_change"]):
        return breached(
            _("No evaluation of the decision is on file."), _("Evaluate the decision before deciding on it.")
        )
    if not changes:
        return not_applicable(_("The decision goes on unchanged."))
    if not facts.approval.strip():
        return breached(
            _("The number of the organ's decision is missing."),
            _("Have the organ decide, and enter the number."),
        )
    return met(_("Decided by the organ (%(number)s).") % {"number": facts.approval})


@rule(
    "ADJ-03",
    title=_("A major adjustment goes through the procedure again"),
    cites=Provision(37),
    strength=Strength.MUST,
    node="apply_evaluation",
    facts=ResultFacts,
    proved_by=("L07",),
)
def major_adjustment_is_proposed(facts: ResultFacts, pack: Pack) -> Finding:
    """A major adjustment is ordered to be proposed anew; why another one is minor is on record."""
    if facts.outcome != "adjust":
        return not_applicable(_("The decision is not adjusted."))
    if not facts.is_major:
        if not facts.minor_reason.strip():
            return breached(
                _("Why the adjustment is not a major one is not stated."),
                _("State it, or go through the procedure again."),
            )
        return not_applicable(_("A minor adjustment: %(reason)s") % {"reason": facts.minor_reason})
    if facts.adjusting:
        return met(_("Proposed as %(number)s.") % {"number": facts.adjusting})
    if not facts.proposing_unit:
        return breached(
            _("Nobody is ordered to propose the adjustment."), _("Name the unit that proposes it by the procedure.")
        )
    return met(_("%(unit)s has been ordered to propose it.") % {"unit": facts.proposing_unit})
