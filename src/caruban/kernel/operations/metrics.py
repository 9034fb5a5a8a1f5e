"""What Prometheus is told: requests by each web process, everything else by the database.

Requests are counted in memory that the web processes of one machine share (prometheus_client's
multiprocess mode, where `PROMETHEUS_MULTIPROC_DIR` is set before this is imported). Jobs, mails,
events and documents are read from the database, so they are true for all machines together.
Labels are bounded: names of routes and tasks, never an address, an id or a person.
"""

import os
import platform
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any

import django
import psycopg
from django.db import DatabaseError, InterfaceError, connection, transaction
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    Metric,
    SummaryMetricFamily,
)
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from caruban.kernel.jobs import Run
from caruban.kernel.operations.health import connected
from caruban.kernel.operations.models import Total
from caruban.kernel.replica.counts import OURS as READS
from caruban.kernel.replica.watch import WATCH, is_configured

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
PATIENCE = "2s"  # for each question of a scrape to the database

OURS = CollectorRegistry()  # what this process counts
REQUESTS = Counter(
    "caruban_requests", "Requests answered", ["route", "method", "status"], registry=OURS
)
SECONDS = Histogram(
    "caruban_request_seconds", "Time to answer", ["route"], buckets=BUCKETS, registry=OURS
)
QUERIES = Counter(
    "caruban_request_queries", "Questions of requests to the database", ["route"], registry=OURS
)
QUERY_SECONDS = Counter(
    "caruban_request_query_seconds", "Time in the database", ["route"], registry=OURS
)

# name, kind, what it is, the question; a question's last column is the value, the others labels
ASKED: tuple[tuple[str, type[Metric], str, list[str], str], ...] = (
    (
        "caruban_jobs",
        GaugeMetricFamily,
        "Jobs that are not over, or failed for good",
        ["status"],
        (
            "SELECT s, count(j.id) FROM unnest(ARRAY['todo', 'doing', 'failed']) s"
            " LEFT JOIN procrastinate_jobs j ON j.status = s::procrastinate_job_status GROUP BY s"
        ),
    ),
    (
        "caruban_jobs_oldest_due_seconds",
        GaugeMetricFamily,
        "Age of the job that has been due for longest",
        [],
        (
            "SELECT coalesce(extract(epoch FROM now() - min(coalesce(j.scheduled_at, e.at))), 0)"
            " FROM procrastinate_jobs j JOIN procrastinate_events e"
            " ON e.job_id = j.id AND e.type = 'deferred'"
            " WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())"
        ),
    ),
    (
        "caruban_workers",
        GaugeMetricFamily,
        "Workers that gave a sign of life within a minute",
        [],
        (
            "SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - interval '1 minute'"
        ),
    ),
    (
        "caruban_mails",
        CounterMetricFamily,
        "Mails handed to the mail server",
        ["outcome"],
        "SELECT outcome, count FROM operations_total WHERE kind = 'mail'",
    ),
    (
        "caruban_events",
        CounterMetricFamily,
        "Events written, rolled back ones among them",
        [],
        (
            "SELECT coalesce(pg_sequence_last_value("
            "pg_get_serial_sequence('events_happening', 'id')::regclass), 0)"
        ),
    ),
    (
        "caruban_documents",
        GaugeMetricFamily,
        "Contents of documents kept",
        [],
        "SELECT count(*) FROM documents_blob",
    ),
    (
        "caruban_document_bytes",
        GaugeMetricFamily,
        "Bytes of documents kept",
        [],
        "SELECT coalesce(sum(size), 0) FROM documents_blob",
    ),
)
JOB_RUNS = "SELECT name, outcome, count, seconds FROM operations_total WHERE kind = 'job'"


class OfReplica(Collector):
    """Whether the replica can be read and how far it is behind; nothing where there is none."""

    def collect(self) -> Iterator[Metric]:
        """Tell what this process saw last."""
        if not is_configured():
            return
        lag = WATCH.lag
        yield GaugeMetricFamily(
            "caruban_replica_up", "Whether the replica can be read", value=lag is not None
        )
        if lag is not None:
            yield GaugeMetricFamily(
                "caruban_replica_lag_seconds", "Seconds that the replica is behind", value=lag
            )


class OfDatabase(Collector):
    """What the database knows, asked at each scrape; away, only that it is so."""

    def collect(self) -> Iterator[Metric]:
        """Ask, each question within PATIENCE."""
        try:
            found = list(_asked())
        except psycopg.Error:
            found = []
        yield GaugeMetricFamily(
            "caruban_database_up", "Whether the database answers", value=bool(found)
        )
        yield from found


def _asked() -> Iterator[Metric]:
    with connected() as asked:
        asked.execute(f"SET statement_timeout = '{PATIENCE}'")
        build = GaugeMetricFamily(
            "caruban_build_info", "What runs", labels=["version", "python", "django", "postgresql"]
        )
        build.add_metric([*_versions(), asked.execute("SHOW server_version").fetchone()[0]], 1)  # type: ignore[index]  # SHOW gives a row
        yield build
        for name, kind, told, labels, question in ASKED:
            family: Any = kind(name, told, labels=labels)  # type: ignore[call-arg]  # of Metric's children
            for *values, value in asked.execute(question):
                family.add_metric([str(one) for one in values], float(value))
            yield family
        runs = SummaryMetricFamily(
            "caruban_job_seconds", "Runs of jobs", labels=["task", "outcome"]
        )
        for task, outcome, count, seconds in asked.execute(JOB_RUNS):
            runs.add_metric([task, outcome], count, seconds)
        yield runs


@cache
def _versions() -> tuple[str, str, str]:
    return version("caruban"), platform.python_version(), django.get_version()


def exposition() -> bytes:
    """Give all metrics in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(OfDatabase())
    registry.register(OfReplica())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest(OURS) + generate_latest(READS) + generate_latest(registry)


@cache
def _of_route(route: str) -> tuple[Any, Any, Any]:
    """Give the children of a route's metrics; finding them each time costs more than counting."""
    return SECONDS.labels(route), QUERIES.labels(route), QUERY_SECONDS.labels(route)


@cache
def _answered(route: str, method: str, status: str) -> Any:
    return REQUESTS.labels(route, method, status)


def count_request(
    *, route: str, method: str, status: int, seconds: float, queries: int, query_seconds: float
) -> None:
    """Count a request; an address that leads nowhere and an unknown method have one label each."""
    route = route or "none"
    duration, asked, asking = _of_route(route)
    _answered(route, method if method in METHODS else "other", f"{status // 100}xx").inc()
    duration.observe(seconds)
    if queries:
        asked.inc(queries)
        asking.inc(query_seconds)


def count_run(run: Run) -> None:
    """Count a job's run."""
    add(Total.Kind.JOB, outcome=run.outcome, name=run.task, seconds=run.seconds)


def add(kind: Total.Kind, *, outcome: str, name: str = "", seconds: float = 0.0) -> None:
    """Count one more of something; a database that is away loses the count, never the work."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO operations_total (kind, name, outcome, count, seconds)"
                " VALUES (%s, %s, %s, 1, %s) ON CONFLICT (kind, name, outcome) DO UPDATE"
                " SET count = operations_total.count + 1,"
                " seconds = operations_total.seconds + excluded.seconds",
                [kind, name, outcome, seconds],
            )
    except (DatabaseError, InterfaceError):
        return
