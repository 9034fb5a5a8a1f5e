from django import forms
from django.utils.translation import gettext_lazy as _

from caruban.kernel.documents.actions import add, add_version, remove, rename
from caruban.kernel.documents.models import Document, Version
from caruban.kernel.documents.permissions import DocumentPermission
from caruban.kernel.registers.layout import Act, Section, Through
from caruban.kernel.registers.register import Register


def _file() -> forms.Field:
    return forms.FileField(label=_("Berkas"))


class DocumentRegister(Register):
    model = Document
    name, path, title = "documents", "dokumen", _("Dokumen")
    key = ("id",)
    reads = DocumentPermission.READ
    creates = Through(add, subject="organisation", extra={"file": _file})
    changes, removes = Through(rename), Through(remove)
    columns = ("title", "organisation", "created_at", "updated_at")
    filters = ("organisation", "created_at", "updated_at")
    search = ("title",)
    ordering = ("title",)
    form = (Section(_("Dokumen"), "organisation", "title"),)
    actions = (Act(add_version, _("Unggah versi baru"), details={"file": _file}, in_bulk=False),)
    related = ("versions",)
    icon = "file-text"


class VersionRegister(Register):
    model = Version
    name, path, title = "document-versions", "versi-dokumen", _("Versi dokumen")
    key = ("document", "number")
    reads = DocumentPermission.READ
    columns = ("document", "number", "file_name", "by", "created_at")
    filters = ("document", "created_at")
    search = ("file_name",)
    ordering = ("-created_at",)
    icon = "file-archive"
