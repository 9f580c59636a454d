"""The experts application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpertsConfig(AppConfig):
    """Expert argumentation (Decree 713, art. 19 to 21)."""

    name = "experts"
    verbose_name = _("Expert argumentation")
