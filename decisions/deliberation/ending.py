"""A matter that is not adopted, or not agreed to, ends here; its file says why it holds no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from archive.scheme import SCHEME
from archive.services import Expect
from decisions.cases.models import Status
from decisions.cases.services import deposit
from decisions.cases.wording import in_chinese
from decisions.deliberation import sheets

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from decisions.cases.models import Decision
    from decisions.deliberation.models import DecisionRecord

# What would have followed an adoption: reports, publication, execution, evaluation.
AFTERWARDS = ("H06", "H07", "H08")
CHAPTERS = "JKL"


def end_by(
    decision: Decision,
    *,
    record: DecisionRecord,
    reason: object,
    status: Status = Status.REJECTED,
    on: date,
    by: User | None,
) -> None:
    """End a matter that was refused or lapsed, and file the list of what is no longer owed.

    Args:
        record: What the meeting decided.
        reason: Who refused it, or why it lapsed.
        status: What becomes of the matter.
        by: Who ended it; none where a period ran out by itself.
    """
    decision.status = status
    decision.save(update_fields=["status"])
    deposit(
        decision,
        code="H05",
        title=gettext_lazy("End of the procedure"),
        act="end_procedure",
        data={"minutes": record.minutes_number, "status": decision.status, "reason": _written(reason)},
        sheet=sheets.ending_sheet(decision, record, _written(reason)),
        expectations=not_owed(decision, reason=_written(reason), decided_by=record.decided_by.name),
        on=on,
        by=by,
    )


@in_chinese
def _written(reason: object) -> str:
    return str(reason)


def not_owed(decision: Decision, *, reason: str, decided_by: str) -> list[Expect]:
    """Return what the file does not owe after a refusal: what comes after the meeting and is not there already."""
    filed = set(decision.case.materials.values_list("code", flat=True))
    return [
        Expect(code=code, is_required=False, reason=reason, decided_by=decided_by)
        for code in SCHEME
        if (code in AFTERWARDS or code[0] in CHAPTERS) and code not in filed
    ]
