"""Whoever chooses English reads English, everywhere."""

import shutil

import pytest
from babel.messages.catalog import Catalog
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

from tests.docs.files import script

messages = script("_messages.py")


def test_the_catalogue_is_complete_agrees_with_the_source_and_is_compiled():
    assert list(messages.faults(messages.extracted(), messages.kept())) == []
    assert messages.MO.read_bytes() == messages.as_mo(messages.kept()), "run script/messages"


def test_the_source_marks_many_texts_in_python_and_in_pages():
    kinds = {
        place.rsplit(".", 1)[-1] for one in messages.extracted() for place, _line in one.locations
    }
    assert {"py", "html", "txt"} <= kinds
    assert len(messages.extracted()) > 800


def test_a_reader_of_english_gets_it_with_numbers_and_contexts():
    with translation.override("en"):
        assert gettext("Penilaian mandiri") == "Self-assessment"
        assert ngettext("%(n)s menit lalu", "%(n)s menit lalu", 1) % {"n": 1} == "1 minute ago"
        assert ngettext("%(n)s menit lalu", "%(n)s menit lalu", 5) % {"n": 5} == "5 minutes ago"
        assert pgettext("of a secretariat", "Bagian") == "Division"
    with translation.override("id"):
        assert gettext("Penilaian mandiri") == "Penilaian mandiri"


def made(*entries):
    catalog = Catalog(locale="en")
    for ids, text in entries:
        catalog.add(ids, text, [("page.html", 1)])
    return catalog


@pytest.mark.parametrize(
    ("ids", "text", "fault"),
    [
        ("Simpan", "", "not translated"),
        ("Hapus %(name)s", "Delete", "lacks a placeholder"),
        (
            "{actor} menyimpan {subject}.",
            "{actor} kept {subject} {thing}.",
            "that the source lacks",
        ),
        (("%(n)s hari", "%(n)s hari"), ("%(n)s day", ""), "not translated"),
        (("%(n)s hari", "%(n)s hari"), ("a day", "days"), "lacks a placeholder"),
    ],
)
def test_a_translation_that_lacks_something_is_named(ids, text, fault):
    found = list(messages.faults(made((ids, None)), made((ids, text))))
    assert [fault in one for one in found] == [True]


def test_a_singular_may_spell_its_number_out():
    ids = ("Satu tugas", "%(num)s tugas")
    assert (
        list(messages.faults(made((ids, None)), made((ids, ("One task", "%(num)s tasks"))))) == []
    )


def test_texts_that_came_or_went_are_named():
    found = list(messages.faults(made(("Baru", None)), made(("Lama", "Old"))))
    assert [one.split(":")[0] for one in found] == [
        "not in the catalogue",
        "no longer in the source",
    ]


def test_a_guess_is_no_translation():
    catalog = made(("Simpan", "Save"))
    catalog["Simpan"].flags.add("fuzzy")
    assert "fuzzy" in next(messages.faults(made(("Simpan", None)), catalog))


def test_updating_keeps_what_is_translated_and_guesses_nothing():
    before = made(("Simpan", "Save"), ("Hapus", "Delete"))
    catalog = messages.updated(made(("Simpan", None), ("Simpan jalur", None)), before)
    assert {one.id: one.string or "" for one in catalog if one.id} == {
        "Simpan": "Save",
        "Simpan jalur": "",
    }


def test_a_text_is_found_in_python_and_in_a_template(tmp_path, monkeypatch):
    (tmp_path / "templates").mkdir()
    (tmp_path / "a.py").write_text('x = _("Satu") + ngettext("%(n)s hari", "%(n)s hari", 2)')
    (tmp_path / "templates" / "a.html").write_text('{{ _("Dua %(name)s", name=1) }}')
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    assert {one.id for one in messages.extracted() if one.id} == {
        "Satu", "Dua %(name)s", ("%(n)s hari", "%(n)s hari"),
    }  # fmt: skip
    shutil.rmtree(tmp_path / "templates")
    assert "Dua %(name)s" not in messages.extracted()
