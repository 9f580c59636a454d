"""What falls due in the execution: reports that have not come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from decisions.cases.models import Reminder
from decisions.cases.wording import in_chinese
from decisions.execution.models import ExecutionPlan, ExecutionReport
from decisions.execution.rules import next_report_due
from decisions.execution.selectors import IN_EXECUTION, last_reports

if TYPE_CHECKING:
    from datetime import date

REPORT_OVERDUE = "execution_report_overdue"


@in_chinese
def run(today: date) -> int:
    """Remind executing units of reports that were due; once for each report.

    Returns:
        How many reminders were new.
    """
    plans = list(
        ExecutionPlan.objects.filter(decision__status__in=IN_EXECUTION, implemented_on__lt=today)
        .exclude(
            decision__in=ExecutionReport.objects.filter(is_final=True).values("decision"),
        )
        .select_related("decision")
    )
    reported = last_reports(plan.decision_id for plan in plans)
    due = [
        (plan, day)
        for plan in plans
        if (day := next_report_due(plan.report_cycle, reported.get(plan.decision_id, plan.implemented_on))) < today
    ]
    told = 0
    for plan, day in due:
        if plan.decision.executing_unit_id is None:
            continue
        _reminder, is_new = Reminder.objects.get_or_create(
            decision=plan.decision,
            kind=REPORT_OVERDUE,
            cause=day.isoformat(),
            defaults={
                "text": _("The report on the execution was due on %(day)s.") % {"day": day.isoformat()},
                "unit_id": plan.decision.executing_unit_id,
                "due_on": day,
            },
        )
        told += is_new
    return told
