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


def door(verb: str = "reads") -> Callable[[View], View]:
    """Open a view to who may do a verb of its register ("reads", "creates", "changes", "removes").

    The view takes `request, register`, and `record` where the address has a `pk`: one that the
    reader may see. A guest is sent to sign in; who may read but not do gets 403; a register
    without the verb has no such page (404).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, register: RegisterType, **kwargs: Any) -> HttpResponseBase:
            permission = permission_of(getattr(register, verb))
            actor = request.actor  # type: ignore[attr-defined]
            if permission is None:
                raise Http404
            if not may(actor, permission):
                if not actor.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                raise PermissionDenied(permission)
            if "pk" in kwargs:
                kwargs["record"] = row_or_404(register, kwargs.pop("pk"), by=actor)
                if not may(actor, permission, kwargs["record"]):
                    raise PermissionDenied(permission)
            return view(request, register, **kwargs)

        asked.permission = f"register.{verb}"  # type: ignore[attr-defined]
        return asked

    return decorate
