"""The page of one decision, tab by tab."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from archive.completeness import State, by_stage, coverage
from archive.selectors import failures
from decisions import compliance
from decisions.cases.models import Status
from decisions.cases.reading import ReadingView
from decisions.cases.selectors import determinations_now, may_act
from decisions.desk import matter, services
from decisions.desk.forms import CompareForm
from decisions.desk.tasks import Line
from decisions.flows import DecisionFlow
from decisions.position import deadline_of, place_of, ribbon_of
from decisions.statutes.comparison import compare, counts
from decisions.statutes.rule import Procedure

if TYPE_CHECKING:
    from datetime import date

    from decisions.cases.models import Decision
    from decisions.cases.positions import Position

ENTRIES_A_PAGE = 100
RECENT = 6


class DecisionMixin(ReadingView):
    """A page about a decision the user may see; any other is not there."""

    @cached_property
    def decision(self) -> Decision:
        """The decision of the address.

        Raises:
            Http404: There is none, or the user may not see it.
        """
        decision = matter.decision_for(self.user, self.kwargs["pk"])
        if decision is None:
            raise Http404
        return decision

    @cached_property
    def today(self) -> date:
        """Today."""
        return timezone.localdate()


class TabView(DecisionMixin, TemplateView):
    """A tab; all share the head, the ribbon and the row of tabs.

    Attributes:
        tab: Its word in the row of tabs.
    """

    tab = ""

    @cached_property
    def lines(self) -> list[Line]:
        """What is open."""
        steps = list(self.decision.open_steps.select_related("task__owner"))
        for step in steps:
            step.decision = self.decision
        return [Line(step, self.today) for step in steps]

    @cached_property
    def mine(self) -> list[Line]:
        """What the user may do of it."""
        return [
            line
            for line in self.lines
            if line.kind.verb and may_act(self.user, self.decision, verb=line.kind.verb, lane=line.kind.lane)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add head, ribbon and tabs."""
        decision = self.decision
        position: Position | None = getattr(decision, "position", None)
        free = [line for line in self.mine if line.owner in (None, self.user)]
        return super().get_context_data(
            decision=decision,
            tab=self.tab,
            tabs=self._tabs(),
            stages=ribbon_of(
                decision,
                position.progress if position else "",
                today=self.today,
                steps=[line.step for line in self.lines],
            ),
            lines=self.lines,
            mine=self.mine,
            next_line=free[0] if free else None,
            status_state=_state(decision.status),
            **kwargs,
        )

    def _tabs(self) -> list[dict[str, Any]]:
        pk = self.decision.pk
        counted = {"materials": self.decision.case.materials.count(), "record": self.decision.case.head_sequence}
        return [
            {
                "key": key,
                "label": label,
                "url": reverse(f"decisions:{key}", args=[pk]),
                "count": counted.get(key, ""),
            }
            for key, label in (
                ("decision", _("In hand")),
                ("drafts", _("Drafts and versions")),
                ("materials", _("Materials")),
                ("compliance", _("Compliance check")),
                ("adoption", _("Opinions and adoption")),
                ("record", _("Ledger of acts")),
                ("process", _("Process diagram")),
            )
        ]


def _state(status: str) -> str:
    return {
        Status.IN_PROCEDURE: "now",
        Status.IN_FORCE: "ok",
        Status.SUSPENDED: "late",
    }.get(cast("Status", status), "na")


class DecisionView(TabView):
    """What is in hand: open steps, their rules and clocks, acts beside the flow, the latest of the record."""

    template_name = "decisions/desk/decision.html"
    tab = "decision"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather what is open and what the law asks of it."""
        clocks = []
        for line in self.lines:
            deadline = None if line.step.is_timer else deadline_of(self.decision, line.step.node)
            if deadline is not None and deadline.total:
                clocks.append((line, deadline))
        hands_over = {
            line.step.pk for line in self.lines if line.owner and services.may_hand_over(line.step.task, by=self.user)
        }
        recent = list(matter.entries_of(self.decision.case)[:RECENT])
        for entry in recent:
            entry.text = matter.entry_title(entry)  # type: ignore[attr-defined]
            entry.url = reverse("decisions:receipt", args=[self.decision.pk, entry.sequence])  # type: ignore[attr-defined]
        return super().get_context_data(
            panels=[(line, compliance.findings_at(self.decision, line.step.node)) for line in self.lines],
            clocks=clocks,
            hands_over=hands_over,
            side_acts=matter.side_acts(self.user, self.decision),
            determinations=self._determinations(),
            missing=[line for line in coverage(self.decision.case) if line.state is State.MISSING],
            recent=recent,
            adjustments=list(self.decision.adjustments.order_by("pk")),
            **kwargs,
        )

    def _determinations(self) -> list[Any]:
        """Return them in the order of the decree."""
        found = determinations_now(self.decision)
        return [found[procedure] for procedure in Procedure if procedure in found]


class DraftsView(TabView):
    """Versions and snapshots, and which approvals still speak of the present text."""

    template_name = "decisions/desk/drafts.html"
    tab = "drafts"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather versions, snapshots and approvals."""
        drafts = list(matter.drafts_of(self.decision))
        snapshots = list(matter.snapshots_of(self.decision))
        current = snapshots[0] if snapshots else None
        given = matter.given_on(self.decision)
        words = matter.words_of(self.decision)
        shown = self._shown(drafts)
        return super().get_context_data(
            drafts=drafts,
            snapshots=[(item, given.get(item.sequence, [])) for item in snapshots],
            current=current,
            words=words,
            stale=[word for word in words if word.state == "stale"],
            compare=CompareForm(
                {"left": drafts[1].version, "right": drafts[0].version} if len(drafts) > 1 else None,
                versions=_versions(drafts),
            ),
            shown=shown,
            clauses=list(shown.clauses.all()) if shown else [],
            **kwargs,
        )

    def _shown(self, drafts: list[Any]) -> Any:
        asked = self.request.GET.get("version", "")
        return next((draft for draft in drafts if str(draft.version) == asked), drafts[0] if drafts else None)


class CompareView(TabView):
    """Two versions of the draft beside each other, clause by clause."""

    template_name = "decisions/desk/compare.html"
    tab = "drafts"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Compare them; without a choice, the last two."""
        drafts = list(matter.drafts_of(self.decision))
        form = CompareForm(self.request.GET, versions=_versions(drafts))
        chosen = form.chosen()
        known = {draft.version: draft for draft in drafts}
        right = known.get(chosen.get("right", 0)) or (drafts[0] if drafts else None)
        left = known.get(chosen.get("left", 0)) or (drafts[1] if len(drafts) > 1 else right)
        changes = compare(list(left.clauses.all()), list(right.clauses.all())) if left and right else []
        if left and right:
            form = CompareForm(
                {
                    "left": left.version,
                    "right": right.version,
                    **({"only_changed": "on"} if self._only(chosen) else {}),
                },
                versions=_versions(drafts),
            )
        return super().get_context_data(
            form=form,
            left=left,
            right=right,
            changes=changes,
            counted=[(change, number) for change, number in counts(changes).items() if number],
            only_changed=self._only(chosen),
            **kwargs,
        )

    @staticmethod
    def _only(chosen: dict[str, Any]) -> bool:
        return bool(chosen.get("only_changed"))


def _versions(drafts: list[Any]) -> list[tuple[int, str]]:
    return [
        (draft.version, _("version %(number)d, %(day)s") % {"number": draft.version, "day": draft.on})
        for draft in drafts
    ]


class MaterialsView(TabView):
    """The file by the filing scheme, what is missing first."""

    template_name = "decisions/desk/materials.html"
    tab = "materials"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the coverage."""
        lines = coverage(self.decision.case)
        shows_all = "all" in self.request.GET
        owed_or_filed = {State.MISSING, State.PRESENT}
        return super().get_context_data(
            chapters=[
                (chapter, [line for line in chapter.lines if shows_all or line.state in owed_or_filed])
                for chapter in by_stage(lines)
            ],
            shows_all=shows_all,
            left_out=sum(line.state not in owed_or_filed for line in lines),
            missing=[line for line in lines if line.state is State.MISSING],
            owed=sum(line.state in owed_or_filed for line in lines),
            filed=sum(line.state is State.PRESENT for line in lines),
            is_involved=matter.is_involved(self.user, self.decision),
            failures=failures(self.decision.case),
            **kwargs,
        )


class RecordView(TabView):
    """The ledger of the decision, both clocks, with the hash of each entry."""

    template_name = "decisions/desk/record.html"
    tab = "record"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Page through the entries."""
        page = Paginator(matter.entries_of(self.decision.case), ENTRIES_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, entries=matter.lines_of(page.object_list), **kwargs)


class ProcessView(TabView):
    """The steps of the procedure with their state, and the same as a diagram."""

    template_name = "decisions/desk/process.html"
    tab = "process"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather the steps in the order of the flow."""
        place = place_of(self.decision)
        walk = matter.walk_of(self.decision, place.present_nodes)
        return super().get_context_data(
            walk=walk,
            present=[step for _stage, steps in walk for step in steps if step.state == "now"],
            now=" ".join(place.present_nodes),
            done=" ".join(matter.nodes_done(self.decision)),
            xml_url=reverse("decisions:bpmn"),
            flow_title=DecisionFlow.process_title,
            **kwargs,
        )
