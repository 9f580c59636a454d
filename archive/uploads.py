"""Taking in files: checked by content, kept once, forgotten if nobody files them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from archive import store
from archive.filenames import sent_name
from archive.filetypes import recognise
from archive.models import Blob, MaterialFile, Rendition, Upload

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files.base import File

    from accounts.models import User


def stage_upload(file: File[Any], *, by: User | None) -> Upload:
    """Take in a file that somebody sends, and keep it until it is filed.

    The bytes are read once, a chunk at a time; what they are is told by themselves, not by the name.

    Args:
        file: As a form hands it over.
        by: Who sends it; none for the public.

    Raises:
        ValidationError: It is too large, empty, badly named, of a kind the archive does not take, encrypted, or not
            what its name says.
    """
    name = sent_name(file.name or "")
    limit = settings.ARCHIVE_UPLOAD_LIMIT
    if (file.size or 0) > limit:
        raise _too_large(limit)
    try:
        with store.receive(file.chunks(store.CHUNK), limit=limit) as received:
            digests = received.digests
            if not digests.size:
                raise ValidationError(_("The file is empty."), code="empty")
            kind = recognise(received.path, name)
            with transaction.atomic():
                _hold_blob(digests.sha256)
                store.keep(received)
                Blob.objects.bulk_create(
                    [
                        Blob(
                            sha256=digests.sha256,
                            sm3=digests.sm3,
                            crc32=digests.crc32,
                            size=digests.size,
                            content_type=kind.media_type,
                        )
                    ],
                    ignore_conflicts=True,
                )
                return Upload.objects.create(blob_id=digests.sha256, name=name, by=by)
    except store.TooLargeError as error:
        raise _too_large(limit) from error


def keep_bytes(content: bytes, *, content_type: str) -> Blob:
    """Keep bytes this system made, such as a rendition, and return their row."""
    with store.receive([content]) as received, transaction.atomic():
        digests = received.digests
        _hold_blob(digests.sha256)
        store.keep(received)
        blob, _created = Blob.objects.get_or_create(
            sha256=digests.sha256,
            defaults={
                "sm3": digests.sm3,
                "crc32": digests.crc32,
                "size": digests.size,
                "content_type": content_type,
            },
        )
        return blob


def discard_stale_uploads(*, before: datetime) -> int:
    """Forget what was sent before an instant and never filed; return how many uploads went.

    Bytes that something else points at stay.
    """
    stale = Upload.objects.filter(created_at__lt=before)
    digests = set(stale.values_list("blob_id", flat=True))
    count, _by_model = stale.delete()
    for digest in sorted(digests):
        _discard_blob(digest)
    return count


def discard_left_behind(*, before: datetime) -> int:
    """Remove what processes killed while taking in a file left before an instant; return how many files went.

    Bytes that had reached their place but have no row go with them.
    """
    count = 0
    for path, digest in store.left_behind(before=before):
        with transaction.atomic():
            _hold_blob(digest)
            if not Blob.objects.filter(sha256=digest).exists():
                store.discard(digest)
            path.unlink(missing_ok=True)
        count += 1
    return count


@transaction.atomic
def _discard_blob(sha256: str) -> None:
    _hold_blob(sha256)
    gone, _by_model = (
        Blob.objects.filter(sha256=sha256)
        .exclude(
            Exists(MaterialFile.objects.filter(blob=OuterRef("pk")))
            | Exists(Rendition.objects.filter(blob=OuterRef("pk")))
            | Exists(Upload.objects.filter(blob=OuterRef("pk")))
        )
        .delete()
    )
    if gone:
        store.discard(sha256)


def _hold_blob(sha256: str) -> None:
    """Keep others from discarding or placing the same bytes until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(sha256[:15], 16)])


def _too_large(limit: int) -> ValidationError:
    return ValidationError(
        _("The file is larger than %(limit)d MB; split it or send it on a carrier."),
        code="large",
        params={"limit": limit // (1024 * 1024)},
    )
