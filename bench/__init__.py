"""Measurements, run by `script/bench NAME`; never part of the tests."""
