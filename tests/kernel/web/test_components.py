"""The parts of pages: what a screen reader and a keyboard get from them."""

import re

import pytest
from django.utils import translation

from caruban.kernel.web.pages import jinja
from caruban.kernel.web.styleguide import IMPORT, SampleForm, samples


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


def drawn(call, **context):
    known = {"csrf_input": '<input name="csrf">', **samples(), **context}
    return jinja().env.from_string(IMPORT + call).render(known)


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_level_is_said_in_words_and_digit():
    assert words(drawn("{{ ui.lvl(3) }}")) == "Tingkat 3"
    assert words(drawn('{{ ui.lvl(4, "Asesor") }}')) == "Asesor 4"


@pytest.mark.parametrize("level", ["none", "0"])
def test_a_level_not_judged_yet_is_undyed_and_said(level):
    html = drawn(f"{{{{ ui.lvl({level}) }}}}")

    assert "lvl-0" in html
    assert "belum ada" in words(html)


def test_a_field_is_tied_to_its_help_and_its_error_in_that_order():
    html = drawn('{{ ui.field(form["fee"], help="Dalam rupiah") }}', form=SampleForm({"fee": "x"}))

    assert 'aria-describedby="id_fee-help id_fee-error"' in html
    assert html.index('id="id_fee-help"') < html.index('id="id_fee-error"') < html.index("<input")
    assert 'aria-invalid="true"' in html
    assert 'value="x"' in html


def test_a_field_that_may_stay_empty_says_so():
    assert "boleh kosong" in drawn('{{ ui.field(form["story"]) }}')
    assert "boleh kosong" not in drawn('{{ ui.field(form["story"], mark=False) }}')
    assert "boleh kosong" not in drawn('{{ ui.field(form["name"]) }}')


@pytest.mark.parametrize("name", ["audience", "state"])
def test_choices_are_a_group_with_a_name(name):
    html = drawn(f'{{{{ ui.field(form["{name}"]) }}}}')

    ids = re.findall(r'<input[^>]* id="([^"]+)"', html)
    assert "<fieldset" in html
    assert "<legend" in html
    assert ids
    assert ids == re.findall(r'<label[^>]* for="([^"]+)"', html)


def test_every_link_of_the_error_summary_leads_to_something_on_the_page():
    html = drawn("{{ ui.form_errors(wrong) }}{% for one in wrong %}{{ ui.field(one) }}{% endfor %}")

    targets = re.findall(r'href="#([^"]+)"', html)
    assert targets
    assert set(targets) <= set(re.findall(r' id="([^"]+)"', html))
    assert "3 isian perlu diperbaiki" in html


def test_a_form_without_errors_has_no_summary():
    assert drawn("{{ ui.form_errors(form) }}").strip() == ""


def test_an_action_is_a_posting_form_with_its_token():
    html = drawn('{{ ui.act("/ajukan/", "Ajukan", hidden={"versi": 3}) }}')

    assert '<form class="act" method="post" action="/ajukan/"' in html
    assert "csrf" in html
    assert '<input type="hidden" name="versi" value="3">' in html


def test_what_people_typed_is_never_markup():
    html = drawn('{{ ui.notice("info", text) }}', text="<script>alert(1)</script>")

    assert "<script>" not in html


@pytest.mark.parametrize(
    ("value", "whole", "width"), [(18, 27, "66.7"), (0, 0, "0"), (30, 27, "100"), (0, 5, "0.0")]
)
def test_a_bar_is_as_long_as_its_share_and_never_longer(value, whole, width):
    assert f'width="{width}%"' in drawn(f'{{{{ ui.bar({value}, {whole}, "n dari m") }}}}')


def test_a_change_names_before_and_after():
    assert "Sebelum: Bidang Aptika Sesudah: Bidang Statistik" in words(
        drawn("{{ ui.changes(entries[0].differences) }}")
    )


def test_pages_keep_the_rest_of_the_address(rf):
    html = drawn("{{ ui.pages(a_page) }}", request=rf.get("/?cari=pajak&halaman=3"))

    assert 'href="?cari=pajak&amp;halaman=4"' in html
    assert "Halaman 3 dari 50" in words(html)
