"""Confirming the record of a discussion, member by member (art. 30(3))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from decisions.cases.services import deposit
from decisions.deliberation import local_rules, sheets
from decisions.deliberation.afterwards import to_confirm
from decisions.deliberation.models import Attendance, Capacity, MinutesConfirmation, Presence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision


@transaction.atomic
def confirm_minutes(
    decision: Decision,
    *,
    attendance: Attendance,
    answer: str,
    remark: str = "",
    files: Sequence[Upload] = (),
    on: date,
    by: User,
) -> Material:
    """Keep a member's word on the record; a member gives it in person, or signs a paper that the office files.

    Args:
        attendance: The member's place on the record.
        answer: Of ``RecordAnswer``; a correction asked for is made by an addendum.
        remark: What is to be corrected.
        files: The signed paper, where the office enters it.

    Returns:
        The confirmation filed as a supplement to H04.

    Raises:
        ValidationError: It is confirmed already, earlier than the record, or entered for another without a paper or
            by somebody who took part in deciding.
    """
    row = to_confirm(decision).select_for_update(of=("self",)).filter(pk=attendance.pk).first()
    if row is None:
        raise ValidationError({"attendance": _("This member has confirmed the record already.")})
    record = row.item.record
    is_own = row.user_id == by.pk
    if on < record.on:
        raise ValidationError({"on": _("The minutes are of %(day)s.") % {"day": record.on.isoformat()}})
    if not is_own:
        if Attendance.objects.filter(
            item=row.item, user=by, capacity=Capacity.MEMBER, presence=Presence.PRESENT
        ).exists():
            raise ValidationError(_("Who took part in deciding does not confirm the record for others."))
        if not files:
            raise ValidationError({"files": _("Attach the paper the member signed.")})
    confirmation = MinutesConfirmation(attendance=row, answer=answer, remark=remark, is_own=is_own, on=on, by=by)
    confirmation.full_clean(exclude=["material"])
    confirmation.material = deposit(
        decision,
        code="H04",
        title=_("Confirmation of the record of the meeting"),
        act="confirm_minutes",
        data={
            "minutes": record.minutes_number,
            "name": row.name,
            "post": row.post,
            "answer": answer,
            "remark": remark,
            "is_own": is_own,
        },
        sheet=sheets.confirmation_sheet(decision, record, confirmation),
        files=files,
        rules=[local_rules.members_confirm_in_time],
        on=on,
        by=by,
    )
    confirmation.save()
    return confirmation.material
