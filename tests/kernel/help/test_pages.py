"""Pages of help: written as the house writes them, safe, found from the page they explain."""

import pytest
from django.urls import resolve

from caruban.kernel.help import pages as module
from caruban.kernel.help.checks import help_is_sound
from caruban.kernel.help.pages import BadPage, pages, read
from caruban.kernel.help.queries import page_for, sought


def written(tmp_path, text, name="contoh.md"):
    folder = tmp_path / "modul" / "help"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return read(folder / name, "modul")


HEAD = "---\nexplains: [workspace]\norder: 3\n---\n# Judul\n\n"


def test_a_page_has_a_title_a_place_and_what_it_explains(tmp_path):
    page = written(tmp_path, f"{HEAD}Teks.\n")

    assert (page.name, page.title, page.order) == ("contoh", "Judul", 3)
    assert page.explains == ("workspace",)


def test_markup_becomes_html_with_named_parts_and_links_to_other_pages(tmp_path):
    page = written(
        tmp_path,
        f"{HEAD}## Memberi nilai\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[akun](accounts.md#peran)\n",
    )

    assert '<h2 id="memberi-nilai">Memberi nilai</h2>' in page.html
    assert '<table class="table">' in page.html
    assert '<a href="/bantuan/accounts/#peran">akun</a>' in page.html
    assert page.parts == [("memberi-nilai", "Memberi nilai")]
    assert page.plain == "Memberi nilai a b 1 2 akun"


@pytest.mark.parametrize(
    "text", ["<script>x</script>", "a <b onclick=x>b</b>", "[x](javascript:x)"]
)
def test_html_and_scripts_in_a_text_are_shown_and_never_run(tmp_path, text):
    html = written(tmp_path, f"{HEAD}{text}\n").html

    assert "<script" not in html
    assert "<b " not in html
    assert "href" not in html


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# Judul\n", "does not begin with a head"),
        ("---\norder: 1\n---\nTanpa judul\n", "does not begin with a head"),
        ("---\nexplain: [x]\n---\n# Judul\n", "says explain, which no page of help knows"),
    ],
)
def test_a_page_that_is_written_wrongly_is_refused_by_name(tmp_path, text, said):
    with pytest.raises(BadPage, match=said) as refused:
        written(tmp_path, text)

    assert "modul/help/contoh.md" in str(refused.value)


@pytest.mark.parametrize(
    ("head", "code"),
    [("explains: [tidak-ada]", "help.E002"), ("explains: [workspace]", "help.E003")],
)
def test_a_start_names_a_page_that_explains_what_is_not_there_or_is_explained(
    tmp_path, monkeypatch, head, code
):
    page = written(tmp_path, f"---\n{head}\n---\n# Judul\n")
    monkeypatch.setattr("caruban.kernel.help.checks.pages", lambda: {**pages(), page.name: page})

    found = help_is_sound()

    assert [one.id for one in found] == [code]
    assert "modul/help/contoh.md" in found[0].msg


def test_two_pages_of_one_name_are_refused(monkeypatch, tmp_path):
    class App:
        path, label = tmp_path / "modul", "modul"

    written(tmp_path, HEAD)
    monkeypatch.setattr(module.apps, "get_app_configs", lambda: [App, App])

    with pytest.raises(BadPage, match="named as"):
        pages.__wrapped__()


def test_the_house_has_pages_and_each_is_sound():
    assert len(pages()) > 5
    assert help_is_sound() == []


@pytest.mark.parametrize("name", sorted(pages()))
def test_every_link_between_pages_leads_to_one(name):
    for link in pages()[name].html.split('href="/bantuan/')[1:]:
        target, _, part = link.split('"')[0].partition("#")
        page = pages()[target.rstrip("/")]
        assert not part or part in {anchor for anchor, _text in page.parts}


def test_a_view_leads_to_the_page_that_names_it_and_a_register_to_its_own():
    class Register:
        name = "accounts"

    match = resolve("/kerja/")
    match.kwargs["register"] = Register
    assert page_for(match).name == "my-work"
    match = resolve("/gaya/")
    match.kwargs["register"] = Register
    assert page_for(match).name == "accounts"
    assert page_for(resolve("/gaya/")) is None


def test_a_search_finds_pages_that_hold_every_word_titles_first():
    assert sought("jalur ke target")[0].page.name == "evaluation-path"
    assert sought("favorit zzz") == []
    hit = sought("menyeret")[0]
    assert (hit.page.name, hit.found) == ("my-work", "menyeret")
    assert sought("  ") == []
