"""Acts of the lead unit: convene, replace, extend, open, conclude."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from archive.sheet import written
from decisions.cases.lanes import Lane
from decisions.cases.views import ActView
from experts import selectors, services
from experts.forms.convening import (
    ConcludePanelForm,
    ConvenePanelForm,
    ExtendScoringForm,
    OpenSheetsForm,
    ReplaceExpertForm,
    seats_to_replace,
    suggested_criteria,
)
from experts.models import Panel, Stance
from experts.rules import asked_dimensions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.models import LedgerEntry
    from decisions.cases.forms import ActForm
    from decisions.cases.models import Decision


class ConvenePanelView(ActView):
    """Convene a panel (art. 19 to 21)."""

    verb = "convene_panel"
    lane = Lane.LEAD_UNIT
    title = _("Convene the expert panel")
    button = _("Send the invitations")
    description = _("Names the experts with reasons, checks them for conflicts, and sends notice and papers.")
    form_class: ClassVar = ConvenePanelForm

    def initial(self) -> Mapping[str, Any]:
        """Return who answers for the papers unless somebody else is named, and the other leading units."""
        others = (
            [row.unit_id for row in self.decision.lead_units.all() if not row.is_principal] if self.decision else []
        )
        return {"anonymised_by": self.official.name, "co_units": others}

    def initial_rows(self) -> Mapping[str, list[dict[str, Any]]]:
        """Return the criteria of the article and of the pack."""
        if self.decision is None:
            return {}
        return {
            "criteria": [
                {name: written(value) if not isinstance(value, Decimal) else value for name, value in row.items()}
                for row in suggested_criteria(asked_dimensions(self.decision.pack))
            ]
        }

    def facts(self) -> Mapping[str, Any]:
        """Return the snapshot the experts argue on."""
        return {"snapshot": self.decision.current_snapshot if self.decision else None}

    def act(self, form: ActForm) -> LedgerEntry:
        """Convene the panel."""
        assert self.decision is not None  # noqa: S101 -- the task has one
        values = form.cleaned_data
        terms = services.Terms(
            criteria=[
                services.CriterionSpec(**{**row, "weight": row["weight"] / Decimal(100)}) for row in values["criteria"]
            ],
            co_units=list(values["co_units"]),
            **{
                name: values[name]
                for name in (
                    "form",
                    "institution",
                    "questions",
                    "deadline_on",
                    "is_complex",
                    "anonymised_by",
                    "interested_parties",
                    "views_note",
                    "reason_not_drawn",
                    "outsiders_reason",
                )
            },
        )
        return services.convene_panel(
            self.decision,
            terms=terms,
            invitees=[services.Invitee(**row) for row in values["experts"]],
            considered=[services.Considered(**row) for row in values["considered"]],
            papers=values["papers"],
            on=values["on"],
            by=self.official,
        ).entry


class PanelActView(ActView):
    """An act of the lead unit on a panel at work."""

    lane = Lane.LEAD_UNIT

    @property
    def panel(self) -> Panel:
        """The panel of the decision now."""
        panel = selectors.current_panel(self.decision) if self.decision is not None else None
        if panel is None:
            raise Panel.DoesNotExist
        return panel

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """Whether a panel is at work and its sheets are sealed."""
        panel = selectors.current_panel(decision)
        return panel is not None and not panel.is_opened

    def facts(self) -> Mapping[str, Any]:
        """Return how far the panel is: counts, and nothing of what is in the sheets."""
        panel = selectors.current_panel(self.decision) if self.decision is not None else None
        return {"panel": panel, "progress": selectors.progress(panel) if panel else None}


class ReplaceExpertView(PanelActView):
    """Put another expert in the place of one."""

    verb = "replace_expert"
    title = _("Replace an expert")
    button = _("Invite the new expert")
    description = _("For whoever declined, is excluded, does not answer or cannot serve.")
    form_class: ClassVar = ReplaceExpertForm

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """Whether a seat of a sealed panel can be filled anew."""
        panel = selectors.current_panel(decision)
        return panel is not None and not panel.is_opened and seats_to_replace(panel).exists()

    def act(self, form: ActForm) -> LedgerEntry:
        """Replace the expert."""
        values = form.cleaned_data
        panel = self.panel
        entry = services.replace_expert(
            panel,
            leaving=values["leaving"],
            cause=values["cause"],
            reason=values["reason"],
            invitee=services.Invitee(
                values["expert"], values["field"], values["choice_reason"], values.get("view", "")
            ),
            deadline_on=values["deadline_on"],
            outsiders_reason=values["outsiders_reason"],
            on=values["on"],
            by=self.official,
        ).entry
        if values["deadline_on"]:
            self.flow_class.postpone(self.decision, "await_sheets", until=selectors.end_of_scoring(panel.decision))
        return entry


class ExtendScoringView(PanelActView):
    """Give the experts more time."""

    verb = "extend_scoring"
    title = _("Extend the period for scoring")
    button = _("Extend the period")
    description = _("For everybody alike, with a reason on record.")
    form_class: ClassVar = ExtendScoringForm

    def act(self, form: ActForm) -> LedgerEntry:
        """Extend the period."""
        values = form.cleaned_data
        panel = self.panel
        entry = services.extend_scoring(
            panel, deadline_on=values["deadline_on"], reason=values["reason"], on=values["on"], by=self.official
        ).entry
        self.flow_class.postpone(self.decision, "await_sheets", until=selectors.end_of_scoring(panel.decision))
        return entry


class OpenSheetsView(PanelActView):
    """Open all sealed sheets together."""

    verb = "open_sheets"
    title = _("Open the sealed sheets")
    button = _("Open the sheets")
    description = _("All together, once all are sealed or the period is over. Each is proved against its digest.")
    form_class: ClassVar = OpenSheetsForm

    def act(self, form: ActForm) -> LedgerEntry:
        """Open the sheets."""
        on = form.cleaned_data["on"]
        entry = services.open_sheets(self.panel, on=on, by=self.official)
        self.flow_class.hasten(self.decision, "await_sheets", on=on)
        return entry


class ConcludePanelView(PanelActView):
    """Conclude the argumentation."""

    verb = "conclude_panel"
    title = _("Conclude the expert argumentation")
    button = _("Conclude the argumentation")
    description = _("Comprehensive opinion, dissent word for word, and what is adopted of each opinion and why.")
    form_class: ClassVar = ConcludePanelForm
    template_name = "experts/conclude.html"

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """The task of the flow says when."""
        return True

    def initial_rows(self) -> Mapping[str, list[dict[str, Any]]]:
        """Return a row for each opinion, once the sheets are opened."""
        panel = selectors.current_panel(self.decision) if self.decision is not None else None
        if panel is None or not panel.is_opened:
            return {}
        return {
            "replies": [
                {"alias": opinion.sheet.seat.alias, "point": _first_line(opinion.conditions or opinion.text)}
                for opinion in selectors.opinions_of(panel)
            ]
        }

    def facts(self) -> Mapping[str, Any]:
        """Return, once opened, the opinions, the figures and who differs."""
        found = dict(super().facts())
        panel = found["panel"]
        if panel is not None and panel.is_opened:
            result = selectors.result(panel)
            opinions = list(selectors.opinions_of(panel))
            majority = result.statistics["majority"] if result else ""
            found |= {
                "result": result,
                "opinions": opinions,
                "majority": Stance(majority).label if majority else "",
                "criteria_rows": selectors.as_table(result, panel.criteria.all()),
            }
        return found

    def act(self, form: ActForm) -> LedgerEntry:
        """Conclude the argumentation."""
        values = form.cleaned_data
        return services.conclude_panel(
            self.panel,
            summary=values["summary"],
            chair=values["chair"],
            course=values["course"],
            departure_reason=values["departure_reason"],
            replies=[services.Reply(**row) for row in values["replies"]],
            record_files=values["record_files"],
            report_files=values.get("report_files") or [],
            on=values["on"],
            by=self.official,
        ).entry


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0][:300] if text.strip() else ""
