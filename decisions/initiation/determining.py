"""Determining which procedures apply, and what the file owes because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from archive.models import Access
from archive.scheme import SCHEME, code_of
from archive.services import Expect
from decisions.cases.services import deposit, determine
from decisions.initiation import sheets
from decisions.initiation.grounds import GROUNDS, OWED, WAIVED, Ground, is_ground_for
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision, Determination


class Answer(NamedTuple):
    """The statutory ground chosen for a procedure, and the reason written beside it."""

    ground: Ground
    reason: str

    def applies(self, procedure: Procedure) -> bool:
        """Whether the procedure is required on this ground.

        Raises:
            ValidationError: The ground belongs to another procedure.
        """
        for is_required in (True, False):
            if is_ground_for(procedure, self.ground, is_required=is_required):
                return is_required
        raise ValidationError(
            _("“%(ground)s” is no ground for or against: %(procedure)s.")
            % {"ground": self.ground.label, "procedure": procedure.label}
        )


class NonpublicReview(NamedTuple):
    """The review by the confidentiality office that a matter is lawfully not disclosed (art. 14(1))."""

    reviewer: str = ""
    number: str = ""
    files: Sequence[Upload] = ()


# The statement each procedure has in the file whether it applies or not (art. 16, 19, 22).
STATEMENTS = {Procedure.HEARING: "C08", Procedure.EXPERTS: "D01", Procedure.RISK: "E01"}


def determine_all(
    decision: Decision, answers: Mapping[Procedure, Answer], *, signed_by: str, on: date
) -> list[Determination]:
    """Record for each of the six procedures whether it applies.

    Raises:
        ValidationError: One is missing, has no reason, or contradicts another.
    """
    missing = [str(procedure.label) for procedure in GROUNDS if procedure not in answers]
    if missing:
        raise ValidationError(_("Determine whether these apply: %(procedures)s.") % {"procedures": "、".join(missing)})
    check_consistent(answers)
    return [
        determine_one(decision, procedure, answers[procedure], signed_by=signed_by, on=on) for procedure in GROUNDS
    ]


def check_consistent(answers: Mapping[Procedure, Answer]) -> None:
    """Refuse grounds that contradict each other.

    Raises:
        ValidationError: A hearing is waived, or required, against what is determined on disclosure.
    """
    participation, hearing = answers[Procedure.PARTICIPATION], answers[Procedure.HEARING]
    if hearing.ground is Ground.HEARING_NONPUBLIC and not participation.ground.is_nonpublic:
        raise ValidationError(
            {"hearing_ground": _("The matter is determined to be public; this ground does not reach the hearing.")}
        )
    if participation.ground.is_nonpublic and hearing.applies(Procedure.HEARING):
        raise ValidationError(
            {"hearing_ground": _("A matter that is lawfully not disclosed cannot be heard in public.")}
        )


def determine_one(
    decision: Decision, procedure: Procedure, answer: Answer, *, signed_by: str, on: date
) -> Determination:
    """Record whether one procedure applies, and with it whether the matter is disclosed.

    Raises:
        ValidationError: The reason is missing.
    """
    if not answer.reason.strip():
        raise ValidationError(
            {
                f"{procedure.value}_reason": _("%(procedure)s: give the reason, not only the ground.")
                % {"procedure": procedure.label}
            }
        )
    if procedure is Procedure.PARTICIPATION:
        decision.is_nonpublic = answer.ground.is_nonpublic
        decision.save(update_fields=["is_nonpublic"])
    return determine(
        decision,
        procedure=procedure,
        is_required=answer.applies(procedure),
        kind=answer.ground.value,
        ground=sheets.ground_in_words(answer.ground, answer.reason),
        signed_by=signed_by,
        on=on,
    )


def file_determinations(
    decision: Decision,
    found: Sequence[Determination],
    *,
    act: str,
    nonpublic: NonpublicReview,
    countersigned_by: str = "",
    countersign_number: str = "",
    files: Sequence[Upload] = (),
    on: date,
    by: User,
) -> Material:
    """File what was determined: the table (A10), the statements on single procedures, the review of non-disclosure.

    Returns:
        A10, which says what the file owes from now on.

    Raises:
        ValidationError: A matter is not disclosed and nobody reviewed that.
    """
    rows = [
        {
            "procedure": row.procedure,
            "is_required": row.is_required,
            "ground": row.kind,
            "reason": row.ground,
            "signed_by": row.signed_by,
            "revision": row.revision,
        }
        for row in found
    ]
    filed = deposit(
        decision,
        code="A10",
        title=code_of("A10").title,
        act=act,
        data={
            "determinations": rows,
            "countersigned_by": countersigned_by,
            "countersign_number": countersign_number,
        },
        sheet=sheets.determination_sheet(
            decision, found, countersigned_by=countersigned_by, countersign_number=countersign_number
        ),
        files=files,
        expectations=[expectation for row in found for expectation in expectations_of(row)],
        on=on,
        by=by,
    )
    for row, values in zip(found, rows, strict=True):
        code = STATEMENTS.get(Procedure(row.procedure))
        if code is not None:
            deposit(
                decision,
                code=code,
                title=code_of(code).title,
                act=act,
                data=values,
                sheet=sheets.determination_sheet(decision, [row]),
                on=on,
                by=by,
            )
        if row.procedure == Procedure.PARTICIPATION and not row.is_required:
            _file_nonpublic(decision, row, nonpublic, act=act, on=on, by=by)
    return filed


def _file_nonpublic(
    decision: Decision, row: Determination, review: NonpublicReview, *, act: str, on: date, by: User
) -> Material:
    if not review.reviewer.strip():
        raise ValidationError(
            {
                "nonpublic_reviewer": _(
                    "Name the confidentiality office that reviewed that the matter is not disclosed."
                )
            }
        )
    return deposit(
        decision,
        code="C01",
        title=code_of("C01").title,
        act=act,
        data={"ground": row.kind, "reason": row.ground, "reviewer": review.reviewer, "number": review.number},
        sheet=sheets.nonpublic_sheet(decision, row, reviewer=review.reviewer, number=review.number),
        number=review.number,
        producer=review.reviewer,
        access=Access.RESTRICTED,
        files=review.files,
        on=on,
        by=by,
    )


def expectations_of(row: Determination) -> list[Expect]:
    """Return what the file owes, or does not, after a determination."""
    procedure = Procedure(row.procedure)
    codes = OWED[procedure] if row.is_required else WAIVED[procedure]
    found = [
        Expect(code=code, is_required=row.is_required, reason=row.ground, decided_by=row.signed_by) for code in codes
    ]
    if procedure is Procedure.PARTICIPATION:
        found.append(Expect(code="C01", is_required=not row.is_required, reason=row.ground, decided_by=row.signed_by))
    return found


def nothing_more_is_owed(decision: Decision, *, reason: str, decided_by: str, but: Sequence[str] = ()) -> list[Expect]:
    """Say of every paper not yet filed that it is not owed, because the matter ends here.

    Args:
        decision: The decision.
        reason: Why it ends.
        decided_by: Who ended it.
        but: Codes filed by the same act.
    """
    filed = set(decision.case.materials.values_list("code", flat=True)) | set(but)
    return [
        Expect(code=entry.code, is_required=False, reason=reason, decided_by=decided_by)
        for entry in SCHEME.values()
        if entry.code not in filed and not entry.is_bound
    ]
