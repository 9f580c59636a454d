"""Make the groups and give them their verbs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from accounts.services import grant_verbs


class Command(BaseCommand):
    """Applies every mapping named in ``GROUP_VERBS``; may be run at any time, changes only what differs."""

    help = "Make the groups and give each exactly the verbs that the mappings of GROUP_VERBS name."

    def handle(self, *args: Any, **options: Any) -> None:
        """Merge the mappings and apply them."""
        merged: dict[str, tuple[str, ...]] = {}
        for path in settings.GROUP_VERBS:
            mapping = import_string(path)
            twice = set(merged) & set(mapping)
            if twice:
                raise CommandError(f"mapped twice: {', '.join(sorted(twice))}")
            merged.update({verb: tuple(groups) for verb, groups in mapping.items()})
        try:
            grant_verbs(merged, exclusive=True)
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] > 0:
            self.stdout.write(f"{len(merged)} verbs")
