"""The door of every page of a register: it asks for the register's own permission, by verb."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from caruban.kernel.access import may
from caruban.kernel.registers.queries import row_or_404
from caruban.kernel.registers.register import RegisterType, permission_of

View = Callable[..., HttpResponseBase]


def door(*verbs: str) -> Callable[[View], View]:
    """Open a view to who may do a verb of its register ("reads", "creates", "changes", "removes").

    Of several verbs one is enough; the actions behind the view ask for the right one. The view
    takes `request, register`, and `record` where the address has a `pk`: one that the reader may
    see. A guest is sent to sign in; who may read but not do gets 403; a register
    without the verb has no such page (404).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(request: HttpRequest, register: RegisterType, **kwargs: Any) -> HttpResponseBase:
            asked = [permission_of(getattr(register, verb)) for verb in verbs or ("reads",)]
            permissions = [one for one in asked if one is not None]
            actor = request.actor  # type: ignore[attr-defined]
            if not permissions:
                raise Http404
            if not any(may(actor, one) for one in permissions):
                if not actor.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                raise PermissionDenied(permissions[0])
            if "pk" in kwargs:
                kwargs["record"] = row_or_404(register, kwargs.pop("pk"), by=actor)
                if not any(may(actor, one, kwargs["record"]) for one in permissions):
                    raise PermissionDenied(permissions[0])
            return view(request, register, **kwargs)

        opened.permission = f"register.{'|'.join(verbs or ('reads',))}"  # type: ignore[attr-defined]
        return opened

    return decorate
