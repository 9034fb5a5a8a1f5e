"""What the style guide shows: each part of the pages with its call."""

from typing import Any


def specimens() -> dict[str, Any]:
    """Give the context of the style guide."""
    return {}
