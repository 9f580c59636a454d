"""``manage.py render_missing``."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from archive import rendition
from archive.models import Material


class Command(BaseCommand):
    """Make the renditions that no worker has made, for instance because it was killed."""

    help = "Make the PDF/A of every material that has none; safe to run from several places at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a bound."""
        parser.add_argument("--limit", type=int, help="make at most so many")

    def handle(self, *, limit: int | None, **options: Any) -> None:
        """Render and count."""
        keys = list(Material.objects.filter(rendition=None).order_by("pk").values_list("pk", flat=True)[:limit])
        for key in keys:
            rendition.render(key)
        self.stdout.write(_("%(count)d renditions made.") % {"count": len(keys)})
