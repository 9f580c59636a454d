"""The law of legality review: articles 25 to 28. The gate to the meeting is judged in ``cases.rules``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.legality.facts import ForwardingFacts, PackageFacts, ResponseFacts, ReviewFacts, SeparationFacts
from decisions.statutes.finding import Finding, breached, excused, met, not_applicable, pending
from decisions.statutes.rule import Instrument, Provision, Strength, rule

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack

LAWFUL = "lawful"
AFTER_CHANGE = "lawful_after_change"
UNLAWFUL = "unlawful"


@rule(
    "LEGAL-01",
    title=_("The department responsible for it reviews before the submission"),
    cites=Provision(25, 1),
    strength=Strength.MUST,
    node="review_legality",
    proved_by=("G07",),
    facts=ReviewFacts,
)
def department_in_charge_reviews(facts: ReviewFacts, pack: Pack) -> Finding:
    """The unit that reviews is the one responsible for it."""
    if not facts.is_in_charge:
        return breached(
            _("%(unit)s is not responsible for legality review.") % {"unit": facts.unit},
            _("Let the justice bureau or legal office review."),
        )
    if not facts.is_issued:
        return pending(_("The opinion is not issued yet."))
    return met(facts.unit)


@rule(
    "LEGAL-02",
    title=_("Seeking comments or countersigning does not replace the review"),
    cites=Provision(25, 1),
    strength=Strength.BLOCK,
    node="review_legality",
    proved_by=("G07",),
    facts=ReviewFacts,
)
def review_stands_by_itself(facts: ReviewFacts, pack: Pack) -> Finding:
    """The review rests on a submission accepted for it, not on an answer to a consultation."""
    if facts.accepted_on is None:
        return breached(
            _("No submission was accepted for review; %(replies)d replies to the consultation do not count.")
            % {"replies": facts.replies},
            _("Let the lead unit submit the draft for review."),
        )
    if facts.replies:
        return met(_("%(replies)d replies to the consultation of units are not counted.") % {"replies": facts.replies})
    return met(_("The submission was accepted for review."))


@rule(
    "SOD-03",
    title=_("A reply as a consulted unit is not a legality review"),
    cites=Provision(25, 1),
    strength=Strength.BLOCK,
    node="review_legality",
    proved_by=("G07",),
    facts=ReviewFacts,
)
def opinion_is_no_reply(facts: ReviewFacts, pack: Pack) -> Finding:
    """The paper of the opinion is not the paper of a reply."""
    if not facts.is_issued:
        return pending(_("The opinion is not issued yet."))
    if facts.is_reply:
        return breached(
            _("The paper attached is a reply to the consultation of units."), _("Attach the review opinion itself.")
        )
    return met()


@rule(
    "LEGAL-03X",
    title=_("An exploratory reform may go on with its legal risk expressly stated"),
    cites=Provision(25, 2),
    strength=Strength.MAY,
    node="review_legality",
    proved_by=("G09",),
    facts=ReviewFacts,
)
def risk_of_reform_is_stated(facts: ReviewFacts, pack: Pack) -> Finding:
    """The exception is open to exploratory reforms only, and only with the risk stated."""
    if not facts.claims_exception:
        return not_applicable(_("The exception is not used."))
    if not facts.is_exploratory:
        return breached(
            _("The matter was not started as an exploratory reform."), _("Change the draft until it is lawful.")
        )
    if not facts.risk_statement.strip():
        return breached(_("The legal risk is not stated."), _("State it expressly."))
    return met(facts.risk_statement)


@rule(
    "LEGAL-04",
    title=_("Draft, legal basis and a statement on the procedure are submitted"),
    cites=Provision(26, 1),
    strength=Strength.MUST,
    node="submit_for_review",
    proved_by=("G02", "G03", "G04"),
    facts=PackageFacts,
)
def package_is_whole(facts: PackageFacts, pack: Pack) -> Finding:
    """Everything article 26 names is there; what is missing is named."""
    lacking = []
    if not facts.has_draft:
        lacking.append(_("draft"))
    if not facts.has_explanation:
        lacking.append(_("drafting explanation"))
    if not facts.basis.strip():
        lacking.append(_("legal basis"))
    if not facts.statement.strip():
        lacking.append(_("statement on the procedure"))
    if pack["legality.internal_prereview"] and not facts.prereview.strip():
        lacking.append(_("opinion of the lead unit's own legal body"))
    if lacking:
        return breached(
            _("The submission lacks: %(papers)s.") % {"papers": "、".join(str(paper) for paper in lacking)},
            _("Complete the submission."),
        )
    if not facts.statement_checked:
        return breached(
            _("The statement on the procedure was not checked against the facts."), _("Check it and say so.")
        )
    return met()


@rule(
    "LEGAL-10",
    title=_("A submission is checked and forwarded within the time local rules set"),
    cites=Provision(26, 1, instrument=Instrument.LOCAL),
    strength=Strength.MUST,
    node="accept_submission",
    proved_by=("G04",),
    facts=ForwardingFacts,
)
def submission_is_forwarded(facts: ForwardingFacts, pack: Pack) -> Finding:
    """The check comes within the working days of the pack; a late one is still made, and stays on record as late."""
    limit = pack["legality.intake_forward_days"]
    if limit is None:
        return not_applicable(_("Local rules set no time for forwarding a submission."))
    if facts.checked_on is None or facts.working_days is None:
        return pending(_("At most %(limit)d working days from %(day)s.") % {"limit": limit, "day": facts.submitted_on})
    words = {"taken": facts.working_days, "limit": limit, "day": facts.checked_on}
    if facts.working_days > limit:
        return breached(
            _("Checked on %(day)s, after %(taken)d working days; at most %(limit)d are allowed.") % words,
            _("It cannot be undone; why it took so long is for supervision to ask."),
        )
    return met(_("Checked on %(day)s, after %(taken)d working days.") % words)


@rule(
    "LEGAL-05",
    title=_("As a rule at least 7 working days for the review"),
    cites=Provision(26, 2),
    strength=Strength.SOFT,
    node="review_legality",
    proved_by=("G02", "G07"),
    facts=ReviewFacts,
)
def review_takes_its_time(facts: ReviewFacts, pack: Pack) -> Finding:
    """Enough working days since the acceptance, interruptions not counted, or a written reason."""
    demanded = pack["legality.min_working_days"]
    if not demanded:
        return met()
    if facts.accepted_on is None:
        return pending(_("The clock starts when a complete submission is accepted."))
    if not facts.is_issued:
        if facts.earliest is None:
            return pending(_("At least %(days)d working days from the acceptance.") % {"days": demanded})
        return pending(
            _("From %(day)s on; an earlier opinion needs a written reason.") % {"day": facts.earliest.isoformat()}
        )
    if facts.working_days >= demanded:
        return met(_("%(days)d working days.") % {"days": facts.working_days})
    if facts.early_reason.strip():
        return excused(facts.early_reason)
    return breached(
        _("%(days)d working days of review; as a rule at least %(demanded)d.")
        % {"days": facts.working_days, "demanded": demanded},
        _("Wait, or state the reason in writing."),
    )


@rule(
    "LEGAL-06",
    title=_("Authority, procedure and content are each answered, and the conclusion follows"),
    cites=Provision(27),
    strength=Strength.MUST,
    node="review_legality",
    proved_by=("G07",),
    facts=ReviewFacts,
)
def three_questions_are_answered(facts: ReviewFacts, pack: Pack) -> Finding:
    """Three findings with their basis, a problem for each no, advice for each problem, a fitting conclusion."""
    if not facts.is_issued:
        return pending(_("The opinion is not issued yet."))
    if None in facts.findings:
        return breached(_("Not all three questions are answered."), _("Answer each."))
    if facts.without_basis:
        return breached(
            _("%(number)d answers name no basis.") % {"number": facts.without_basis}, _("Name the provision or fact.")
        )
    if any(not problem.advice.strip() for problem in facts.problems):
        return breached(_("A problem has no advice."), _("Say for each problem what to do."))
    named = {problem.question for problem in facts.problems}
    denied = [
        question
        for question, finding in zip(("authority", "procedure", "content"), facts.findings, strict=True)
        if finding is False and question not in named
    ]
    if denied:
        return breached(
            _("A question is answered with no, and no problem is named for it."), _("Name clause, problem and advice.")
        )
    return _conclusion_follows(facts)


def _conclusion_follows(facts: ReviewFacts) -> Finding:
    if not facts.conclusion:
        return breached(_("There is no conclusion."), _("Choose one."))
    if facts.conclusion == LAWFUL and not all(facts.findings):
        return breached(
            _("A question is answered with no, and the conclusion is lawful."), _("Choose another conclusion.")
        )
    if facts.conclusion == UNLAWFUL and all(facts.findings):
        return breached(
            _("All questions are answered with yes, and the conclusion is unlawful."),
            _("Choose another conclusion."),
        )
    if facts.conclusion == AFTER_CHANGE and not facts.problems:
        return breached(
            _("The text is to be changed, and no problem is named."), _("Name clause, problem and advice.")
        )
    return met()


@rule(
    "LEGAL-07",
    title=_("The reviewing unit issues the opinion and answers for it"),
    cites=Provision(28),
    strength=Strength.MUST,
    node="review_legality",
    proved_by=("G07",),
    facts=ReviewFacts,
)
def somebody_answers_for_it(facts: ReviewFacts, pack: Pack) -> Finding:
    """Reviewer and approver are named."""
    if not facts.is_issued:
        return pending(_("The opinion is not issued yet."))
    if not facts.reviewer or not facts.approver.strip():
        return breached(_("Reviewer or approver is not named."), _("Name who approved the opinion."))
    return met(
        _("Reviewed by %(reviewer)s, approved by %(approver)s.")
        % {"reviewer": facts.reviewer, "approver": facts.approver}
    )


@rule(
    "LEGAL-08",
    title=_("Legal advisers and public lawyers give opinions"),
    cites=Provision(28),
    strength=Strength.MUST,
    node="review_legality",
    proved_by=("G05",),
    facts=ReviewFacts,
)
def counsel_is_heard(facts: ReviewFacts, pack: Pack) -> Finding:
    """Enough signed opinions on this very text."""
    demanded = pack["legality.counsel_min"] or 1
    if facts.counsel >= demanded:
        return met(_("%(number)d, all signed.") % {"number": facts.counsel})
    if not facts.is_issued:
        return pending(
            _("%(number)d of %(demanded)d opinions on this text.") % {"number": facts.counsel, "demanded": demanded}
        )
    return breached(
        _("%(number)d of %(demanded)d opinions of counsel on this text.")
        % {"number": facts.counsel, "demanded": demanded},
        _("Let a legal adviser or public lawyer give a signed opinion on this text."),
    )


@rule(
    "SOD-04",
    title=_("Who reviews did not draft; counsel is not the drafter's"),
    cites=Provision(28),
    strength=Strength.MUST,
    node="review_legality",
    proved_by=("G05", "G07"),
    facts=SeparationFacts,
)
def reviewer_did_not_draft(facts: SeparationFacts, pack: Pack) -> Finding:
    """Neither the reviewer nor counsel had a hand in the draft, and counsel does not work for the lead unit on it."""
    if facts.drafted:
        return breached(
            _("%(name)s took part in drawing up the draft.") % {"name": facts.name}, _("Let somebody else do it.")
        )
    if facts.is_counsel and facts.is_of_drafter:
        return breached(
            _("%(name)s is counsel of the lead unit.") % {"name": facts.name},
            _("Let counsel of the government or of another unit give the opinion."),
        )
    return met(facts.name)


@rule(
    "LEGAL-09",
    title=_("The lead unit adjusts or supplements as the opinion says"),
    cites=Provision(28),
    strength=Strength.MUST,
    node="respond_to_review",
    proved_by=("G08",),
    facts=ResponseFacts,
)
def every_problem_is_acted_on(facts: ResponseFacts, pack: Pack) -> Finding:
    """Each problem leads to a change of the text or to a reason why not."""
    if facts.unanswered:
        return breached(
            _("Without an answer: problem %(numbers)s.") % {"numbers": _numbers(facts.unanswered)},
            _("Answer every problem."),
        )
    if facts.unreasoned:
        return breached(
            _("Not adopted without a reason: problem %(numbers)s.") % {"numbers": _numbers(facts.unreasoned)},
            _("State the reason."),
        )
    if facts.adopted and not facts.is_changed:
        return breached(_("Advice is adopted, and the text is the same as before."), _("Enter the changed clauses."))
    if not facts.problems:
        return met(_("The opinion names no problem."))
    return met(
        _("%(adopted)d of %(problems)d adopted, the others answered with a reason.")
        % {"adopted": facts.adopted, "problems": facts.problems}
    )


def _numbers(numbers: tuple[int, ...]) -> str:
    return "、".join(str(number) for number in numbers)
