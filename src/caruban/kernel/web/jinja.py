"""The environment of our templates: strict about names, translated, with the house's filters."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from caruban.kernel.web.controls import choices, control, control_id, control_kind, control_notes
from caruban.kernel.web.formats import FILTERS


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Give the address of a page by its name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def here(request: HttpRequest, changes: dict[str, Any]) -> str:
    """Give the page's own address with some parameters changed; None takes one away."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def initials(name: Any) -> str:
    """Give at most two letters for somebody: the first of the first and of the last word."""
    words = str(name).split()
    return "".join(word[0].upper() for word in words[:1] + words[1:][-1:])


def environment(**options: Any) -> Environment:
    """Make the environment; a name that a template misspells is an error, not an empty place."""
    options["undefined"] = StrictUndefined
    env = Environment(  # noqa: S701 (Django's backend passes autoescape=True)
        **options, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"]
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(
        static=static,
        url=url,
        here=here,
        language=get_language,
        initials=initials,
        control=control,
        control_id=control_id,
        control_kind=control_kind,
        control_notes=control_notes,
        choices=choices,
    )
    env.filters.update(FILTERS)
    return env
