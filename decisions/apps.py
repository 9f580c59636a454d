"""The decisions application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    """The procedure of a major administrative decision, stage by stage."""

    name = "decisions"
    verbose_name = _("Major administrative decisions")
