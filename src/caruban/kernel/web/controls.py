"""Form controls as the pages show them: Bootstrap's classes, tied to their help and error."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

CLASSES: tuple[tuple[tuple[type[forms.Widget], ...], str], ...] = (
    ((forms.CheckboxSelectMultiple, forms.RadioSelect), ""),  # each choice is drawn by the macro
    ((forms.CheckboxInput,), "form-check-input"),
    ((forms.Select,), "form-select"),
    ((forms.HiddenInput, forms.MultipleHiddenInput), ""),
)


def control_kind(field: BoundField) -> str:
    """Say how a field is drawn: "choices", "check", "hidden" or "control"."""
    widget = field.field.widget
    if isinstance(widget, (forms.CheckboxSelectMultiple, forms.RadioSelect)):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "hidden" if widget.is_hidden else "control"


def control_id(field: BoundField) -> str:
    """Give the id to which links and notes of a field point."""
    return field.id_for_label or field.auto_id or f"id_{field.html_name}"


def control_notes(field: BoundField, help_text: str = "") -> str:
    """Give the ids that describe a field: its help, then its error, where it has them."""
    ids = [f"{control_id(field)}-help"] if help_text else []
    return " ".join([*ids, f"{control_id(field)}-error"] if field.errors else ids)


def control(field: BoundField, help_text: str = "", **attrs: Any) -> SafeString:
    """Draw the control of a field with the classes of its kind; further attributes as given."""
    css = next(
        (css for kinds, css in CLASSES if isinstance(field.field.widget, kinds)), "form-control"
    )
    given = field.field.widget.attrs.get("class", "")
    invalid = "is-invalid" if field.errors and css else ""
    attrs["class"] = " ".join(filter(None, (css, given, invalid)))
    attrs["aria-describedby"] = control_notes(field, help_text)
    return field.as_widget(attrs={name: value for name, value in attrs.items() if value})


def choices(field: BoundField) -> Iterator[tuple[SafeString, str, str]]:
    """Give the choices of radio buttons or check boxes: control, id, label."""
    for option in field.subwidgets:
        option.data["attrs"]["class"] = "form-check-input"
        yield option.tag(), option.id_for_label, option.choice_label
