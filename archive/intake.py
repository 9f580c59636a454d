"""Receiving a request's files: beyond the limit nothing more is written, and the form can still say so."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedFileUploadHandler(TemporaryFileUploadHandler):
    """Keeps a file in a temporary place up to ``ARCHIVE_UPLOAD_LIMIT``; of the rest it only counts the bytes.

    A request cut off would lose everything else that was typed; a size that is too large reaches the form, which
    refuses it in words.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a chunk while the file is within the limit."""
        if start + len(raw_data) <= settings.ARCHIVE_UPLOAD_LIMIT:
            super().receive_data_chunk(raw_data, start)
