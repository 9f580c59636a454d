"""Pages of legality review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from decisions.cases.lanes import Lane
from decisions.cases.selectors import held_offices, units_in_lane
from decisions.cases.views import ActView
from decisions.legality import forms, package, reviewing, selectors, services
from decisions.legality.rules import review_takes_its_time
from decisions.statutes.calendar import CalendarMissing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.models import LedgerEntry
    from decisions.cases.models import Decision
    from decisions.legality.models import ReviewSubmission


class SubmitForReviewView(ActView):
    """Submit for legality review."""

    verb = "submit_for_review"
    lane = Lane.LEAD_UNIT
    title = _("Submit for legality review")
    button = _("Submit for review")
    description = _("Draft, legal basis and the statement on the procedure, bound to one snapshot.")
    form_class = forms.SubmitForReviewForm
    template_name = "decisions/legality/submit.html"

    def initial(self) -> Mapping[str, Any]:
        """Fill in the basis on file and the statement as the record tells it."""
        before = selectors.latest_submission(self.decision)
        return {
            "basis": before.basis if before is not None else package.known_basis(self.decision),
            "statement": package.statement(self.decision),
            "prereview": before.prereview if before is not None else "",
            "prereviewer": before.prereviewer if before is not None else "",
        }

    def facts(self) -> Mapping[str, Any]:
        """Show the text, the papers that go along, and what was asked for."""
        before = selectors.latest_submission(self.decision)
        return {
            "snapshot": self.decision.current_snapshot,
            "papers": package.papers(self.decision),
            "intake": getattr(before, "intake", None) if before is not None else None,
        }

    def act(self, form: forms.SubmitForReviewForm) -> LedgerEntry:
        """Submit."""
        values = {"supplements": "", **form.cleaned_data}
        return services.submit_for_review(self.decision, **values, by=self.official).entry


class AcceptSubmissionView(ActView):
    """Check a submission."""

    verb = "accept_submission"
    lane = Lane.LEGAL_OFFICE
    title = _("Check the submission")
    button = _("Issue the notice")
    description = _(
        "Accept it, ask once for everything that is missing, or return it. The clock starts on acceptance."
    )
    form_class = forms.AcceptSubmissionForm
    template_name = "decisions/legality/accept.html"

    def facts(self) -> Mapping[str, Any]:
        """Show what was submitted."""
        return _submitted(self.decision)

    def act(self, form: forms.AcceptSubmissionForm) -> LedgerEntry:
        """Check."""
        values = dict(form.cleaned_data)
        items = values.pop("missing_papers")
        return services.accept_submission(self.decision, items=items, **values, by=self.official).entry


class PauseReviewView(ActView):
    """Record an interruption of the review."""

    verb = "pause_review"
    lane = Lane.LEGAL_OFFICE
    title = _("Record an interruption of the review")
    button = _("Record the interruption")
    node = "review_legality"
    form_class = forms.PauseForm

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """While the review runs."""
        return selectors.review_is_open(decision)

    def facts(self) -> Mapping[str, Any]:
        """Show the clock."""
        return {"clock": _clock(selectors.latest_submission(self.decision))}

    def act(self, form: forms.PauseForm) -> LedgerEntry:
        """Record."""
        return services.pause_review(self.decision, **form.cleaned_data, by=self.official).entry


class GiveLegalOpinionView(ActView):
    """Give a legal opinion as counsel."""

    verb = "give_legal_opinion"
    lane = Lane.LEGAL_OFFICE
    title = _("Give a legal opinion as counsel")
    button = _("Sign and give the opinion")
    description = _("A signed opinion on the text under review, as adviser or public lawyer.")
    node = "review_legality"
    form_class = forms.LegalOpinionForm
    template_name = "decisions/legality/counsel.html"

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """While the review runs."""
        return selectors.review_is_open(decision)

    def may(self) -> bool:
        """Counsel of any unit of the authority may; whose counsel it is, is judged when the opinion is given."""
        units = Unit.objects.filter(path__startswith=self.decision.authority.path)
        return held_offices(self.official).filter(group__permissions__codename=self.verb, unit__in=units).exists()

    def initial(self) -> Mapping[str, Any]:
        """Fill in the unit of the official."""
        office = held_offices(self.official).select_related("unit").first()
        return {"affiliation": office.unit.name if office is not None else ""}

    def facts(self) -> Mapping[str, Any]:
        """Show what was submitted, with its text."""
        return _submitted(self.decision)

    def act(self, form: forms.LegalOpinionForm) -> LedgerEntry:
        """Give the opinion."""
        return services.give_legal_opinion(self.decision, **form.cleaned_data, by=self.official).entry


class ReviewLegalityView(ActView):
    """Review the legality."""

    verb = "review_legality"
    lane = Lane.LEGAL_OFFICE
    title = _("Review the legality")
    button = _("Issue the review opinion")
    description = _("Three questions, each with its basis; the opinion counts for this snapshot alone.")
    form_class = forms.ReviewLegalityForm
    template_name = "decisions/legality/review.html"

    def initial(self) -> Mapping[str, Any]:
        """Fill in what the record says of the procedure."""
        submission = selectors.latest_submission(self.decision)
        return {"procedure_basis": submission.statement if submission is not None else ""}

    def facts(self) -> Mapping[str, Any]:
        """Show what was submitted, counsel's opinions, the clock and the opinion before."""
        submitted = _submitted(self.decision)
        submission = submitted["submitted"]
        return {
            **submitted,
            "clock": _clock(submission),
            "pauses": list(submission.pauses.all()) if submission is not None else [],
            "counsel": selectors.counsel_opinions(self.decision, submission.snapshot) if submission else [],
            "replies": selectors.replies_of(self.decision),
            "before": selectors.opinion(self.decision),
        }

    def act(self, form: forms.ReviewLegalityForm) -> LedgerEntry:
        """Issue the opinion."""
        data = form.cleaned_data
        names = ("problems", "conclusion", "remark", "approver", "early_reason", "files", "on")
        return reviewing.review_legality(
            self.decision,
            answers=form.answers,
            claims_exception=data.get("claims_exception", False),
            risk_statement=data.get("risk_statement", ""),
            **{name: data[name] for name in names},
            by=self.official,
        ).entry


class RespondToReviewView(ActView):
    """Act on the review opinion."""

    verb = "respond_to_review"
    lane = Lane.LEAD_UNIT
    title = _("Act on the review opinion")
    button = _("Submit the statement")
    description = _("Each problem is adopted with a change or answered with a reason.")
    form_class = forms.RespondToReviewForm
    template_name = "decisions/legality/respond.html"

    def initial_rows(self) -> Mapping[str, list[dict[str, Any]]]:
        """Offer a row for each problem."""
        found = selectors.opinion(self.decision)
        return {"answers": [{"problem": row.position} for row in found.problems.all()] if found is not None else []}

    def facts(self) -> Mapping[str, Any]:
        """Show the opinion."""
        found = selectors.opinion(self.decision)
        return {
            "review": found,
            "snapshot": found.submission.snapshot if found is not None else None,
            "problems": list(found.problems.all()) if found is not None else [],
        }

    def act(self, form: forms.RespondToReviewForm) -> LedgerEntry:
        """Respond."""
        return reviewing.respond_to_review(self.decision, **form.cleaned_data, by=self.official).entry


def _submitted(decision: Decision) -> dict[str, Any]:
    submission = selectors.latest_submission(decision)
    return {
        "submitted": submission,
        "snapshot": submission.snapshot if submission is not None else None,
        "draft": submission.snapshot.draft if submission is not None else None,
        "papers": package.papers(decision),
        "bureau": units_in_lane(decision, Lane.LEGAL_OFFICE).first(),
    }


def _clock(submission: ReviewSubmission | None) -> dict[str, Any] | None:
    """Return the clock of a running review; none while none runs or a year is not entered."""
    if submission is None or not hasattr(submission, "intake"):
        return None
    demanded = submission.decision.pack["legality.min_working_days"]
    if not demanded:
        return None
    try:
        passed = selectors.elapsed(submission, timezone.localdate())
        first_day = selectors.earliest(submission)
    except CalendarMissing:
        return None
    note = gettext("Accepted on %(accepted)s; it can be issued from %(earliest)s.") % {
        "accepted": submission.intake.on.isoformat(),
        "earliest": first_day.isoformat(),
    }
    pauses = selectors.stopping_pauses(submission)
    if pauses:
        spans = "、".join(f"{start.isoformat()}—{end.isoformat()}" for start, end in pauses)
        note += " " + gettext("Interrupted: %(spans)s.") % {"spans": spans}
    return {
        "title": _("Clock of the review"),
        "elapsed": min(passed, demanded),
        "total": demanded,
        "unit": _("working days"),
        "demand": gettext("as a rule at least %(days)d working days") % {"days": demanded},
        "provision": review_takes_its_time.provision,
        "note": note,
        "state": "ok" if passed >= demanded else "due",
    }


SIDE_ACTS: tuple[type[ActView], ...] = (GiveLegalOpinionView, PauseReviewView)
