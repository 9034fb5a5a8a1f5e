"""Lines of the log: when, how grave, who says it, what, and the id of the request in question."""

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from caruban.kernel.actors import origin

LINE = "{asctime} {levelname:<7} {name}: {message}{of_request}"

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

HERE = ZoneInfo("Asia/Jakarta")

requests = logging.getLogger("caruban.requests")


class Line(logging.Formatter):
    """One line of the log, at the time of Cirebon."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 (logging's name)
        """Give the moment, to the second."""
        return f"{datetime.fromtimestamp(record.created, HERE):%Y-%m-%d %H:%M:%S}"


class OfRequest(logging.Filter):
    """Tell each line the id of its request, where it has one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass."""
        source = origin.get()
        named = getattr(getattr(record, "request", None), "id", "")
        known = named or (source.request if source else "")
        record.of_request = f" (request {known})" if known else ""
        return True


def log_requests(application: Application) -> Application:
    """Make an application say what it answered: method, path, status, milliseconds, request id.

    Static files are not told, and neither is what follows a `?`: it may hold what people typed.
    """

    def answer(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        began = time.perf_counter()
        said: dict[str, str] = {}

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            said.update({name.lower(): value for name, value in headers}, status=status)
            return start_response(status, headers, *rest)

        body = application(environ, start)
        path = environ.get("PATH_INFO", "")
        if not path.startswith("/static/"):
            requests.info(
                "%s %s %s %.0f ms%s",
                environ.get("REQUEST_METHOD"),
                quote(path.encode("latin-1", "replace")),  # no line break of its own
                said.get("status", "")[:3],
                (time.perf_counter() - began) * 1000,
                f" (request {said['x-request-id']})" if "x-request-id" in said else "",
            )
        return body

    return answer


def logging_config(level: str) -> dict[str, Any]:
    """Give the configuration of logging, for Django and for granian.

    What libraries tell of their daily round is heard at DEBUG only.
    """
    told = "WARNING" if level == "INFO" else level
    aside = {"handlers": ["console"], "level": told, "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"of_request": {"()": OfRequest}},
        "formatters": {"line": {"()": Line, "fmt": LINE, "style": "{"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["of_request"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": ["console"], "level": level, "propagate": False},
            "procrastinate": aside,
            "_granian": aside,
        },
    }
