from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caruban.kernel.organisations.actions import place
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.organisations.permissions import OrganisationPermission
from caruban.kernel.registers.layout import Section, Through
from caruban.kernel.registers.register import Register


class InstitutionRegister(Register):
    model = Organisation
    name, path, title = "institutions", "instansi", _("Instansi")
    key = ("region_code",)
    reads = OrganisationPermission.READ
    columns = ("region_code", "name", "kind", "valid_from", "valid_to")
    search = ("name", "code", "region_code")
    ordering = ("name",)
    rows = Q(parent=None)
    icon = "landmark"


class UnitRegister(Register):
    model = Organisation
    name, path, title = "units", "unit", _("Perangkat daerah dan unit")
    key = ("code",)
    reads = OrganisationPermission.READ
    creates = Through(place, subject="parent")
    columns = ("code", "name", "kind", "parent", "institution", "valid_from", "valid_to")
    filters = ("institution", "kind", "parent", "valid_from", "valid_to")
    search = ("name", "code")
    ordering = ("path",)
    form = (
        Section(_("Unit"), "parent", "code", "name", "kind"),
        Section(_("Masa berlaku"), "valid_from", "valid_to", "source"),
    )
    rows = Q(parent__isnull=False)
    icon = "network"
