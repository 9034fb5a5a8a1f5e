"""Django's admin of the large register's model, as its documentation advises for large tables.

The same columns, search and order, relations joined, related records found by typing. Filters are
those that it has: of numbers it could only offer a list of all values, so it goes without.
"""

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from tests.toys.models import Maker, Toy

from caruban.kernel.organisations.models import Organisation


class Site(AdminSite):
    def has_permission(self, request: Any) -> bool:
        return bool(request.user.is_authenticated)


class Open(ModelAdmin):  # type: ignore[type-arg]  # generic to type checkers alone
    """Everything may be done by who signed in: what is measured is not access."""

    def has_module_permission(self, request: Any) -> bool:
        return True

    def _yes(self, request: Any, obj: Any = None) -> bool:
        return True

    has_view_permission = has_add_permission = has_change_permission = _yes
    has_delete_permission = _yes


class ToyAdmin(Open):
    list_display = (
        "code", "name", "organisation", "maker", "size", "height", "amount", "made_on", "state",
    )  # fmt: skip
    list_filter = ("organisation", "maker", "size", "state", "made_on", "checked_at", "is_wooden")
    search_fields = ("code", "name", "story")
    ordering = ("code",)
    list_per_page = 25
    list_select_related = True
    autocomplete_fields = ("organisation", "maker")
    raw_id_fields = ("friends",)


class Named(Open):
    search_fields = ("name",)


site = Site()
site.register(Toy, ToyAdmin)
site.register(Maker, Named)
site.register(Organisation, Named)
