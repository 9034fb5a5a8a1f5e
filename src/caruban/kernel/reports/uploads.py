"""Take in a copy only to know its fingerprint: nothing of it is kept, not even for a moment."""

from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class Fingerprint(UploadedFile):  # type: ignore[type-arg]  # no generic when it runs
    """An uploaded file of which only the fingerprint is left. `size` in bytes."""

    def __init__(self, digest: str, size: int, name: str | None) -> None:
        super().__init__(file=None, name=name or "salinan", size=size)
        self.digest = digest


class FingerprintOnly(FileUploadHandler):
    """Hash what comes in, chunk by chunk, up to a limit in bytes; past it the upload ends."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.passed_limit = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.hash, self.taken = sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a chunk in, and give none on."""
        self.taken += len(raw_data)
        if self.taken > self.limit:
            self.passed_limit = True
            raise StopUpload(connection_reset=False)
        self.hash.update(raw_data)

    def file_complete(self, file_size: int) -> Fingerprint:
        """Give what is left of the file."""
        return Fingerprint(self.hash.hexdigest(), file_size, self.file_name)
