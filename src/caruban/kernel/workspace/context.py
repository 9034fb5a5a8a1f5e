"""What the frame of every page shows of its reader's desk; asked only where it is used."""

from typing import Any

from django.http import HttpRequest

from caruban.kernel.actors import Guest
from caruban.kernel.workspace.queries import MyDesk


def desk(request: HttpRequest) -> dict[str, Any]:
    """Give the reader's desk, and which place the page is (None where its view did not say)."""
    actor = getattr(request, "actor", None) or Guest()
    return {"desk": MyDesk(actor), "place": getattr(request, "place", None)}
