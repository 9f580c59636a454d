"""The accounts application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, units and the offices held in them."""

    name = "accounts"
    verbose_name = _("Units and people")
