"""What sending a form does: it is saved once, or comes back with all that is in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from caruban.kernel.actors import Actor
from caruban.kernel.errors import Stale
from caruban.kernel.records import Record
from caruban.kernel.registers import actions
from caruban.kernel.registers.forms import drafts, merging
from caruban.kernel.registers.forms.building import RecordForm, form_of
from caruban.kernel.registers.forms.merging import Clash, Merge
from caruban.kernel.registers.forms.sending import FIELD, SentOtherwise, digest_of, once
from caruban.kernel.registers.queries import row_or_404
from caruban.kernel.registers.register import RegisterType, address_of, register_of
from caruban.kernel.web.answers import refusing


@dataclass
class Outcome:
    """What came of sending a form.

    url       where its reader is led; "" where the form comes back
    record    what was saved;   is_new   whether it was this time, and not by an earlier click
    form      as it comes back;   merge, clashes   what two editors made of the record
    version   the one that the next save starts from
    is_anew   whether the next save is another one: this form was saved with something else in it
    """

    form: RecordForm
    url: str = ""
    record: Record | None = None
    is_new: bool = False
    merge: Merge | None = None
    clashes: list[Clash] = field(default_factory=list)
    version: int | None = None
    is_anew: bool = False

    @property
    def status(self) -> HTTPStatus:
        """Give how the page answers that shows the form again."""
        return HTTPStatus.UNPROCESSABLE_ENTITY


def create(form: RecordForm, posted: QueryDict, *, by: Actor) -> Outcome:
    """Enter a record, once, and drop its draft; or give the form back with what is wrong."""
    outcome = Outcome(form)

    def save() -> str:
        outcome.record = actions.create(form.register, by=by, values=form.values())
        drafts.drop(posted.get(FIELD, ""), by=by)
        return place_of(form.register, outcome.record)

    try:
        _send(outcome, posted, by, save)
    except SentOtherwise:
        outcome.is_anew = True
        form.add_error(None, saved_otherwise())
    return outcome


def change(register: RegisterType, record: Record, posted: QueryDict, *, by: Actor) -> Outcome:
    """Change a record, once, from the version that the form started from, and drop its draft.

    An older version is merged with what is there now, and given back to be looked at.
    """
    version = version_in(posted, record)
    form = form_of(register, by=by, record=record, data=posted)
    outcome = Outcome(form, version=version)

    def save() -> str:
        if version < record.version:  # as the lock would find; the form was filled from an old one
            raise Stale("", changes=[], who="", when=None)
        values = merging.chosen_values(form, outcome.clashes)
        outcome.record = actions.change(
            register, record, by=by, values=values, from_version=version
        )
        drafts.drop(posted.get(FIELD, ""), by=by)
        return place_of(register, outcome.record)

    is_valid = form.is_valid()
    if version == record.version or not is_valid:  # else it is merged anew
        outcome.clashes = merging.still_open(form, posted)
    if is_valid:
        merging.choose(form, outcome.clashes)
    try:
        try:
            _send(outcome, posted, by, save)
        except SentOtherwise:  # one came back to it: its version tells what to do
            outcome.is_anew = True
            _send(outcome, posted, by, save, token="")
    except Stale:
        fresh = row_or_404(register, record.pk, by=by)
        is_anew, outcome = outcome.is_anew, _merged(register, fresh, posted, version, by)
        outcome.is_anew = is_anew
    return outcome


def saved_otherwise() -> str:
    """Say that a form came back after it was saved, with something else in it."""
    return _(
        "Formulir ini sudah disimpan dengan isian lain. Isian yang sekarang belum disimpan: "
        "simpan lagi untuk mencatatnya sebagai catatan baru."
    )


def version_in(posted: QueryDict, record: Record) -> int:
    """Give the version that a form started from; without a sound one the present one."""
    text = posted.get("version", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004
    return number if 0 < number <= record.version else record.version


def place_of(register: RegisterType, record: Record) -> str:
    """Give the page of a record: in this register, where it is one of several of its table."""
    if register_of(record) is register or hasattr(record, "get_absolute_url"):
        return address_of(record)
    return reverse("registers:record", args=[register, record.pk])


def _send(
    outcome: Outcome,
    posted: QueryDict,
    by: Actor,
    save: Callable[[], str],
    *,
    token: str | None = None,
) -> None:
    """Save a valid form once; what is refused becomes an error in it.

    token   "" for a form that is saved each time; that of the form where none is given

    Raises Stale, SentOtherwise.
    """
    if not outcome.form.is_valid():
        return
    token = posted.get(FIELD, "") if token is None else token
    digest = digest_of(posted, outcome.form.files)
    with refusing(outcome.form) as refusal:
        outcome.url, outcome.is_new = once(token, by=by, save=save, digest=digest)
    if refusal.stale is not None:
        raise refusal.stale


def _merged(
    register: RegisterType, record: Record, posted: QueryDict, version: int, by: Actor
) -> Outcome:
    form = form_of(register, by=by, record=record, data=posted)
    if not form.is_valid():
        return Outcome(form, version=version)
    shown_before = merging.still_open(form, posted)  # of an earlier merge
    for one in shown_before:
        if one.chosen == merging.THEIRS:  # what was typed there is not wanted
            form.cleaned_data.pop(one.name, None)
    undecided = {one.name for one in shown_before if not one.chosen}
    merge = merging.merge(form, version, undecided)
    shown = form_of(register, by=by, record=record, initial=merge.values)
    return Outcome(shown, merge=merge, clashes=merge.clashes, version=record.version)
