"""Charts lie where their values say, and their labels do not run into each other."""

from decimal import Decimal

import pytest

from caruban.kernel.web import charts
from caruban.kernel.web.charts import Mark, Moment

D = Decimal

PREDICATES = [
    ("Kurang", D(0), D("1.8")),
    ("Cukup", D("1.8"), D("2.6")),
    ("Baik", D("2.6"), D("3.5")),
    ("Sangat Baik", D("3.5"), D("4.2")),
    ("Memuaskan", D("4.2"), D(5)),
]


def test_a_band_is_as_wide_as_its_share_of_the_scale():
    bands = charts.ruler(PREDICATES, [], label="skala").bands

    assert [(one.x, one.width) for one in bands] == [
        (0.0, 20.0),
        (20.0, 20.0),
        (40.0, 22.5),
        (62.5, 17.5),
        (80.0, 20.0),
    ]


@pytest.mark.parametrize(
    ("value", "x"),
    [(D(1), 0.0), (D("1.91"), 22.75), (D(5), 100.0), (D(0), 0.0)],
)
def test_a_mark_stands_at_its_value_and_never_outside(value, x):
    (mark,) = charts.ruler(PREDICATES, [Mark(value, "2021")], label="").marks

    assert mark.x == x


def test_labels_that_would_touch_stand_in_rows():
    marks = [
        Mark(D("1.91"), "2021"),
        Mark(D("2.02"), "hari ini"),
        Mark(D("4.5"), "target"),
    ]

    found = charts.ruler(PREDICATES, marks, label="")

    assert [one.row for one in found.marks] == [0, 1, 0]
    assert found.rows == 2


def test_a_label_at_the_edge_hangs_inside():
    marks = [Mark(D(1), "a"), Mark(D(3), "b"), Mark(D(5), "c")]

    anchors = [one.anchor for one in charts.ruler(PREDICATES, marks, label="").marks]

    assert anchors == ["start", "middle", "end"]


def test_a_radar_value_lies_at_its_share_of_the_radius():
    axes = [(str(number), "") for number in range(4)]

    found = charts.radar(axes, [("now", "nilai", [D(5), D("2.5"), D(0), None])], label="")

    x, y = found.middle
    top, right, foot, left = found.shapes[0].corners
    assert top == (x, pytest.approx(y - charts.RADIUS))
    assert right == (pytest.approx(x + charts.RADIUS / 2), y)
    assert foot == left == (x, y)


def test_two_axes_span_no_radar():
    assert charts.radar([("a", ""), ("b", "")], [], label="") is None


def test_a_radar_holds_all_its_texts():
    axes = [("Kebijakan Internal Tata Kelola", "2,20"), *[("Layanan Administrasi", "1,00")] * 6]

    found = charts.radar(axes, [], label="")

    for axis in found.axes:
        assert axis.y - charts.LINE >= 0
        assert axis.y + charts.LINE * len(axis.lines) <= found.height


def test_a_name_breaks_between_words():
    assert charts.wrapped("Kebijakan Internal Tata Kelola") == (
        "Kebijakan",
        "Internal Tata",
        "Kelola",
    )
    assert charts.wrapped("Penyelenggaraanpemerintahan baik") == (
        "Penyelenggaraanpemerintahan",
        "baik",
    )


def test_a_trend_runs_from_its_first_year_to_its_last():
    first, last = (
        Moment(2021, D("1.91"), "1,91"),
        Moment(2024, D("3.2"), "3,20", "goal"),
    )

    found = charts.trend([("goal", [first, last])], label="naik")

    assert [(one.x, one.anchor) for one in found.dots] == [(7.0, "start"), (100.0, "end")]
    assert found.lines == (("goal", "M7.0 69.67L100.0 26.67"),)
    assert [text for text, _x, _anchor in found.years] == ["2021", "2022", "2023", "2024"]
    assert [text for text, _y, _pixel in found.levels] == ["1", "2", "3", "4"]


def test_one_moment_is_no_trend():
    same = [Moment(2021, D("1.91"), "a"), Moment(2021, D(3), "b")]

    assert charts.trend([("now", same)], label="") is None


def test_a_moment_of_two_lines_is_drawn_once():
    first, last = Moment(2021, D(2), "a"), Moment(2022, D(3), "b")

    found = charts.trend([("now", [first, last]), ("goal", [first, last])], label="")

    assert len(found.dots) == 2


def test_near_dots_have_their_labels_on_different_sides():
    line = [
        Moment(2021, D("2.0"), "a"),
        Moment(2021.2, D("2.1"), "b"),
        Moment(2024, D(3), "c"),
    ]

    first, second, third = charts.trend([("now", line)], label="").dots

    assert first.text_y < first.y < second.text_y
    assert third.text_y < third.y


def test_many_years_are_thinned_on_the_axis():
    line = [Moment(2000, D(1), "a"), Moment(2030, D(2), "b")]

    years = charts.trend([("now", line)], label="").years

    assert len(years) <= 10


def test_a_band_that_is_too_narrow_for_its_name_has_a_short_one():
    bands = charts.ruler(PREDICATES, [], label="").bands

    assert [one.short for one in bands] == ["Kurang", "Cukup", "Baik", "S. Baik", "Memuaskan"]
