"""The law of submission, collective discussion and report: articles 8, 29, 30 and 31."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.deliberation import local_rules  # noqa: F401 -- one register, two files
from decisions.deliberation.facts import (
    CongressFacts,
    DepartureFacts,
    MeetingFacts,
    MinutesFacts,
    OutcomeFacts,
    PackageFacts,
    PackageItem,
    PartyFacts,
    SpeakingFacts,
)
from decisions.deliberation.majority import Position, Result, Tally, departs
from decisions.statutes.finding import Finding, breached, met, not_applicable, pending
from decisions.statutes.periods import days_between
from decisions.statutes.rule import Procedure, Provision, Strength, rule

if TYPE_CHECKING:
    from decisions.statutes.finding import Text
    from decisions.statutes.pack import Pack

MEETINGS = {"executive", "plenary"}


def _submitted(item: PackageItem) -> Finding:
    if item.waived:
        return not_applicable(item.waived)
    if item.missing:
        return breached(
            _("Missing: %(papers)s.") % {"papers": "；".join(item.missing)},
            _("File what is missing, then submit again."),
        )
    return met("；".join(item.papers))


@rule(
    "SUBMIT-01",
    title=_("Draft and materials, with the fair-competition review"),
    cites=Provision(29, item=1),
    strength=Strength.MUST,
    node="submit_for_deliberation",
    facts=PackageFacts,
    proved_by=("H01", "H02", "F03"),
)
def draft_is_submitted(facts: PackageFacts, pack: Pack) -> Finding:
    """The draft with its materials is there and, where market activity is touched, the fair-competition review."""
    if not facts.digest:
        return breached(_("There is no final draft."), _("Finalise the draft."))
    return _submitted(facts.item(1))


@rule(
    "SUBMIT-02",
    title=_("What became of the public's main opinions"),
    cites=Provision(29, item=2),
    strength=Strength.COND,
    node="submit_for_deliberation",
    facts=PackageFacts,
    proved_by=("C15",),
)
def public_adoption_is_submitted(facts: PackageFacts, pack: Pack) -> Finding:
    """Where the public took part, what became of its main opinions is submitted."""
    return _submitted(facts.item(2))


@rule(
    "SUBMIT-03",
    title=_("What became of the experts' opinions"),
    cites=Provision(29, item=3),
    strength=Strength.COND,
    node="submit_for_deliberation",
    facts=PackageFacts,
    proved_by=("D08",),
)
def expert_adoption_is_submitted(facts: PackageFacts, pack: Pack) -> Finding:
    """Where experts argued, what became of their opinions is submitted."""
    return _submitted(facts.item(3))


@rule(
    "SUBMIT-04",
    title=_("The risk report"),
    cites=Provision(29, item=4),
    strength=Strength.COND,
    node="submit_for_deliberation",
    facts=PackageFacts,
    proved_by=("E05",),
)
def risk_report_is_submitted(facts: PackageFacts, pack: Pack) -> Finding:
    """Where risks were assessed, the report is submitted."""
    return _submitted(facts.item(4))


@rule(
    "SUBMIT-05",
    title=_("The legality opinion, on the same text"),
    cites=Provision(29, item=5),
    strength=Strength.MUST,
    node="submit_for_deliberation",
    facts=PackageFacts,
    proved_by=("G07",),
)
def opinion_is_submitted(facts: PackageFacts, pack: Pack) -> Finding:
    """The opinion of legality review is submitted and was given on exactly the text that is submitted."""
    if facts.reviewed_digest and facts.reviewed_digest != facts.digest:
        return breached(
            _("The opinion was given on %(reviewed)s; the text submitted is %(submitted)s.")
            % {"reviewed": facts.reviewed_digest[:8], "submitted": facts.digest[:8]},
            _("Submit the present text for legality review."),
        )
    return _submitted(facts.item(5))


@rule(
    "SUBMIT-06",
    title=_("Whatever else has to be submitted"),
    cites=Provision(29, item=6),
    strength=Strength.MUST,
    node="submit_for_deliberation",
    facts=PackageFacts,
    proved_by=("H02",),
)
def other_papers_are_submitted(facts: PackageFacts, pack: Pack) -> Finding:
    """The other papers the file owes by now are submitted, disagreements between units among them."""
    item = facts.item(6)
    if not (item.papers or item.missing or item.waived):
        return met(_("Nothing else is owed."))
    return _submitted(item)


@rule(
    "DELIB-01",
    title=_("Discussed at an executive or plenary meeting"),
    cites=Provision(30, 1),
    strength=Strength.MUST,
    node="deliberate",
    facts=MeetingFacts,
    proved_by=("H03", "H04"),
)
def meeting_discusses(facts: MeetingFacts, pack: Pack) -> Finding:
    """The draft goes to a meeting of the organ that has its quorum and had the papers in time."""
    if facts.kind not in MEETINGS:
        return breached(
            _("Circulation or countersigning is no meeting."),
            _("Put the draft on the agenda of an executive or plenary meeting."),
        )
    late = _papers_are_late(facts, pack)
    if late:
        return breached(late, _("Choose a later meeting, or send the papers in time for it."))
    if not facts.is_held:
        return pending(_("On the agenda of %(number)s.") % {"number": facts.number})
    quorum = pack.share("meeting.quorum_share")
    if quorum is not None and not quorum.admits(facts.present, facts.members):
        return breached(
            _("%(present)d of %(members)d members are present; the rules of the place ask for %(quorum)s.")
            % {"present": facts.present, "members": facts.members, "quorum": quorum},
            _("Hold the discussion when the meeting has its quorum."),
        )
    absent = _who_must_attend(facts, pack)
    if absent:
        return breached(absent, _("Record who attended for it, or discuss the matter when it can attend."))
    return met(
        _("%(number)s, %(present)d of %(members)d members present.")
        % {"number": facts.number, "present": facts.present, "members": facts.members}
    )


def _papers_are_late(facts: MeetingFacts, pack: Pack) -> Text:
    days = pack["meeting.paper_days"]
    if days is None:
        return ""
    if facts.papers_sent_on is None:
        return _("When the members had the papers is not recorded.")
    before = days_between(facts.papers_sent_on, facts.on)
    if before >= days:
        return ""
    return _("The members had the papers %(before)d days before the meeting; %(days)d are asked for.") % {
        "before": before,
        "days": days,
    }


def _who_must_attend(facts: MeetingFacts, pack: Pack) -> Text:
    if pack["meeting.lead_unit_attends"] and not facts.lead_unit_attends:
        return _("Nobody of the lead unit attends.")
    if pack["meeting.legal_head_attends"] and not facts.legal_head_attends:
        return _("Nobody of the justice bureau attends.")
    return ""


@rule(
    "DELIB-02",
    title=_("The head decides on the basis of the discussion"),
    cites=Provision(30, 1),
    strength=Strength.MUST,
    node="deliberate",
    facts=OutcomeFacts,
    proved_by=("H04",),
)
def head_decides(facts: OutcomeFacts, pack: Pack) -> Finding:
    """Who presided decides, after a discussion, with an outcome the place knows."""
    if not facts.discussed:
        return breached(_("Nobody but the head spoke."), _("Record the discussion the decision rests on."))
    if facts.decider != facts.presiding:
        return breached(
            _("%(decider)s decided, but %(presiding)s presided.")
            % {"decider": facts.decider, "presiding": facts.presiding},
            _("The head decides, or who was delegated to preside."),
        )
    if Result(facts.result).parameter not in pack["meeting.outcomes"]:
        return breached(
            _("The rules of the place do not know the outcome “%(result)s”.") % {"result": Result(facts.result).label},
            _("Choose an outcome they know."),
        )
    share = pack.share("meeting.pass_share")
    if Result(facts.result).adopts and share is not None and not share.admits(facts.favour, facts.members):
        return breached(
            _("%(favour)d of %(members)d members are in favour; %(share)s are needed.")
            % {"favour": facts.favour, "members": facts.members, "share": share},
            _("Discuss the draft again or do not adopt it."),
        )
    return met(_("Decided by %(decider)s.") % {"decider": facts.decider})


@rule(
    "DELIB-03",
    title=_("Members speak fully, the head last"),
    cites=Provision(30, 2),
    strength=Strength.MUST,
    node="deliberate",
    facts=SpeakingFacts,
    proved_by=("H04",),
)
def head_speaks_last(facts: SpeakingFacts, pack: Pack) -> Finding:
    """Every member present has given a view, or is recorded as having expressed none, before the head's."""
    if facts.presiding not in facts.present:
        return breached(
            _("Nobody who presides is present."),
            _("Name the head, or who was delegated to preside, among those present."),
        )
    if not facts.is_head and not facts.delegation.strip():
        return breached(
            _("%(name)s presides in the head's place without a delegation.") % {"name": facts.presiding},
            _("Give the number of the delegation."),
        )
    silent = [name for name in facts.present if name not in facts.spoke and name != facts.presiding]
    if silent:
        return breached(
            _("The head's view cannot be recorded while members are silent: %(names)s.")
            % {"names": "、".join(silent)},
            _("Record the view of each, or that none was expressed."),
        )
    if facts.presiding not in facts.spoke:
        return breached(_("The head's view is not recorded."), _("Record it, last of all."))
    if facts.spoke[-1] != facts.presiding:
        after = facts.spoke[facts.spoke.index(facts.presiding) + 1 :]
        return breached(
            _("After the head spoke: %(names)s.") % {"names": "、".join(after)}, _("The head speaks last of all.")
        )
    return met(_("%(count)d spoke, %(name)s last.") % {"count": len(facts.spoke), "name": facts.presiding})


@rule(
    "DELIB-04",
    title=_("Reasons given at the meeting for departing from the majority"),
    cites=Provision(30, 2),
    strength=Strength.COND,
    node="deliberate",
    facts=DepartureFacts,
    proved_by=("H04",),
)
def departure_is_explained(facts: DepartureFacts, pack: Pack) -> Finding:
    """A head who decides otherwise than the majority says why, at the meeting."""
    counted = Tally(facts.members, facts.present, facts.counts)
    base = pack["meeting.majority_base"]
    if not departs(facts.result, counted, base=base):
        return not_applicable(
            _("The decision follows the majority.") if counted.majority(base) else _("Opinion is divided.")
        )
    if not facts.reason.strip():
        return breached(
            _("The decision is another than the majority's (%(tally)s), and no reason is recorded.")
            % {"tally": in_words(counted)},
            _("Record the reasons the head gave."),
        )
    if not facts.said_at_meeting:
        return breached(
            _("That the reasons were given at the meeting is not recorded."),
            _("Reasons given afterwards do not count; discuss the matter again if they were not given there."),
        )
    return met(facts.reason)


def in_words(counted: Tally) -> str:
    """Return a tally as a record writes it."""
    return "，".join(f"{Position(value).label} {count}" for value, count in counted.counts)


@rule(
    "DELIB-05",
    title=_("A truthful record, dissent too"),
    cites=Provision(30, 3),
    strength=Strength.MUST,
    node="deliberate",
    facts=MinutesFacts,
    proved_by=("H04",),
)
def dissent_is_recorded(facts: MinutesFacts, pack: Pack) -> Finding:
    """Whoever does not simply agree is recorded in their own words."""
    wordless = [name for name, words in facts.differing if not words.strip()]
    if wordless:
        return breached(
            _("The words of these are not recorded: %(names)s.") % {"names": "、".join(wordless)},
            _("Record each different opinion as it was spoken."),
        )
    if not facts.differing:
        return met(_("Nobody differed."))
    return met(_("Recorded: %(names)s.") % {"names": "、".join(name for name, _words in facts.differing)})


@rule(
    "SOD-09",
    title=_("Who takes the minutes does not decide"),
    cites=Provision(30, 3),
    strength=Strength.MUST,
    node="deliberate",
    facts=MinutesFacts,
    proved_by=("H04",),
)
def minute_taker_does_not_decide(facts: MinutesFacts, pack: Pack) -> Finding:
    """The minute-taker is none of the members who discuss and decide."""
    if not facts.minute_taker.strip():
        return breached(_("Nobody is named as taking the minutes."), _("Name the minute-taker."))
    if facts.minute_taker in facts.deciders:
        return breached(
            _("%(name)s takes the minutes and takes part in deciding.") % {"name": facts.minute_taker},
            _("Let somebody else take the minutes."),
        )
    return met(facts.minute_taker)


@rule(
    "PARTY-01",
    title=_("The Party committee is asked before issue"),
    cites=Provision(31),
    strength=Strength.MUST,
    node="report_to_party",
    facts=PartyFacts,
    proved_by=("H07",),
)
def party_committee_is_asked(facts: PartyFacts, pack: Pack) -> Finding:
    """The Party committee of the same level has the report and has replied to it in writing."""
    if facts.reported_on is None or not facts.report_number.strip():
        return breached(_("No report is recorded."), _("Give number and day of the report."))
    if facts.reported_on < facts.decided_on:
        return breached(
            _("The report is of %(reported)s, before the discussion of %(decided)s.")
            % {"reported": facts.reported_on.isoformat(), "decided": facts.decided_on.isoformat()},
            _("Report what the meeting decided."),
        )
    if facts.replied_on is None or not facts.reply_number.strip():
        return breached(_("No reply is recorded."), _("Give number and day of the reply."))
    if facts.replied_on < facts.reported_on:
        return breached(_("The reply is dated before the report."), _("Correct the dates."))
    return met(_("Replied: %(number)s.") % {"number": facts.reply_number})


@rule(
    "NPC-01",
    title=_("The people's congress is told, or decides, where the law asks for it"),
    cites=Provision(8, 1),
    strength=Strength.COND,
    node="report_to_congress",
    facts=CongressFacts,
    proved_by=("H08",),
    procedure=Procedure.CONGRESS,
)
def congress_is_told(facts: CongressFacts, pack: Pack) -> Finding:
    """What was determined to go to the people's congress went there before issue, and its opinion is on file."""
    if facts.reported_on is None or not facts.report_number.strip():
        return breached(_("No report is recorded."), _("Give number and day of the report."))
    if facts.reported_on < facts.decided_on:
        return breached(
            _("The report is of %(reported)s, before the discussion of %(decided)s.")
            % {"reported": facts.reported_on.isoformat(), "decided": facts.decided_on.isoformat()},
            _("Report what the meeting decided."),
        )
    if facts.replied_on is None:
        return breached(_("No opinion is recorded."), _("Give the day of the opinion."))
    if facts.replied_on < facts.reported_on:
        return breached(_("The opinion is dated before the report."), _("Correct the dates."))
    return met(facts.report_number)
