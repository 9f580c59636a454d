"""What these packages refuse in Python before the database has to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class NeverDeletedError(ValidationError):
    """An attempt to delete a row that is kept for life: a user, a unit, an office held."""

    def __init__(self, what: object) -> None:
        super().__init__(
            _("%(what)s are never deleted; end or deactivate them."), code="never_deleted", params={"what": what}
        )
