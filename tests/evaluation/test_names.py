"""Names and items are told in the reader's language."""

import pytest
from django.utils import translation

from caruban.evaluation.names import worded
from caruban.evaluation.rules.instrument import Check


@pytest.mark.parametrize(
    ("language", "check", "told"),
    [
        ("id", Check("Daftar aplikasi", "a list of applications"), "Daftar aplikasi"),
        ("en", Check("Daftar aplikasi", "a list of applications"), "A list of applications"),
        ("en", Check("daftar aplikasi", "a list of applications"), "a list of applications"),
        ("en", Check("Daftar aplikasi", ""), "Daftar aplikasi"),
    ],
)
def test_an_item_begins_as_the_instrument_has_it(language, check, told):
    with translation.override(language):
        assert worded(check) == told
