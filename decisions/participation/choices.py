"""The kinds of things participation knows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext


class Method(models.TextChoices):
    """Ways of hearing the public (art. 14(2), 14(3), 15(2)); hearings have a procedure of their own."""

    OPEN = "open_solicitation", _("Open invitation to comment")
    SYMPOSIUM = "symposium", _("Discussion meeting")
    VISIT = "visit", _("Visit on the spot")
    WRITTEN = "written", _("Written consultation")
    QUESTIONNAIRE = "questionnaire", _("Questionnaire")
    POLL = "poll", _("Opinion poll")
    GROUP = "group", _("Talks with a specific group")
    EXPLANATION = "explanation", _("Interview or explanation to the public")


class Channel(models.TextChoices):
    """How an opinion reached us."""

    WEB = "web", _("Portal")
    LETTER = "letter", _("Letter")
    PHONE = "phone", pgettext("channel", "Telephone")
    EMAIL = "email", _("E-mail")
    VISIT = "visit", _("In person")
    HOTLINE = "hotline", _("12345 hotline")
    MEETING = "meeting", _("Meeting, visit or inquiry")
    HEARING = "hearing", _("Hearing")


class AuthorTier(models.TextChoices):
    """How the author appears."""

    ANONYMOUS = "anonymous", _("Anonymous")
    NAMED = "named", _("By name")
    ORGANISATION = "organisation", _("For an organisation")


class AnswerKind(models.TextChoices):
    """What becomes of an opinion."""

    ADOPTED = "adopted", _("Adopted")
    PARTLY = "partly", _("Adopted in part")
    NOT_ADOPTED = "not_adopted", _("Not adopted")
    EXPLAINED = "explained", _("Explained")
    NOT_OF_MATTER = "not_of_matter", _("Not of this matter")
    WITHHELD = "withheld", _("Withheld from publication")

    @property
    def changes_draft(self) -> bool:
        """Whether a clause changes because of it."""
        return self in {AnswerKind.ADOPTED, AnswerKind.PARTLY}


class ContactPoint(models.TextChoices):
    """Where something is made known to the public (art. 15(1))."""

    WEBSITE = "website", _("Government website")
    NEW_MEDIA = "new_media", _("Government new media")
    NEWSPAPER = "newspaper", _("Newspaper")
    BROADCAST = "broadcast", _("Radio or television")
    NOTICE_BOARD = "notice_board", _("Notice board on the spot")


class ParticipantCategory(models.TextChoices):
    """In what quality somebody takes part in a hearing."""

    INTERESTED = "interested", _("Interested party")
    PUBLIC = "public", _("General public")
    DEPUTY = "deputy", _("Deputy or member of the consultative conference")
    EXPERT = "expert", _("Expert or professional")
    ORGANISATION = "organisation", _("Association or social organisation")
    DEPARTMENT = "department", _("Department concerned")


class Confirmation(models.TextChoices):
    """What a participant says of the record of a hearing."""

    CONFIRMED = "confirmed", _("Confirmed and signed")
    CORRECTED = "corrected", _("Signed with a correction")
    REFUSED = "refused", _("Refused to sign")


class DeliveryMeans(models.TextChoices):
    """How the papers of a hearing were delivered."""

    HAND = "hand", _("By hand")
    POST = "post", _("By registered post")
    ELECTRONIC = "electronic", _("Electronically, with confirmation")
