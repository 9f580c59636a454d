"""Replacing an expert, giving more time: what may change while the sheets are sealed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from archive.sheet import Sheet
from decisions.cases.services import deposit, require
from experts import vetting
from experts.models import ACTIVE_SEATS, Panel, ScoreSheet, Seat, SeatStatus
from experts.services.choosing import Terms, demands_on, seat_of
from experts.services.records import file_selection

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from archive.models import Material
    from experts.services.choosing import Invitee


@transaction.atomic
def replace_expert(
    panel: Panel,
    *,
    leaving: Seat,
    cause: str,
    reason: str,
    invitee: Invitee,
    deadline_on: date | None = None,
    outsiders_reason: str = "",
    on: date,
    by: User,
) -> Material:
    """Put another expert in the place of one who declined, is excluded, does not answer or cannot serve.

    Args:
        panel: A panel whose sheets are still sealed.
        leaving: The seat given up.
        cause: ``interest`` if a direct interest was found, ``unavailable`` otherwise.
        reason: What happened.
        invitee: The expert who comes instead.
        deadline_on: A later last day for scoring, if one is set.
        outsiders_reason: Why somebody from outside the pool.

    Raises:
        ValidationError: The seat is not to be given up now, or no time is left for the new expert.
        Refusal: A rule on the experts stands in the way.
    """
    panel = _hold(panel)
    decision = panel.decision
    seat = (
        Seat.objects.select_for_update(of=("self",)).select_related("expert", "field").get(pk=leaving.pk, panel=panel)
    )
    if Seat.objects.filter(replaces=seat).exists():
        raise ValidationError(_("%(name)s is replaced already.") % {"name": seat.expert.name})
    _check_leaves(panel, seat, cause, on)
    if deadline_on is not None:
        _postpone(panel, deadline_on)
    if panel.deadline_on < on:
        raise ValidationError(
            {"deadline_on": _("The period for scoring is over; set a later last day for the new expert.")}
        )
    terms = _terms_of(panel, outsiders_reason)
    matter = vetting.matter_of(decision, interested_parties=panel.interested_parties, co_units=panel.co_units.all())
    staying = list(
        Seat.objects.filter(panel=panel, status__in=ACTIVE_SEATS).exclude(pk=seat.pk).select_related("expert", "field")
    )
    require(decision.pack, *demands_on(decision, [invitee], terms, matter, on=on, by=by, staying=staying))
    if seat.is_active:
        seat.status = SeatStatus.BARRED if cause == "interest" else SeatStatus.REPLACED
        seat.status_reason = reason
        seat.save()
    if outsiders_reason:
        panel.outsiders_reason = outsiders_reason
    panel.save()
    alias = f"专家{Seat.objects.filter(panel=panel).count() + 1:02d}"
    seat_of(panel, invitee, alias, matter, on=on, replaces=seat)
    return file_selection(
        decision,
        panel,
        [invitee],
        [],
        matter,
        on=on,
        by=by,
        replacing={
            "code": seat.expert.code,
            "name": seat.expert.name,
            "status": seat.status,
            "cause": cause,
            "reason": reason,
            "deadline_on": panel.deadline_on,
        },
    )


def _check_leaves(panel: Panel, seat: Seat, cause: str, on: date) -> None:
    """Refuse to put out an expert at work, who could be put out for the opinion expected of them.

    The answer is the same whether the sheet is sealed or not, until the period is over.
    """
    if seat.status != SeatStatus.ACCEPTED or cause == "interest":
        return
    if on <= panel.deadline_on:
        raise ValidationError(
            _("%(name)s has accepted and may score until %(day)s; only a direct interest is a reason to exclude now.")
            % {"name": seat.expert.name, "day": panel.deadline_on.isoformat()}
        )
    if ScoreSheet.objects.filter(seat=seat, round=panel.round).exists():
        raise ValidationError(_("The sheet of %(name)s is sealed and counts.") % {"name": seat.expert.name})


def _terms_of(panel: Panel, outsiders_reason: str) -> Terms:
    kept = Terms(
        form=panel.form,
        questions=panel.questions,
        criteria=(),
        deadline_on=panel.deadline_on,
        anonymised_by=panel.anonymised_by,
        views_note=panel.views_note,
        reason_not_drawn=panel.reason_not_drawn,
        outsiders_reason=panel.outsiders_reason,
    )
    return replace(kept, outsiders_reason=outsiders_reason) if outsiders_reason else kept


@transaction.atomic
def extend_scoring(panel: Panel, *, deadline_on: date, reason: str, on: date, by: User) -> Material:
    """Give the experts more time, for everybody alike.

    Raises:
        ValidationError: The sheets are opened, or the new day is not later.
    """
    panel = _hold(panel)
    before = panel.deadline_on
    _postpone(panel, deadline_on)
    if deadline_on < on:
        raise ValidationError({"deadline_on": _("The new last day has passed already.")})
    panel.save()
    return deposit(
        panel.decision,
        code="D04",
        title=_("Notice of a longer period for scoring"),
        act="extend_scoring",
        data={"panel": panel.number, "before": before, "deadline_on": deadline_on, "reason": reason},
        sheet=Sheet().rows(
            (_("Panel"), panel.number),
            (_("Last day so far"), before),
            (_("New last day"), deadline_on),
            (_("Reason"), reason),
        ),
        on=on,
        by=by,
        snapshot=panel.snapshot,
    )


def _hold(panel: Panel) -> Panel:
    held = Panel.objects.select_for_update(of=("self",)).select_related("decision", "snapshot").get(pk=panel.pk)
    if held.is_opened:
        raise ValidationError(_("The sheets are opened; the panel does not change any more."))
    return held


def _postpone(panel: Panel, deadline_on: date) -> None:
    if deadline_on <= panel.deadline_on:
        raise ValidationError(
            {"deadline_on": _("The new last day must be later than %(day)s.") % {"day": panel.deadline_on.isoformat()}}
        )
    panel.deadline_on = deadline_on
