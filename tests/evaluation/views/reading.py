"""What a reader of a page sees, and where pages are."""

import re
from html import unescape

from django.http import HttpResponse
from django.urls import reverse

from caruban.evaluation.models import Assessment

HOSTILE = '<script>alert("x")</script>'


def text(response: HttpResponse) -> str:
    """Give the words of a page, spaces as one."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", unescape(plain))


def rows(response: HttpResponse) -> list[str]:
    """Give the words of each row of the page's tables."""
    found = re.findall(r"<tr.*?</tr>", response.content.decode(), flags=re.DOTALL)
    return [re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", one))).strip() for one in found]


def page(name: str, assessment: Assessment, **further: object) -> str:
    """Give the address of a page about an evaluation."""
    place = {"region": assessment.institution.region_code, "year": assessment.year}
    return reverse(f"evaluation:{name}", kwargs={**place, **further})
