from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caruban.kernel.accounts.devices import device_of
from caruban.kernel.accounts.roles import Role, holders_of
from caruban.kernel.records import Record


@dataclass(frozen=True)
class Holding:
    """A membership in force, as access and the frame of pages read it."""

    role: Role
    organisation_id: int | None
    path: str | None
    institution_path: str
    organisation_name: str = ""
    institution_name: str = ""
    standing: str = "definitive"

    @property
    def capacity(self) -> str:
        """Give in whose stead it is held: "Plt. Kepala perangkat daerah, Dinas 1"; "" in none's."""
        if self.standing not in ACTING:
            return ""
        return f"{ACTING[self.standing]} {self.role.label}, {self.organisation_name}"


ACTING = {"plt": "Plt.", "plh": "Plh."}  # how the law abbreviates those who stand in


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password nobody can sign in with it."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Give the user of an e-mail address, however it is capitalised."""
        return self.get(email__iexact=username)

    def system(self) -> "User":
        """Give the actor of jobs and of the command line; nobody can sign in as it."""
        user, created = self.get_or_create(
            email="sistem@caruban.invalid", defaults={"name": "Sistem", "is_system": True}
        )
        if created:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        return user


class Language(models.TextChoices):
    INDONESIAN = "id", "Bahasa Indonesia"
    ENGLISH = "en", "English"


class User(AbstractBaseUser, Record):
    """A person who signs in by e-mail, or the system itself.

    limited_to   the only permissions that the person has right now, in a request that came with
                 a token of theirs; None: all that their roles give. Never stored
    """

    organisation_path: ClassVar[str | None] = "memberships__organisation"
    hidden_in_history: ClassVar[tuple[str, ...]] = ("password", "last_login")
    limited_to: frozenset[str] | None = None

    email = models.EmailField(_("alamat surel"), unique=True)
    name = models.CharField(_("nama"), max_length=200)
    language = models.CharField(
        _("bahasa"),
        max_length=2,
        choices=Language,
        default=Language.INDONESIAN,
        db_default=Language.INDONESIAN,
    )
    is_active = models.BooleanField(_("aktif"), default=True)
    is_system = models.BooleanField(default=False, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("pengguna")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique_however_capitalised",
                violation_error_message=_("Alamat surel ini sudah dipakai."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """Give the memberships in force today (Asia/Jakarta); none for somebody who left.

        Of somebody with a token, those whose role holds anything that the token allows.
        """
        if self.is_system:
            return (Holding(Role.SYSTEM, None, None, ""),)
        if not self.is_active:
            return ()
        rows = Membership.objects.in_force(timezone.localdate()).filter(user=self)
        if self.limited_to is not None:
            rows = rows.filter(role__in=holders_of(self.limited_to))
        return tuple(row.holding for row in rows.select_related("organisation__institution"))

    @property
    def roles(self) -> frozenset[Role]:
        """Give the roles held today, anywhere."""
        return frozenset(holding.role for holding in self.holdings)


# the day before: an empty period is a role that was taken back before it began
BEFORE_IT_BEGAN = models.ExpressionWrapper(
    models.F("valid_from") - models.Value(1), output_field=models.DateField()
)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, on: date) -> "MembershipQuerySet":
        """Narrow to memberships whose period, and whose organisation's, holds a day."""
        began = Q(valid_from__lte=on)
        goes_on = Q(valid_to=None) | Q(valid_to__gte=on)
        stands = Q(organisation__valid_to=None) | Q(organisation__valid_to__gte=on)
        return self.filter(began, goes_on, stands)

    def not_over(self, on: date) -> "MembershipQuerySet":
        """Narrow to memberships that hold a day or will hold a later one."""
        return self.overlapping(on, None)

    def overlapping(self, begin: date, end: date | None) -> "MembershipQuerySet":
        """Narrow to memberships that share a day with a period; an empty one shares none."""
        holds_a_day = Q(valid_to__gte=models.F("valid_from"))
        goes_on = Q(valid_to=None) | Q(valid_to__gte=begin) & holds_a_day
        began = Q() if end is None else Q(valid_from__lte=end)
        return self.filter(goes_on & began)


class Membership(Record):
    """A role of a user in an organisation, for a period; it reaches the units below.

    decree   the number of the letter by which it is held; demanded of who stands in
    reason   why somebody stands in
    """

    class Standing(models.TextChoices):
        DEFINITIVE = "definitive", _("Definitif")
        PLT = "plt", _("Pelaksana tugas (Plt.)")
        PLH = "plh", _("Pelaksana harian (Plh.)")

    organisation_path: ClassVar[str | None] = "organisation"

    user = models.ForeignKey(
        User, verbose_name=_("pengguna"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("peran"), max_length=20, choices=Role)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("organisasi"),
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    standing = models.CharField(
        _("kedudukan"), max_length=12, choices=Standing, default=Standing.DEFINITIVE
    )
    on_behalf_of = models.ForeignKey(
        "self",
        verbose_name=_("menggantikan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stand_ins",
    )
    decree = models.CharField(
        _("nomor surat perintah atau keputusan"), max_length=200, blank=True, default="",
        db_default="",
    )  # fmt: skip
    reason = models.CharField(
        _("alasan menggantikan"), max_length=300, blank=True, default="", db_default=""
    )
    valid_from = models.DateField(_("berlaku sejak"))
    valid_to = models.DateField(_("berlaku sampai"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("keanggotaan")
        ordering = ("organisation__path", "role", "-valid_from")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=BEFORE_IT_BEGAN),
                name="membership_ends_after_it_began",
                violation_error_message=_("Tanggal akhir harus sesudah tanggal awal."),
            ),
            models.CheckConstraint(
                condition=Q(standing="definitive") | Q(valid_to__isnull=False),
                name="acting_officials_have_an_end",
                violation_error_message=_("Isi tanggal akhir: Plt. dan Plh. selalu berjangka."),
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["citizen", "system"]),
                name="nobody_is_made_citizen_or_system",
                violation_error_message=_("Peran ini tidak dapat diberikan."),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "organisation", "valid_from"],
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="membership_is_given_once",
                violation_error_message=_("Pengguna ini sudah memegang peran yang sama."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.organisation}"

    @property
    def is_acting(self) -> bool:
        """Say whether somebody stands in, as Plt. or Plh."""
        return self.standing in ACTING

    @property
    def holding(self) -> Holding:
        """Give what access needs of it."""
        institution = self.organisation.institution or self.organisation
        return Holding(
            Role(self.role),
            self.organisation_id,
            self.organisation.path,
            institution.path,
            self.organisation.name,
            institution.name,
            self.standing,
        )


class SignIn(models.Model):
    """One step at the door: somebody came in, was refused, left, or changed what guards it.

    typed     the address that was typed where no account of it exists; "" for what is no address
    address   where from; user_agent   the browser's own words; request   the id of the request
    """

    class Kind(models.TextChoices):
        IN = "in", _("masuk")
        REFUSED = "refused", pgettext_lazy("not let through", "ditolak")
        OUT = "out", _("keluar")
        PASSWORD = "password", _("kata sandi diganti")
        ADDED = "added", _("pengaman ditambah")
        REMOVED = "removed", _("pengaman dihapus")
        RENEWED = "renewed", _("kode cadangan dibuat ulang")
        ENDED = "ended", _("sesi diakhiri")

    class How(models.TextChoices):
        PASSWORD = "password", _("kata sandi")
        TOTP = "totp", _("kode aplikasi")
        RECOVERY = "recovery_codes", _("kode cadangan")
        WEBAUTHN = "webauthn", _("kunci sandi")
        OIDC = "oidc", _("penyedia luar")
        LINK = "link", _("tautan surel")
        ROLE = "role", _("mode peraga")

    class Why(models.TextChoices):
        WRONG = "wrong", _("kata sandi tidak cocok")
        UNKNOWN = "unknown", _("alamat tidak dikenal")
        INACTIVE = "inactive", _("akun tidak aktif")
        HELD = "held", _("terlalu banyak percobaan")
        CODE = "code", _("kode tidak cocok")

    at = models.DateTimeField(_("waktu"), auto_now_add=True)
    kind = models.CharField(_("kejadian"), max_length=12, choices=Kind)
    how = models.CharField(_("cara"), max_length=16, choices=How, blank=True)
    why = models.CharField(_("alasan"), max_length=12, choices=Why, blank=True)
    user = models.ForeignKey(
        User, verbose_name=_("pengguna"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    typed = models.CharField(_("alamat yang diketik"), max_length=254, blank=True)
    address = models.CharField(_("alamat jaringan"), max_length=45, blank=True)
    user_agent = models.CharField(_("peramban"), max_length=300, blank=True)
    request = models.CharField(_("nomor permintaan"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("riwayat masuk")
        ordering = ("-pk",)
        indexes = (models.Index(fields=["user", "-id"], name="sign_ins_of_a_user"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.user or self.typed} {self.get_kind_display()}"

    @property
    def device(self) -> str:
        """Give the browser and the machine in words."""
        return device_of(self.user_agent)
