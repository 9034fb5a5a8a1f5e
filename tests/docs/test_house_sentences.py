"""What Django and allauth say in forms sounds like this house."""

from pathlib import Path

import allauth
import django
import pytest
from babel.messages.pofile import read_po
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.docs.files import script

messages = script("_messages.py")

PLACES = [
    Path(django.__file__).parent / "conf",
    Path(django.__file__).parent / "contrib" / "auth",
    Path(allauth.__file__).parent,
]


def first(message):
    return message.id if isinstance(message.id, str) else message.id[0]


def theirs():
    for place in PLACES:
        with (place / "locale" / "id" / "LC_MESSAGES" / "django.po").open("rb") as file:
            yield from map(first, read_po(file))


def test_every_sentence_replaces_one_that_they_really_say():
    assert {first(one) for one in messages.house()} <= set(theirs())


def test_the_sentences_are_compiled():
    assert messages.HOUSE_MO.read_bytes() == messages.as_mo(messages.house()), "run script/messages"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.CharField(), "", "Isi bagian ini."),
        (forms.EmailField(), "budi", "Isi alamat surel lengkap, misalnya nama@instansi.go.id."),
        (forms.IntegerField(max_value=5), "6", "Isi paling banyak 5."),
        (forms.CharField(max_length=3), "abcd", "Isi paling banyak 3 karakter; sekarang 4."),
        (forms.DateField(), "besok", "Isi tanggal yang ada, misalnya 28-12-2026."),
    ],
)
def test_an_error_says_what_to_fill_in(field, typed, said):
    with translation.override("id"), pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [said]
