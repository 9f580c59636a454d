"""Convening a panel (art. 19 to 21)."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Level
from decisions.cases.services import require
from decisions.cases.validation import validate
from experts import rules, vetting
from experts.anonymity import named_authors
from experts.facts import PanelPlan, PanelSize
from experts.models import Criterion, Panel, PanelForm
from experts.seal import new_salt
from experts.services.choosing import demands_on, seat_of
from experts.services.records import file_notice, file_selection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from accounts.models import User
    from archive.models import Material, Upload
    from decisions.cases.models import Decision
    from decisions.statutes.rule import Rule
    from experts.services.choosing import Considered, CriterionSpec, Invitee, Terms


@transaction.atomic
def convene_panel(
    decision: Decision,
    *,
    terms: Terms,
    invitees: Sequence[Invitee],
    considered: Sequence[Considered] = (),
    papers: Sequence[Upload],
    on: date,
    by: User,
) -> Material:
    """Convene a panel on the current snapshot: choose and check experts, send notice and papers (art. 19 to 21).

    Args:
        decision: The decision to be argued.
        terms: What is asked, by when, under which conditions.
        invitees: The experts named, each with field and reason.
        considered: Who was thought of and not named; the check's findings on them are filed too.
        papers: The papers the experts read, without their authors' names.
        on: The day of the notice.
        by: The official who chooses.

    Returns:
        The selection record (D02); the notice with the papers is filed beside it (D04).

    Raises:
        ValidationError: No snapshot, weights that do not add up, an expert named twice, a paper that names its author.
        Refusal: A rule on the experts or the questions stands in the way.
    """
    snapshot = decision.current_snapshot
    if snapshot is None:
        raise ValidationError(_("There is no snapshot of the draft to argue on."))
    check_weights(terms.criteria)
    _check_once(invitees)
    _check_anonymous(papers)
    matter = vetting.matter_of(decision, interested_parties=terms.interested_parties, co_units=terms.co_units)
    demands: list[tuple[Rule, object]] = [
        *demands_on(decision, invitees, terms, matter, on=on, by=by),
        (rules.form_is_recorded, plan := _plan(terms)),
        (rules.dimensions_are_asked, plan),
        (rules.enough_experts, size := PanelSize(len(invitees), terms.is_complex)),
        (rules.odd_number, size),
    ]
    require(decision.pack, *demands)
    latest = Panel.objects.filter(decision=decision).order_by("-number").first()
    panel = Panel(
        decision=decision,
        snapshot=snapshot,
        number=(latest.number if latest else 0) + 1,
        form=terms.form,
        institution=terms.institution,
        questions=terms.questions,
        is_complex=terms.is_complex,
        convened_on=on,
        convened_by=by,
        deadline_on=terms.deadline_on,
        anonymised_by=terms.anonymised_by,
        interested_parties=list(terms.interested_parties),
        views_note=terms.views_note,
        reason_not_drawn=terms.reason_not_drawn,
        outsiders_reason=terms.outsiders_reason,
        is_province=decision.authority.level == Level.PROVINCE,
        has_own_pool=vetting.keeps_pool(decision.authority),
        seal_salt=new_salt(),
    )
    validate(panel)
    panel.save()
    panel.co_units.set(terms.co_units)
    Criterion.objects.bulk_create(
        Criterion(
            panel=panel,
            position=position,
            key=item.key,
            label=item.label,
            hint=item.hint,
            weight=item.weight,
            anchors=list(item.anchors),
            allows_na=item.allows_na,
        )
        for position, item in enumerate(terms.criteria, 1)
    )
    for invitee, alias in zip(invitees, _aliases(len(invitees)), strict=True):
        seat_of(panel, invitee, alias, matter, on=on)
    record = file_selection(decision, panel, invitees, considered, matter, on=on, by=by)
    panel.papers = file_notice(panel, papers, on=on, by=by)
    panel.save()
    return record


def check_weights(criteria: Sequence[CriterionSpec]) -> None:
    """Refuse criteria that are missing, doubled, or whose weights do not add up to one.

    Raises:
        ValidationError: They do not.
    """
    keys = [item.key for item in criteria]
    if len(set(keys)) != len(keys):
        raise ValidationError(_("A criterion appears twice."))
    total = sum((item.weight for item in criteria), Decimal(0))
    if total != 1:
        raise ValidationError(
            _("The weights add up to %(total)s%% and must add up to 100%%.")
            % {"total": f"{(total * 100).normalize():f}"}
        )


def _check_once(invitees: Sequence[Invitee]) -> None:
    names = [invitee.expert for invitee in invitees]
    twice = {expert.name for expert in names if names.count(expert) > 1}
    if twice:
        raise ValidationError(_("Named twice: %(names)s.") % {"names": rules.in_words(sorted(twice))})


def _check_anonymous(papers: Sequence[Upload]) -> None:
    named = named_authors(papers)
    if named:
        raise ValidationError(
            {
                "papers": [
                    _("%(file)s names its author in its properties (%(author)s); remove it and send the file again.")
                    % {"file": file, "author": author}
                    for file, author in named
                ]
            }
        )


def _plan(terms: Terms) -> PanelPlan:
    return PanelPlan(str(PanelForm(terms.form).label), frozenset(item.key for item in terms.criteria))


def _aliases(count: int) -> list[str]:
    """Return as many aliases in an order nobody can tell from the names."""
    numbers = list(range(1, count + 1))
    random.SystemRandom().shuffle(numbers)
    return [f"专家{number:02d}" for number in numbers]
