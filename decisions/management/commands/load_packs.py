"""Load rule packs from files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from decisions.statutes import services
from decisions.statutes.models import PackStatus, RulePack
from decisions.statutes.packs import read, shipped

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Load packs and put in force those of which no version is; run again, it changes nothing.

    A new version of a pack that is in force stays a draft, for the legality office to review and activate on screen.
    """

    help = "Load the rule packs that come with the product, or the files given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take files; the shipped packs without."""
        parser.add_argument("files", nargs="*", type=Path, help="pack files (TOML); without, the shipped ones")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load each file in order."""
        today = timezone.localdate()
        try:
            files = [read(path) for path in options["files"]] or list(shipped().values())
            for file in files:
                pack = services.load_pack(file)
                others = RulePack.objects.filter(code=pack.code, status=PackStatus.ACTIVE).exclude(pk=pack.pk)
                if not others.exists() and pack.effective_from <= today:
                    if pack.status == PackStatus.DRAFT:
                        pack = services.review_pack(pack, by=None)
                    if pack.status == PackStatus.REVIEWED:
                        pack = services.activate_pack(pack, authority=pack.authority, on=today, by=None)
                if options["verbosity"]:
                    self.stdout.write(f"{pack.code} {pack.version}: {pack.get_status_display()}")
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        except (OSError, ValueError) as error:
            msg = f"The pack file cannot be read: {error}"
            raise CommandError(msg) from error
