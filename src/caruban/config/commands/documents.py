"""Look whether every document is there; bring them over from another store."""

import argparse
from collections.abc import Iterator

from caruban.config.problems import Problem

HELP = "look whether every document is in its store, or bring them over from another one"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the store that they come from."""
    parser.add_argument(
        "--from",
        dest="source",
        metavar="STORE",
        default="",
        help="bring what is lacking over from there: disk, or s3://bucket/prefix at the endpoint",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print where they are and how many; name what is missing. Safe to repeat, and to break off.

    Raises Problem when some are missing, or a store cannot be asked.
    """
    from caruban.kernel.documents import storage

    try:
        brought = _bring(arguments.source) if arguments.source else 0
        known, missing = 0, []
        for digest, size in _known():
            known += 1
            if storage.store().size_of(digest) != size:
                missing.append(digest)
    except OSError as error:
        raise Problem(str(error)) from error
    print(f"{storage.told()}: {known} documents, {brought} brought over, {len(missing)} missing")
    if missing:
        raise Problem(f"not in the store: {', '.join(missing[:10])}{' …' * (len(missing) > 10)}")  # noqa: PLR2004 (a line's worth)
    return 0


def _bring(source: str) -> int:
    """Copy what the configured store lacks; each content is hashed anew on its way."""
    from caruban.kernel.documents import storage

    here, there, brought = storage.store(), storage.store_at(source), 0
    for digest, size in _known():
        if here.size_of(digest) == size:
            continue
        try:
            with there.open(digest) as file:
                kept = here.put(iter(lambda: file.read(1024 * 1024), b""), limit=size)
        except FileNotFoundError:
            continue  # it is counted as missing
        if kept.sha256 != digest:
            here.delete(kept.sha256)
            print(f"{digest} is damaged in {there.told()}: left there")
            continue
        brought += 1
    return brought


def _known() -> Iterator[tuple[str, int]]:
    from caruban.kernel.documents.models import Blob

    return iter(Blob.objects.order_by("sha256").values_list("sha256", "size"))
