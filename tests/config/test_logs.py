"""Lines of the log are readable, and carry the id of their request."""

import json
import logging

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.urls import reverse

from caruban.config.logs import LINE, Json, Line, OfRequest, log_requests, logging_config
from caruban.kernel.actors import Origin, origin
from caruban.kernel.personal import without_personal_data


def line(**extra):
    record = logging.LogRecord("caruban.web", logging.INFO, "", 0, "so it is", (), None)
    record.created = 1_795_567_369.0  # 2026-11-25 00:42:49 UTC
    record.__dict__ |= extra
    OfRequest().filter(record)
    return Line(LINE, style="{").format(record)


def test_a_line_says_when_in_cirebon_how_grave_who_and_what():
    assert line() == "2026-11-25 07:42:49 INFO    caruban.web: so it is"


def test_a_line_of_a_request_carries_its_id():
    told = origin.set(Origin(address="10.0.0.1", request="abc-1"))
    try:
        assert line().endswith("so it is (request abc-1)")
    finally:
        origin.reset(told)


def test_a_line_about_a_request_carries_the_id_of_that_one(rf):
    request = rf.get("/")
    request.id = "abc-2"
    assert line(request=request).endswith("(request abc-2)")


def served(path, query, caplog):
    def application(environ, start_response):
        start_response("200 OK", [("X-Request-Id", "abc-3")])
        return [b"ok"]

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query}
    with caplog.at_level(logging.INFO, logger="caruban.requests"):
        assert log_requests(application)(environ, print) == [b"ok"]
    return caplog.messages


def test_a_request_is_told_with_its_id_and_without_what_people_typed(caplog):
    (told,) = served("/masuk/", "kata=rahasia", caplog)
    assert told.startswith("GET /masuk/ 200 ")
    assert told.endswith(" ms (request abc-3)")


def test_static_files_are_not_told(caplog):
    assert served("/static/web/theme.css", "", caplog) == []


def test_a_path_cannot_forge_a_line(caplog):
    (told,) = served("/x\r\n2026 ERROR forged", "", caplog)
    assert len(told.splitlines()) == 1


def test_probes_are_not_told(caplog):
    assert served("/health/ready", "", caplog) == []
    assert served("/metrics", "", caplog) == []


def told_as_json(**extra):
    record = logging.LogRecord("caruban.web", logging.INFO, "", 0, "so it is", (), None)
    record.created = 1_795_567_369.5  # 2026-11-25 00:42:49 UTC
    record.__dict__ |= extra
    OfRequest().filter(record)
    return json.loads(Json().format(record))


def test_a_line_for_machines_is_one_json_object():
    assert told_as_json() == {
        "time": "2026-11-25T00:42:49.500+00:00",
        "level": "INFO",
        "logger": "caruban.web",
        "message": "so it is",
    }


def test_a_line_for_machines_carries_the_request_and_what_else_is_told(rf):
    request = rf.get("/")
    request.id = "abc-2"

    told = told_as_json(request=request, told={"job": 7})

    assert (told["request"], told["job"]) == ("abc-2", 7)


def test_a_trace_is_part_of_its_line_for_machines():
    error = ValueError("wrong\nDETAIL:  Key (name)=(Siti) already exists.")

    told = told_as_json(exc_info=(ValueError, error, None))

    assert told["error"] == "ValueError: wrong"


PERSONAL = ["warga@example.com", "3209010101010001", "+6281234567890", "081234567890"]


@pytest.mark.parametrize("personal", PERSONAL)
@pytest.mark.parametrize("form", [Line(LINE, style="{"), Json()])
def test_personal_data_does_not_reach_the_log(personal, form):
    record = logging.LogRecord("x", logging.WARNING, "", 0, "of %s: no", (personal,), None)
    OfRequest().filter(record)

    assert personal not in form.format(record)


@pytest.mark.parametrize(
    "plain",
    ["0b18ea3b4c5d6e7f8091a2b3c4d5e6f7", "2026-11-25 07:42:49", "1234567890", "job 812345678"],
)
def test_ids_and_times_are_left_as_they_are(plain):
    assert without_personal_data(plain) == plain


def test_a_job_is_told_without_what_it_was_given():
    job = {"task_name": "some.task", "id": 7, "call_string": "some.task[7](word='secret')"}
    said = f"Job {job['call_string']} ended"
    record = logging.LogRecord("procrastinate", logging.ERROR, "", 0, said, (), None)
    record.job = job

    OfRequest().filter(record)

    assert record.getMessage() == "Job some.task 7 ended"


@pytest.mark.django_db(transaction=True)
def test_a_key_in_an_address_reaches_no_line(caplog):
    """The address that a mail for a new password holds opens the account."""
    address = reverse(
        "account_reset_password_from_key", kwargs={"uidb36": "1z", "key": "c0ffee-of-secrets"}
    )
    environ = RequestFactory().get(address).environ | {"HTTP_HOST": "localhost"}
    answered = []

    with caplog.at_level(logging.INFO), caplog.filtering(OfRequest()):
        log_requests(WSGIHandler())(environ, lambda *start: answered.append(start))

    assert answered
    assert any(one.name == "caruban.requests" for one in caplog.records)
    assert "c0ffee-of-secrets" not in caplog.text
    assert "c0ffee-of-secrets" not in str([vars(one).get("told") for one in caplog.records])


def test_settings_choose_the_form_of_lines():
    assert logging_config("INFO", "json")["formatters"]["line"]["()"] is Json
    assert logging_config("INFO", "text")["formatters"]["line"]["()"] is Line
