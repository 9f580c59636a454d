"""The meeting: what was submitted to it, who was there, what each said in which order, and what was decided."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from decisions.deliberation.majority import Position, Result
from decisions.deliberation.member_models import MinutesConfirmation, RecordAnswer, WrittenView

__all__ = [
    "Admission",
    "AgendaItem",
    "Attendance",
    "Capacity",
    "CongressReport",
    "DecisionRecord",
    "DeliberationRequest",
    "Meeting",
    "MeetingKind",
    "MinutesAddendum",
    "MinutesConfirmation",
    "Opening",
    "PartyReport",
    "Presence",
    "RecordAnswer",
    "Reply",
    "Report",
    "SpokenView",
    "WrittenView",
]


class MeetingKind(models.TextChoices):
    """The two meetings that can decide (art. 30(1)); there is no third way."""

    EXECUTIVE = "executive", _("Executive meeting")
    PLENARY = "plenary", _("Plenary meeting")


class DeliberationRequest(models.Model):
    """A draft submitted for collective discussion with the papers of article 29. Each round is a row of its own."""

    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="deliberation_requests")
    round = models.PositiveSmallIntegerField(_("round"))
    snapshot = models.ForeignKey("decisions.Snapshot", models.PROTECT, related_name="+", verbose_name=_("snapshot"))
    number = models.CharField(_("number of the request"), max_length=60)
    statement = models.TextField(_("what is asked"))
    # The six items with the papers found for each, as they were on the day.
    items = models.JSONField(_("papers"))
    on = models.DateField(_("submitted on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["decision_id", "round"]
        verbose_name = _("request for deliberation")
        verbose_name_plural = _("requests for deliberation")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "round"], name="deliberation_round_once"),
        ]

    def __str__(self) -> str:
        return self.number


class Meeting(models.Model):
    """An executive or plenary meeting of an organ."""

    authority = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="+", verbose_name=_("organ"))
    kind = models.CharField(_("kind"), max_length=10, choices=MeetingKind.choices)
    number = models.CharField(_("number of the meeting"), max_length=60)
    on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=100)
    chair = models.CharField(_("chair"), max_length=60)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["authority", "kind", "number"],
                name="meeting_number_once",
                violation_error_message=_("A meeting of this kind has this number already; choose it from the list."),
            ),
            models.CheckConstraint(
                name="meeting_is_one_of_two_kinds",
                condition=Q(kind__in=MeetingKind.values),
                violation_error_message=_("Only an executive or a plenary meeting can decide."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number} {self.on.isoformat()}"


class Admission(models.Model):
    """What the government office found of a request: admitted to a meeting, or returned with reasons."""

    request = models.OneToOneField(DeliberationRequest, models.PROTECT, related_name="admission")
    is_admitted = models.BooleanField(_("admitted"))
    checks = models.JSONField(_("papers checked"))
    reason = models.TextField(_("reasons for returning it"), blank=True)
    on = models.DateField(_("checked on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("admission to the agenda")
        verbose_name_plural = _("admissions to the agenda")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="admission_returned_with_reasons",
                condition=Q(is_admitted=True) | ~Q(reason=""),
                violation_error_message=_("Say why the request is returned."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.request)


class AgendaItem(models.Model):
    """A draft on the agenda of a meeting: exactly this text. It exists only through an admission."""

    admission = models.OneToOneField(Admission, models.PROTECT, related_name="item")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items", verbose_name=_("meeting"))
    snapshot = models.ForeignKey("decisions.Snapshot", models.PROTECT, related_name="+", verbose_name=_("snapshot"))
    position = models.PositiveSmallIntegerField(_("item"))
    papers_sent_on = models.DateField(_("papers sent to the members on"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering: ClassVar = ["meeting", "position"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "position"], name="agenda_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.position}"


class Capacity(models.TextChoices):
    """In what capacity somebody is at the meeting."""

    MEMBER = "member", _("Member of the meeting")
    ATTENDING = "attending", _("Attending")
    OBSERVER = "observer", _("Observer")


class Presence(models.TextChoices):
    """Whether somebody was there."""

    PRESENT = "present", _("Present")
    ABSENT = "absent", _("Absent")
    EXCUSED = "excused", _("Absent with leave")


class Attendance(models.Model):
    """Somebody at the discussion of one item. Rows are never changed: a trigger refuses it."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="attendances")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("official")
    )
    name = models.CharField(_("name"), max_length=60)
    post = models.CharField(_("unit and post"), max_length=100)
    capacity = models.CharField(_("capacity"), max_length=10, choices=Capacity.choices)
    presence = models.CharField(_("presence"), max_length=8, choices=Presence.choices)
    is_head = models.BooleanField(_("head of the organ"), default=False)
    presides = models.BooleanField(_("presides and decides"), default=False)
    delegation = models.CharField(_("number of the delegation"), max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["item_id", "pk"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "name", "post"], name="attendance_once", violation_error_message=_("Named twice.")
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(presides=True),
                name="attendance_one_presides",
                violation_error_message=_("One presides."),
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(is_head=True),
                name="attendance_one_head",
                violation_error_message=_("The organ has one head."),
            ),
            models.CheckConstraint(
                name="attendance_presides_present",
                condition=Q(presides=False) | Q(presence="present", capacity="member"),
                violation_error_message=_("Only a member who is present presides."),
            ),
            models.CheckConstraint(
                name="attendance_presides_by_delegation",
                condition=Q(presides=False) | Q(is_head=True) | ~Q(delegation=""),
                violation_error_message=_("Who presides in the head's place needs a delegation."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.post}"


class SpokenView(models.Model):
    """What one person said, in the order of speaking; after the head's view none follows, a trigger sees to it."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="views")
    attendance = models.OneToOneField(Attendance, models.PROTECT, related_name="view", verbose_name=_("speaker"))
    sequence = models.PositiveSmallIntegerField(_("order of speaking"))
    position = models.CharField(
        _("position"), max_length=20, choices=[(item.value, item.label) for item in Position], blank=True
    )
    text = models.TextField(_("what was said"), blank=True)

    class Meta:
        ordering: ClassVar = ["item_id", "sequence"]
        verbose_name = _("view expressed")
        verbose_name_plural = _("views expressed")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "sequence"], name="view_sequence_once"),
            models.CheckConstraint(
                name="view_differing_in_words",
                condition=~Q(position__in=[item.value for item in Position if item.needs_words]) | ~Q(text=""),
                violation_error_message=_("A different opinion is recorded as it was spoken."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.attendance}"


class Opening(models.TextChoices):
    """How whoever presides opened an item, where local rules ask for a neutral opening."""

    NONE = "none", _("Said nothing on the matter")
    NEUTRAL = "neutral", _("Neutral, the words recorded")
    LEANING = "leaning", _("Showed a leaning")


class DecisionRecord(models.Model):
    """What the head decided on the basis of the discussion (art. 30). Never changed: a trigger refuses it."""

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="record")
    result = models.CharField(_("outcome"), max_length=20, choices=[(item.value, item.label) for item in Result])
    decided_by = models.ForeignKey(Attendance, models.PROTECT, related_name="+", verbose_name=_("decided by"))
    tally = models.JSONField(_("positions counted"))
    majority_base = models.CharField(_("majority counted among"), max_length=10)
    departs_from_majority = models.BooleanField(_("departs from the majority"))
    reason = models.TextField(_("reasons of the head"), blank=True)
    said_at_meeting = models.BooleanField(_("given at the meeting"), default=False)
    opening = models.CharField(_("opening by who presides"), max_length=8, choices=Opening.choices, blank=True)
    opening_words = models.TextField(_("words of the opening"), blank=True)
    # As judged on the day; null for records made before it was kept, which are judged by the offices of the day.
    lead_attended = models.BooleanField(_("the lead unit attended"), null=True, editable=False)
    legal_attended = models.BooleanField(_("the head of the legal body attended"), null=True, editable=False)
    conclusion = models.TextField(_("what was decided"))
    minute_taker = models.CharField(_("minute-taker"), max_length=60)
    minutes_number = models.CharField(_("number of the minutes"), max_length=60)
    snapshot_in = models.ForeignKey(
        "decisions.Snapshot", models.PROTECT, related_name="+", verbose_name=_("text discussed")
    )
    snapshot_out = models.ForeignKey(
        "decisions.Snapshot", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("text adopted")
    )
    change_class = models.CharField(_("change"), max_length=12, blank=True)
    change_reason = models.TextField(_("what was changed and why"), blank=True)
    on = models.DateField(_("decided on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entry = models.OneToOneField("archive.LedgerEntry", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("record of the decision")
        verbose_name_plural = _("records of decisions")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="record_adopts_a_text",
                condition=Q(result__in=["adopt", "adopt_with_changes"], snapshot_out__isnull=False)
                | (~Q(result__in=["adopt", "adopt_with_changes"]) & Q(snapshot_out__isnull=True)),
                violation_error_message=_("What is adopted is a text, and only then."),
            ),
            models.CheckConstraint(
                name="record_departure_explained",
                condition=Q(departs_from_majority=False) | (~Q(reason="") & Q(said_at_meeting=True)),
                violation_error_message=_("A head who departs from the majority says why at the meeting."),
            ),
            models.CheckConstraint(
                name="record_opening_in_words",
                condition=~Q(opening="neutral") | ~Q(opening_words=""),
                violation_error_message=_("Record the opening word for word, or that there was none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_number} {self.get_result_display()}"


class MinutesAddendum(models.Model):
    """A correction of signed minutes: it is added, the minutes stay as they are (art. 30(3))."""

    record = models.ForeignKey(DecisionRecord, models.PROTECT, related_name="addenda")
    sequence = models.PositiveSmallIntegerField(_("number"))
    passage = models.TextField(_("passage concerned"))
    correction = models.TextField(_("correct wording"))
    reason = models.TextField(_("reason"))
    confirmed_by = models.CharField(_("confirmed by"), max_length=100)
    on = models.DateField(_("corrected on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["record_id", "sequence"]
        verbose_name = _("addendum to the minutes")
        verbose_name_plural = _("addenda to the minutes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "sequence"], name="addendum_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.sequence}"


class Reply(models.TextChoices):
    """What is answered to a report on what the meeting decided."""

    AGREED = "agreed", _("Agreed")
    CHANGES = "changes", _("Changes asked for")
    NOT_AGREED = "not_agreed", _("Not agreed")


class Report(models.Model):
    """A report on what was decided, and what came back: the part both reports share."""

    report_number = models.CharField(_("number of the report"), max_length=80)
    reported_on = models.DateField(_("reported on"))
    reply = models.CharField(_("reply"), max_length=10, choices=Reply.choices)
    reply_number = models.CharField(_("number of the reply"), max_length=80, blank=True)
    content = models.TextField(_("what the reply says"), blank=True)
    on = models.DateField(_("replied on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    history = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.report_number}: {self.get_reply_display()}"


class PartyReport(Report):
    """The report to the Party committee of the same level, and its reply (art. 31)."""

    record = models.OneToOneField(DecisionRecord, models.PROTECT, related_name="party_report")

    class Meta:
        verbose_name = _("report to the Party committee")
        verbose_name_plural = _("reports to the Party committee")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="party_reply_says_why",
                condition=Q(reply="agreed") | ~Q(content=""),
                violation_error_message=_("Record what the reply says."),
            ),
        ]


class CongressReport(Report):
    """The report to the people's congress or its standing committee, and its opinion (art. 8)."""

    record = models.OneToOneField(DecisionRecord, models.PROTECT, related_name="congress_report")
    body = models.CharField(_("reported to"), max_length=100)
    is_decided_there = models.BooleanField(_("decided by the congress itself"), default=False)

    class Meta:
        verbose_name = _("report to the people's congress")
        verbose_name_plural = _("reports to the people's congress")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="congress_opinion_says_why",
                condition=Q(reply="agreed") | ~Q(content=""),
                violation_error_message=_("Record what the opinion says."),
            ),
        ]
