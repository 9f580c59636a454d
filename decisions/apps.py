"""The decisions application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    """The procedure of a major administrative decision, stage by stage."""

    name = "decisions"
    verbose_name = _("Major administrative decisions")

    def ready(self) -> None:
        """Tell the archive who sees a case, its number, what acts are called and where late papers go."""
        from archive import access  # noqa: PLC0415 -- models are there only now
        from decisions.cases.selectors import (  # noqa: PLC0415
            case_numbered,
            cases_involving,
            cases_visible_to,
        )
        from decisions.cases.verbs import verb_title  # noqa: PLC0415
        from decisions.filing.selectors import late_filing_address  # noqa: PLC0415

        access.register(
            visible=cases_visible_to,
            involving=cases_involving,
            numbered=case_numbered,
            act_title=verb_title,
            late_filing=late_filing_address,
        )
