"""The groups, what they are called, and the verbs of this package. Verbs of decisions are mapped above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SYSTEM_ADMIN: Final = "system_admin"
SECURITY_ADMIN: Final = "security_admin"
AUDITOR: Final = "auditor"

GROUPS: Final[dict[str, StrOrPromise]] = {
    "lead_official": _("Official of the lead unit"),
    "unit_head": _("Head of a unit"),
    "office_clerk": _("Official of the government office"),
    "executive_head": _("Executive head"),
    "meeting_member": _("Member of the meeting"),
    "legality_reviewer": _("Legality reviewer"),
    "legal_counsel": _("Legal adviser or government lawyer"),
    "market_regulator": _("Fair competition reviewer"),
    "risk_assessor": _("Risk assessor"),
    "pool_manager": _("Keeper of the expert pool"),
    "expert": _("Expert"),
    "archivist": _("Archivist"),
    "supervisor": _("Supervision official"),
    "executing_official": _("Official of the executing unit"),
    "evaluator": _("Evaluator"),
    "consulted_official": _("Official of a consulted unit"),
    SYSTEM_ADMIN: _("System administrator"),
    SECURITY_ADMIN: _("Security administrator"),
    AUDITOR: _("Security auditor"),
}

# Separation of the three administrators (三员分立): each has only these verbs, and nobody else has them. The
# database holds the same lists (``accounts.sql``), a test compares them.
ADMINISTRATORS: Final[dict[str, tuple[str, ...]]] = {
    SYSTEM_ADMIN: ("manage_units", "manage_people"),
    SECURITY_ADMIN: ("manage_offices", "unlock_accounts"),
    AUDITOR: ("read_audit",),
}

VERBS: Final[dict[str, tuple[str, ...]]] = {
    f"accounts.{verb}": (group,) for group, verbs in ADMINISTRATORS.items() for verb in verbs
}


def group_label(name: str) -> str:
    """Return what a group is called on a page."""
    return str(GROUPS.get(name, name))
