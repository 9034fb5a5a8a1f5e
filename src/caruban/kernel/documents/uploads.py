"""Refuse a request before it is read that is far larger than any upload may be."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

TIMES = 2  # a file a little over the limit is read, so that its form comes back with a sentence


class Bounded(FileUploadHandler):
    """Stand before the handlers that store: what says that it is too long is not begun."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 (Django's name)
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Raise RequestDataTooBig (413) for a body of more than twice the limit, in bytes."""
        if content_length > TIMES * settings.UPLOAD_LIMIT:
            raise RequestDataTooBig("request body over twice the upload limit")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand on what comes."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind."""
