"""`caruban index`: what everybody may see, aligned or as JSON; one line when wrongly asked."""

import json
from argparse import ArgumentParser

import pytest

from caruban.config.commands import index
from caruban.config.problems import WRONG, Problem
from caruban.datasets.cirebon.loader import load
from caruban.evaluation.queries.assessments import find
from caruban.evaluation.queries.summary import summary
from caruban.evaluation.queries.tables import table
from caruban.kernel.actors import Guest
from tests.factories import system

pytestmark = pytest.mark.django_db


@pytest.fixture
def cirebon():
    return load(by=system(), demo=True).institution


def asked(*arguments):
    parser = ArgumentParser()
    index.add_arguments(parser)
    return index.run(parser.parse_args(arguments))


def test_it_prints_the_index_with_every_domain_and_aspect_of_table_3_1(cirebon, capsys):
    assert asked("--institution", "32.09", "--year", "2021") == 0

    lines = capsys.readouterr().out.splitlines()
    assert "Indeks SPBE: 1,91 (Cukup), nilai akhir" in lines
    assert "Tingkat per indikator direkonstruksi." in lines
    values = [line.split()[-1] for line in lines if line.lstrip().startswith(("Domain", "Aspek"))]
    assert " ".join(values) == "2,20 2,20 2,00 2,00 2,00 2,00 1,00 1,00 1,00 2,12 2,30 1,83"
    assert len({len(line) for line in lines[-13:]}) == 1  # aligned


def test_json_is_the_shape_of_the_summary(cirebon, capsys):
    assert asked("--institution", "32.09", "--year", "2021", "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assessment = find(by=Guest(), region="32.09", year=2021)
    assert told == summary(table(assessment, by=Guest()))
    assert told["index"] == {"value": 1.91, "exact": "1.9135"}
    assert (told["predicate"], told["provenance"]) == ("Cukup", "reconstructed")
    assert told["domains"][3]["exact"].startswith("2.11538")
    assert [one["domain"] for one in told["aspects"]] == [1, 2, 2, 2, 3, 3, 4, 4]
    assert told["missing"] == []


MISTAKES = {
    (): "isi --institution dengan kode wilayah, misalnya 32.09.",
    ("--institution", "32.09"): "isi --year dengan tahun, misalnya 2021, bukan ''.",
    ("--institution", "32.09", "--year", "dua"): (
        "isi --year dengan tahun, misalnya 2021, bukan 'dua'."
    ),
    ("--institution", "99.99", "--year", "2021"): "Tidak ada instansi dengan kode wilayah 99.99.",
    ("--institution", "32.09", "--year", "2020"): (
        "Pemerintah Kabupaten Cirebon tidak punya evaluasi tahun 2020. Yang ada: 2021."
    ),
    ("--institution", "32.09", "--year", "2021", "--instrument", "lain"): (
        "Evaluasi Pemerintah Kabupaten Cirebon tahun 2021 tidak memakai instrumen lain. "
        "Yang dipakai: permenpanrb-59-2020."
    ),
}


def test_a_bad_argument_is_told_in_one_line(cirebon):
    told = {}
    for arguments in MISTAKES:
        with pytest.raises(Problem) as problem:
            asked(*arguments)
        assert problem.value.status == WRONG
        told[arguments] = str(problem.value)

    assert told == MISTAKES


def test_what_is_under_way_is_shown_only_when_asked_for(cirebon, capsys):
    from django.utils import timezone

    arguments = ("--institution", "32.09", "--year", str(timezone.localdate().year))
    with pytest.raises(Problem, match="Yang ada: 2021"):
        asked(*arguments)

    assert asked(*arguments, "--internal") == 0
    assert "Belum dinilai: 20 indikator." in capsys.readouterr().out
