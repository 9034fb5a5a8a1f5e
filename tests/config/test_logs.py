"""Lines of the log are readable, and carry the id of their request."""

import logging

from caruban.config.logs import LINE, Line, OfRequest, log_requests
from caruban.kernel.actors import Origin, origin


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
