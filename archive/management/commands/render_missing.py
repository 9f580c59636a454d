"""``manage.py render_missing``."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from archive import rendition
from archive.models import RenditionFailure


class Command(BaseCommand):
    """Make the renditions that no worker has made, for instance because it was killed."""

    help = "Make the PDF/A of every material that has none; safe to run from several places at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a bound."""
        parser.add_argument("--limit", type=int, help="make at most so many")
        parser.add_argument("--again", action="store_true", help="also what was tried so often that it was given up")

    def handle(self, *, limit: int | None, again: bool, **options: Any) -> None:
        """Render and count; name what cannot be made."""
        made = rendition.render_missing(limit=limit, again=again)
        self.stdout.write(_("%(count)d renditions made.") % {"count": made})
        for failure in RenditionFailure.objects.select_related("material__case").order_by("material"):
            material = failure.material
            self.stdout.write(
                f"{material.case.reference} {material.code}-{material.sequence} {material.title}："
                f"{failure.reason} ({failure.attempts})"
            )
