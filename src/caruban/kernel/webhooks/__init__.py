"""Webhooks: what happened in an institution, sent to its other systems: signed, retried, logged.

CloudEvents 1.0 by Standard Webhooks; never to an address inside this network unless allowed.
"""
