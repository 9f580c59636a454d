"""Acts of an expert: answer the invitation, sign and seal the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import Http404, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from decisions.cases.lanes import Lane
from decisions.cases.views import ActView
from experts import selectors, services
from experts.forms.answering import DeclareConflictsForm, ScoreForm, as_sheet, pages_of
from experts.models import Seat, SeatStatus, Stance
from experts.rules import DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

    from archive.models import LedgerEntry
    from decisions.cases.acting import AlreadyDone
    from decisions.cases.forms import ActForm
    from decisions.cases.models import Decision


class ExpertActView(ActView):
    """An act of an expert. Whoever may not do it is told no more than if it did not exist."""

    lane = Lane.EXPERT_PANEL

    @cached_property
    def seat(self) -> Seat | None:
        """The seat in which the official may act now."""
        return selectors.open_seat(self.official, self.decision) if self.decision is not None else None

    def may(self) -> bool:
        """Whether the official is the expert of an active seat, in office as an expert."""
        return self.seat is not None

    def reload(self) -> None:
        """Read seat and decision again."""
        super().reload()
        self.__dict__.pop("seat", None)

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """Whether a panel is at work and its sheets are sealed."""
        panel = selectors.current_panel(decision)
        return panel is not None and not panel.is_opened

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in the expert; everybody else finds nothing."""
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        again = self.sent_again()
        if again is not None:
            return again
        wanted = kwargs.get("seat")
        if not self.may() or (wanted is not None and wanted != self.seat):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def facts(self) -> Mapping[str, Any]:
        """Return the seat; nothing of the ledger is for experts."""
        return {"seat": self.seat, "panel": self.seat.panel if self.seat else None, "recent": []}

    def receipt_url(self, entry: LedgerEntry) -> str:
        """The expert's own receipt."""
        seat = selectors.seats_of(self.official).filter(panel__decision=self.decision).first()
        return reverse("experts:receipt", args=[seat.token]) if seat else reverse("experts:desk")

    def _done(
        self, done: AlreadyDone, *, typed: list[tuple[Any, list[tuple[Any, str]]]] | None = None
    ) -> HttpResponseBase:
        assert self.decision is not None  # noqa: S101
        return redirect(self.receipt_url(done.entry))  # type: ignore[arg-type]


class DeclareConflictsView(ExpertActView):
    """Declare interests; accept or decline the invitation."""

    verb = "declare_conflicts"
    title = _("Answer the invitation")
    button = _("Sign and send the declaration")
    description = _("Whoever has a direct interest does not argue the matter.")
    form_class: ClassVar = DeclareConflictsForm
    template_name = "experts/declare.html"
    check_template_name = "experts/declare_check.html"

    def facts(self) -> Mapping[str, Any]:
        """Return the words that are signed."""
        return {**super().facts(), "undertaking": services.UNDERTAKING}

    def act(self, form: ActForm) -> LedgerEntry:
        """Declare."""
        values = form.cleaned_data
        assert self.seat is not None  # noqa: S101 -- may() asked
        entry = services.answer_invitation(
            self.seat,
            answer=values["answer"],
            interests={key: values[key] for key in services.QUESTIONS},
            explanation=values["explanation"],
            undertakes_independence=values["undertakes_independence"],
            undertakes_confidentiality=values["undertakes_confidentiality"],
            signed_name=values["signed_name"],
            on=values["on"],
            by=self.official,
        ).entry
        if selectors.is_complete(self.seat.panel):
            self.flow_class.hasten(self.decision, "await_sheets", on=values["on"])
        return entry


class ScoreView(ExpertActView):
    """Sign and seal the sheet. The page is the check of the answers: it shows the whole sheet before it binds."""

    verb = "score"
    title = _("Check, sign and seal")
    button = _("Sign and seal")
    description = _("Once sealed, nobody reads the sheet before all are opened together, and nobody changes it.")
    form_class: ClassVar = ScoreForm
    template_name = "experts/sign.html"
    checks_answers = False

    def may(self) -> bool:
        """Whether the official has accepted and not sealed yet."""
        return self.seat is not None and self.seat.status == SeatStatus.ACCEPTED and not self.seat.is_sealed  # type: ignore[attr-defined]

    def initial(self) -> Mapping[str, Any]:
        """Return the draft; a signature is given afresh."""
        draft = services.read_draft(self.seat) if self.seat else {}
        return {name: value for name, value in draft.items() if name != "signed_name"}

    def make_form(self, data: Any = None, files: Any = None) -> ActForm:
        """Return the form; a signature sent from the page is put to the draft."""
        if isinstance(data, QueryDict) and not any(name.startswith("score_") for name in data):
            merged = data.copy()
            for name, value in self.initial().items():
                merged.setdefault(name, value)
            data = merged
        form = super().make_form(data, files)
        if self.seat is not None:
            form.pages = {  # type: ignore[attr-defined]
                name: reverse("experts:sheet", args=[self.seat.token, step])
                for step, names in pages_of(self.seat.panel).items()
                for name in names
            }
        return form

    def facts(self) -> Mapping[str, Any]:
        """Return the sheet as it would be sealed."""
        found = dict(super().facts())
        if self.seat is not None:
            asked = services.asked_of(self.seat.panel)
            draft = self.initial()
            sheet = as_sheet(draft, asked)
            words = {item.key: dict(item.levels) for item in self.seat.panel.criteria.all()}
            found |= {
                "opinion": [
                    *((DIMENSIONS[key], text) for key, text in sheet.dimensions.items()),
                    (_("My opinion"), Stance(sheet.stance).label if sheet.stance in Stance.values else ""),
                    *([(_("Conditions"), sheet.conditions)] if sheet.conditions else []),
                    (_("Opinion as a whole"), sheet.text),
                ],
                "scores": [
                    {
                        "label": item.label,
                        "value": (value := sheet.scores.get(item.key)),
                        "word": words[item.key].get(value, "") if value is not None else "",
                        "is_answered": item.key in sheet.scores,
                        "comment": sheet.comments.get(item.key, ""),
                    }
                    for item in asked
                ],
            }
        return found

    def act(self, form: ActForm) -> LedgerEntry:
        """Seal the sheet."""
        assert self.seat is not None  # noqa: S101 -- may() asked
        on = form.cleaned_data["on"]
        sheet = services.seal_sheet(
            self.seat,
            sheet=form.as_sheet(),  # type: ignore[attr-defined]
            signed_name=form.cleaned_data["signed_name"],
            on=on,
            by=self.official,
        )
        if selectors.is_complete(self.seat.panel):
            self.flow_class.hasten(self.decision, "await_sheets", on=on)
        return sheet.entry
