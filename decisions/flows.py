"""The procedure as one flow: the table of contents of Decree 713.

This module alone says what follows what. A node is an act in the imperative; its name is a database value, chosen
once. Conditions ask a stage's selector; nothing is decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.status import STATUS
from viewflow.workflow.token import Token

from decisions import compliance, position
from decisions.cases.locking import SettlingLock
from decisions.cases.models import DecisionProcess
from decisions.cases.selectors import is_due
from decisions.competition import selectors as competition
from decisions.competition import views as competition_views
from decisions.deliberation import selectors as deliberation
from decisions.deliberation import views as deliberation_views
from decisions.drafting import selectors as drafting
from decisions.drafting import views as drafting_views
from decisions.evaluation import selectors as evaluation
from decisions.evaluation import views as evaluation_views
from decisions.execution import views as execution_views
from decisions.filing import views as filing_views
from decisions.initiation import selectors as initiation
from decisions.initiation import views as initiation_views
from decisions.legality import selectors as legality
from decisions.legality import views as legality_views
from decisions.participation import selectors as participation
from decisions.participation import views as participation_views
from decisions.publication import selectors as publication
from decisions.publication import views as publication_views
from decisions.risk import selectors as risk
from decisions.risk import views as risk_views
from decisions.statutes.rule import Procedure
from experts import selectors as experts
from experts import views as experts_views

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from viewflow.workflow.activation import Activation

    from accounts.models import User
    from decisions.cases.models import Decision, Snapshot


class DecisionFlow(flow.Flow):
    """The procedure of a major administrative decision."""

    process_class = DecisionProcess
    process_title = _("Major administrative decision")
    # Waiting beats failing: the second official waits a moment and is told that the task is done.
    lock_impl = SettlingLock(nowait=False)

    # Chapter II, section 1: initiation (art. 10, 11)
    propose = (
        flow.Start(initiation_views.ProposeView.as_view())
        .Annotation(title=_("Propose the matter"))
        .Permission("decisions.propose")
        .Next(this.study)
    )
    study = (
        flow.View(initiation_views.StudyView.as_view())
        .Annotation(title=_("Study the proposal"))
        .Permission("decisions.study")
        .Next(this.initiate)
    )
    initiate = (
        flow.View(initiation_views.InitiateView.as_view())
        .Annotation(title=_("Decide whether to start the procedure"))
        .Permission("decisions.initiate")
        .Next(this.check_initiated)
    )
    check_initiated = (
        flow.If(this.is_started).Annotation(title=_("Procedure started?")).Then(this.draft).Else(this.file_dossier)
    )

    # Drafting (art. 12, 13)
    draft = (
        flow.View(drafting_views.DraftView.as_view())
        .Annotation(title=_("Draw up the draft"))
        .Permission("decisions.draft")
        .Next(this.check_units)
    )
    check_units = (
        flow.If(this.units_are_to_be_consulted)
        .Annotation(title=_("Units to be consulted?"))
        .Then(this.consult_units)
        .Else(this.split_hearing)
    )
    consult_units = (
        flow.View(drafting_views.ConsultUnitsView.as_view())
        .Annotation(title=_("Consult the units concerned"))
        .Permission("decisions.consult_units")
        .Next(this.split_hearing)
    )

    # Heard in parallel, each if applicable
    split_hearing = (
        flow.Split()
        .Annotation(title=_("Hear all sides"))
        .Next(this.check_consultation)
        .Next(this.check_hearing)
        .Next(this.check_panel)
        .Next(this.check_risk)
        .Next(this.check_competition)
    )

    # Section 2: public participation (art. 14-18)
    check_consultation = (
        flow.If(this.consultation_is_due)
        .Annotation(title=_("Public consultation due?"))
        .Then(this.open_consultation)
        .Else(this.join_hearing)
    )
    open_consultation = (
        flow.View(participation_views.OpenConsultationView.as_view())
        .Annotation(title=_("Invite public comments"))
        .Permission("decisions.open_consultation")
        .Next(this.await_comments)
    )
    await_comments = (
        flow.Timer(this.end_of_consultation).Annotation(title=_("Period for comments")).Next(this.answer_opinions)
    )
    answer_opinions = (
        flow.View(participation_views.AnswerOpinionsView.as_view())
        .Annotation(title=_("Study and answer the opinions"))
        .Permission("decisions.answer_opinions")
        .Next(this.join_hearing)
    )
    check_hearing = (
        flow.If(this.hearing_is_due)
        .Annotation(title=_("Hearing due?"))
        .Then(this.announce_hearing)
        .Else(this.join_hearing)
    )
    announce_hearing = (
        flow.View(participation_views.AnnounceHearingView.as_view())
        .Annotation(title=_("Announce the hearing"))
        .Permission("decisions.announce_hearing")
        .Next(this.hold_hearing)
    )
    hold_hearing = (
        flow.View(participation_views.HoldHearingView.as_view())
        .Annotation(title=_("Hold the hearing"))
        .Permission("decisions.hold_hearing")
        .Next(this.join_hearing)
    )

    # Section 3: expert argumentation (art. 19-21)
    check_panel = (
        flow.If(this.panel_is_due)
        .Annotation(title=_("Expert argumentation due?"))
        .Then(this.convene_panel)
        .Else(this.join_hearing)
    )
    convene_panel = (
        flow.View(experts_views.ConvenePanelView.as_view())
        .Annotation(title=_("Convene the expert panel"))
        .Permission("decisions.convene_panel")
        .Next(this.await_sheets)
    )
    await_sheets = (
        flow.Timer(this.end_of_scoring)
        .Annotation(title=_("Experts argue and score independently"))
        .Next(this.conclude_panel)
    )
    conclude_panel = (
        flow.View(experts_views.ConcludePanelView.as_view())
        .Annotation(title=_("Conclude the expert argumentation"))
        .Permission("decisions.conclude_panel")
        .Next(this.join_hearing)
    )

    # Section 4: risk assessment (art. 22-24)
    check_risk = (
        flow.If(this.assessment_is_due)
        .Annotation(title=_("Risk assessment due?"))
        .Then(this.assess_risk)
        .Else(this.join_hearing)
    )
    assess_risk = (
        flow.View(risk_views.AssessRiskView.as_view())
        .Annotation(title=_("Assess the risks"))
        .Permission("decisions.assess_risk")
        .Next(this.find_risk)
    )
    find_risk = (
        flow.View(risk_views.FindRiskView.as_view())
        .Annotation(title=_("Find whether the risk is controllable"))
        .Permission("decisions.find_risk")
        .Next(this.join_hearing)
    )

    # Regulation on fair-competition review, art. 14-18
    check_competition = (
        flow.If(this.competition_review_is_due)
        .Annotation(title=_("Fair-competition review due?"))
        .Then(this.review_competition)
        .Else(this.join_hearing)
    )
    review_competition = (
        flow.View(competition_views.ReviewCompetitionView.as_view())
        .Annotation(title=_("Review fair competition"))
        .Permission("decisions.review_competition")
        .Next(this.join_hearing)
    )
    join_hearing = flow.Join().Annotation(title=_("All sides heard")).Next(this.check_heard)
    check_heard = (
        flow.Switch()
        .Annotation(title=_("What is still open?"))
        .Case(this.draft, this.risk_is_uncontrollable)
        .Case(this.draft, this.competition_is_restricted)
        .Case(this.split_hearing, this.something_is_due)
        .Default(this.finalise_draft)
    )
    finalise_draft = (
        flow.View(drafting_views.FinaliseDraftView.as_view())
        .Annotation(title=_("Finalise the draft"))
        .Permission("decisions.finalise_draft")
        .Next(this.check_finalised)
    )
    check_finalised = (
        flow.If(this.something_is_due)
        .Annotation(title=_("Anything to be heard again?"))
        .Then(this.split_hearing)
        .Else(this.submit_for_review)
    )

    # Chapter III, section 1: legality review (art. 25-28)
    submit_for_review = (
        flow.View(legality_views.SubmitForReviewView.as_view())
        .Annotation(title=_("Submit for legality review"))
        .Permission("decisions.submit_for_review")
        .Next(this.accept_submission)
    )
    accept_submission = (
        flow.View(legality_views.AcceptSubmissionView.as_view())
        .Annotation(title=_("Check the submission"))
        .Permission("decisions.accept_submission")
        .Next(this.check_submission)
    )
    check_submission = (
        flow.Switch()
        .Annotation(title=_("Submission in order?"))
        .Case(this.review_legality, this.submission_is_accepted)
        .Case(this.submit_for_review, this.submission_needs_supplement)
        .Default(this.finalise_draft)
    )
    review_legality = (
        flow.View(legality_views.ReviewLegalityView.as_view())
        .Annotation(title=_("Review the legality"))
        .Permission("decisions.review_legality")
        .Next(this.respond_to_review)
    )
    respond_to_review = (
        flow.View(legality_views.RespondToReviewView.as_view())
        .Annotation(title=_("Act on the review opinion"))
        .Permission("decisions.respond_to_review")
        .Next(this.check_legality)
    )
    check_legality = (
        flow.Switch()
        .Annotation(title=_("What does the review allow?"))
        .Case(this.draft, this.draft_is_unlawful)
        .Case(this.submit_for_review, this.review_is_stale)
        .Default(this.submit_for_deliberation)
    )

    # Section 2: collective discussion (art. 29, 30), report to the Party committee (31), people's congress (8)
    submit_for_deliberation = (
        flow.View(deliberation_views.SubmitForDeliberationView.as_view())
        .Annotation(title=_("Submit for collective discussion"))
        .Permission("decisions.submit_for_deliberation")
        .Next(this.admit)
    )
    admit = (
        flow.View(deliberation_views.AdmitView.as_view())
        .Annotation(title=_("Admit to the agenda"))
        .Permission("decisions.admit")
        .Next(this.check_admitted)
    )
    check_admitted = (
        flow.If(this.is_admitted)
        .Annotation(title=_("Admitted?"))
        .Then(this.deliberate)
        .Else(this.submit_for_deliberation)
    )
    deliberate = (
        flow.View(deliberation_views.DeliberateView.as_view())
        .Annotation(title=_("Discuss and decide"))
        .Permission("decisions.deliberate")
        .Next(this.check_decided)
    )
    check_decided = (
        flow.Switch()
        .Annotation(title=_("Outcome of the discussion"))
        .Case(this.report_to_party, this.is_adopted)
        .Case(this.draft, this.is_changed_in_substance)
        .Case(this.file_dossier, this.is_rejected)
        .Default(this.submit_for_deliberation)
    )
    report_to_party = (
        flow.View(deliberation_views.ReportToPartyView.as_view())
        .Annotation(title=_("Report to the Party committee"))
        .Permission("decisions.report_to_party")
        .Next(this.check_party)
    )
    check_party = (
        flow.Switch()
        .Annotation(title=_("Reply of the Party committee"))
        .Case(this.draft, this.party_asks_for_changes)
        .Case(this.file_dossier, this.party_does_not_agree)
        .Case(this.report_to_congress, this.report_to_congress_is_due)
        .Default(this.publish)
    )
    report_to_congress = (
        flow.View(deliberation_views.ReportToCongressView.as_view())
        .Annotation(title=_("Report to the people's congress"))
        .Permission("decisions.report_to_congress")
        .Next(this.check_congress)
    )
    check_congress = (
        flow.Switch()
        .Annotation(title=_("Reply of the people's congress"))
        .Case(this.draft, this.congress_asks_for_changes)
        .Case(this.file_dossier, this.congress_does_not_agree)
        .Default(this.publish)
    )

    # Publication and filing (art. 32, 33)
    publish = (
        flow.View(publication_views.PublishView.as_view())
        .Annotation(title=_("Issue and publish the decision"))
        .Permission("decisions.publish")
        .Next(this.file_dossier)
    )
    file_dossier = (
        flow.View(filing_views.FileDossierView.as_view())
        .Annotation(title=_("File the dossier"))
        .Permission("decisions.file_dossier")
        .Next(this.check_in_force)
    )
    check_in_force = (
        flow.If(this.is_in_force)
        .Annotation(title=_("Decision in force?"))
        .Then(this.assign_execution)
        .Else(this.end_without_decision)
    )
    end_without_decision = flow.End().Annotation(title=_("Ended without a decision"))

    # Chapter IV: execution, evaluation, adjustment (art. 34-37)
    assign_execution = (
        flow.View(execution_views.AssignExecutionView.as_view())
        .Annotation(title=_("Name the executing unit"))
        .Permission("decisions.assign_execution")
        .Next(this.await_evaluation)
    )
    await_evaluation = (
        flow.Timer(this.day_of_evaluation)
        .Annotation(title=_("Until the evaluation is due"))
        .Next(this.decide_evaluation)
    )
    decide_evaluation = (
        flow.View(evaluation_views.DecideEvaluationView.as_view())
        .Annotation(title=_("Decide on the evaluation"))
        .Permission("decisions.decide_evaluation")
        .Next(this.check_evaluation)
    )
    check_evaluation = (
        flow.If(this.evaluation_is_ordered)
        .Annotation(title=_("Evaluate?"))
        .Then(this.evaluate)
        .Else(this.await_evaluation)
    )
    evaluate = (
        flow.View(evaluation_views.EvaluateView.as_view())
        .Annotation(title=_("Evaluate the decision"))
        .Permission("decisions.evaluate")
        .Next(this.apply_evaluation)
    )
    apply_evaluation = (
        flow.View(evaluation_views.ApplyEvaluationView.as_view())
        .Annotation(title=_("Apply the result of the evaluation"))
        .Permission("decisions.apply_evaluation")
        .Next(this.check_result)
    )
    check_result = (
        flow.If(this.goes_on).Annotation(title=_("Goes on?")).Then(this.await_evaluation).Else(this.end_of_decision)
    )
    end_of_decision = flow.End().Annotation(title=_("Adjusted or terminated"))

    # --- conditions: one line each, the stage knows

    def is_started(self, activation: Activation) -> bool:
        return initiation.is_started(activation.process.decision)

    def units_are_to_be_consulted(self, activation: Activation) -> bool:
        return drafting.units_are_to_be_consulted(activation.process.decision)

    def consultation_is_due(self, activation: Activation) -> bool:
        return self.due(activation.process.decision, Procedure.PARTICIPATION)

    def hearing_is_due(self, activation: Activation) -> bool:
        return self.due(activation.process.decision, Procedure.HEARING)

    def panel_is_due(self, activation: Activation) -> bool:
        return self.due(activation.process.decision, Procedure.EXPERTS)

    def assessment_is_due(self, activation: Activation) -> bool:
        return self.due(activation.process.decision, Procedure.RISK)

    def competition_review_is_due(self, activation: Activation) -> bool:
        return self.due(activation.process.decision, Procedure.COMPETITION)

    def end_of_consultation(self, activation: Activation) -> datetime:
        return participation.end_of_consultation(activation.process.decision)

    def end_of_scoring(self, activation: Activation) -> datetime:
        return experts.end_of_scoring(activation.process.decision)

    def risk_is_uncontrollable(self, activation: Activation) -> bool:
        return risk.is_uncontrollable(activation.process.decision)

    def competition_is_restricted(self, activation: Activation) -> bool:
        return competition.is_restricted(activation.process.decision)

    def something_is_due(self, activation: Activation) -> bool:
        return any(self.due(activation.process.decision, procedure) for procedure in HEARD)

    def submission_is_accepted(self, activation: Activation) -> bool:
        return legality.submission_is_accepted(activation.process.decision)

    def submission_needs_supplement(self, activation: Activation) -> bool:
        return legality.submission_needs_supplement(activation.process.decision)

    def draft_is_unlawful(self, activation: Activation) -> bool:
        return legality.draft_is_unlawful(activation.process.decision)

    def review_is_stale(self, activation: Activation) -> bool:
        return legality.review_is_stale(activation.process.decision)

    def is_admitted(self, activation: Activation) -> bool:
        return deliberation.is_admitted(activation.process.decision)

    def is_adopted(self, activation: Activation) -> bool:
        return deliberation.is_adopted(activation.process.decision)

    def is_changed_in_substance(self, activation: Activation) -> bool:
        return deliberation.is_changed_in_substance(activation.process.decision)

    def is_rejected(self, activation: Activation) -> bool:
        return deliberation.is_rejected(activation.process.decision)

    def party_asks_for_changes(self, activation: Activation) -> bool:
        return deliberation.party_asks_for_changes(activation.process.decision)

    def party_does_not_agree(self, activation: Activation) -> bool:
        return deliberation.party_does_not_agree(activation.process.decision)

    def report_to_congress_is_due(self, activation: Activation) -> bool:
        return deliberation.report_to_congress_is_due(activation.process.decision)

    def congress_asks_for_changes(self, activation: Activation) -> bool:
        return deliberation.congress_asks_for_changes(activation.process.decision)

    def congress_does_not_agree(self, activation: Activation) -> bool:
        return deliberation.congress_does_not_agree(activation.process.decision)

    def is_in_force(self, activation: Activation) -> bool:
        return publication.is_in_force(activation.process.decision)

    def day_of_evaluation(self, activation: Activation) -> datetime:
        return evaluation.day_of_evaluation(activation.process.decision)

    def evaluation_is_ordered(self, activation: Activation) -> bool:
        return evaluation.evaluation_is_ordered(activation.process.decision)

    def goes_on(self, activation: Activation) -> bool:
        return evaluation.goes_on(activation.process.decision)

    # --- what crosses stages

    def due(self, decision: Decision, procedure: Procedure) -> bool:
        """Whether one of the procedures heard in parallel still has to be performed."""
        return is_due(decision, procedure, HEARD[procedure](decision))

    @classmethod
    def concluded(cls, decision: Decision) -> dict[Procedure, Snapshot]:
        """Return the required procedures that came to a conclusion, each with the snapshot it was about."""
        found = {procedure: concluded_on(decision) for procedure, concluded_on in HEARD.items()}
        return {
            procedure: snapshot
            for procedure, snapshot in found.items()
            if snapshot is not None and decision.requires(procedure)
        }

    def findings(self, decision: Decision | None, node: str) -> Iterable[dict[str, Any]]:
        """Return the rules due at a node with what they find for the decision."""
        return compliance.findings_at(decision, node)

    def place(self, decision: Decision) -> position.Place:
        """Return where the decision stands."""
        return position.place_of(decision)

    def page_context(self, decision: Decision | None) -> dict[str, Any]:
        """Return what every page of an act shows of its decision besides the act."""
        return position.page_context(decision)

    @classmethod
    def hasten(cls, decision: Decision, node: str, *, on: date) -> bool:
        """Let a waiting timer run out, because what it waits for has happened.

        Args:
            decision: The decision.
            node: The timer's node.
            on: The day on which what it waits for happened.

        Returns:
            Whether the timer was waiting.
        """
        process = decision.process
        with cls.lock(process.pk):
            task = process.task_set.filter(flow_task=cls.instance.node(node), status=STATUS.SCHEDULED).first()
            if task is None:
                return False
            task.data = {**(task.data or {}), "on": on.isoformat()}
            activation = task.flow_task.activation_class(task)
            activation.start()
            activation.complete()
            activation.activate_next()
            return True

    @classmethod
    def bypass(cls, decision: Decision, procedure: Procedure) -> bool:
        """Lead a branch past its open act to the join, because its procedure was found not to apply.

        Args:
            decision: The decision, locked by the act that calls this.
            procedure: The procedure that no longer applies.

        Returns:
            Whether an act of the branch was open.
        """
        process = decision.process
        with cls.lock(process.pk), transaction.atomic():
            waiting = process.task_set.filter(status__in=[STATUS.NEW, STATUS.ASSIGNED, STATUS.SCHEDULED])
            found = [task for task in waiting if task.flow_task.name in BRANCHES.get(procedure, ())]
            for task in found:
                activation = task.flow_task.activation_class(task)
                activation.cancel()
                activation._activate_next({cls.instance.node("join_hearing")._create(activation, task.token)})
            return bool(found)

    @classmethod
    def postpone(cls, decision: Decision, node: str, *, until: datetime) -> bool:
        """Let a waiting timer wait longer, because an act of the record gave more time.

        Args:
            decision: The decision.
            node: The timer's node.
            until: The instant at which it runs out now.

        Returns:
            Whether the timer was waiting.
        """
        process = decision.process
        with cls.lock(process.pk):
            task = process.task_set.filter(flow_task=cls.instance.node(node), status=STATUS.SCHEDULED).first()
            if task is None:
                return False
            task.scheduled = until
            task.save(update_fields=["scheduled"])
            return True

    @classmethod
    def divert(cls, decision: Decision, node: str, *, by: User | None) -> None:
        """End every open task and go on at a node: the way of a matter that is withdrawn.

        Args:
            decision: The decision, locked by the act that calls this.
            node: The human node to go on at.
            by: Who ended the tasks.
        """
        process = decision.process
        with cls.lock(process.pk), transaction.atomic():
            open_tasks = list(process.task_set.exclude(status__in=[STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED]))
            for task in open_tasks:
                task.flow_task.activation_class(task).cancel()
            last = process.task_set.filter(status=STATUS.DONE).order_by("-finished", "-pk").first()
            before = last.flow_task.activation_class(last)
            cls.instance.node(node)._create(before, Token("start"))

    @classmethod
    def conclude(cls, decision: Decision) -> bool:
        """End the procedure of a decision that another one has replaced.

        Args:
            decision: The decision replaced, locked by the act that calls this.

        Returns:
            Whether the procedure was still running.
        """
        process = decision.process
        with cls.lock(process.pk), transaction.atomic():
            open_tasks = list(process.task_set.exclude(status__in=[STATUS.DONE, STATUS.CANCELED, STATUS.REVIVED]))
            if not open_tasks:
                return False
            for task in open_tasks:
                task.flow_task.activation_class(task).cancel()
            last = process.task_set.filter(status=STATUS.DONE).order_by("-finished", "-pk").first()
            before = last.flow_task.activation_class(last)
            before._activate_next({cls.instance.node("end_of_decision")._create(before, Token("start"))})
            return True


HEARD = {
    Procedure.PARTICIPATION: participation.consulted_on,
    Procedure.HEARING: participation.hearing_held_on,
    Procedure.EXPERTS: experts.concluded_on,
    Procedure.RISK: risk.found_controllable_on,
    Procedure.COMPETITION: competition.concluded_on,
}
BRANCHES = {
    Procedure.PARTICIPATION: ("open_consultation", "await_comments", "answer_opinions"),
    Procedure.HEARING: ("announce_hearing", "hold_hearing"),
    Procedure.EXPERTS: ("convene_panel", "await_sheets", "conclude_panel"),
    Procedure.RISK: ("assess_risk", "find_risk"),
    Procedure.COMPETITION: ("review_competition",),
}
