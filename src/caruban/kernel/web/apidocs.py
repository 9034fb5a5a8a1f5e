"""The API told for people: pages of ours, made from the OpenAPI document, without any script."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from caruban.kernel.access import public
from caruban.kernel.web.answers import render
from caruban.kernel.web.api import Api
from caruban.kernel.web.apiexamples import curl_of
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
    permission: str
    inputs: list[Field]
    body: str
    example: str
    answers: list[Answer]


@dataclass(frozen=True)
class Shape:
    """A schema: its name, what it is, its fields."""

    name: str
    meaning: str
    fields: list[Field]


@dataclass(frozen=True)
class Chapter:
    """Operations about one thing, with every shape that they name.

    group   what the chapters of one kind have in common: "Register", "Evaluation"
    told    what it is about, where somebody said so (`web.openapi.chapter`)
    """

    tag: str
    told: str
    operations: list[Operation]
    shapes: list[Shape]

    @property
    def slug(self) -> str:
        """Give its name in addresses."""
        return slugify(self.tag)

    @property
    def group(self) -> str:
        """Give what stands before the colon of its tag."""
        return self.tag.partition(":")[0]


@dataclass(frozen=True)
class Guide:
    """The whole document, in the order of reading.

    common   the shapes of refusals, which every operation shares
    """

    title: str
    version: str
    paragraphs: list[str]
    points: list[str]
    chapters: list[Chapter]
    common: list[Shape]

    @property
    def groups(self) -> dict[str, list[Chapter]]:
        """Give the chapters by what they have in common."""
        found: dict[str, list[Chapter]] = {}
        for one in self.chapters:
            found.setdefault(one.group, []).append(one)
        return found


COMMON = "Problem"


def guide_of(document: dict[str, Any]) -> Guide:
    """Shape an OpenAPI document for reading."""
    found: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            tag = (operation.get("tags") or [""])[-1]
            found.setdefault(tag, []).append((method, path, operation))
    told = {one["name"]: one["description"] for one in document.get("tags", ())}
    lines = document["info"]["description"].splitlines()
    return Guide(
        title=document["info"]["title"],
        version=document["info"]["version"],
        paragraphs=[line for line in lines if line and not line.startswith("- ")],
        points=[line.removeprefix("- ") for line in lines if line.startswith("- ")],
        chapters=[_chapter(tag, told, some, document) for tag, some in found.items()],
        common=_shapes({COMMON}, document),
    )


def _chapter(
    tag: str,
    told: dict[str, str],
    some: list[tuple[str, str, dict[str, Any]]],
    document: dict[str, Any],
) -> Chapter:
    named = {name for _method, _path, one in some for name in _names(one.get("requestBody"))} | {
        name
        for _method, _path, one in some
        for status, answer in one["responses"].items()
        if status < "400"
        for name in _names(answer)
    }
    return Chapter(
        tag,
        told.get(tag, ""),
        [_operation(method, path, one, document) for method, path, one in some],
        _shapes(named, document),
    )


def _shapes(named: set[str], document: dict[str, Any]) -> list[Shape]:
    """Give shapes by name, and those that they name themselves."""
    known, found = document["components"]["schemas"], set[str]()
    while named := named - found:
        found |= named
        named = {inner for name in named for inner in _names(known[name])}
    return [
        Shape(name, known[name].get("description", ""), list(_fields(known[name])))
        for name in sorted(found)
    ]


def _names(part: Any) -> Iterator[str]:
    """Name the shapes that a part of the document leads to."""
    if isinstance(part, dict):
        if "/schemas/" in str(part.get("$ref", "")):
            yield part["$ref"].rsplit("/", 1)[-1]
        for inner in part.values():
            yield from _names(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _names(inner)


def _operation(
    method: str, path: str, operation: dict[str, Any], document: dict[str, Any]
) -> Operation:
    content = operation.get("requestBody", {}).get("content", {})
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        is_closed=bool(operation.get("security")),
        permission=operation.get("x-permission", ""),
        inputs=[
            _field(
                one["name"],
                {"description": one.get("description", ""), **one["schema"]},
                required=one["required"],
                place=one["in"],
            )
            for one in operation["parameters"]
        ],
        body=next((_kind(one["schema"]) for one in content.values()), ""),
        example=curl_of(method, path, operation, document),
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


def openapi_view(api: Api) -> View:
    """Give the view of an API's OpenAPI document."""

    @require_safe
    @public("the description of the API says nothing about anybody")
    def openapi_json(request: HttpRequest) -> HttpResponse:
        return JsonResponse(openapi_document(api), json_dumps_params={"ensure_ascii": False})

    return openapi_json


def docs_view(api: Api) -> View:
    """Give the view of an API's pages for people: the first, and one of each chapter."""

    @require_safe
    @public("the description of the API says nothing about anybody")
    def api_docs(request: HttpRequest, chapter: str = "") -> HttpResponse:
        guide = guide_of(openapi_document(api))
        if not chapter:
            return render(request, "web/api_docs.html", {"guide": guide})
        for one in guide.chapters:
            if one.slug == chapter:
                return render(request, "web/api_chapter.html", {"guide": guide, "chapter": one})
        raise Http404(chapter)

    return api_docs
