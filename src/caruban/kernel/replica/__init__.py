"""Reads by setting: pages that only show are read from a streaming replica that is near enough."""
