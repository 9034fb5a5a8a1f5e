"""A lost database is said in words, and what was typed is kept. Really lost: a closed port."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def answers():
    with socket.socket() as closed:  # bound, but nobody listens
        closed.bind(("127.0.0.1", 0))
        url = f"postgresql://nobody:nothing@127.0.0.1:{closed.getsockname()[1]}/nowhere"
        run = subprocess.run(
            [sys.executable, str(Path(__file__).with_name("lost_database.py"))],
            env={
                **os.environ,
                "DATABASE_URL": url,
                "CARUBAN_LOG_LEVEL": "ERROR",
                "PYTHONPATH": str(ROOT),  # the tests' settings are among the tests
            },
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


@pytest.mark.parametrize("kind", ["read", "sent", "api"])
def test_it_is_unavailable_and_says_when_to_come_back(answers, kind):
    assert answers[kind]["status"] == 503
    assert answers[kind]["headers"]["Retry-After"] == "10"
    assert answers[kind]["headers"]["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in answers[kind]["headers"]


def test_a_page_that_was_read_tries_again_by_itself(answers):
    assert answers["read"]["headers"]["Refresh"] == "10"
    assert "Basis data sedang tidak dapat dihubungi" in answers["read"]["text"]
    assert 'href="/kerja/?a=1"' in answers["read"]["text"]


def test_what_was_typed_is_on_the_page_to_be_sent_again(answers):
    text = answers["sent"]["text"]

    assert '<form method="post" action="/masuk/" data-resend>' in text
    assert '<input type="hidden" name="login" value="orang@contoh.test">' in text
    assert 'name="note" value="Penjelasan &lt;b&gt;panjang&lt;/b&gt;"' in text
    assert "Kirim lagi" in text
    assert '<p class="p-kept">Penjelasan &lt;b&gt;panjang&lt;/b&gt;</p>' in text
    assert "Refresh" not in answers["sent"]["headers"]


def test_a_password_is_not_kept_and_the_page_says_so(answers):
    assert "rahasia sekali" not in answers["sent"]["text"]
    assert "Kata sandi dan berkas tidak ikut disimpan" in answers["sent"]["text"]


def test_machines_are_told_by_a_problem_document(answers):
    assert answers["api"]["headers"]["Content-Type"] == "application/problem+json"


def test_a_page_that_needs_no_database_is_answered_as_ever(answers):
    assert answers["sound"]["status"] == 404
