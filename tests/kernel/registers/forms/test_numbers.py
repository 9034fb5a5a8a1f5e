"""Numbers as people here write them, and never another number than the one that was meant."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from caruban.kernel.registers.forms.numbers import DecimalField, WholeField

TYPED = {
    "31,5": "31.5", "31.5": "31.5", "1.500": "1500", "1.234.567,89": "1234567.89", "-3": "-3",
    "\u22123,25": "-3.25", " 12 000 ": "12000", "0": "0", "1500.125": "1500.125",
}  # fmt: skip
WRONG = ["banyak", "1,2,3", "1.23,4", "1.5.2", "1,234.5", "٣x", "--1", "1e", ","]


@pytest.mark.parametrize(("typed", "meant"), TYPED.items())
def test_a_number_is_read_as_it_was_meant(typed, meant):
    assert DecimalField().clean(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", WRONG)
def test_what_is_no_clear_number_is_refused_in_a_sentence(typed):
    with pytest.raises(ValidationError, match=r"Isi dengan angka, misalnya 1\.234,5\."):
        DecimalField().clean(typed)


@pytest.mark.parametrize(("typed", "meant"), [("1.500", 1500), ("-3", -3), ("12 000", 12000)])
def test_a_whole_number_may_have_points(typed, meant):
    assert WholeField().clean(typed) == meant


@pytest.mark.parametrize("typed", ["3,5", "3.5", "3,0", "tiga"])
def test_a_whole_number_has_no_part(typed):
    with pytest.raises(ValidationError, match="Isi dengan angka bulat"):
        WholeField().clean(typed)


@pytest.mark.parametrize("value", [Decimal("1500.125"), Decimal("0.50"), Decimal(-1234567)])
def test_what_is_shown_is_read_as_the_same_number(value):
    assert DecimalField().clean(DecimalField().prepare_value(value)) == value
