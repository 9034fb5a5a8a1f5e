"""Lines of the log: when, how grave, who says it, what, and the id of the request in question.

For people a line of text, for machines a JSON object; neither holds secrets or personal data.
"""

import json
import logging
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from caruban.kernel.actors import origin
from caruban.kernel.personal import without_personal_data

LINE = "{asctime} {levelname:<7} {name}: {message}{of_request}"

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

HERE = ZoneInfo("Asia/Jakarta")
VALUES_OF_ROWS = ("DETAIL:", "CONTEXT:")  # what PostgreSQL tells beyond the first line of an error

requests = logging.getLogger("caruban.requests")


def _cleaned(text: str) -> str:
    """Leave out what rows hold, and personal data."""
    lines = (line for line in text.splitlines() if not line.lstrip().startswith(VALUES_OF_ROWS))
    return without_personal_data("\n".join(lines))


class Line(logging.Formatter):
    """One line of the log, at the time of Cirebon; an error's trace below it."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 (logging's name)
        """Give the moment, to the second."""
        return f"{datetime.fromtimestamp(record.created, HERE):%Y-%m-%d %H:%M:%S}"

    def format(self, record: logging.LogRecord) -> str:
        """Give the line, without values of rows and personal data."""
        return _cleaned(super().format(record))


class Json(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, request, what else is told."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the object; an error's trace is its member `error`."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _cleaned(record.getMessage()),
        }
        if request := getattr(record, "request_id", ""):
            told["request"] = request
        told |= getattr(record, "told", {})
        if record.exc_info:
            told["error"] = _cleaned(self.formatException(record.exc_info))
        return json.dumps(told, ensure_ascii=False, default=str)


class OfRequest(logging.Filter):
    """Tell each line the id of its request, where it has one; take secrets out of its words."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass."""
        source = origin.get()
        asked = getattr(record, "request", None)
        known = getattr(asked, "id", "") or (source.request if source else "")
        record.request_id = known
        record.of_request = f" (request {known})" if known else ""
        self._without_secrets(record, getattr(asked, "path", ""), getattr(asked, "META", {}))
        self._without_arguments(record)
        return True

    @staticmethod
    def _without_secrets(record: logging.LogRecord, path: str, meta: dict[str, Any]) -> None:
        """Tell an address without the keys in it, as `Measured` left it."""
        instead = meta.get("caruban.path", path)
        if path != instead:
            record.msg, record.args = record.getMessage().replace(path, instead), ()

    @staticmethod
    def _without_arguments(record: logging.LogRecord) -> None:
        """Tell a job by its name and number: what it was given may be anything."""
        job = getattr(record, "job", None)
        if isinstance(job, dict) and job.get("call_string"):
            named = f"{job.get('task_name')} {job.get('id')}"
            record.msg, record.args = record.getMessage().replace(job["call_string"], named), ()


def log_requests(application: Application) -> Application:
    """Make an application say what it answered: method, path, status, milliseconds, request id.

    Static files and probes are not told, and neither are what follows a `?` (it may hold what
    people typed) and the keys that an address holds.
    """

    def answer(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        began = time.perf_counter()
        said: dict[str, str] = {}

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            said.update({name.lower(): value for name, value in headers}, status=status)
            return start_response(status, headers, *rest)

        body = application(environ, start)
        path = environ.get("PATH_INFO", "")
        if not path.startswith(UNTOLD):
            _tell(environ, said, path, (time.perf_counter() - began) * 1000)
        return body

    return answer


UNTOLD = ("/static/", "/health/", "/metrics")


def _tell(environ: dict[str, Any], said: dict[str, str], path: str, ms: float) -> None:
    raw = environ.get("caruban.path") or path.encode("latin-1", "replace").decode(
        "utf-8", "replace"
    )
    told = {
        "method": str(environ.get("REQUEST_METHOD")),
        "path": quote(raw, safe="/*"),  # no line break of its own
        "route": environ.get("caruban.route", ""),
        "status": int(said.get("status", "0")[:3]),
        "ms": round(ms),
        "request": said.get("x-request-id", ""),
    }
    requests.info(
        "%s %s %s %.0f ms%s",
        told["method"], told["path"], said.get("status", "")[:3], ms,
        f" (request {told['request']})" if told["request"] else "",
        extra={"told": told},
    )  # fmt: skip


def logging_config(level: str, form: str = "text") -> dict[str, Any]:
    """Give the configuration of logging, for Django and for granian.

    form   json or text

    What libraries tell of their daily round is heard at DEBUG only.
    """
    told = "WARNING" if level == "INFO" else level
    aside = {"handlers": ["console"], "level": told, "propagate": False}
    text: dict[str, Any] = {"()": Line, "fmt": LINE, "style": "{"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"of_request": {"()": OfRequest}},
        "formatters": {"line": {"()": Json} if form == "json" else text},
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
