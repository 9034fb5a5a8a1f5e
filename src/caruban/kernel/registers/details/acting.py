"""Taking one of a register's actions on a record: with its details, once, on what was seen."""

from django import forms
from django.http import QueryDict

from caruban.kernel.actions import ACTIONS
from caruban.kernel.actors import Actor
from caruban.kernel.records import Record
from caruban.kernel.registers.forms.building import Files
from caruban.kernel.registers.forms.sending import once
from caruban.kernel.registers.layout import Act


def details_form(act: Act, data: QueryDict | None = None, files: Files | None = None) -> forms.Form:
    """Give the form of what an action asks for; without fields where it asks for nothing."""
    form = forms.Form(data, files)
    form.fields = {name: make() for name, make in act.details.items()}
    return form


def take(
    act: Act,
    record: Record,
    form: forms.Form,
    *,
    by: Actor,
    version: int | None,
    token: str,
    url: str,
) -> bool:
    """Take an action once, on the version that its reader saw; give whether it was taken now.

    Refused and raises as the action; raises Stale where the record changed meanwhile.
    """
    knows_versions = act.action in ACTIONS.values()
    more = {"from_version": version} if knows_versions and version is not None else {}

    def save() -> str:
        act.action(record, by=by, **form.cleaned_data, **more)
        return url

    return once(token, by=by, save=save)[1]
