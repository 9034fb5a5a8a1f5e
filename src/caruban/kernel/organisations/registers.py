from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from caruban.kernel.organisations.actions import change_details, close, place
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.organisations.permissions import OrganisationPermission
from caruban.kernel.registers.layout import Act, Section, Through
from caruban.kernel.registers.register import Register


def _day() -> forms.Field:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=_("Hari terakhir"), widget=widget)


class InstitutionRegister(Register):
    model = Organisation
    name, path, title = "institutions", "instansi", _("Instansi")
    key = ("region_code",)
    reads = OrganisationPermission.READ
    changes = Through(change_details)
    columns = ("region_code", "name", "valid_from", "valid_to")
    filters = ("region_code", "valid_from", "valid_to")
    search = ("name", "code", "region_code")
    ordering = ("name",)
    form = (Section(_("Instansi"), "name", "valid_from", "source"),)
    related = ("children", "documents")
    rows = Q(parent=None)
    icon = "landmark"


class UnitRegister(Register):
    model = Organisation
    name, path, title = "units", "unit", _("Perangkat daerah dan unit")
    key = ("code",)
    reads = OrganisationPermission.READ
    creates, changes = Through(place, subject="parent"), Through(change_details)
    columns = ("code", "name", "kind", "parent", "institution", "valid_from", "valid_to")
    filters = ("institution", "kind", "parent", "valid_from", "valid_to")
    search = ("name", "code")
    ordering = ("path",)
    form = (
        Section(_("Unit"), "parent", "code", "name", "kind"),
        Section(_("Masa berlaku"), "valid_from", "valid_to", "source"),
    )
    actions = (
        Act(
            close, _("Tutup unit"), details={"on": _day},
            fits=lambda unit: unit.valid_to is None,
            asks=_("Hak para anggota unit berakhir pada hari itu; catatannya tetap ada."),
        ),
    )  # fmt: skip
    related = ("children", "documents")
    rows = Q(parent__isnull=False)
    icon = "building-2"
