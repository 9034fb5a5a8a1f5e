"""Asked at every start: the pages of help can be read, and explain views that exist."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from caruban.kernel.help.pages import BadPage, pages


@register()
def help_is_sound(**_options: Any) -> list[CheckMessage]:
    """Name each page of help that is written wrongly or explains what is not there."""
    try:
        found = pages()
    except BadPage as error:
        return [Error(str(error), id="help.E001")]
    known = set(_names(get_resolver(), ""))
    messages: list[CheckMessage] = []
    explained: dict[str, str] = {}
    for page in found.values():
        for view in page.explains:
            if view not in known:
                messages.append(
                    Error(f"{page.source} explains {view}, no such view", id="help.E002")
                )
            if view in explained:
                sentence = f"{page.source} explains {view}, as {explained[view]} does"
                messages.append(Error(sentence, id="help.E003"))
            explained[view] = page.source
    return messages


def _names(resolver: URLResolver, namespace: str) -> list[str]:
    names: list[str] = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            names.append(f"{namespace}{entry.name}")
        else:
            below = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            names += _names(entry, below)
    return names
