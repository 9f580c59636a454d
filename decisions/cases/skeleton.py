"""Temporary: a view that files a bare record, until the stage has its own."""

from accounts.models import Unit
from archive.services import open_case
from archive.sheet import Sheet
from decisions.cases import services
from decisions.cases.models import Decision, DecisionProcess
from decisions.cases.views import ActView
from decisions.statutes.models import RulePack
from decisions.statutes.rule import Procedure


class SkeletonView(ActView):
    """Files a bare record."""

    code = "M02"
    title = "skeleton"
    button = "skeleton"

    def act(self, form):
        on = form.cleaned_data["on"]
        if self.verb == "propose":
            authority = Unit.objects.filter(is_authority=True).first()
            unit = self.official.memberships.first().unit
            self.decision = Decision.objects.create(
                number=services.issue_number(authority, "决策", on.year), title="试验事项", year=on.year,
                category="other", source="department", authority=authority, proposing_unit=unit, study_unit=unit,
                lead_unit=unit, executing_unit=unit, evaluating_unit=unit, rule_pack=RulePack.objects.first(),
                case=open_case(fonds_code="1", fonds_name="x", year=on.year, title="试验", on=on))
        if self.verb == "initiate":
            for p in Procedure:
                services.determine(self.decision, procedure=p, is_required=True, ground="x", signed_by="x", on=on)
        if self.verb == "draft":
            d = services.write_draft(self.decision, title="x", clauses=[("1", "第一条", "text")], explanation="e", change_note="", on=on, by=self.official)
            services.take_snapshot(self.decision, draft=d, on=on, by=self.official)
        if self.verb == "assign_execution":
            Decision.objects.filter(pk=self.decision.pk).update(executing_unit=self.decision.lead_unit_id)
        if self.verb == "decide_evaluation":
            Decision.objects.filter(pk=self.decision.pk).update(evaluating_unit=self.decision.lead_unit_id)
        return services.deposit(self.decision, code=self.code, title=self.verb, act=self.verb, data={}, sheet=Sheet(), on=on, by=self.official).entry
