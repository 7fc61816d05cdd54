"""Receiving files without filling the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keep at most `ATTACHMENT_MAX_BYTES` of each file, and count the rest.

    The request is read to its end, so that nothing typed in the same form is lost; the file keeps
    its true size and is then refused with words.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Start a new temporary file."""
        super().new_file(*args, **kwargs)
        self.kept_bytes = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a chunk unless the limit is passed."""
        if self.kept_bytes <= settings.ATTACHMENT_MAX_BYTES:
            self.file.write(raw_data)
            self.kept_bytes += len(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        """Return the file with the size that was sent."""
        self.file.seek(0)
        self.file.size = file_size
        return self.file
