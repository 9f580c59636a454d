"""The tab of the compliance check: every rule with its answer, what is open first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from decisions import compliance
from decisions.desk import matter
from decisions.desk.views.matter import TabView
from decisions.statutes.finding import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# What nobody has to look at again, unless he wants to.
SETTLED = {Outcome.MET, Outcome.NOT_APPLICABLE}


@dataclass(frozen=True)
class Group:
    """The answers of a stage or of an article.

    Attributes:
        label: What it is called.
        counts: How many rules have which answer, the gravest first; those without any are left out.
        to_see: What is breached, pending or excused, the gravest first.
        settled: What is met or does not apply.
    """

    label: str
    counts: Sequence[tuple[Outcome, int]]
    to_see: Sequence[matter.Answer]
    settled: Sequence[matter.Answer]

    @property
    def settled_counts(self) -> list[tuple[Outcome, int]]:
        """How many of the settled rules have which answer."""
        return [(outcome, number) for outcome, number in self.counts if outcome in SETTLED]


class ComplianceView(TabView):
    """Every rule of the register with its answer and what proves it."""

    template_name = "decisions/desk/compliance.html"
    tab = "compliance"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Judge, group by stage or by article, narrow by outcome."""
        found = matter.answers(self.decision)
        outcome = self.request.GET.get("outcome", "")
        by = "article" if self.request.GET.get("by") == "article" else "stage"
        shown = [item for item in found if not outcome or item.judged.finding.outcome == outcome]
        counted = matter.count([item.judged for item in found])
        grouped = _by_stage(shown) if by == "stage" else _by_article(shown)
        return super().get_context_data(
            groups=[_group(label, answers) for label, answers in grouped],
            counted=counted,
            outcomes=[(item, counted.by_outcome[item]) for item in Outcome],
            outcome=outcome,
            # Whoever asks for one answer, or for all of them, sees them without another click.
            shows_all=bool(outcome) or "all" in self.request.GET,
            by=by,
            **kwargs,
        )


def _group(label: str, answers: Iterable[matter.Answer]) -> Group:
    ordered = sorted(
        answers, key=lambda item: (compliance.GRAVITY.index(item.judged.finding.outcome), item.judged.rule.code)
    )
    counted = matter.count(item.judged for item in ordered).by_outcome
    return Group(
        label=label,
        counts=[(outcome, counted[outcome]) for outcome in compliance.GRAVITY if counted[outcome]],
        to_see=[item for item in ordered if item.judged.finding.outcome not in SETTLED],
        settled=[item for item in ordered if item.judged.finding.outcome in SETTLED],
    )


def _by_article(found: list[matter.Answer]) -> list[tuple[str, list[matter.Answer]]]:
    def key(item: matter.Answer) -> tuple[bool, str, int]:
        provision = item.judged.rule.provision
        return (provision.instrument.value != "713", provision.instrument.value, provision.article)

    def heading(item: matter.Answer) -> str:
        provision = item.judged.rule.provision
        return replace(provision, paragraph=None, item=None).citation

    ordered = sorted(found, key=lambda item: (key(item), item.judged.rule.code))
    return [(heading(group[0]), group) for _key, items in groupby(ordered, key) if (group := list(items))]


def _by_stage(found: list[matter.Answer]) -> list[tuple[str, list[matter.Answer]]]:
    groups: dict[str, list[matter.Answer]] = {}
    labels = matter.stage_labels()
    for item in found:
        groups.setdefault(labels.get(item.judged.rule.node, _("Whole procedure")), []).append(item)
    order = [*dict.fromkeys(labels.values()), _("Whole procedure")]
    return [(label, groups[label]) for label in order if label in groups]
