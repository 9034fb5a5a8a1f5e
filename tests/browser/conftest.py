"""Kabupaten Cirebon on a live server, and a real Chromium; all else is imported when it is needed,

for this file is read before settings are.
"""

import pytest


@pytest.fixture
def cirebon(live_server):
    """Give what the loader made of a new installation in demo mode."""
    from caruban.datasets.cirebon.loader import load
    from tests.factories import system

    return load(by=system(), demo=True)


@pytest.fixture
def tabs(live_server, monkeypatch):
    """Give tabs for people; the tests may ask the database while they are open."""
    from django.db import connections
    from playwright.sync_api import sync_playwright

    from tests.browser.chromium import EXECUTABLE, FLAGS
    from tests.browser.house import House

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=EXECUTABLE, args=FLAGS)
        yield House(browser, live_server.url)
        browser.close()
        connections.close_all()  # those opened while the player's loop ran are not the test's own


@pytest.fixture
def house(cirebon, tabs):
    """Give tabs for the people of Kabupaten Cirebon."""
    return tabs
