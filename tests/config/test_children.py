"""A child of the supervisor is started again, given up in words, and ended in time."""

import sys
import time

import pytest

from caruban.config.servers import children
from caruban.config.servers.children import TRIES, Child
from tests.config.processes import wait_until


def python(code):
    return (sys.executable, "-c", code)


def tended(child):
    """Tend a child until there is no hope for it; give why."""
    reasons = []
    child.start()
    wait_until(lambda: reasons.append(child.tend()) or reasons[-1])
    return reasons[-1]


def test_one_that_dies_at_once_is_tried_again_and_then_given_up(monkeypatch, capfd):
    monkeypatch.setattr(children, "LONGEST_PAUSE", 0.05)
    told = tended(Child("web", python("print('tried', flush=True); raise SystemExit(3)")))
    assert f"web ended with status 3, {TRIES} times in a row" in told
    wait_until(lambda: True)
    time.sleep(0.2)
    assert capfd.readouterr().out.count("web    | tried") == TRIES


def test_one_that_refuses_its_settings_is_not_tried_again():
    assert "web ended with status 2, 1 times" in tended(Child("web", python("raise SystemExit(2)")))


def test_a_signal_is_told_as_one(monkeypatch):
    monkeypatch.setattr(children, "LONGEST_PAUSE", 0)
    kill = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    assert "ended with signal 9" in tended(Child("worker", python(kill)))


@pytest.mark.parametrize("leaves", [True, False])
def test_one_is_asked_to_leave_and_ended_at_the_deadline(leaves, capfd):
    deaf = "" if leaves else "signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    child = Child(
        "worker", python(f"import signal, time; {deaf} print('up', flush=True); time.sleep(60)")
    )
    child.start()
    told = []
    wait_until(lambda: told.append(capfd.readouterr().out) or "up" in "".join(told))
    process = child.process
    child.stop()
    child.see_off(time.monotonic() + (10 if leaves else 0.3))
    assert process.poll() is not None
    assert ("did not stop in time" in capfd.readouterr().out) is not leaves


def test_its_own_children_leave_with_it(tmp_path):
    mark = tmp_path / "grandchild"
    code = (
        "import pathlib, subprocess;"
        "p = subprocess.Popen(['sleep', '60']);"
        f"pathlib.Path({str(mark)!r}).write_text(str(p.pid));"
        "raise SystemExit(2)"
    )
    assert tended(Child("web", python(code)))
    grandchild = mark.read_text()
    wait_until(lambda: not is_running(grandchild), 5)


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123 (of /proc)
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
