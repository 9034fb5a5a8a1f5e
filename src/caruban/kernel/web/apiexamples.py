"""How an operation is called from a shell: made from the OpenAPI document."""

import json
import shlex
from typing import Any

HOST = "https://…"
SAMPLES = {"region": "32.09", "year": "2021", "number": "12", "code": "permenpanrb-59-2020"}
BREAK = " \\\n  "


def curl_of(method: str, path: str, operation: dict[str, Any], document: dict[str, Any]) -> str:
    """Give a command that calls an operation, with the headers and the body that it takes."""
    given = {one["name"]: one for one in operation["parameters"]}
    for name, one in given.items():
        if one["in"] == "path":
            path = path.replace(f"{{{name}}}", _sample(name, one))
    parts = [] if method == "get" else [f"-X {method.upper()}"]
    if operation.get("security"):
        parts.append('-H "Authorization: Bearer $TOKEN"')
    if "If-Match" in given and "428" in operation["responses"]:
        parts.append("-H 'If-Match: \"3\"'")
    if method != "get":
        parts.append('-H "Idempotency-Key: $(uuidgen)"')
    parts += _body(operation.get("requestBody", {}).get("content", {}), document)
    if not parts:
        return f"curl '{HOST}{path}'"
    return BREAK.join([" ".join(["curl", *parts[:1]]), *parts[1:], f"'{HOST}{path}'"])


def _sample(name: str, parameter: dict[str, Any]) -> str:
    examples = parameter.get("examples") or parameter["schema"].get("examples")
    return str(examples[0]) if examples else SAMPLES.get(name, "12")


def _body(content: dict[str, Any], document: dict[str, Any]) -> list[str]:
    for kind, one in content.items():
        if kind != "application/json":
            fields = one["schema"].get("properties", {})
            return [_part(name, field) for name, field in fields.items()]
        example = example_of(one["schema"], document)
        told = shlex.quote(json.dumps(example, ensure_ascii=False))
        return ["-H 'Content-Type: application/json'", f"-d {told}"]
    return []


def _part(name: str, field: dict[str, Any]) -> str:
    if field.get("format") == "binary":
        return f"-F '{name}=@sk.pdf'"
    return f"-F '{name}={(field.get('examples') or ['…'])[0]}'"


def example_of(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    """Give an example of what a schema describes: its own, else made of those of its fields."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    if schema.get("examples"):
        return schema["examples"][0]
    fields = schema.get("properties", {})
    wanted = schema.get("required") or list(fields)[:1]
    return {name: _value(fields[name], document) for name in wanted}


def _value(schema: dict[str, Any], document: dict[str, Any]) -> Any:
    if "examples" in schema or "$ref" in schema:
        return example_of(schema, document)
    if "enum" in schema:
        return schema["enum"][0]
    if "default" in schema:
        return schema["default"]
    if "anyOf" in schema:
        return _value(schema["anyOf"][0], document)
    if schema.get("type") == "array":
        return [_value(schema.get("items", {}), document)]
    kinds = {"integer": 12, "number": 1.5, "boolean": True}
    return kinds.get(str(schema.get("type")), "…")
