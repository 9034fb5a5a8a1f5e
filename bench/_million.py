"""A register of a million rows, made by the database itself; two people who read it."""

from dataclasses import dataclass
from typing import Any

ROWS = 1_000_000  # of the institution
UNITS, MAKERS = 100, 2_000
ELSEWHERE = 11  # one row of so many belongs to another institution
COMMON, RARE, MISTYPED = "kayu", "wayang", "keretta"
RARELY = 50_000  # one row of so many has the rare word
NOUNS = (
    "kuda kereta boneka balok gasing layangan congklak kelereng egrang robot mobil kapal pesawat"
    " sepeda rumah kursi meja lampu gerobak perahu burung gajah harimau ikan bintang bola tangga"
    " jam kotak topeng gamelan suling gendang angklung payung lentera becak delman truk bus"
)
MATERIALS = "kayu kayu kayu plastik kain besi bambu rotan kulit karet kertas kaca"
COLOURS = "merah biru hijau kuning putih hitam cokelat ungu jingga abu"
PLACES = (
    "Cirebon Indramayu Majalengka Kuningan Sumedang Garut Tasikmalaya Ciamis Bandung Subang"
    " Karawang Bekasi Bogor Sukabumi Cianjur Purwakarta Banjar Brebes Tegal Pemalang"
)

TOYS = """
INSERT INTO toys_toy (version, created_at, updated_at, code, name, story, organisation_id, maker_id,
    size, height, amount, made_on, checked_at, is_wooden, nik, mail, page, state)
SELECT 1, now() - i * interval '10 seconds', now(), 'M-' || lpad(i::text, 7, '0'),
    initcap(noun) || ' ' || material || ' ' || colour
        || CASE WHEN i %% {rarely} = 77 THEN ' {rare}' ELSE '' END,
    'Dibuat di ' || place || ' dari ' || material || ', dicat ' || colour
        || ', disimpan di gudang ' || (h %% 97),
    CASE WHEN i %% {elsewhere} = 3 THEN %(foreign)s
        ELSE (%(units)s::bigint[])[1 + h %% {units}] END,
    CASE WHEN h %% 7 = 0 THEN NULL ELSE (%(makers)s::bigint[])[1 + h %% {makers}] END,
    CASE WHEN h %% 3 = 0 THEN 'large' ELSE 'small' END,
    CASE WHEN h %% 3 = 0 THEN (h %% 20000) / 100.0 END,
    h %% 1000, date '2015-01-01' + (h %% 4000), now() - (h %% 90000) * interval '1 hour',
    h %% 12 = 0, lpad((h %% 1000000000)::text, 16, '3209'), '', '',
    CASE WHEN h %% 5 = 0 THEN 'approved' ELSE 'draft' END
FROM (
    SELECT i, h,
        (string_to_array(%(nouns)s, ' '))[1 + h %% 40] AS noun,
        (string_to_array(%(materials)s, ' '))[1 + h / 40 %% 12] AS material,
        (string_to_array(%(colours)s, ' '))[1 + h / 480 %% 10] AS colour,
        (string_to_array(%(places)s, ' '))[1 + h / 4800 %% 20] AS place
    FROM (
        SELECT i, (abs(hashint8(i)::bigint) %% 1000000007)::int AS h
        FROM generate_series(1, %(rows)s) i
    ) numbered
) worded
"""


@dataclass(frozen=True)
class Ground:
    """What is measured on: the people who read, and a record of the officer's unit."""

    secretary: Any
    officer: Any
    record: Any


def lay(rows: int) -> Ground:
    """Make institutions, units, makers and rows; give who reads them."""
    from tests.factories import a_unit, a_user, an_institution
    from tests.toys.models import Toy
    from tests.toys.permissions import ToyPermission

    from caruban.kernel.accounts.roles import GRANTS, READERS, Grant, Reach, Role

    GRANTS[ToyPermission.READ] = Grant(READERS, Reach.SUBTREE)  # so that an officer sees one unit
    institution, foreign = an_institution(), an_institution()
    units = [a_unit(institution) for _one in range(UNITS)]
    makers = _makers(units)
    _fill(rows, [one.pk for one in units], makers, foreign.pk)
    return Ground(
        a_user(Role.SECRETARY, institution),
        a_user(Role.OFFICER, units[7]),
        Toy.objects.filter(organisation=units[7]).order_by("pk").first(),
    )


def reader() -> Any:
    """Give the secretary, who reads and keeps every row of the institution."""
    from caruban.kernel.accounts.models import User

    return User.objects.get(memberships__role="secretary")


def _makers(units: list[Any]) -> list[int]:
    from tests.toys.models import Maker

    made = Maker.objects.bulk_create(
        Maker(organisation=units[at % UNITS], name=f"Perajin {at:04}") for at in range(MAKERS)
    )
    return [one.pk for one in made]


def _fill(rows: int, units: list[int], makers: list[int], foreign: int) -> None:
    from django.apps import apps
    from django.db import connection

    from caruban.kernel.registers import search_indexes
    from caruban.kernel.registers.lists import indexes

    question = TOYS.format(
        rare=RARE, rarely=RARELY, elsewhere=ELSEWHERE, units=UNITS, makers=MAKERS
    )
    given: dict[str, Any] = {
        "nouns": NOUNS, "materials": MATERIALS, "colours": COLOURS, "places": PLACES,
        "rows": rows * ELSEWHERE // (ELSEWHERE - 1),
        "units": units, "makers": makers, "foreign": foreign,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for name in _made_indexes(cursor):  # made again at once, when the rows are there
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute("ALTER TABLE toys_toy DISABLE TRIGGER USER")
        cursor.execute(question, given)
        cursor.execute("ALTER TABLE toys_toy ENABLE TRIGGER USER")
        cursor.execute("ANALYZE toys_toy")
        for one in (search_indexes, indexes):
            one.install(apps.get_app_config("history"))
        cursor.execute("VACUUM ANALYZE")


def _made_indexes(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT indexname FROM pg_indexes WHERE tablename = 'toys_toy'"
        " AND indexname ~ '_(sought|listed)_'"
    )
    return [name for (name,) in cursor.fetchall()]
