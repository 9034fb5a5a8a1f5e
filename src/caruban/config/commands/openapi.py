"""`caruban openapi`: print the API's OpenAPI document, as `docs/openapi.json` keeps it."""

import json
from argparse import ArgumentParser, Namespace

HELP = "print the OpenAPI document; docs/openapi.json is its copy"


def add_arguments(parser: ArgumentParser) -> None:
    """Take none."""


def run(arguments: Namespace) -> int:
    """Print the document."""
    from caruban.config.api import api
    from caruban.kernel.web.openapi import openapi_document

    print(json.dumps(openapi_document(api), ensure_ascii=False, indent=2, sort_keys=True))
    return 0
