"""Give somebody an initial password again; the only way to reset an administrator's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.management.commands.add_administrator import read_password
from accounts.models import User
from accounts.services import reset_password

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """Resets a password; the person chooses another at the next login."""

    help = "Reset a password. It is asked for; the person must choose another at the next login."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask whose."""
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reset it."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError("no such user")
        try:
            reset_password(user, password=read_password(), by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
