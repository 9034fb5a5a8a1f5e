"""Every address of the house, found by the resolver and never by a list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Route:
    """One address. `name` is how it is reversed; `path` tells two of one name apart."""

    name: str
    path: str
    view: Callable[..., Any]
    parameters: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} {self.path}"

    @property
    def is_api(self) -> bool:
        return self.name.startswith("api:")

    @property
    def who(self) -> str:
        """Tell who may use it, in the view's own words; "" where it says nothing."""
        view = self.view
        if getattr(view, "permission", None) is not None:
            return str(view.permission)
        for kind in ("public", "signed_in"):
            reason = getattr(view, kind, "")
            if reason:
                return f"{kind}: {reason}"
        return ""

    def url(self, samples: dict[str, Any]) -> str:
        """Give an address of it, of sample values; those of one route come before those of all.

        Between them stand those of a namespace, and of one register in the API: `registers.pk`,
        `api:document_versions.id`.
        """
        space = self.name.partition(":")[0]
        kinds = [start for start in _starts(samples) if self.name.startswith(f"{start}_")]
        near = {**samples}
        for start in (space, *kinds, self.name):
            near |= _begun(samples, f"{start}.")
        given = {one: near.get(one) for one in self.parameters}
        unknown = [one for one, value in given.items() if value is None]
        assert not unknown, f"tests/contracts/scene.py needs a sample for {unknown} of {self}"
        return reverse(self.name, kwargs=given)


def _starts(samples: dict[str, Any]) -> set[str]:
    return {name.rpartition(".")[0] for name in samples if "." in name}


def _begun(samples: dict[str, Any], start: str) -> dict[str, Any]:
    return {
        name.removeprefix(start): one for name, one in samples.items() if name.startswith(start)
    }


def routes() -> list[Route]:
    """Give every route, in the order of the addresses."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, namespace: str, path: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        here = f"{path}{entry.pattern}"
        if isinstance(entry, URLPattern):
            parameters = tuple(entry.pattern.regex.groupindex)
            yield Route(f"{namespace}{entry.name}", here, entry.callback, parameters)
        else:
            below = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, below, here)
