"""A browser is told by names that its owner knows."""

import pytest

from caruban.kernel.accounts.devices import device_of

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
PHONE = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"{MAC} Version/18.0 Safari/605.1.15", "Safari di Mac"),
        (f"{WINDOWS} Chrome/140.0 Safari/537.36", "Chrome di Windows"),
        (f"{WINDOWS} Chrome/140.0 Safari/537.36 Edg/140.0", "Edge di Windows"),
        (f"{PHONE} Chrome/140.0 Mobile Safari/537.36", "Chrome di Android"),
        ("curl/8.5.0", "perangkat yang tidak dikenal"),
        ("Something (Windows NT 10.0)", "Windows"),
        ("", "perangkat yang tidak dikenal"),
    ],
)
def test_a_browser_and_its_machine_are_named(said, told):
    assert device_of(said) == told
