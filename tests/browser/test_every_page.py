"""Every page that can be read, found by the resolver: axe, one heading, no sideways scroll."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page

from caruban.evaluation.actions.plans import keep_plan
from caruban.evaluation.queries.plans import question
from caruban.kernel.accounts.models import User
from caruban.kernel.attachments.actions import attach_new
from caruban.kernel.comments.actions import write
from caruban.kernel.organisations.models import Organisation
from caruban.kernel.organisations.registers import UnitRegister
from tests.contracts.walk import routes
from tests.factories import system

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROUTES = [one for one in routes() if not one.is_api]
SAMPLES = {
    "region": "32.09", "number": 11, "code": "permenpanrb-8-2026", "for_year": 2024,
    "document": 1, "evidence": 1, "objection": 1, "job": 1, "uidb36": "1", "key": "abc",
    "verify_report.code": "ABCDEFGHJKMN", "help_page.name": "my-work", "provider_id": "abc",
    "chapter": "evaluation-results", "notice": 1, "notices:stop.word": "abc", "secret": "abc",
    "endpoint": 1, "delivery": 1, "register": "unit", "run": 1, "change": 1, "kind": "csv",
    "field": "parent", "registers:filter_choices.name": "parent", "registers:act.name": "close",
    "registers:bulk_act.name": "close",
}  # fmt: skip
YEARS = (2021, 2026)  # finished by the old instrument, under way by the new
BEST = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
AXE = Axe()


def addresses(own: dict[str, int]) -> Iterator[str]:
    """Give the address of every route, of both years where it has one; `own` are keys of rows."""
    for route in ROUTES:
        for year in YEARS if "year" in route.parameters else YEARS[:1]:
            yield route.url(SAMPLES | own | {"year": year})


def is_page(page: Page, address: str) -> bool:
    """Open an address; say whether a page came, and of that address.

    Not a file, not the door, and not a piece of a page, as scripts ask for.
    """
    answer = page.request.get(address, max_redirects=0)
    if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
        return False
    if not answer.text().lstrip().startswith("<!doctype html>"):
        return False
    page.goto(address)
    return True


def faults(page: Page) -> list[str]:
    """Name what a reader would stumble over on the page that is open."""
    found = [f"axe: {one['id']} at {one['nodes'][0]['target']}" for one in violations(page)]
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if width > 0:
        found.append(f"scrolls {width} px sideways")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} first headings")
    return found


def violations(page: Page) -> list[dict]:
    return AXE.run(page, options=BEST).response["violations"]


@pytest.fixture
def own(cirebon, settings, tmp_path) -> dict[str, int]:
    """Give the keys of a plan, and of a unit that is talked about and has a document."""
    settings.DOCUMENT_ROOT = tmp_path
    secretary = User.objects.get(email="sekretariat@demo.caruban.invalid")
    unit = Organisation.objects.filter(parent=cirebon.institution).order_by("pk")[0]
    how = {"register": UnitRegister}
    comment = write(unit, by=secretary, text="Sudah sesuai, @Pimpinan daerah.", **how)
    file = SimpleUploadedFile("Perda.pdf", b"%PDF-1.7\n%%EOF\n")
    attachment = attach_new(unit, by=system(), file=file, about="Dasar pembentukan", **how)
    asked = question(
        cirebon.result, by=system(), years=(2022, 2023, 2024), targets={("index", 0): Decimal(2)}
    )
    kept = keep_plan(
        cirebon.institution, by=system(), instrument=cirebon.result.instrument, question=asked
    )
    return {
        "pk": kept.pk, "registers.pk": unit.pk, "reveal.pk": unit.pk,
        "comment": comment.pk, "attachment": attachment.pk,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("account", "width", "theme"),
    [
        ("", 360, "light"),
        ("", 1280, "dark"),
        ("sekretariat", 360, "dark"),
        ("sekretariat", 1280, "light"),
        ("petugas", 360, "light"),
        ("pengelola", 360, "light"),
    ],
)
def test_nobody_stumbles_on_any_page(house, own, account, width, theme):
    page = house.tab(account, width=width, theme=theme)
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    stumbles = {}
    for address in addresses(own):
        said.clear()
        if is_page(page, address):
            stumbles[address] = faults(page) + said

    assert len(stumbles) > 15
    assert {address: found for address, found in stumbles.items() if found} == {}
