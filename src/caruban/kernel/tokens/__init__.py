"""Personal access tokens: by which a program uses the API as its owner, never beyond its scopes.

Made on the account's pages; no page and no session ever opens with one.
"""
