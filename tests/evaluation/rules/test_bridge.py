"""Which old proof serves which new indicator."""

from caruban.evaluation.rules.bridge import bridge, without_heir
from tests.evaluation.rules.shipped import pemdi, spbe


def links(number):
    return [(link.old.number, link.guessed) for link in bridge(spbe(), pemdi())[number]]


def test_known_and_guessed_links_are_told_apart_in_order():
    assert links(1) == [(1, True), (2, True), (10, False), (11, False), (12, False), (13, True)]


def test_a_new_indicator_may_be_served_by_nothing():
    assert links(8) == []


def test_every_new_indicator_is_in_the_bridge():
    assert set(bridge(spbe(), pemdi())) == set(pemdi().by_number)


def test_old_indicators_without_heir_are_those_that_no_link_names():
    served = {link.old.number for found in bridge(spbe(), pemdi()).values() for link in found}

    assert {one.number for one in without_heir(spbe(), pemdi())} == set(spbe().by_number) - served
