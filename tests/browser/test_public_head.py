"""The head of public pages stays small on a phone, in demo mode too."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [320, 360, 412, 600])
def test_the_head_takes_two_rows_and_nothing_overlaps(house, width):
    page = house.tab(width=width)
    page.goto("/")
    parts = page.locator(".p-head .brand, .p-head .p-tools .btn, .p-lang, .p-nav a").filter(
        visible=True
    )
    boxes = [parts.nth(index).bounding_box() for index in range(parts.count())]

    middles = sorted(box["y"] + box["height"] / 2 for box in boxes)
    rows = [one for one, before in zip(middles, [-99, *middles], strict=False) if one - before > 12]
    assert len(rows) == 2
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    assert len(boxes) >= 5
