"""Keeping the pool: admission, term, suspension, leaving (art. 21)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions.cases.validation import validate
from decisions.statutes.selectors import pack_for
from experts.models import Affiliation, Expert, ExpertStatus
from experts.rules import longest_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from accounts.models import User
    from experts.models import ExpertField, ExpertPool

# From where to where: nobody comes back from having left without applying again.
STEPS = {
    ExpertStatus.CANDIDATE: {ExpertStatus.ACTIVE, ExpertStatus.EXITED},
    ExpertStatus.ACTIVE: {ExpertStatus.ACTIVE, ExpertStatus.SUSPENDED, ExpertStatus.EXITED},
    ExpertStatus.SUSPENDED: {ExpertStatus.ACTIVE, ExpertStatus.EXITED},
    ExpertStatus.EXITED: {ExpertStatus.CANDIDATE},
}


@transaction.atomic
def enter_expert(
    pool: ExpertPool | None,
    *,
    fields: Iterable[ExpertField],
    affiliations: Iterable[Mapping[str, Any]] = (),
    by: User | None,
    **values: Any,
) -> Expert:
    """Enter a person as a candidate of a pool; without a pool, as an expert who may be asked once with reasons.

    Args:
        pool: The pool applied to.
        fields: What the person knows about.
        affiliations: Relations to organisations, as ``Affiliation`` takes them.
        values: The other fields of ``Expert``.
    """
    expert = Expert(pool=pool, code=next_code(pool), **values)
    if pool is None:
        expert.status = ExpertStatus.ACTIVE
    if expert.employer_unit and not expert.employer:
        expert.employer = expert.employer_unit.name
    expert.full_clean(exclude=["pool"] if pool is None else None)
    expert._history_user = by  # type: ignore[attr-defined]
    expert.save()
    expert.fields.set(fields)
    for item in affiliations:
        affiliation = Affiliation(expert=expert, **item)
        validate(affiliation)
        affiliation.save()
    return expert


def next_code(pool: ExpertPool | None) -> str:
    """Return the next code of a pool, such as E3-0007; codes tell nothing about the person."""
    prefix = f"E{pool.pk}-" if pool else "X-"
    last = Expert.objects.select_for_update().filter(code__startswith=prefix).order_by("-code").first()
    number = int(last.code.removeprefix(prefix)) + 1 if last else 1
    return f"{prefix}{number:04d}"


@transaction.atomic
def set_status(
    expert: Expert,
    *,
    status: str,
    reason: str = "",
    term_starts_on: date | None = None,
    term_ends_on: date | None = None,
    appointment: str = "",
    by: User | None,
) -> Expert:
    """Admit, renew, suspend or let go.

    Args:
        status: The new status.
        reason: Why; needed to suspend and to let go.
        term_starts_on: For an admission, the first day of the term.
        term_ends_on: And the last.
        appointment: The number of the appointment.
        by: Who decides; none for the server's own commands.

    Raises:
        ValidationError: The step is not one that can be taken, a reason or the term is missing, or the term is longer
            than the place of the pool allows.
    """
    row = Expert.objects.select_for_update(of=("self",)).get(pk=expert.pk)
    wanted = ExpertStatus(status)
    if wanted not in STEPS[ExpertStatus(row.status)]:
        raise ValidationError(
            _("From “%(now)s” there is no step to “%(wanted)s”.")
            % {"now": row.get_status_display(), "wanted": wanted.label}
        )
    if by is not None and row.user_id == by.pk:
        raise ValidationError(_("Nobody decides on their own place in the pool."))
    if wanted == ExpertStatus.ACTIVE:
        if term_starts_on is None or term_ends_on is None:
            raise ValidationError({"term_starts_on": _("Whoever is admitted has a term with a first and a last day.")})
        _check_term(row, term_starts_on, term_ends_on)
        row.term_starts_on, row.term_ends_on, row.appointment = term_starts_on, term_ends_on, appointment
    row.status, row.status_reason = wanted, reason
    row.full_clean(exclude=["pool"] if row.pool_id is None else None)
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = (reason or str(wanted.label))[:100]  # type: ignore[attr-defined]
    row.save()
    return row


def _check_term(expert: Expert, starts_on: date, ends_on: date) -> None:
    """Refuse a term longer than the rules in force for the organ that keeps the pool (art. 21, local)."""
    if expert.pool is None:
        return
    try:
        pack = pack_for(expert.pool.authority, on=timezone.localdate()).resolved
    except ValidationError:
        # No pack is in force: then no place has set a term.
        return
    last = longest_term(starts_on, pack)
    if last is not None and ends_on > last:
        raise ValidationError(
            {
                "term_ends_on": _("A term of the pool has at most %(years)d years here: until %(last)s (%(source)s).")
                % {
                    "years": pack["expert.term_years"],
                    "last": last.isoformat(),
                    "source": pack.source("expert.term_years") or pack.name,
                }
            }
        )
