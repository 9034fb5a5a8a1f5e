"""Work out once for each register; typed, for mypy holds that classes cannot be keys."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


def once(function: Function) -> Function:
    """Remember what a function gives for the same arguments."""
    return cache(function)  # type: ignore[return-value]
