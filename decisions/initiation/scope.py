"""What is outside the procedure whatever its effect (art. 3(2))."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise


class Exclusion(StrEnum):
    """A national ground of exclusion."""

    MACRO_CONTROL = "macro_control"
    LEGISLATION = "legislation"
    EMERGENCY = "emergency"

    @property
    def label(self) -> str | Promise:
        """The ground in words."""
        return {
            Exclusion.MACRO_CONTROL: _("fiscal, monetary and other macro-control"),
            Exclusion.LEGISLATION: _("government legislation"),
            Exclusion.EMERGENCY: _("response to an emergency"),
        }[self]
