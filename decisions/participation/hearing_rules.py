"""Hearings: articles 16 and 17, and the numbers local rules add."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from decisions.participation.facts import (
    Attendance,
    Composition,
    Deliveries,
    Feedback,
    HearingNotice,
    HearingPanel,
    ListPublished,
    Necessity,
    Report,
    Roles,
    Selection,
    Sitting,
)
from decisions.statutes.finding import Finding, breached, met, not_applicable, pending
from decisions.statutes.rule import Instrument, Procedure, Provision, Strength, rule

if TYPE_CHECKING:
    from decisions.statutes.pack import Pack


@rule(
    "HEAR-01",
    title=_("Whether a hearing is needed is determined"),
    cites=Provision(16, 1),
    strength=Strength.COND,
    node="announce_hearing",
    facts=Necessity,
    proved_by=("C08",),
    procedure=Procedure.HEARING,
)
def hearing_is_determined(facts: Necessity, pack: Pack) -> Finding:
    """A hearing may be held where vital interests or wide divergence call for it, and must where a rule says so."""
    if not facts.ground.strip():
        return breached(
            _("It is not stated why a hearing is held."), _("State the interests or differences at stake.")
        )
    if facts.is_mandated and not facts.mandate.strip():
        return breached(_("The law that demands the hearing is not named."), _("Name the law, regulation or rule."))
    return met(facts.ground)


@rule(
    "HEAR-02",
    title=_("Draft, explanation, time and place of the hearing are published in advance"),
    cites=Provision(16, 2),
    strength=Strength.COND,
    node="announce_hearing",
    facts=HearingNotice,
    proved_by=("C09",),
    procedure=Procedure.HEARING,
)
def hearing_is_announced(facts: HearingNotice, pack: Pack) -> Finding:
    """The decree says "in advance"; local rules say how many days."""
    missing = [
        label
        for label, there in (
            (_("the draft"), facts.has_draft),
            (_("the explanation of the draft"), facts.has_explanation),
            (_("the time"), bool(facts.begins_at)),
            (_("the place"), bool(facts.place.strip())),
            (_("where it is published"), bool(facts.channels)),
        )
        if not there
    ]
    if missing:
        return breached(
            _("The notice lacks: %(missing)s.") % {"missing": "、".join(str(label) for label in missing)},
            _("Complete the notice before it is published."),
        )
    least = pack["hearing.notice_days"] or 1
    if facts.days < least:
        return breached(
            _("The notice is published %(days)d days before the hearing; at least %(least)d are needed.")
            % {"days": facts.days, "least": least},
            _("Hold the hearing on %(day)s or later.")
            % {"day": (facts.published_on + timedelta(days=least)).isoformat()},
        )
    return met()


@rule(
    "HEAR-03",
    title=_("Participants are selected by a published method, and every party is represented"),
    cites=Provision(16, 3),
    strength=Strength.COND,
    node="hold_hearing",
    facts=Selection,
    proved_by=("C09", "C10"),
    procedure=Procedure.HEARING,
)
def selection_is_fair(facts: Selection, pack: Pack) -> Finding:
    """The method is published before anybody is selected; related parties all have somebody at the hearing."""
    if facts.is_needed:
        if not facts.method.strip() or facts.method_published_on is None:
            return breached(
                _("The method of selecting participants is not published."),
                _("Publish it before participants are selected."),
            )
        if facts.selected_on is not None and facts.selected_on < facts.method_published_on:
            return breached(
                _("Participants were selected on %(selected)s, before the method was published on %(published)s.")
                % {
                    "selected": facts.selected_on.isoformat(),
                    "published": facts.method_published_on.isoformat(),
                },
                _("Select again by the published method."),
            )
    if facts.selected_on is None:
        return pending(_("Participants are not on record yet."))
    missing = [party for party in facts.parties if party not in facts.represented]
    if missing:
        return breached(
            _("Nobody represents: %(parties)s.") % {"parties": "、".join(missing)},
            _("Add a participant for each related party."),
        )
    return met()


@rule(
    "HEAR-04",
    title=_("The list of participants is published in advance"),
    cites=Provision(16, 3),
    strength=Strength.COND,
    node="hold_hearing",
    facts=ListPublished,
    proved_by=("C10",),
    procedure=Procedure.HEARING,
)
def list_is_published(facts: ListPublished, pack: Pack) -> Finding:
    """The list is made known before the hearing."""
    if not facts.listed or facts.published_on is None:
        return pending(_("The list of participants is not published yet."))
    least = pack["hearing.list_days"] or 1
    if facts.days < least:
        return breached(
            _(
                "The list was published on %(published)s, %(days)d days before the hearing; at least %(least)d are "
                "needed."
            )
            % {"published": facts.published_on.isoformat(), "days": facts.days, "least": least},
            _("Publish the list and postpone the hearing."),
        )
    return met()


@rule(
    "HEAR-05",
    title=_("The papers reach every participant 7 days before the hearing"),
    cites=Provision(16, 3),
    strength=Strength.MUST,
    node="hold_hearing",
    facts=Deliveries,
    proved_by=("C11",),
    procedure=Procedure.HEARING,
)
def papers_are_delivered(facts: Deliveries, pack: Pack) -> Finding:
    """The seven days of the decree cannot be shortened."""
    least = pack["hearing.material_days"]
    if least is None:
        return met()
    if not facts.delivered:
        return pending(_("No participant is on record yet."))
    latest = facts.hearing_on - timedelta(days=least)
    without = [name for name, day in facts.delivered if day is None]
    late = [(name, day) for name, day in facts.delivered if day is not None and day > latest]
    cure = _("Deliver to all of them and hold the hearing at least %(least)d days later.") % {"least": least}
    if without and not late and not facts.is_closing:
        return pending(_("Proof of delivery to be recorded for: %(names)s.") % {"names": "、".join(without)})
    if without:
        return breached(
            _("No proof of delivery for: %(names)s.") % {"names": "、".join(without)},
            cure,
        )
    if late:
        return breached(
            _("Delivered fewer than %(least)d days before the hearing: %(names)s.")
            % {
                "least": least,
                "names": "、".join(f"{name}（{(facts.hearing_on - day).days}）" for name, day in late),
            },
            cure,
        )
    return met()


@rule(
    "HEAR-06",
    title=_("The hearing takes its three parts in order, and participants confirm the record"),
    cites=Provision(17),
    strength=Strength.MUST,
    node="hold_hearing",
    facts=Sitting,
    proved_by=("C12", "C13"),
    procedure=Procedure.HEARING,
)
def hearing_is_in_order(facts: Sitting, pack: Pack) -> Finding:
    """The lead unit presents; participants state, question and debate; they confirm the record and sign.

    A refusal to confirm is printed with its reason and does not stand in the way.
    """
    if not facts.presentation.strip():
        return breached(
            _("The presentation of the draft, its basis and circumstances is not recorded."),
            _("Record what the lead unit presented."),
        )
    if not facts.statements and not facts.debate.strip():
        return breached(
            _("No statement, question or debate of the participants is recorded."),
            _("Record what the participants said."),
        )
    silent = [name for name, state, _has_text in facts.confirmations if not state]
    if silent:
        return breached(
            _("The record is neither confirmed nor refused by: %(names)s.") % {"names": "、".join(silent)},
            _("Have each participant present read the record and sign, correct or refuse it."),
        )
    bare = [
        name for name, state, has_text in facts.confirmations if state in {"corrected", "refused"} and not has_text
    ]
    if bare:
        return breached(
            _("The correction or the reason of refusal is missing for: %(names)s.") % {"names": "、".join(bare)},
            _("Record the correction, or why the signature was refused."),
        )
    if not facts.has_signed_record:
        return breached(_("The signed record is not attached."), _("Attach the record with the signatures."))
    return met()


@rule(
    "SOD-08",
    title=_("Whoever hosts a hearing does not present the draft"),
    cites=Provision(17),
    strength=Strength.MUST,
    node="hold_hearing",
    facts=Roles,
    proved_by=("C12",),
    procedure=Procedure.HEARING,
)
def host_does_not_present(facts: Roles, pack: Pack) -> Finding:
    """Host and presenter are two people."""
    if facts.host.strip() in {name.strip() for name in facts.presenters}:
        return breached(
            _("%(name)s both hosts the hearing and presents the draft.") % {"name": facts.host},
            _("Let somebody else host."),
        )
    return met()


@rule(
    "HEAR-21",
    title=_("Number and composition of the participants"),
    cites=Provision(16, 3),
    strength=Strength.MUST,
    node="hold_hearing",
    facts=Composition,
    proved_by=("C10",),
    procedure=Procedure.HEARING,
)
def participants_are_balanced(facts: Composition, pack: Pack) -> Finding:
    """How many, how many of them interested, and no serving civil servants: as local rules say."""
    least = pack["hearing.min_participants"]
    if least is not None and facts.participants < least:
        return breached(
            _("%(participants)d participants are fewer than %(least)d.")
            % {"participants": facts.participants, "least": least},
            _("Invite more participants, or postpone the hearing."),
        )
    share = pack.share("hearing.min_interested_share")
    if share is not None and not share.admits(facts.interested, facts.participants):
        return breached(
            _("%(interested)d of %(participants)d participants are interested parties; %(share)s are needed.")
            % {"interested": facts.interested, "participants": facts.participants, "share": share},
            _("Add interested parties."),
        )
    share = pack.share("hearing.min_public_share")
    if share is not None and not share.admits(facts.interested + facts.public, facts.participants):
        return breached(
            _(
                "%(part)d of %(participants)d participants are interested parties or general public; %(share)s are "
                "needed."
            )
            % {"part": facts.interested + facts.public, "participants": facts.participants, "share": share},
            _("Add interested parties or members of the public."),
        )
    if pack["hearing.interested_exceed_public"] and facts.interested <= facts.public:
        return breached(
            _("Interested parties do not outnumber the general public."),
            _("Add interested parties."),
        )
    if pack["hearing.civil_servant_excluded"] and facts.civil_servants:
        return breached(
            _("Serving civil servants are not representatives: %(names)s.")
            % {"names": "、".join(facts.civil_servants)},
            _("Replace them."),
        )
    return met()


@rule(
    "HEAR-22",
    title=_("Enough participants are present"),
    cites=Provision(17),
    strength=Strength.MUST,
    node="hold_hearing",
    facts=Attendance,
    proved_by=("C12",),
    procedure=Procedure.HEARING,
)
def enough_are_present(facts: Attendance, pack: Pack) -> Finding:
    """Local rules postpone a hearing that too few attend."""
    share = pack.share("hearing.quorum_share")
    if share is not None and not share.admits(facts.present, facts.invited):
        return breached(
            _("%(present)d of %(invited)d participants are present; %(share)s are needed.")
            % {"present": facts.present, "invited": facts.invited, "share": share},
            _("Postpone the hearing."),
        )
    if not facts.present:
        return breached(_("No participant is present."), _("Postpone the hearing."))
    return met()


@rule(
    "HEAR-23",
    title=_("Who conducts the hearing"),
    cites=Provision(17),
    strength=Strength.MUST,
    node="hold_hearing",
    facts=HearingPanel,
    proved_by=("C12",),
    procedure=Procedure.HEARING,
)
def panel_is_as_local_rules_say(facts: HearingPanel, pack: Pack) -> Finding:
    """Local rules fix the size of the hearing panel and ask for a supervisor."""
    least = pack["hearing.panel_min"]
    if least is not None and facts.members < least:
        return breached(
            _("The hearing panel has %(members)d members; at least %(least)d are needed.")
            % {"members": facts.members, "least": least},
            _("Name more members."),
        )
    if pack["hearing.panel_odd"] and facts.members % 2 == 0:
        return breached(
            _("The hearing panel has an even number of members (%(members)d).") % {"members": facts.members},
            _("Name an odd number of members."),
        )
    if pack["hearing.supervisor_required"] and not facts.has_supervisor:
        return breached(_("No supervisor attends the hearing."), _("Name the supervisor."))
    return met()


@rule(
    "HEAR-24",
    title=_("A report of the hearing is written"),
    cites=Provision(18),
    strength=Strength.COND,
    node="hold_hearing",
    facts=Report,
    proved_by=("C14",),
    procedure=Procedure.HEARING,
)
def report_is_written(facts: Report, pack: Pack) -> Finding:
    """Local rules ask for a report."""
    if facts.is_written:
        return met()
    if pack["hearing.report_required"]:
        return breached(_("The report of the hearing is missing."), _("Write the report."))
    return not_applicable(_("The rules here ask for no report."))


@rule(
    "HEAR-25",
    title=_("Participants of a hearing are told in writing what became of their opinions"),
    cites=Provision(18, instrument=Instrument.LOCAL),
    strength=Strength.MUST,
    node="answer_opinions",
    facts=Feedback,
    proved_by=("C15",),
    procedure=Procedure.HEARING,
)
def participants_are_told(facts: Feedback, pack: Pack) -> Finding:
    """Where local rules ask for it, the act that answers says how the participants were told."""
    if facts.told.strip():
        return met(facts.told)
    if not pack["hearing.feedback_required"]:
        return not_applicable(_("The rules here ask for no answer in writing to each participant."))
    if not facts.statements:
        return not_applicable(_("Nobody said anything at the hearing that is to be answered."))
    if not facts.is_closing:
        return pending(_("To be told in writing when the opinions are answered."))
    return breached(
        _("It is not recorded that the participants were told in writing what became of their opinions."),
        _("Send each of them the answer in writing, and record when and how."),
    )
