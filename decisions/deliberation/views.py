"""Pages of collective discussion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from decisions.cases.lanes import Lane
from decisions.cases.views import ActView
from decisions.deliberation import (
    afterwards,
    confirming,
    forms,
    minutes,
    record_form,
    reporting,
    selectors,
    services,
    sheets,
    sitting,
)
from decisions.deliberation.local_rules import confirmed_by_day
from decisions.deliberation.majority import Position
from decisions.deliberation.models import Attendance, Capacity, DecisionRecord, Presence
from decisions.deliberation.package import ITEM_TITLES, package
from decisions.statutes.clauses import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archive.models import LedgerEntry
    from decisions.cases.forms import ActForm
    from decisions.cases.models import Decision


def _papers(view: ActView) -> list[dict[str, Any]]:
    return [
        {
            "number": item.number,
            "title": ITEM_TITLES[item.number],
            "papers": item.papers,
            "missing": item.missing,
            "waived": item.waived,
        }
        for item in package(view.decision).items
    ]


class SubmitForDeliberationView(ActView):
    """Submit the draft for collective discussion."""

    verb = "submit_for_deliberation"
    lane = Lane.LEAD_UNIT
    title = _("Submit for collective discussion")
    button = _("Submit for discussion")
    description = _("The papers of article 29 are taken from the file; what is missing is named.")
    form_class = forms.SubmitForDeliberationForm
    template_name = "decisions/deliberation/submit.html"

    def facts(self) -> Mapping[str, Any]:
        """Show the six items with what the file holds for each."""
        return {
            "papers": _papers(self),
            "snapshot": self.decision.submitted_snapshot,
            "before": selectors.present_admission(self.decision),
        }

    def act(self, form: forms.SubmitForDeliberationForm) -> LedgerEntry:
        """Submit."""
        return services.submit_for_deliberation(self.decision, **form.cleaned_data, by=self.official).entry


class AdmitView(ActView):
    """Check the papers and put the draft on an agenda."""

    verb = "admit"
    lane = Lane.GOVERNMENT_OFFICE
    title = _("Check the papers and admit to the agenda")
    button = _("Record the check")
    description = _("Only this way leads to a meeting; circulation or countersigning does not replace it.")
    form_class = forms.AdmitForm
    template_name = "decisions/deliberation/admit.html"

    def initial_rows(self) -> Mapping[str, list[dict[str, Any]]]:
        """Fill in what the file says of each item."""
        return {
            "checks": [
                {
                    "number": item["number"],
                    "verdict": "missing" if item["missing"] else "waived" if item["waived"] else "complete",
                    "note": "；".join(item["missing"]) or str(item["waived"])[:200],
                }
                for item in _papers(self)
            ]
        }

    def facts(self) -> Mapping[str, Any]:
        """Show the request beside the check."""
        return {
            "papers": _papers(self),
            "request_made": selectors.present_request(self.decision),
            "snapshot": self.decision.submitted_snapshot,
        }

    def act(self, form: forms.AdmitForm) -> LedgerEntry:
        """Admit or return."""
        return services.admit(self.decision, **form.cleaned_data, by=self.official).entry


class DeliberateView(ActView):
    """Record the discussion and the decision."""

    verb = "deliberate"
    lane = Lane.GOVERNMENT_OFFICE
    title = _("Record the discussion and the decision")
    button = _("File the record")
    description = _("Every member present has a view recorded before the head's; different opinions word for word.")
    form_class = record_form.DeliberateForm
    template_name = "decisions/deliberation/deliberate.html"
    check_template_name = "decisions/deliberation/check.html"
    form: ActForm | None = None

    def make_form(self, data: Any = None, files: Any = None) -> ActForm:
        """Keep the form, so that the order of speaking can be shown as far as it is entered."""
        self.form = super().make_form(data, files)
        return self.form

    def initial(self) -> Mapping[str, Any]:
        """Fill in the text on the agenda and the day of the meeting."""
        item = selectors.present_item(self.decision)
        if item is None:
            return {}
        clauses = item.snapshot.draft.clauses.all()
        return {
            "on": min(item.meeting.on, timezone.localdate()),
            "final_text": render((clause.key, clause.heading, clause.text) for clause in clauses),
        }

    def initial_rows(self) -> Mapping[str, list[dict[str, Any]]]:
        """Fill in the members of the organ's meetings, the head last."""
        members = selectors.members_of(self.decision, on=timezone.localdate())
        rows = [
            {
                "person": user.pk,
                "name": user.name,
                "post": office.post,
                "capacity": Capacity.MEMBER,
                "presence": Presence.PRESENT,
                "is_head": office.group.name == "executive_head",
                "presides": office.group.name == "executive_head",
            }
            for user, office in members
        ]
        return {"speakers": sorted(rows, key=lambda row: row["is_head"])}

    def facts(self) -> Mapping[str, Any]:
        """Show the meeting, the order of speaking and the count as far as they are entered."""
        item = selectors.present_item(self.decision)
        rows = self._entered()
        return {
            "item": item,
            "snapshot": item.snapshot if item else None,
            "speakers": [
                {
                    "name": row.get("name"),
                    "post": row.get("post"),
                    "is_head": row.get("presides"),
                    "state": "done" if row.get("position") else "",
                    "position": Position(row["position"]).label if row.get("position") else "",
                }
                for row in rows
                if row.get("capacity") == Capacity.MEMBER and row.get("presence") == Presence.PRESENT
            ],
            "tally": [
                (position.label, count)
                for position in Position
                if (count := sum(row.get("position") == position for row in rows))
            ],
        }

    def _entered(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        if self.form is not None and self.form.is_bound:
            rows = [getattr(form, "cleaned_data", {}) for form in self.form.formsets["speakers"].forms]
            rows = [row for row in rows if row.get("name")]
        return rows or self.initial_rows()["speakers"]

    def preview(self) -> list[dict[str, Any]]:
        """Return the minutes as the answers of a valid form would have them, before anything is filed."""
        form, item = self.form, selectors.present_item(self.decision)
        if not isinstance(form, record_form.DeliberateForm) or item is None:
            return []
        given, spoken = form.cleaned_data, sitting.in_order(form.speakers)
        presiding = next((speaker for speaker in spoken if speaker.presides), None)
        record = DecisionRecord(
            item=item,
            result=given["result"],
            decided_by=Attendance(name=presiding.name if presiding else ""),
            conclusion=given["conclusion"],
            minute_taker=given["minute_taker"],
            minutes_number=gettext("given when it is filed"),
            on=given["on"],
        )
        return sheets.minutes_sheet(self.decision, record, spoken).shown()

    def act(self, form: record_form.DeliberateForm) -> LedgerEntry:
        """Record and decide."""
        values = {**form.cleaned_data, "speakers": form.speakers}
        return sitting.deliberate(self.decision, **values, by=self.official).entry


class ReportToPartyView(ActView):
    """Report to the Party committee."""

    verb = "report_to_party"
    lane = Lane.GOVERNMENT_OFFICE
    title = _("Report to the Party committee")
    button = _("File report and reply")
    description = _("Before issue the Party committee of the same level is asked; its reply is filed with the report.")
    form_class = forms.ReportToPartyForm

    def initial(self) -> Mapping[str, Any]:
        """Suggest reporting on the day of the decision."""
        record = selectors.present_record(self.decision)
        return {"reported_on": record.on} if record else {}

    def act(self, form: forms.ReportToPartyForm) -> LedgerEntry:
        """File report and reply."""
        return reporting.report_to_party(self.decision, **form.cleaned_data, by=self.official).entry


class ReportToCongressView(ActView):
    """Report to the people's congress."""

    verb = "report_to_congress"
    lane = Lane.GOVERNMENT_OFFICE
    title = _("Report to the people's congress")
    button = _("File report and opinion")
    description = _("It was determined that the matter goes to the people's congress or its standing committee.")
    form_class = forms.ReportToCongressForm

    def act(self, form: forms.ReportToCongressForm) -> LedgerEntry:
        """File report and opinion."""
        return reporting.report_to_congress(self.decision, **form.cleaned_data, by=self.official).entry


class CorrectMinutesView(ActView):
    """Add a correction to signed minutes."""

    verb = "correct_minutes"
    lane = Lane.GOVERNMENT_OFFICE
    title = _("Correct the minutes by an addendum")
    button = _("File the addendum")
    description = _("Signed minutes stay as they are; a correction is added to them.")
    form_class = forms.CorrectMinutesForm

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """Once there are minutes."""
        return selectors.records(decision).exists()

    def act(self, form: forms.CorrectMinutesForm) -> LedgerEntry:
        """File the addendum."""
        return minutes.correct_minutes(self.decision, **form.cleaned_data, by=self.official).entry


class ConfirmMinutesView(ActView):
    """Confirm the record of a discussion, as the member or for one who signed on paper."""

    verb = "confirm_minutes"
    lane = Lane.DECISION_ORGAN
    title = _("Confirm the record of the meeting")
    button = _("File the confirmation")
    description = _("Each member who was there confirms the record, or says what is to be corrected in it.")
    node = "deliberate"
    form_class = forms.ConfirmMinutesForm
    template_name = "decisions/deliberation/confirm.html"

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """While a member has not confirmed."""
        return afterwards.to_confirm(decision).exists()

    def may(self) -> bool:
        """Members who have not confirmed, and whoever keeps the minutes."""
        return super().may() and afterwards.may_be_confirmed_by(self.decision, self.official).exists()

    def initial(self) -> Mapping[str, Any]:
        """Fill in the official's own place."""
        own = afterwards.to_confirm(self.decision).filter(user=self.official).first()
        return {"attendance": own.pk} if own is not None else {}

    def facts(self) -> Mapping[str, Any]:
        """Show what the record holds of each member, and who has confirmed."""
        record = selectors.last_record(self.decision)
        last = confirmed_by_day(record.on, self.decision.pack) if record is not None else None
        return {
            "record": record,
            "passages": afterwards.passages(record) if record is not None else [],
            "last_day": last,
        }

    def act(self, form: forms.ConfirmMinutesForm) -> LedgerEntry:
        """File the confirmation."""
        return confirming.confirm_minutes(self.decision, **form.cleaned_data, by=self.official).entry


SIDE_ACTS: tuple[type[ActView], ...] = (ConfirmMinutesView, CorrectMinutesView)
