"""The archive application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    """The records system: cases, materials, the ledger and the dossier. It knows no decision."""

    name = "archive"
    verbose_name = _("Archive")
