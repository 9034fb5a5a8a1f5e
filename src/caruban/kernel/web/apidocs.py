"""The API told for people: a page of ours, made from the OpenAPI document, without any script."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from caruban.kernel.access import public
from caruban.kernel.web.answers import render
from caruban.kernel.web.openapi import openapi_document

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Field:
    """One input or output: its name, its type in words, its bounds, what it means."""

    name: str
    kind: str
    bounds: str
    meaning: str
    is_required: bool
    place: str = ""


@dataclass(frozen=True)
class Answer:
    """What an operation may answer: the status, what it means, the schema of its body."""

    status: str
    meaning: str
    schema: str
    is_refusal: bool


@dataclass(frozen=True)
class Operation:
    """One operation as a reader needs it."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    is_closed: bool
    inputs: list[Field]
    body: str
    answers: list[Answer]


@dataclass(frozen=True)
class Shape:
    """A schema: its name, what it is, its fields."""

    name: str
    meaning: str
    fields: list[Field]


@dataclass(frozen=True)
class Guide:
    """The whole document, in the order of reading."""

    title: str
    version: str
    paragraphs: list[str]
    points: list[str]
    chapters: list[tuple[str, list[Operation]]]
    shapes: list[Shape]


def guide_of(document: dict[str, Any]) -> Guide:
    """Shape an OpenAPI document for reading."""
    chapters: dict[str, list[Operation]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            tag = (operation.get("tags") or [""])[0]
            chapters.setdefault(tag, []).append(_operation(method, path, operation))
    lines = document["info"]["description"].splitlines()
    return Guide(
        title=document["info"]["title"],
        version=document["info"]["version"],
        paragraphs=[line for line in lines if line and not line.startswith("- ")],
        points=[line.removeprefix("- ") for line in lines if line.startswith("- ")],
        chapters=list(chapters.items()),
        shapes=[
            Shape(name, schema.get("description", ""), list(_fields(schema)))
            for name, schema in sorted(document["components"]["schemas"].items())
        ],
    )


def _operation(method: str, path: str, operation: dict[str, Any]) -> Operation:
    content = operation.get("requestBody", {}).get("content", {})
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        is_closed=bool(operation.get("security")),
        inputs=[
            _field(one["name"], one["schema"], required=one["required"], place=one["in"])
            for one in operation["parameters"]
        ],
        body=next((_kind(one["schema"]) for one in content.values()), ""),
        answers=[
            Answer(
                status,
                one["description"],
                next((_kind(c["schema"]) for c in one.get("content", {}).values()), ""),
                status >= "400",
            )
            for status, one in operation["responses"].items()
        ],
    )


def _fields(schema: dict[str, Any]) -> Iterator[Field]:
    required = schema.get("required", [])
    for name, one in schema.get("properties", {}).items():
        yield _field(name, one, required=name in required)


def _field(name: str, schema: dict[str, Any], *, required: bool, place: str = "") -> Field:
    inner = next((one for one in schema.get("anyOf", []) if one.get("type") != "null"), schema)
    return Field(
        name=name,
        kind=_kind(schema),
        bounds=_bounds(inner),
        meaning=schema.get("description", ""),
        is_required=required,
        place=place,
    )


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_kind(one) for one in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"[{_kind(schema.get('items', {}))}]"
    if "enum" in schema:
        return " | ".join(f'"{one}"' for one in schema["enum"])
    return str(schema.get("type", schema.get("const", "any")))


def _bounds(schema: dict[str, Any]) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    found = [f"{low if low is not None else '…'} – {high if high is not None else '…'}"]
    if low is None and high is None:
        found = []
    if "maxLength" in schema:
        found.append(f"≤ {schema['maxLength']}")
    if "maxItems" in schema:
        found.append(f"{schema.get('minItems', 0)} – {schema['maxItems']}")
    return ", ".join(found)


def openapi_view(api: NinjaAPI) -> View:
    """Give the view of an API's OpenAPI document."""

    @require_safe
    @public("the description of the API says nothing about anybody")
    def openapi_json(request: HttpRequest) -> HttpResponse:
        return JsonResponse(openapi_document(api), json_dumps_params={"ensure_ascii": False})

    return openapi_json


def docs_view(api: NinjaAPI) -> View:
    """Give the view of an API's page for people."""

    @require_safe
    @public("the description of the API says nothing about anybody")
    def api_docs(request: HttpRequest) -> HttpResponse:
        return render(request, "web/api_docs.html", {"guide": guide_of(openapi_document(api))})

    return api_docs
