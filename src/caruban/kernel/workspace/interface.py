"""How a page of a module becomes a place: remembered as opened lately, kept as a favourite.

In a view, before it renders:

    remember(request, str(risk), note=_("Risiko"), subject=risk, permission=RiskPermission.READ)

The page is then among "Terakhir dibuka" of its reader, its header (`ui.page_header`) has the star,
and any template can show it by `{% include "workspace/parts/star.html" %}`. After a change of a
record, `remember(…, changed=True)`. A list, or a saved view of it, is not remembered, but can be
kept:

    keepable(request, _("Risiko tinggi"), request.get_full_path(), note=_("Daftar"),
             permission=RiskPermission.READ)

What a reader may no longer see is shown to them nowhere: the permission is asked, for the record
where one is named, each time. Guests have no desk: for them both do nothing.
"""

from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from caruban.kernel.permissions import Permission
from caruban.kernel.workspace import actions
from caruban.kernel.workspace.places import Place


def keepable(
    request: HttpRequest,
    title: str,
    url: str = "",
    *,
    note: str = "",
    subject: Model | None = None,
    permission: Permission | None = None,
) -> Place:
    """Say which place a page is, so that its reader can keep it as a favourite.

    url   its address; without one that of the request, less what follows the `?`

    Raises ValueError for a record without a permission.
    """
    place = Place.of(url or request.path, title, note=note, subject=subject, permission=permission)
    request.place = place  # type: ignore[attr-defined]
    return place


def remember(
    request: HttpRequest,
    title: str,
    url: str = "",
    *,
    note: str = "",
    subject: Model | None = None,
    permission: Permission | None = None,
    changed: bool = False,
) -> Place:
    """Say which place a page is, and that its reader is there now; written once a minute at most.

    url       its address; without one that of the request, less what follows the `?`
    changed   that the reader changed it just now

    Raises ValueError for a record without a permission.
    """
    place = keepable(request, title, url, note=note, subject=subject, permission=permission)
    actor = request.actor  # type: ignore[attr-defined]
    if actor.is_authenticated:
        actions.visit(place, by=actor, at=timezone.now(), changed=changed)
    return place
