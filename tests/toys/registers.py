from django import forms

from caruban.kernel.registers.layout import Act, Column, Rows, Section, When
from caruban.kernel.registers.register import Register
from tests.toys.actions import approve
from tests.toys.models import Maker, Toy
from tests.toys.permissions import ToyPermission as May


class MakerRegister(Register):
    model = Maker
    name, path, title = "makers", "pembuat", "Register pembuat"
    key = ("name",)
    reads, creates, changes, removes = May.READ, May.KEEP, May.KEEP, May.REMOVE
    columns = ("name", "organisation")
    search = ("name",)
    form = (Section("Pembuat", "name", "organisation"),)
    related = ("toys",)


class ToyRegister(Register):
    model = Toy
    name, path, title = "toys", "mainan", "Register mainan"
    key = ("code",)
    reads, creates, changes, removes = May.READ, May.KEEP, May.KEEP, May.REMOVE
    columns = (
        "code", "name", "organisation", "maker", "size", "height", "amount", "made_on", "state",
        Column("nik", shown=False), Column("checked_at", shown=False),
        Column("maker__organisation", head="unit pembuat", shown=False),
    )  # fmt: skip
    filters = (
        "organisation", "maker", "size", "state", "height", "amount", "made_on", "checked_at",
        "is_wooden",
    )  # fmt: skip
    search = ("code", "name", "story")
    ordering = ("code",)
    form = (
        Section("Mainan", "code", "name", "organisation", "maker", "size", "amount", "story"),
        Section(
            "Ukuran", When("size", ("large",), "height"), "made_on", "checked_at", "is_wooden",
            help="Tinggi hanya ditanyakan untuk mainan besar.",
        ),
        Section("Pemilik", "nik", "mail", "page", "friends"),
        Section("Bagian", Rows("parts", "name", "weight")),
    )  # fmt: skip
    actions = (Act(approve, "Setujui", details={"why": lambda: forms.CharField(label="alasan")}),)
    totals = ("amount",)
    masked = {"nik": May.SEE_NIK}
    proves = (21,)
