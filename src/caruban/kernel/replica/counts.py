"""Where pages that may read from the replica were read, and why not there."""

from prometheus_client import CollectorRegistry, Counter

OURS = CollectorRegistry()
READS = Counter(
    "caruban_replica_reads",
    "Pages that may read from the replica: replica, or why the primary",
    ["chosen"],  # replica, wrote, behind, away, lost, unfit
    registry=OURS,
)


def count(chosen: str) -> None:
    """Count one more."""
    READS.labels(chosen).inc()
