"""The installation itself as an application: what it needs is checked as Django's own needs are."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstallationConfig(AppConfig):
    """The installation: settings, addresses, server."""

    name = "config"
    label = "installation"
    verbose_name = _("Installation")

    def ready(self) -> None:
        """Register the checks."""
        from config import checks  # noqa: F401, PLC0415 -- registering is all importing does
