"""What the archive keeps: cases, materials, files, and the ledger of every act."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Access(models.TextChoices):
    """Who may see a material (Regulation on government information, art. 13 to 16)."""

    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")
    RESTRICTED = "restricted", _("Restricted")


class Retention(models.TextChoices):
    """How long a case is kept."""

    PERMANENT = "permanent", _("Permanent")
    YEARS_30 = "30", _("30 years")
    YEARS_10 = "10", _("10 years")


class Case(models.Model):
    """One item, one dossier (一事一档): everything filed about one matter."""

    fonds_code = models.CharField(_("fonds number"), max_length=20)
    fonds_name = models.CharField(_("name of the fonds"), max_length=100)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number in the year"))
    title = models.CharField(_("title"), max_length=300)
    retention = models.CharField(_("retention"), max_length=12, choices=Retention.choices, default=Retention.PERMANENT)
    opened_on = models.DateField(_("opened on"))
    # The ledger's end, copied here under a row lock so that the next entry needs one read.
    head_sequence = models.PositiveIntegerField(default=0, editable=False)
    head_hash = models.CharField(max_length=64, blank=True, editable=False)
    # How many kinds of record it lacks: worked out by the deposit that changes it, so that lists can be filtered.
    missing = models.PositiveSmallIntegerField(_("lacking"), default=0, editable=False)

    class Meta:
        ordering: ClassVar = ["-year", "-number"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        default_permissions = ()
        permissions: ClassVar = [
            ("read_case", _("Read the file of a case")),
            ("export_dossier", _("Export the dossier of a case")),
            ("download_material", _("Download the files of a material")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fonds_code", "year", "number"], name="case_number_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["-year", "-number", "missing"], name="case_by_state")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        """The archive's number of the case (档号), after DA/T 22-2015."""
        period = {"permanent": "Y", "30": "D30", "10": "D10"}[self.retention]
        return f"{self.fonds_code}-WS·{self.year}-{period}-JC-{self.number:04d}"


class Blob(models.Model):
    """The bytes of a file, kept once by their digest under ``ARCHIVE_ROOT``."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    sm3 = models.CharField(max_length=64)
    crc32 = models.BigIntegerField()
    size = models.BigIntegerField(_("bytes"))
    content_type = models.CharField(_("kind of file"), max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.sha256[:12]


class Upload(models.Model):
    """A file somebody has sent but not yet filed: it survives a mistaken form and the check page."""

    token = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=255)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")

    def __str__(self) -> str:
        return self.name


class Material(models.Model):
    """One record filed in a case, under a code of the filing scheme."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="materials")
    code = models.CharField(_("filing code"), max_length=3)
    sequence = models.PositiveIntegerField(_("number within the code"))
    title = models.CharField(_("title"), max_length=300)
    number = models.CharField(_("document number"), max_length=60, blank=True)
    producer = models.CharField(_("producer"), max_length=100)
    on = models.DateField(_("happened on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    access = models.CharField(_("access"), max_length=10, choices=Access.choices)
    # Canonical JSON as text: a digest over jsonb would be over the server's own spelling.
    data = models.TextField(_("data"))
    digest = models.CharField(_("SHA-256 of the data"), max_length=64)
    entry = models.OneToOneField("LedgerEntry", models.PROTECT, related_name="material")

    class Meta:
        ordering: ClassVar = ["code", "sequence"]
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "code", "sequence"], name="material_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code}-{self.sequence} {self.title}"


class MaterialFile(models.Model):
    """A file belonging to a material, under the name it was sent with."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="files")
    sequence = models.PositiveSmallIntegerField(_("number"))
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=255)

    class Meta:
        ordering: ClassVar = ["material_id", "sequence"]
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["material", "sequence"], name="file_number_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Rendition(models.Model):
    """The PDF/A of a material, made afterwards from its data; it never changes what was deposited."""

    material = models.OneToOneField(Material, models.PROTECT, related_name="rendition")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    pages = models.PositiveIntegerField(_("pages"))
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")

    def __str__(self) -> str:
        return str(self.material)


class RenditionFailure(models.Model):
    """Why a material has no rendition yet, and how often it was tried; gone once it has one. Evidence of nothing."""

    material = models.OneToOneField(Material, models.PROTECT, related_name="rendition_failure")
    attempts = models.PositiveSmallIntegerField(_("attempts"))
    reason = models.CharField(_("reason"), max_length=500)
    last_at = models.DateTimeField(_("last tried at"))

    class Meta:
        verbose_name = _("failure of a rendition")
        verbose_name_plural = _("failures of renditions")

    def __str__(self) -> str:
        return self.reason

    @property
    def is_given_up(self) -> bool:
        """Whether it is tried again only when somebody asks for it."""
        return self.attempts >= settings.ARCHIVE_PRINTING_ATTEMPTS


class LedgerEntry(models.Model):
    """One act, chained to the one before it. Rows are never changed or removed: a trigger refuses it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    sequence = models.PositiveIntegerField(_("number"))
    act = models.CharField(_("act"), max_length=64)
    on = models.DateField(_("happened on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    body = models.TextField(_("content"))
    previous_hash = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["case_id", "sequence"]
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "sequence"], name="entry_number_once"),
            models.UniqueConstraint(fields=["case", "previous_hash"], name="entry_follows_one"),
        ]

    def __str__(self) -> str:
        return f"#{self.sequence} {self.act}"


class Expectation(models.Model):
    """What the file must or need not hold, as somebody determined it.

    The latest row of a case and code counts. Where there is none, the filing scheme alone says what is owed.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="expectations")
    code = models.CharField(_("filing code"), max_length=3)
    is_required = models.BooleanField(_("required"))
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.CharField(_("determined by"), max_length=100)
    on = models.DateField(_("determined on"))
    entry = models.ForeignKey(LedgerEntry, models.PROTECT, related_name="expectations")

    class Meta:
        ordering: ClassVar = ["case_id", "code", "pk"]
        verbose_name = _("expectation")
        verbose_name_plural = _("expectations")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="expectation_waived_with_reason",
                condition=Q(is_required=True) | ~Q(reason=""),
                violation_error_message=_("What is not required needs a reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.code
