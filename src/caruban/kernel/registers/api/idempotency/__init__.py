"""Changes by API that can be sent again: the same key is done once and answered alike.

Follows draft-ietf-httpapi-idempotency-key-header-07.
"""
