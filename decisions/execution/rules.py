"""The law of execution: articles 34, 35 and the first part of 37."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.execution.facts import (
    AssignmentFacts,
    CycleFacts,
    FinalReportFacts,
    OpinionsFacts,
    ProblemFacts,
    ReportingFacts,
    ScheduleFacts,
    SuspensionFacts,
)
from decisions.statutes.finding import Finding, breached, excused, met, not_applicable, pending
from decisions.statutes.periods import add_months, days_between
from decisions.statutes.rule import Instrument, Provision, Strength, rule

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack

# From the rarest to the most frequent.
CYCLES = ("year", "half_year", "quarter", "month", "week")
_MONTHS = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}


def next_report_due(cycle: str, after: date) -> date:
    """Return the last day for the report that follows a day."""
    if cycle == "week":
        return after + timedelta(days=7)
    return add_months(after, _MONTHS[cycle])


def suggested_evaluation(pack: Pack, *, implemented_on: date, term_ends_on: date | None) -> date | None:
    """Return the last day local rules leave for the first evaluation; none where they say nothing."""
    found = []
    if pack["posteval.mandatory_after_months"] is not None:
        found.append(add_months(implemented_on, pack["posteval.mandatory_after_months"]))
    if term_ends_on is not None and pack["posteval.after_term_months"] is not None:
        found.append(add_months(term_ends_on, pack["posteval.after_term_months"]))
    return min(found, default=None)


@rule(
    "EXEC-01",
    title=_("An executing unit is named and the work is divided"),
    cites=Provision(34),
    strength=Strength.MUST,
    node="assign_execution",
    facts=AssignmentFacts,
    proved_by=("K01", "K03"),
)
def executing_unit_is_named(facts: AssignmentFacts, pack: Pack) -> Finding:
    """One unit answers for the execution, and every task lies with a unit named as executing."""
    if not facts.unit:
        return breached(_("No executing unit is named."), _("Name the unit that executes the decision."))
    if not facts.tasks:
        return breached(
            _("The decision is not broken down into tasks."), _("Enter at least one task with its unit and day.")
        )
    if facts.foreign:
        return breached(
            _("%(units)s hold tasks but are not named as executing.") % {"units": "、".join(facts.foreign)},
            _("Name them as units that take part in executing, or give the task to another unit."),
        )
    return met(_("%(unit)s executes; %(count)d tasks.") % {"unit": facts.unit, "count": facts.tasks})


@rule(
    "EXEC-05",
    title=_("Execution is reported as often as local rules ask"),
    cites=Provision(34),
    strength=Strength.MUST,
    node="assign_execution",
    facts=CycleFacts,
    proved_by=("K01",),
)
def reports_are_frequent_enough(facts: CycleFacts, pack: Pack) -> Finding:
    """The cycle fixed for this decision is not longer than the one of the pack."""
    demanded = pack["execution.report_cycle"]
    if demanded is None:
        return not_applicable(_("Local rules fix no cycle of reports; the organ chose one."))
    if CYCLES.index(facts.cycle) < CYCLES.index(demanded):
        return breached(
            _("The cycle chosen is longer than local rules allow."),
            _("Choose the cycle of the rules or a shorter one."),
        )
    return met()


@rule(
    "EXEC-06",
    title=_("The evaluation is scheduled within the time local rules set"),
    cites=Provision(36, 1),
    strength=Strength.MUST,
    node="assign_execution",
    facts=ScheduleFacts,
    proved_by=("K01",),
)
def evaluation_is_scheduled(facts: ScheduleFacts, pack: Pack) -> Finding:
    """A day is fixed, after the implementation begins and not after the last day of the pack."""
    if facts.due_on <= facts.implemented_on:
        return breached(
            _("The evaluation would be due on %(due)s, before the implementation of %(implemented)s.")
            % {"due": facts.due_on, "implemented": facts.implemented_on},
            _("Choose a day after the implementation begins."),
        )
    last = suggested_evaluation(pack, implemented_on=facts.implemented_on, term_ends_on=facts.term_ends_on)
    if last is None:
        return met(
            _("Due on %(due)s, as the organ chose; no local rule sets a time. %(reason)s")
            % {"due": facts.due_on, "reason": facts.reason}
        )
    if facts.due_on > last:
        return breached(
            _("Due on %(due)s; local rules ask for it by %(last)s.") % {"due": facts.due_on, "last": last},
            _("Choose %(last)s or an earlier day.") % {"last": last},
        )
    return met(_("Due on %(due)s, by %(last)s as asked.") % {"due": facts.due_on, "last": last})


@rule(
    "EXEC-02",
    title=_("The executing unit reports on the execution"),
    cites=Provision(34),
    strength=Strength.MUST,
    node="await_evaluation",
    facts=ReportingFacts,
    proved_by=("K02",),
)
def execution_is_reported(facts: ReportingFacts, pack: Pack) -> Finding:
    """Every report follows the one before within the cycle, the first one the implementation."""
    if not facts.reported_on:
        return pending(_("No report yet."))
    before = facts.implemented_on
    for reported in facts.reported_on:
        due = next_report_due(facts.cycle, before)
        if reported > due:
            return breached(
                _("The report due by %(due)s came on %(reported)s.") % {"due": due, "reported": reported},
                _("Supervise the executing unit; the gap stays on record."),
            )
        before = max(before, reported)
    return met(
        _("%(count)d reports, the last on %(last)s.")
        % {"count": len(facts.reported_on), "last": facts.reported_on[-1]}
    )


@rule(
    "EXEC-07",
    title=_("A final report follows the end of the execution"),
    cites=Provision(34, instrument=Instrument.LOCAL),
    strength=Strength.MUST,
    node="await_evaluation",
    facts=FinalReportFacts,
    proved_by=("K02",),
)
def final_report_is_in_time(facts: FinalReportFacts, pack: Pack) -> Finding:
    """It comes within the days of the pack after the term ends, or after the last task is done."""
    last = final_report_due(pack, facts.ended_on)
    if pack["execution.final_report_days"] is None:
        return not_applicable(_("Local rules set no time for a final report."))
    if last is None:
        if facts.reported_on is not None:
            return met(_("Final report on %(day)s.") % {"day": facts.reported_on})
        return pending(_("The execution has not ended yet."))
    words = {"ended": facts.ended_on, "last": last, "day": facts.reported_on}
    if facts.reported_on is None:
        if facts.today <= last:
            return pending(_("The execution ended on %(ended)s; the final report is due by %(last)s.") % words)
        return breached(
            _("The execution ended on %(ended)s; the final report due by %(last)s has not come.") % words,
            _("Have the executing unit report at once; why it is late is for supervision to ask."),
        )
    if facts.reported_on > last:
        return breached(
            _("The final report due by %(last)s came on %(day)s.") % words,
            _("It cannot be undone; why it was late is for supervision to ask."),
        )
    return met(_("Final report on %(day)s.") % words)


def final_report_due(pack: Pack, ended_on: date | None) -> date | None:
    """Return the last day for the final report; none where the place sets none or the execution goes on."""
    days = pack["execution.final_report_days"]
    return None if days is None or ended_on is None else ended_on + timedelta(days=days)


@rule(
    "EXEC-03",
    title=_("Problems, great changes and force majeure are reported in time"),
    cites=Provision(35, 1),
    strength=Strength.COND,
    node="await_evaluation",
    facts=ProblemFacts,
    proved_by=("K04",),
)
def problem_is_reported_in_time(facts: ProblemFacts, pack: Pack) -> Finding:
    """The report follows the finding within the days of the pack; a late one is still taken in."""
    taken = days_between(facts.found_on, facts.reported_on)
    limit = pack["execution.problem_report_days"]
    if limit is not None and taken > limit:
        return breached(
            _("Found on %(found)s, reported %(taken)d days later; at most %(limit)d are allowed.")
            % {"found": facts.found_on, "taken": taken, "limit": limit},
            _("Report at once what is found; why this report was late is for supervision to ask."),
        )
    return met(_("Found on %(found)s, reported %(taken)d days later.") % {"found": facts.found_on, "taken": taken})


@rule(
    "EXEC-04",
    title=_("The public's views on the execution are taken in"),
    cites=Provision(35, 2),
    strength=Strength.MUST,
    node="await_evaluation",
    facts=OpinionsFacts,
    proved_by=("K05",),
)
def opinions_are_taken_in(facts: OpinionsFacts, pack: Pack) -> Finding:
    """Whatever came in is registered and answered."""
    if not facts.received:
        return not_applicable(_("No opinion on the execution has come in."))
    if facts.answered < facts.received:
        return pending(
            _("%(answered)d of %(received)d opinions are answered.")
            % {"answered": facts.answered, "received": facts.received}
        )
    return met(_("All %(received)d opinions are answered.") % {"received": facts.received})


@rule(
    "ADJ-02",
    title=_("Suspension first only in urgency and in the circumstances of article 35"),
    cites=Provision(37),
    strength=Strength.MAY,
    node="await_evaluation",
    facts=SuspensionFacts,
    proved_by=("K04", "L06"),
)
def suspension_is_urgent(facts: SuspensionFacts, pack: Pack) -> Finding:
    """The head may suspend first; both conditions of the article have to be there."""
    if not facts.problem or facts.reported_on is None:
        return breached(
            _("No problem, great change or force majeure has been reported."),
            _("Have the executing unit report the circumstance first."),
        )
    if facts.reported_on > facts.on:
        return breached(
            _("The circumstance was reported on %(reported)s, after the suspension.")
            % {"reported": facts.reported_on},
            _("Suspend on what was reported."),
        )
    if not facts.urgency.strip():
        return breached(
            _("Why it is urgent is not stated."),
            _("State the urgency, or follow the ordinary procedure of adjusting."),
        )
    if not facts.is_by_head:
        return breached(
            _("%(name)s is not the head of the organ.") % {"name": facts.ordered_by},
            _("Only the head of the decision-making organ may suspend first."),
        )
    return excused(
        _("%(problem)s, reported on %(reported)s; %(urgency)s")
        % {"problem": facts.problem, "reported": facts.reported_on, "urgency": facts.urgency}
    )
