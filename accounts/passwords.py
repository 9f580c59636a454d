"""Rules for passwords beyond Django's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from accounts.models import User


class CharacterClassesValidator:
    """Asks for characters of several kinds: lower case, upper case, digits, others."""

    def __init__(self, classes: int = 3) -> None:
        self.classes = classes

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse a password of too few kinds.

        Raises:
            ValidationError: It has fewer kinds than asked.
        """
        kinds = {
            "lower" if sign.islower() else "upper" if sign.isupper() else "digit" if sign.isdigit() else "other"
            for sign in password
        }
        if len(kinds) < self.classes:
            raise ValidationError(self.get_help_text(), code="password_too_simple")

    def get_help_text(self) -> str:
        """Say what is asked."""
        return _("At least %(classes)s of: lower case, upper case, digits, other characters.") % {
            "classes": self.classes
        }


class FormerPasswordValidator:
    """Refuses the passwords somebody had last."""

    def __init__(self, count: int = 5) -> None:
        self.count = count

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse one of the last passwords.

        Raises:
            ValidationError: It is the present password or one of the last.
        """
        if user is None or user.pk is None:
            return
        former = [user.password, *user.former_passwords.values_list("password", flat=True)[: self.count]]
        if any(check_password(password, hashed) for hashed in dict.fromkeys(former)):
            raise ValidationError(self.get_help_text(), code="password_used_before")

    def get_help_text(self) -> str:
        """Say what is asked."""
        return ngettext("Not the last password.", "Not one of the last %(count)s passwords.", self.count) % {
            "count": self.count
        }
