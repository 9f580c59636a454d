"""What falls due after a sitting: shelved proposals that lapse, records that members have not confirmed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from archive.sheet import written
from decisions.cases.lanes import Lane
from decisions.cases.models import Decision, Reminder, Status
from decisions.cases.selectors import units_in_lane
from decisions.cases.wording import in_chinese
from decisions.deliberation.afterwards import lapse_day, shelved_record, to_confirm
from decisions.deliberation.ending import end_by
from decisions.deliberation.local_rules import confirmed_by_day
from decisions.deliberation.majority import Result
from decisions.deliberation.models import DecisionRecord

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import Unit

SHELVED_NODE = "submit_for_deliberation"
LAPSE_NOTICE = timedelta(days=30)
CONFIRM_NOTICE = timedelta(days=3)
SHELVED_LAPSES = "shelved_lapses"
RECORD_UNCONFIRMED = "record_unconfirmed"


def run(today: date) -> int:
    """End shelved proposals whose last day is over, and remind of those days and of records not confirmed.

    Each decision is looked at again under the lock of its process and each reminder is one row, so that several runs
    at once do everything once.

    Returns:
        How many proposals lapsed and how many reminders were new.
    """
    return _lapse_shelved(today) + _remind_of_confirmation(today)


def _lapse_shelved(today: date) -> int:
    shelved = Decision.objects.filter(
        status=Status.IN_PROCEDURE, deliberation_requests__admission__item__record__result=Result.SHELVE
    )
    done = 0
    for decision in shelved.select_related("rule_pack", "lead_unit", "process").distinct():
        last = lapse_day(decision)
        if last is None:
            continue
        if last < today:
            done += _lapse(decision.pk, today)
        elif last - LAPSE_NOTICE <= today and decision.lead_unit is not None:
            done += _tell_of_lapse(decision, decision.lead_unit, last)
    return done


def _lapse(key: int, today: date) -> int:
    decision = Decision.objects.select_related("rule_pack", "process").get(pk=key)
    flow_class = decision.process.flow_class
    with transaction.atomic(), flow_class.lock(decision.process.pk):
        # Somebody may have submitted, withdrawn or ended it since: the record is read again under the lock.
        decision.refresh_from_db(fields=["status"])
        record = shelved_record(decision)
        last = lapse_day(decision)
        if decision.status != Status.IN_PROCEDURE or record is None or last is None or last >= today:
            return 0
        end_by(
            decision,
            record=record,
            reason=_reason(record.on, last),
            status=Status.LAPSED,
            # The day on which it lapsed, whenever the run comes to it.
            on=last + timedelta(days=1),
            by=None,
        )
        flow_class.divert(decision, "file_dossier", by=None)
    return 1


@in_chinese
def _reason(shelved_on: date, last: date) -> str:
    return _("The meeting shelved the draft on %(shelved)s; it was not submitted again until %(last)s and lapsed.") % {
        "shelved": written(shelved_on),
        "last": written(last),
    }


@in_chinese
def _tell_of_lapse(decision: Decision, unit: Unit, last: date) -> int:
    text = _("The draft is shelved and lapses unless it is submitted for discussion again by %(day)s.")
    return _tell(decision, SHELVED_LAPSES, last.isoformat(), unit=unit, due_on=last, text=text % {"day": last})


@in_chinese
def _remind_of_confirmation(today: date) -> int:
    open_records = (
        DecisionRecord.objects.filter(
            item__attendances__capacity="member",
            item__attendances__presence="present",
            item__attendances__confirmation__isnull=True,
        )
        .select_related("item__admission__request__decision__rule_pack")
        .distinct()
    )
    told = 0
    for record in open_records:
        decision = record.item.admission.request.decision
        last = confirmed_by_day(record.on, decision.pack)
        if last is None or today < last - CONFIRM_NOTICE:
            continue
        missing = [row.name for row in to_confirm(decision).filter(item=record.item)]
        if not missing:
            continue
        text = _("%(number)s has to be confirmed by %(day)s; not confirmed yet: %(names)s.") % {
            "number": record.minutes_number,
            "day": last.isoformat(),
            "names": "、".join(missing),
        }
        unit = units_in_lane(decision, Lane.GOVERNMENT_OFFICE).first() or decision.authority
        told += _tell(decision, RECORD_UNCONFIRMED, record.minutes_number, unit=unit, due_on=last, text=text[:300])
    return told


def _tell(decision: Decision, kind: str, cause: str, *, unit: Unit, due_on: date, text: str) -> int:
    _reminder, is_new = Reminder.objects.get_or_create(
        decision=decision, kind=kind, cause=cause[:80], defaults={"text": text, "unit": unit, "due_on": due_on}
    )
    return int(is_new)
