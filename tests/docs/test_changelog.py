"""Fragments of the changelog are in form, and a release gathers them."""

import pytest

from tests.docs.files import ROOT, script

changelog = script("changelog")


def test_every_fragment_is_in_form():
    found = changelog.fragments(ROOT / "changes")
    assert changelog.section("Next", found).startswith("## Next\n")


@pytest.mark.parametrize("name", ["thing.md", "thing.improved.md", ".added.md"])
def test_a_fragment_without_a_subject_or_a_known_kind_is_refused(tmp_path, name):
    (tmp_path / name).write_text("Something.")
    with pytest.raises(ValueError, match="name it"):
        changelog.fragments(tmp_path)


@pytest.mark.parametrize("text", ["", "# Heading\n"])
def test_a_fragment_without_a_sentence_is_refused(tmp_path, text):
    (tmp_path / "thing.added.md").write_text(text)
    with pytest.raises(ValueError, match="sentences"):
        changelog.section("Next", changelog.fragments(tmp_path))


def test_a_release_goes_above_the_last_one_and_takes_its_fragments(tmp_path, monkeypatch):
    monkeypatch.setattr(changelog, "ROOT", tmp_path)
    (tmp_path / "changes").mkdir()
    for version, text in (("0.1.0", "First."), ("0.2.0", "Second\nthing.")):
        (tmp_path / "changes" / "thing.added.md").write_text(text)
        assert changelog.main([version]) == 0
    told = (tmp_path / "CHANGELOG.md").read_text()
    assert told.index("## 0.2.0") < told.index("- Second thing.") < told.index("## 0.1.0")
    assert told.count("# Changelog\n") == 1
    assert list((tmp_path / "changes").iterdir()) == []
