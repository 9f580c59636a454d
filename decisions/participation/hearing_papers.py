"""What the acts of a hearing file: machine-readable data and a sheet for readers, in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from archive.models import Access
from archive.scheme import code_of
from archive.sheet import Sheet
from decisions.cases.selectors import clause_headings
from decisions.participation.masking import masked_name
from decisions.participation.papers import original

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from archive.models import Material
    from decisions.participation.hearing_models import (
        Hearing,
        HearingApplicant,
        HearingDelivery,
        HearingParticipant,
        HearingParty,
    )
    from decisions.participation.models import PublicOpinion
    from decisions.participation.papers import Paper


@override("zh-hans")
def announcement(
    hearing: Hearing, parties: Sequence[HearingParty], *, determined: Material | None, postponed: str = ""
) -> Paper:
    """C09: the notice of the hearing, with the method of selecting participants; also of its postponement.

    Args:
        determined: The determination whether a hearing is needed (C08), which the notice acts on.
    """
    draft = hearing.snapshot.draft
    if postponed:
        title = _("Notice postponing the hearing on %(draft)s") % {"draft": f"《{draft.title}》"}
    else:
        title = _("Notice of the hearing on %(draft)s") % {"draft": f"《{draft.title}》"}
    return {
        "code": "C09",
        "title": title,
        "access": Access.PUBLIC,
        "data": {
            "number": hearing.number,
            "published_on": hearing.published_on,
            "hearing_on": hearing.hearing_on,
            "begins_at": f"{hearing.begins_at:%H:%M}",
            "place": hearing.place,
            "organiser": hearing.organiser,
            "notice": hearing.notice,
            "contact": hearing.contact,
            "channels": hearing.channels,
            "needs_selection": hearing.needs_selection,
            "selection_method": hearing.selection_method,
            "registration_opens_on": hearing.registration_opens_on,
            "registration_closes_on": hearing.registration_closes_on,
            "postponed": postponed,
            "ground": hearing.ground,
            "is_mandated": hearing.is_mandated,
            "mandate": hearing.mandate,
            "determination": {"sequence": determined.sequence, "digest": determined.digest} if determined else None,
            "parties": [{"name": party.name, "category": party.category, "seats": party.seats} for party in parties],
        },
        "sheet": Sheet()
        .rows(
            (_("Hearing on"), hearing.hearing_on),
            (_("Begins at"), f"{hearing.begins_at:%H:%M}"),
            (_("Place"), hearing.place),
            (_("Organised by"), hearing.organiser),
            (_("Announced on"), hearing.published_on),
            (_("Sign-up from"), hearing.registration_opens_on),
            (_("Sign-up until"), hearing.registration_closes_on),
            (_("Contact"), hearing.contact),
            (_("Reason for the postponement"), postponed),
            (code_of("C08").title, f"C08-{determined.sequence}" if determined else ""),
            (_("A law, regulation or rule demands it"), hearing.mandate),
        )
        .text(_("Text of the notice"), hearing.notice)
        .text(_("Why a hearing is held"), hearing.ground)
        .text(_("Method of selecting participants"), hearing.selection_method)
        .table(
            _("Parties to be represented"),
            [_("Party"), _("Quality"), _("Seats")],
            [(party.name, str(party.get_category_display()), party.seats) for party in parties],
        )
        .table(
            _("Published at"),
            [_("Medium"), _("Name"), _("Address")],
            [(channel["label"], channel["name"], channel["url"]) for channel in hearing.channels],
        )
        .text(_("Explanation of the draft"), draft.explanation)
        .table(
            _("Draft decision"),
            [_("Clause"), _("Text")],
            [(clause.name, clause.text) for clause in draft.clauses.all()],
        ),
    }


@override("zh-hans")
def participant_list(
    hearing: Hearing,
    participants: Sequence[HearingParticipant],
    applicants: Sequence[HearingApplicant],
    *,
    process: str,
    list_url: str,
) -> Paper:
    """C10: who signed up, how they were selected, and the published list."""
    return {
        "code": "C10",
        "title": _("Sign-up, selection and list of participants of the hearing"),
        "data": {
            "number": hearing.number,
            "process": process,
            "list_url": list_url,
            "applicants": [
                {
                    "tracking": applicant.tracking,
                    "name": applicant.name,
                    "organisation": applicant.organisation,
                    "party": applicant.party.name if applicant.party else "",
                    "statement": applicant.statement,
                    "applied_at": applicant.applied_at,
                }
                for applicant in applicants
            ],
            "participants": [
                {
                    "name": item.name,
                    "organisation": item.organisation,
                    "party": item.party.name if item.party else "",
                    "category": item.category,
                    "is_civil_servant": item.is_civil_servant,
                    "selected_on": item.selected_on,
                    "listed_on": item.listed_on,
                    "applicant": item.applicant.tracking if item.applicant else "",
                }
                for item in participants
            ],
        },
        "sheet": Sheet()
        .rows((_("Signed up"), len(applicants)), (_("List published at"), list_url))
        .text(_("How participants were selected"), process)
        .table(
            _("Participants"),
            [_("Full name"), _("Organisation"), _("Party"), _("Quality"), _("Selected on"), _("List published on")],
            [
                (
                    item.name,
                    item.organisation,
                    item.party.name if item.party else "",
                    str(item.get_category_display()),
                    item.selected_on.isoformat(),
                    item.listed_on.isoformat(),
                )
                for item in participants
            ],
        )
        .table(
            _("Applicants"),
            [_("Full name"), _("Organisation"), _("Party"), _("Interest and main view")],
            [
                (
                    masked_name(applicant.name),
                    applicant.organisation,
                    applicant.party.name if applicant.party else "",
                    applicant.statement,
                )
                for applicant in applicants
            ],
        ),
    }


@override("zh-hans")
def deliveries(hearing: Hearing, delivered: Sequence[HearingDelivery], *, papers: str) -> Paper:
    """C11: who received the papers, when and how."""
    return {
        "code": "C11",
        "title": _("Proofs of delivery of the hearing papers"),
        "data": {
            "number": hearing.number,
            "papers": papers,
            "deliveries": [
                {
                    "participant": item.participant.name,
                    "organisation": item.participant.organisation,
                    "delivered_on": item.delivered_on,
                    "means": item.means,
                    "receipt": item.receipt,
                }
                for item in delivered
            ],
        },
        "sheet": Sheet()
        .rows((_("Hearing on"), hearing.hearing_on))
        .text(_("Papers delivered"), papers)
        .table(
            _("Deliveries"),
            [_("Participant"), _("Delivered on"), _("Means"), _("Receipt"), _("Days before the hearing")],
            [
                (
                    str(item.participant),
                    item.delivered_on.isoformat(),
                    str(item.get_means_display()),
                    item.receipt,
                    (hearing.hearing_on - item.delivered_on).days,
                )
                for item in delivered
            ],
        ),
    }


@override("zh-hans")
def agenda(hearing: Hearing, participants: Sequence[HearingParticipant], *, began: str, ended: str) -> Paper:
    """C12: who conducted the hearing, who was present, and its three parts."""
    present = [item for item in participants if item.is_present]
    return {
        "code": "C12",
        "title": _("Agenda and attendance of the hearing"),
        "data": {
            "number": hearing.number,
            "held_on": hearing.held_on,
            "began": began,
            "ended": ended,
            "place": hearing.place,
            "host": hearing.host,
            "presenters": hearing.presenters,
            "recorder": hearing.recorder,
            "supervisor": hearing.supervisor,
            "panel": hearing.panel,
            "present": [str(item) for item in present],
            "absent": [str(item) for item in participants if not item.is_present],
            "parts": ["presentation", "statements", "confirmation"],
        },
        "sheet": Sheet()
        .rows(*_conducted(hearing, began, ended))
        .rows(
            (_("Present"), f"{len(present)}/{len(participants)}"),
            (_("Absent"), [str(item) for item in participants if not item.is_present]),
        )
        .table(
            _("Agenda"),
            [_("Part"), _("Content")],
            [
                (1, _("The lead unit presents the draft, its basis and circumstances")),
                (2, _("Participants state their views, ask, question and debate; explanations where needed")),
                (3, _("Participants confirm the record and sign")),
            ],
        ),
    }


@override("zh-hans")
def proceedings(
    hearing: Hearing,
    participants: Sequence[HearingParticipant],
    statements: Sequence[PublicOpinion],
    *,
    began: str,
    ended: str,
) -> Paper:
    """C13: the record of the hearing, with what each participant says of it; refusals are printed."""
    present = [item for item in participants if item.is_present]
    clauses = clause_headings(hearing.decision, (said.clause_key for said in statements))
    return {
        "code": "C13",
        "title": _("Record of the hearing"),
        "data": {
            "number": hearing.number,
            "held_on": hearing.held_on,
            "began": began,
            "ended": ended,
            "presentation": hearing.presentation,
            "debate": hearing.debate,
            "statements": [
                {**original(said), "participant": said.participant.name if said.participant else ""}
                for said in statements
            ],
            "confirmations": [
                {"participant": item.name, "confirmation": item.confirmation, "remark": item.remark}
                for item in present
            ],
        },
        "sheet": Sheet()
        .rows(*_conducted(hearing, began, ended))
        .text(_("1. Presentation by the lead unit"), hearing.presentation)
        .table(
            _("2. Statements of the participants"),
            [_("Participant"), _("Clause"), _("Statement")],
            [
                (str(said.participant or ""), clauses.get(said.clause_key, said.clause_key), said.body)
                for said in statements
            ],
        )
        .text(_("Questions, debate and explanations"), hearing.debate)
        .table(
            _("3. Confirmation of the record"),
            [_("Participant"), _("Confirmation of the record"), _("Correction, or reason of refusal")],
            [(str(item), str(item.get_confirmation_display()), item.remark) for item in present],
        ),
    }


@override("zh-hans")
def report(hearing: Hearing, text: str) -> Paper:
    """C14: the report of the hearing."""
    return {
        "code": "C14",
        "title": _("Report of the hearing"),
        "access": Access.PUBLIC,
        "data": {"number": hearing.number, "held_on": hearing.held_on, "report": text},
        "sheet": Sheet()
        .rows((_("Held on"), hearing.held_on), (_("Place"), hearing.place), (_("Host"), hearing.host))
        .text(_("Report"), text),
    }


def _conducted(hearing: Hearing, began: str, ended: str) -> list[tuple[object, Any]]:
    day: date | None = hearing.held_on
    return [
        (_("Held on"), day),
        (_("Began at"), began),
        (_("Ended at"), ended),
        (_("Place"), hearing.place),
        (_("Host"), hearing.host),
        (_("Presenters"), list(hearing.presenters)),
        (_("Recorder"), hearing.recorder),
        (_("Hearing panel"), list(hearing.panel)),
        (_("Supervisor"), hearing.supervisor),
    ]
