"""A new version of the draft, its snapshot, and whether what was heard before still stands for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.selectors import office_line
from decisions.cases.models import ChangeClass
from decisions.cases.selectors import attachments_of
from decisions.cases.services import state_standing, take_snapshot, write_draft
from decisions.drafting.selectors import clauses_from
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Upload
    from decisions.cases.models import Decision, Draft, Snapshot, Standing


class Text(NamedTuple):
    """What a version says, and how it differs from the one before.

    Attributes:
        change_class: How far it is from the version before; ignored for the first and for one without a change.
        attachments: Files that are part of the draft; without any, those of the version before stay.
    """

    title: str
    text: str
    explanation: str
    change_note: str = ""
    change_class: str = ""
    change_reason: str = ""
    attachments: Sequence[Upload] = ()


class Stands(NamedTuple):
    """Whether a concluded procedure still stands for the new version, and why."""

    stands: bool
    reason: str


class Version(NamedTuple):
    """What ``new_version`` made."""

    draft: Draft
    snapshot: Snapshot
    files: Sequence[Upload]
    standings: list[Standing]


def new_version(
    decision: Decision,
    content: Text,
    *,
    concluded: Mapping[Procedure, Snapshot],
    standings: Mapping[Procedure, Stands],
    on: date,
    by: User,
) -> Version:
    """Keep a version, fix its content, and record the standing of each concluded procedure.

    Args:
        content: The version.
        concluded: Procedures concluded on an earlier version, each with the snapshot it was concluded on.
        standings: What the lead unit says of each of them.

    Raises:
        ValidationError: The text has no clause, or a change is not explained or leaves a procedure unanswered.
    """
    before = decision.current_snapshot
    draft = write_draft(
        decision,
        title=content.title,
        clauses=clauses_from(decision, content.text),
        explanation=content.explanation,
        change_note=content.change_note,
        on=on,
        by=by,
    )
    files = list(content.attachments) or attachments_of(before)
    snapshot = take_snapshot(
        decision,
        draft=draft,
        files=files,
        change_class=content.change_class or ChangeClass.MINOR,
        change_reason=content.change_reason,
        on=on,
        by=by,
    )
    if before is None or before.digest == snapshot.digest:
        return Version(draft, snapshot, files, [])
    _require_explanation(content)
    stated = [_state(decision, procedure, snapshot, standings.get(procedure), on=on, by=by) for procedure in concluded]
    _require_rerun(decision, snapshot, stated)
    return Version(draft, snapshot, files, stated)


def _require_explanation(content: Text) -> None:
    missing = {
        name: _("The draft has changed: needed.")
        for name in ("change_note", "change_class", "change_reason")
        if not getattr(content, name).strip()
    }
    if missing:
        raise ValidationError(missing)


def _state(
    decision: Decision, procedure: Procedure, snapshot: Snapshot, found: Stands | None, *, on: date, by: User
) -> Standing:
    if found is None or not found.reason.strip():
        raise ValidationError(
            _("%(procedure)s was concluded on an earlier version: say whether it still stands, and why.")
            % {"procedure": procedure.label}
        )
    return state_standing(
        decision,
        procedure=procedure,
        snapshot=snapshot,
        stands=found.stands,
        reason=found.reason,
        signed_by=f"{office_line(by, decision.authority)} {by.name}".strip(),
        on=on,
    )


def _require_rerun(decision: Decision, snapshot: Snapshot, stated: Sequence[Standing]) -> None:
    if snapshot.change_class != ChangeClass.SUBSTANTIVE or not decision.pack["public.rerun_on_substantive_change"]:
        return
    if any(row.procedure == Procedure.PARTICIPATION and row.stands for row in stated):
        raise ValidationError(
            _("Local rules put a substantive change to the public again (%(source)s): it cannot stand.")
            % {"source": decision.pack.source("public.rerun_on_substantive_change")}
        )
