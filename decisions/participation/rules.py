"""Public participation: articles 14, 15 and 18, and who may not do what with the opinions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.participation import hearing_rules  # noqa: F401 -- one register, two files
from decisions.participation.facts import (
    AnswersPublished,
    Heard,
    Notice,
    OpinionsAnswered,
    OpinionsKept,
    Poll,
    SpecificGroups,
)
from decisions.statutes.finding import Finding, breached, excused, met, not_applicable, pending
from decisions.statutes.rule import Instrument, Procedure, Provision, Strength, judgement, rule

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack

SHOWN = 5

judgement(
    "PUB-02",
    title=_("The ways of hearing the public are chosen among those of article 14"),
    cites=Provision(14, 2),
    reason=_("Which ways suit the public of a matter is for the lead unit to choose; the ways used are recorded."),
    recorded_in=("C02", "C04", "C05"),
)


@rule(
    "PUB-01",
    title=_("The public is heard in at least one way"),
    cites=Provision(14, 1),
    strength=Strength.MUST,
    node="answer_opinions",
    facts=Heard,
    proved_by=("C02", "C04", "C05"),
    procedure=Procedure.PARTICIPATION,
)
def public_is_heard(facts: Heard, pack: Pack) -> Finding:
    """Opinions are heard in ways convenient for the public, unless the matter is lawfully not disclosed."""
    if facts.methods:
        return met()
    if facts.is_nonpublic:
        return not_applicable(_("The matter is lawfully not disclosed."))
    return breached(
        _("No way of hearing the public is recorded."),
        _("Invite comments, or record the meeting, visit, inquiry or poll that was held."),
    )


@rule(
    "PUB-03",
    title=_("Groups whose interests are touched are talked with"),
    cites=Provision(14, 3),
    strength=Strength.COND,
    node="answer_opinions",
    facts=SpecificGroups,
    proved_by=("C06",),
    procedure=Procedure.PARTICIPATION,
)
def groups_are_heard(facts: SpecificGroups, pack: Pack) -> Finding:
    """Where a specific group's interests are touched, its organisations and representatives are consulted."""
    if not facts.named:
        return not_applicable(facts.ground or _("No specific group is concerned."))
    missing = [name for name in facts.named if name not in facts.heard]
    if not missing:
        return met()
    if not facts.is_closing:
        return pending(_("Talks to be recorded with: %(groups)s.") % {"groups": "、".join(missing)})
    return breached(
        _("No talks are recorded with: %(groups)s.") % {"groups": "、".join(missing)},
        _("Talk with their organisations and representatives, and record it."),
    )


@rule(
    "PUB-04",
    title=_("The notice shows draft and explanation, says how and until when to comment, and whom to contact"),
    cites=Provision(15, 1),
    strength=Strength.MUST,
    node="open_consultation",
    facts=Notice,
    proved_by=("C02",),
    procedure=Procedure.PARTICIPATION,
)
def notice_is_complete(facts: Notice, pack: Pack) -> Finding:
    """Draft and explanation are published where the public will notice, with the ways and the period."""
    missing = [
        label
        for label, there in (
            (_("the draft"), facts.has_draft),
            (_("the explanation of the draft"), facts.has_explanation),
            (_("where it is published"), bool(facts.channels)),
            (_("how to comment"), bool(facts.ways.strip())),
            (_("whom to contact"), bool(facts.contact.strip())),
        )
        if not there
    ]
    if not missing:
        return met()
    return breached(
        _("The notice lacks: %(missing)s.") % {"missing": "、".join(str(label) for label in missing)},
        _("Complete the notice before it is published."),
    )


@rule(
    "PUB-05",
    title=_("The period for comments"),
    cites=Provision(15, 1),
    strength=Strength.SOFT,
    node="open_consultation",
    facts=Notice,
    proved_by=("C02",),
    procedure=Procedure.PARTICIPATION,
)
def period_is_long_enough(facts: Notice, pack: Pack) -> Finding:
    """Comments are invited for 30 days as a rule; for fewer, the notice itself says why."""
    least = pack["public.min_days"]
    if least is None:
        return met()
    is_working = pack["public.day_type"] == "working"
    days = facts.working_days if is_working and facts.working_days is not None else facts.days
    words = {"days": days, "least": least}
    if days >= least:
        return met(_("%(days)d days; the opening day is not counted.") % words)
    if facts.shortening_reason.strip():
        if pack["public.shortening_allowed"]:
            return excused(facts.shortening_reason)
        return breached(
            _("%(days)d days are fewer than %(least)d, and the local rules allow no shorter period.") % words,
            _("Put the last day later."),
        )
    return breached(
        _("%(days)d days are fewer than %(least)d, and the notice does not say why.") % words,
        _("Put the last day later, or state in the notice the urgency or other reason for the shorter period."),
    )


@rule(
    "PUB-07",
    title=_("Every opinion is studied and answered with a reason"),
    cites=Provision(18),
    strength=Strength.MUST,
    node="answer_opinions",
    facts=OpinionsAnswered,
    proved_by=("C15",),
    procedure=Procedure.PARTICIPATION,
)
def opinions_are_answered(facts: OpinionsAnswered, pack: Pack) -> Finding:
    """All opinions are collated and studied; what is adopted changes the draft, what is not has a reason."""
    if facts.unanswered and not facts.is_closing:
        return pending(
            _("%(count)d of %(received)d opinions have no answer yet.")
            % {"count": len(facts.unanswered), "received": facts.received}
        )
    for numbers, text, cure in (
        (
            facts.unanswered,
            _("%(count)d of %(received)d opinions have no answer yet: no. %(numbers)s."),
            _("Answer each, or several that make the same point together."),
        ),
        (
            facts.without_reason,
            _("%(count)d of %(received)d opinions are answered without a reason: no. %(numbers)s."),
            _("State the reason."),
        ),
        (
            facts.adopted_without_clause,
            _("%(count)d of %(received)d opinions are adopted without naming what changes: no. %(numbers)s."),
            _("Name the clause and what changes in it."),
        ),
    ):
        if numbers:
            return breached(
                text
                % {
                    "count": len(numbers),
                    "received": facts.received,
                    "numbers": "、".join(numbers[:SHOWN]) + ("…" if len(numbers) > SHOWN else ""),
                },
                cure,
            )
    if not facts.is_reconciled:
        return pending(_("The opinions received do not add up with those answered and withheld."))
    return met(
        _("%(received)d received = %(answered)d answered + %(withheld)d withheld.")
        % {"received": facts.received, "answered": facts.answered, "withheld": facts.withheld}
    )


@rule(
    "PUB-08",
    title=_("What became of the opinions is published within the time local rules set"),
    cites=Provision(18, instrument=Instrument.LOCAL),
    strength=Strength.MUST,
    node="answer_opinions",
    facts=AnswersPublished,
    proved_by=("C15",),
    procedure=Procedure.PARTICIPATION,
)
def answers_are_published_in_time(facts: AnswersPublished, pack: Pack) -> Finding:
    """Answers stand on the portal once filed; the days run from the end of the period, and late ones still come."""
    limit = pack["public.adoption_publish_days"]
    if limit is None:
        return not_applicable(_("Local rules set no time for publishing what became of the opinions."))
    words = {"closed": facts.closed_on, "limit": limit, "day": facts.published_on, "days": facts.days}
    if facts.published_on is None or facts.days is None:
        return pending(_("Within %(limit)d days of %(closed)s.") % words)
    if facts.days > limit:
        return breached(
            _("Published on %(day)s, %(days)d days after the period ended; at most %(limit)d are allowed.") % words,
            _("It cannot be undone; why it took so long is for supervision to ask."),
        )
    return met(_("Published on %(day)s, %(days)d days after the period ended.") % words)


@rule(
    "SOD-06",
    title=_("Whoever runs a poll has no interest in the matter"),
    cites=Provision(14, 2),
    strength=Strength.COND,
    node="answer_opinions",
    facts=Poll,
    proved_by=("C05",),
    procedure=Procedure.PARTICIPATION,
)
def poll_is_independent(facts: Poll, pack: Pack) -> Finding:
    """Where local rules so demand, the provider of a poll must have no interest in the matter."""
    if not facts.provider:
        return not_applicable(_("No poll was held."))
    if not facts.has_interest or not pack["public.poll_provider_independent"]:
        return met()
    return breached(
        _("%(provider)s has an interest in the matter: %(relation)s.")
        % {"provider": facts.provider, "relation": facts.relation},
        _("Have the poll run by somebody without an interest in the matter."),
    )


@rule(
    "SOD-10",
    title=_("Opinions stand as they were received"),
    cites=Provision(39),
    strength=Strength.BLOCK,
    node="answer_opinions",
    facts=OpinionsKept,
    proved_by=("C03",),
)
def opinions_are_untouched(facts: OpinionsKept, pack: Pack) -> Finding:
    """Nobody edits what the public said: each opinion still has the digest of its receipt."""
    if not facts.altered:
        return met()
    return breached(
        _("What was received was changed afterwards: no. %(numbers)s.")
        % {"numbers": "、".join(facts.altered[:SHOWN])},
        _("Have the record examined; the content of the receipt counts."),
    )
