"""A bucket of an S3-compatible store: an object is there whole or not at all, under its hash.

Content is hashed on this machine first, in a temporary file, and sent under its own name: no
object is ever copied, renamed or half visible. Each part carries its MD5, which every S3 store
checks; the size is looked at once more when all is sent. Nothing in a bucket is public.
"""

import base64
import io
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import md5, sha256
from http import HTTPStatus
from typing import IO, Any, BinaryIO, cast

from caruban.kernel.documents.stores.interface import Held, NoRoom, StoreAway, Stored, TooLarge

MEBIBYTE = 1024 * 1024
IN_MEMORY = 8 * MEBIBYTE  # larger content waits in a temporary file
PART = 16 * MEBIBYTE  # larger content goes in parts of this size
READ = 256 * 1024
CONNECT, ANSWER = 3, 10  # seconds for a connection, and for each answer
TRIES = 3  # of each question, with growing pauses between
PAUSES = (0.1, 0.3, 0.9)  # seconds between looks at what was sent
A_HASH = re.compile(r"[0-9a-f]{64}")
PROBE = ".probe"
ABSENT = frozenset({"404", "NoSuchKey", "NotFound", "NoSuchUpload"})
FULL = frozenset(
    {"QuotaExceeded", "XMinioStorageFull", "InsufficientStorage", "InsufficientCapacity"}
    | {"XMinioAdminBucketQuotaExceeded", "StorageFull", "507"}
)
FULL_WORDS = ("no space left", "disk quota exceeded", "file too large")


@dataclass(frozen=True)
class Place:
    """Where a bucket is, and who asks. `prefix` is "" or ends with "/"."""

    bucket: str
    prefix: str
    endpoint: str
    region: str
    key: str
    secret: str

    def __repr__(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}"


@lru_cache(maxsize=8)
def _client_of(place: Place, process: int) -> Any:
    """Give the client of a process: connections are not shared over a fork."""
    import boto3  # half a second: only where it is used
    from botocore.config import Config

    asked = Config(
        signature_version="s3v4",
        connect_timeout=CONNECT,
        read_timeout=ANSWER,
        retries={"mode": "standard", "total_max_attempts": TRIES},
        max_pool_connections=16,
        s3={"addressing_style": "path" if place.endpoint else "auto"},
        request_checksum_calculation="when_required",  # not every store knows the newer sums
        response_checksum_validation="when_required",
    )
    return boto3.session.Session(
        aws_access_key_id=place.key,
        aws_secret_access_key=place.secret,
        region_name=place.region,
    ).client("s3", endpoint_url=place.endpoint or None, config=asked)


@contextmanager
def _asked() -> Iterator[None]:
    """Turn what the client raises into the words of the interface."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        raise _meant(error.response) from error
    except BotoCoreError as error:
        raise StoreAway(
            f"the store of documents does not answer: {type(error).__name__}"
        ) from error


def _meant(answer: dict[str, Any]) -> OSError:
    said = answer.get("Error", {})
    code, words = str(said.get("Code", "")), str(said.get("Message", ""))
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
    if code in ABSENT:
        return FileNotFoundError(code)
    is_full = any(word in words.lower() for word in FULL_WORDS)
    if is_full or code in FULL or status == HTTPStatus.INSUFFICIENT_STORAGE:
        return NoRoom(f"the store of documents is full: {code}")
    return StoreAway(f"the store of documents answers {code or status}")


class Bucket:
    """The store in a bucket."""

    def __init__(self, place: Place) -> None:
        self.place = place

    @property
    def client(self) -> Any:
        """Give this process's client."""
        return _client_of(self.place, os.getpid())

    def put(self, chunks: Iterable[bytes], *, limit: int) -> Stored:
        """Send content under its hash."""
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, prefix="caruban-") as spool:
            stored = _spooled(chunks, spool, limit)
            spool.seek(0)
            with _asked():
                if stored.size > PART:
                    self._send_parts(stored, spool)
                else:
                    content = spool.read()
                    self.client.put_object(
                        Body=content, ContentMD5=_md5(content), **self._object(stored.sha256)
                    )
        self._look_again(stored)
        return stored

    def open(self, digest: str) -> BinaryIO:
        """Open the object of a hash; it is fetched as it is read."""
        size = self.size_of(digest)
        if size is None:
            raise FileNotFoundError(digest)
        return cast("BinaryIO", io.BufferedReader(Fetched(self, digest, size), READ))

    def size_of(self, digest: str) -> int | None:
        """Give the size of the object of a hash; None where there is none."""
        try:
            with _asked():
                return int(self.client.head_object(**self._object(digest))["ContentLength"])
        except FileNotFoundError:
            return None

    def delete(self, digest: str) -> None:
        """Remove the object of a hash, if it is there."""
        with suppress(FileNotFoundError), _asked():
            self.client.delete_object(**self._object(digest))

    def held(self) -> Iterator[Held]:
        """Give every object that has a hash for a name."""
        with _asked():
            pages = self.client.get_paginator("list_objects_v2").paginate(
                Bucket=self.place.bucket, Prefix=self.place.prefix
            )
            for page in pages:
                for one in page.get("Contents", ()):
                    name = one["Key"].rsplit("/", 1)[-1]
                    if A_HASH.fullmatch(name) and one["Key"] == self.key_of(name):
                        yield Held(name, int(one["Size"]), one["LastModified"].timestamp())

    def clear_leftovers(self, before: float) -> int:
        """Give up uploads in parts that died: their parts cost room, and nobody sees them."""
        gone = 0
        with suppress(FileNotFoundError), _asked():
            pages = self.client.get_paginator("list_multipart_uploads").paginate(
                Bucket=self.place.bucket, Prefix=self.place.prefix
            )
            for upload in (one for page in pages for one in page.get("Uploads", ())):
                if upload["Initiated"].timestamp() < before:
                    self.client.abort_multipart_upload(
                        Bucket=self.place.bucket, Key=upload["Key"], UploadId=upload["UploadId"]
                    )
                    gone += 1
        return gone

    def try_writing(self) -> None:
        """Write a small object, always the same."""
        with _asked():
            self.client.put_object(
                Bucket=self.place.bucket, Key=f"{self.place.prefix}{PROBE}", Body=b"Caruban"
            )

    def told(self) -> str:
        """Give bucket and prefix."""
        return repr(self.place)

    def key_of(self, digest: str) -> str:
        """Give the key of a hash; below its prefix as in the folder of a disk."""
        return f"{self.place.prefix}{digest[:2]}/{digest[2:4]}/{digest}"

    def fetch(self, digest: str, start: int) -> Any:
        """Open the content from a byte on, as a stream. Raises FileNotFoundError, StoreAway."""
        with _asked():
            asked = {"Range": f"bytes={start}-"} if start else {}
            return self.client.get_object(**self._object(digest), **asked)["Body"]

    def _object(self, digest: str) -> dict[str, str]:
        return {"Bucket": self.place.bucket, "Key": self.key_of(digest)}

    def _look_again(self, stored: Stored) -> None:
        """Look whether it is there. Raises StoreAway when it is not.

        Simple servers write in place: while somebody else sends the same, it looks cut short.
        """
        for pause in PAUSES:
            if self.size_of(stored.sha256) == stored.size:
                return
            time.sleep(pause)
        raise StoreAway("the store of documents did not keep what it was sent")

    def _send_parts(self, stored: Stored, spool: IO[bytes]) -> None:
        whole = self._object(stored.sha256)
        upload = whole | {"UploadId": self.client.create_multipart_upload(**whole)["UploadId"]}
        try:
            parts: list[dict[str, Any]] = []
            while content := spool.read(PART):
                number = len(parts) + 1
                answer = self.client.upload_part(
                    Body=content, ContentMD5=_md5(content), PartNumber=number, **upload
                )
                parts.append({"ETag": answer["ETag"], "PartNumber": number})
            self.client.complete_multipart_upload(MultipartUpload={"Parts": parts}, **upload)
        except BaseException:
            with suppress(Exception):  # it is given up a day later else, by clear_leftovers
                self.client.abort_multipart_upload(**upload)
            raise


class Fetched(io.RawIOBase):
    """An object read as it comes; a line that breaks is taken up again where it broke."""

    def __init__(self, bucket: Bucket, digest: str, size: int) -> None:
        self._bucket, self._digest, self._size = bucket, digest, size
        self._at = 0
        self._body: Any = None

    def readable(self) -> bool:
        """Say yes."""
        return True

    def seekable(self) -> bool:
        """Say yes: what is asked for next is fetched from there."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a byte."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset != self._at:
            self._drop()
            self._at = base + offset
        return self._at

    def tell(self) -> int:
        """Give the byte that comes next."""
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Read what comes next. Raises StoreAway when the store stays away."""
        for tried in range(TRIES):
            if self._at >= self._size:
                return 0
            try:
                content = self._read(len(buffer))
            except StoreAway:
                self._drop()
                if tried == TRIES - 1:
                    raise
                continue
            if content:
                buffer[: len(content)] = content
                self._at += len(content)
                return len(content)
            self._drop()  # it ended before its end
        raise StoreAway("the store of documents sends less than it holds")

    def close(self) -> None:
        """Let go of the connection."""
        self._drop()
        super().close()

    def _read(self, size: int) -> bytes:
        from urllib3.exceptions import HTTPError

        if self._body is None:
            self._body = self._bucket.fetch(self._digest, self._at)
        try:
            with _asked():
                return bytes(self._body.read(size))
        except (HTTPError, ConnectionError, TimeoutError) as error:
            raise StoreAway("the line to the store of documents broke") from error

    def _drop(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None


def _spooled(chunks: Iterable[bytes], spool: IO[bytes], limit: int) -> Stored:
    digest, size = sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLarge(limit)
        digest.update(chunk)
        spool.write(chunk)
    return Stored(digest.hexdigest(), size)


def _md5(content: bytes) -> str:
    return base64.b64encode(md5(content, usedforsecurity=False).digest()).decode()
