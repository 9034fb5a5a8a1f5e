"""The pictures of the README, taken of the real pages: `script/pictures` writes them anew."""

import os
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PICTURES = {
    "index": ("sekretariat", "/evaluasi/32.09/2021/"),
    "indicator": ("petugas", "/evaluasi/32.09/2026/indikator/1/"),
    "register": ("pengelola", "/data/unit/"),
}


def test_the_index_can_be_pictured(house, tmp_path):
    folder = Path(os.environ.get("CARUBAN_PICTURES") or tmp_path)
    for name, (account, address) in PICTURES.items():
        page = house.tab(account)
        page.goto(address)
        page.screenshot(path=folder / f"{name}.png")

    assert all((folder / f"{name}.png").stat().st_size > 20_000 for name in PICTURES)
