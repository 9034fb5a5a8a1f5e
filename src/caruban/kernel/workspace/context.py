"""What the frame of every page shows of its reader's desk; asked only where it is used."""

from typing import Any

from django.http import HttpRequest

from caruban.kernel.actors import Guest
from caruban.kernel.workspace import shortcuts
from caruban.kernel.workspace.queries import MyDesk


def desk(request: HttpRequest) -> dict[str, Any]:
    """Give the reader's desk, which place the page is (None where none), and shortcuts."""
    actor = getattr(request, "actor", None) or Guest()
    return {
        "desk": MyDesk(actor),
        "place": getattr(request, "place", None),
        "shortcuts_of": shortcuts.groups,
    }
