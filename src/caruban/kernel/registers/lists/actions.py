"""What people do to their lists: keep columns, save views, share, change and remove them.

No permission is asked for one's own, nor to share with one's own institution; who may read the
register is asked by the door. Of others' views only a keeper changes those that are shared.
"""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor, key_of
from caruban.kernel.errors import Refused
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.registers.lists.fields import heads_of
from caruban.kernel.registers.lists.models import LONGEST_QUERY, Habit, SavedView
from caruban.kernel.registers.lists.queries import institutions_of, may_change, views_of
from caruban.kernel.registers.register import RegisterType

MOST = 50  # views of one list that somebody keeps


def keep_columns(register: RegisterType, names: Sequence[str], *, by: Actor) -> None:
    """Keep which columns somebody wants to see, and in which order; none: those of the register.

    Refused for a column that the register does not have.
    """
    if {*names} - {head.name for head in heads_of(register)}:
        raise Refused(_("Kolom ini tidak ada di register ini."), field="columns")
    _change_habit(register, by, columns=list(dict.fromkeys(names)))


def open_with(register: RegisterType, view: SavedView | None, *, by: Actor) -> None:
    """Have the list open with a view when somebody asks for nothing else; None: with all rows."""
    _change_habit(register, by, view=view)


def _change_habit(register: RegisterType, by: Actor, **values: Any) -> None:
    Habit.objects.update_or_create(user_id=key_of(by), register=register.name, defaults=values)


@transaction.atomic
def save_view(
    register: RegisterType,
    *,
    by: Actor,
    name: str,
    query: str,
    institution: Organisation | None = None,
) -> SavedView:
    """Save a state of a list under a name, for oneself or for the people of an institution.

    Saved twice, by a second click, it is there once. Refused for a name that the owner uses for
    another state already, beyond `MOST`, and for another's institution.
    """
    _ask_institution(institution, by)
    mine = SavedView.objects.filter(owner=key_of(by), register=register.name)
    same = mine.filter(name=" ".join(name.split()), query=query, institution=institution)
    view = SavedView(register=register.name, owner_id=key_of(by), institution=institution)
    try:
        _ask_room(mine)
        return _kept(view, name, query)
    except Refused:
        if (there := same.first()) is not None:
            return there
        raise


@transaction.atomic
def change_view(
    view: SavedView, *, by: Actor, name: str, institution: Organisation | None, seen: str
) -> SavedView:
    """Rename a view, share it or keep it for oneself; its state stays.

    institution   whose people see it; of others' views a keeper leaves that as it is
    seen          the view as its editor saw it (`SavedView.stamp`)

    Refused as `save_view` refuses, and for a view that was changed meanwhile to something else.
    """
    found = _own(view, by)
    shared = institution if found.owner_id == by.pk else found.institution
    if (found.name, found.institution) == (" ".join(name.split()), shared):
        return found
    _ask_seen(found, seen)
    if shared != found.institution:
        _ask_institution(shared, by)
    found.institution = shared
    return _kept(found, name, found.query)


@transaction.atomic
def change_state(view: SavedView, *, by: Actor, query: str, seen: str) -> SavedView:
    """Give a view another state of its list; refused for a view that was changed meanwhile.

    seen   the view as its editor saw it (`SavedView.stamp`)
    """
    found = _own(view, by)
    if found.query == query:
        return found
    _ask_seen(found, seen)
    return _kept(found, found.name, query)


@transaction.atomic
def remove_view(view: SavedView, *, by: Actor) -> None:
    """Remove a view; whose list opened with it sees all rows again."""
    _own(view, by).delete()


def view_at(register: RegisterType, pk: int, *, by: Actor) -> SavedView | None:
    """Give a view that somebody may open; None where there is none for them."""
    return views_of(register, by=by).filter(pk=pk).first()


def _own(view: SavedView, by: Actor) -> SavedView:
    """Read a view again and lock it; ask whether `by` may change it."""
    locked = SavedView.objects.select_for_update(of=["self"]).select_related("institution")
    found = locked.filter(pk=view.pk).first()
    if found is None:
        raise Refused(_("Tampilan ini sudah dihapus."))
    if not may_change(found, by=by):
        raise PermissionDenied
    return found


def _ask_room(mine: QuerySet[SavedView]) -> None:
    if mine.count() >= MOST:
        said = _("Anda sudah menyimpan %(count)d tampilan daftar ini. Hapus satu dahulu.")
        raise Refused(said % {"count": MOST})


def _ask_seen(view: SavedView, seen: str) -> None:
    if view.stamp != seen:
        said = _(
            "Tampilan ini diubah di tempat lain sesudah Anda membukanya. Buka lagi, lalu ubah."
        )
        raise Refused(said)


def _ask_institution(institution: Organisation | None, by: Actor) -> None:
    if institution is not None and institution not in institutions_of(by):
        raise Refused(_("Anda bukan anggota instansi ini."), field="institution")


def _kept(view: SavedView, name: str, query: str) -> SavedView:
    view.name, view.query = " ".join(name.split()), query
    if not view.name:
        raise Refused(_("Isi nama tampilan."), field="name")
    if len(query) > LONGEST_QUERY:
        raise Refused(_("Keadaan daftar ini terlalu panjang untuk disimpan."))
    try:
        view.clean_fields(exclude=["owner", "institution"])
        with transaction.atomic():
            view.save()
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="name") from error
    except IntegrityError as error:
        raise Refused(_("Nama ini sudah Anda pakai di daftar ini."), field="name") from error
    return view
