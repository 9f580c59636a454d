"""Make the first administrators of an installation, or one more."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.groups import ADMINISTRATORS, group_label
from accounts.models import Unit
from accounts.services import appoint, create_user

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Makes an account with the office of one of the three administrators in a unit."""

    help = "Make an account holding the office of one of the three administrators. The password is asked for."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask who, where, and which of the three."""
        parser.add_argument("group", choices=list(ADMINISTRATORS))
        parser.add_argument("username")
        parser.add_argument("name")
        parser.add_argument("--unit", help="The unit's full name; the only root where it is left out.")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make account and office, or neither."""
        units = Unit.objects.filter(name=options["unit"]) if options["unit"] else Unit.objects.filter(parent=None)
        if units.count() != 1:
            raise CommandError("name one unit that exists: --unit NAME")
        try:
            user = create_user(username=options["username"], name=options["name"], password=read_password(), by=None)
            appoint(
                user,
                unit=units.get(),
                group=options["group"],
                post=group_label(options["group"]),
                starts_on=timezone.localdate(),
                by=None,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error


def read_password() -> str:
    """Return the initial password: asked for at a terminal, else the first line of the input."""
    return getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
