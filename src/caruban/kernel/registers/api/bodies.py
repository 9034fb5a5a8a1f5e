"""What an operation takes as its body: JSON, or a form with parts where a file comes with it."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

from ninja import Body, File, Form, UploadedFile

from caruban.kernel.registers.api.inputs import Details, files_of

BODY = "body"


def take(operation: Callable[..., Any], shape: Any, details: Details) -> None:
    """Have an operation take a shape, and the files among its details, by keyword.

    shape   None where there is nothing beside the files, if any
    """
    files = files_of(details)
    told = inspect.signature(operation)
    named = [one for one in told.parameters.values() if one.kind is not one.VAR_KEYWORD]
    file = File()  # type: ignore[type-arg]  # a class to mypy
    asked = [_parameter(name, Annotated[UploadedFile, file]) for name in files]
    if shape is not None:
        kind: Any = Form() if files else Body()  # type: ignore[type-arg]  # a class to mypy
        asked.insert(0, _parameter(BODY, Annotated[shape, kind]))
    whole = sorted([*named, *asked], key=lambda one: one.default is not one.empty)
    operation.__signature__ = told.replace(parameters=whole)  # type: ignore[attr-defined]


def _parameter(name: str, kind: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=kind)


def sent(given: dict[str, Any]) -> dict[str, Any]:
    """Give what was sent: the fields of the body that were there, and the files."""
    rest = {name: value for name, value in given.items() if name != BODY}
    body = given.get(BODY)
    if body is not None:
        rest = body.model_dump(exclude_unset=True, by_alias=True) | rest
    return rest
