"""Metrics count what happened, in bounded labels, for machines that may read them."""

import pytest
from django.test import Client
from django.urls import get_resolver
from prometheus_client.parser import text_string_to_metric_families

from caruban.kernel.jobs import Run
from caruban.kernel.operations import metrics
from caruban.kernel.operations.models import Total
from tests.factories import a_user, an_institution

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}
BY_PROXY = {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}


@pytest.fixture
def told(transactional_db):
    """Give a function that reads a sample's value, by name and labels; 0 where there is none."""

    def value(name, **labels):
        text = Client().get("/metrics").content.decode()
        for family in text_string_to_metric_families(text):
            for sample in family.samples:
                if sample.name == name and labels.items() <= sample.labels.items():
                    return sample.value
        return 0

    return value


def test_a_request_is_counted_by_route_method_and_class_of_status(told, client):
    labels = {"route": "home", "method": "GET", "status": "2xx"}
    before = told("caruban_requests_total", **labels)

    client.get("/")

    assert told("caruban_requests_total", **labels) == before + 1
    assert told("caruban_request_seconds_count", route="home") >= 1


def test_questions_to_the_database_are_counted_by_route(told, client_of):
    reader = client_of(a_user("secretary", an_institution()))
    before = told("caruban_request_queries_total", route="workspace")

    reader.get("/kerja/")

    assert told("caruban_request_queries_total", route="workspace") > before + 1
    assert told("caruban_request_query_seconds_total", route="workspace") > 0


def test_labels_are_bounded_whatever_is_asked(told, client):
    for path in ("/a-b-c/", "/d-e-f/", "/evaluasi/99.99/1999/"):
        client.generic("BREW", path)
    text = client.get("/metrics").content.decode()
    routes, methods = set(), set()
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            routes |= {sample.labels["route"]} if "route" in sample.labels else set()
            methods |= {sample.labels["method"]} if "method" in sample.labels else set()

    assert "a-b-c" not in text
    assert "BREW" not in text
    assert methods <= metrics.METHODS | {"other"}
    ours = {one for one in routes if ":" not in one and not one.startswith("tests.")}
    assert ours <= names(get_resolver()) | {"none"}


def names(resolver):
    """Give the names of all routes without a namespace."""
    found = set()
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            found |= names(entry) if not entry.namespace else set()
        else:
            found.add(entry.name)
    return found


def test_runs_of_jobs_are_counted_for_all_machines_together(told):
    metrics.count_run(Run("some.task", 1, 1, 0.5, "succeeded"))
    metrics.count_run(Run("some.task", 2, 1, 1.5, "succeeded"))
    metrics.count_run(Run("some.task", 3, 9, 0.1, "failed"))
    labels = {"task": "some.task", "outcome": "succeeded"}

    assert told("caruban_job_seconds_count", **labels) == 2
    assert told("caruban_job_seconds_sum", **labels) == 2
    assert told("caruban_job_seconds_count", task="some.task", outcome="failed") == 1


def test_the_queue_mails_events_and_documents_are_read_from_the_database(told):
    metrics.add(Total.Kind.MAIL, outcome="failed")

    assert told("caruban_mails_total", outcome="failed") == 1
    assert told("caruban_database_up") == 1
    assert told("caruban_build_info") == 1
    text = Client().get("/metrics").content.decode()
    for name in ("caruban_jobs{", "caruban_jobs_oldest_due_seconds", "caruban_workers"):
        assert f"\n{name}" in text
    for name in ("caruban_events_total", "caruban_documents", "caruban_document_bytes"):
        assert f"\n{name} " in text


@pytest.mark.parametrize("asker", [ELSEWHERE, BY_PROXY, {"HTTP_X_FORWARDED_PROTO": "https"}])
def test_another_machine_is_refused_without_the_token(asker):
    answer = Client().get("/metrics", **asker)

    assert answer.status_code == 403
    assert b"caruban_requests" not in answer.content


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer wrong", "Basic right"])
def test_a_wrong_token_is_refused(settings, given):
    settings.METRICS_TOKEN = "right"

    assert Client().get("/metrics", HTTP_AUTHORIZATION=given, **ELSEWHERE).status_code == 403


def test_no_token_is_no_token_that_anyone_knows():
    assert Client().get("/metrics", HTTP_AUTHORIZATION="Bearer ", **ELSEWHERE).status_code == 403


def test_another_machine_reads_them_with_the_token(settings, transactional_db):
    settings.METRICS_TOKEN = "right"

    answer = Client().get("/metrics", HTTP_AUTHORIZATION="Bearer right", **ELSEWHERE)

    assert answer.status_code == 200
    assert b"caruban_database_up 1.0" in answer.content


def test_a_lost_database_costs_only_its_own_figures(monkeypatch, db):
    from django.db import connection

    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")

    answer = Client().get("/metrics")

    assert answer.status_code == 200
    assert b"caruban_database_up 0.0" in answer.content
    assert b"caruban_requests_total" in answer.content
