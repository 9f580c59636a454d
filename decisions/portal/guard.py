"""Against floods and programs: a trap no person sees, a least time, keyed digests of where a message comes from."""

from __future__ import annotations

import ipaddress
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from decisions.participation.intake import Sender

if TYPE_CHECKING:
    from django.http import HttpRequest

TRAP = "website"
STARTED = "started"
LEAST = timedelta(seconds=3)
_signer = signing.TimestampSigner(salt="portal.started")


class TooFast(ValidationError):
    """Nobody writes this fast; what was written is kept, and sending it again helps."""


def started() -> str:
    """Return the signed instant at which somebody opened a form."""
    return _signer.sign("form")


def check(request: HttpRequest) -> None:
    """Refuse what only a program sends, in a way that lets a person send it again.

    Raises:
        TooFast: The trap was filled in, or the form came back within three seconds.
    """
    if request.POST.get(TRAP, ""):
        raise TooFast(_("A field no person sees was filled in. Send it once more."))
    token = request.POST.get(STARTED, "")
    verify(token)
    try:
        _signer.unsign(token, max_age=LEAST)
    except signing.SignatureExpired:
        return
    raise TooFast(_("That was very fast. Read it once more, then send it."))


def verify(token: str) -> None:
    """Refuse an instant we did not sign.

    Raises:
        TooFast: We did not.
    """
    try:
        _signer.unsign(token)
    except signing.BadSignature as error:
        raise TooFast(_("The form was changed on its way. Send it once more.")) from error


def kept_or_started(request: HttpRequest) -> str:
    """Return the instant at which the form was opened, as it came back, or now."""
    token = request.POST.get(STARTED, "")
    try:
        verify(token)
    except TooFast:
        return started()
    return token


def sender_of(request: HttpRequest, about: str) -> Sender:
    """Return keyed digests of the network and the session; no address is kept."""
    if not request.session.session_key:
        request.session.create()
    return Sender.of(
        network=network_of(request.META.get("REMOTE_ADDR", "")),
        session=request.session.session_key or "",
        about=about,
    )


def network_of(address: str) -> str:
    """Return the network an address belongs to: the first 24 bits, of IPv6 the first 48.

    >>> network_of("203.0.113.77")
    '203.0.113.0/24'
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    bits = 24 if parsed.version == 4 else 48  # noqa: PLR2004 -- the version of the protocol
    return str(ipaddress.ip_network(f"{parsed}/{bits}", strict=False))


def submission_of(request: HttpRequest) -> UUID | None:
    """Return the form's own token, by which a second sending finds the first."""
    try:
        return UUID(request.POST.get("submission", ""))
    except ValueError:
        return None
