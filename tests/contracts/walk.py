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

        Between them stand those of a namespace: `registers.pk`.
        """
        space = self.name.partition(":")[0]
        near = {**samples, **_begun(samples, f"{space}."), **_begun(samples, f"{self.name}.")}
        given = {one: near.get(one) for one in self.parameters}
        unknown = [one for one, value in given.items() if value is None]
        assert not unknown, f"tests/contracts/scene.py needs a sample for {unknown} of {self}"
        return reverse(self.name, kwargs=given)


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
