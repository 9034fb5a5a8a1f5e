"""Addresses of evaluation, below `evaluasi/`. A region is the Kemendagri code: 32.09."""

from django.urls import path, register_converter

from caruban.evaluation.views import (
    bridge,
    comparison,
    efforts,
    index,
    indicators,
    institutions,
    instruments,
    notes,
    targets,
    whatif,
    years,
)
from caruban.evaluation.views import path as paths

app_name = "evaluation"


class RegionCode:
    """Digits in groups with points between them, so that nothing else reaches the database."""

    regex = r"[0-9]{2}(?:\.[0-9]{2,4}){0,3}"

    def to_python(self, value: str) -> str:
        """Take it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Give it as it is."""
        return value


register_converter(RegionCode, "region")

ONE = "<region:region>/<int:year>/"

urlpatterns = [
    path("", institutions.institutions, name="institutions"),
    path("banding/", comparison.comparison, name="comparison"),
    path("instrumen/", instruments.instruments, name="instruments"),
    path("instrumen/<slug:code>/", instruments.instrument, name="instrument"),
    path("<region:region>/", institutions.institution, name="institution"),
    path("<region:region>/jembatan/<slug:code>/", bridge.bridge, name="bridge"),
    path(ONE, index.index, name="index"),
    path(f"{ONE}indikator/", indicators.indicators, name="indicators"),
    path(f"{ONE}simulasi/", whatif.whatif, name="whatif"),
    path(f"{ONE}jalur/", paths.path, name="path"),
    path(f"{ONE}jalur/simpan/", paths.keep_plan, name="keep_plan"),
    path(f"{ONE}jalur/<int:pk>/", paths.plan, name="plan"),
    path(f"{ONE}jalur/upaya/", efforts.efforts, name="efforts"),
    path(f"{ONE}jalur/upaya/bawaan/", efforts.reset_efforts, name="reset_efforts"),
    path(f"{ONE}jalur/upaya/<int:number>/", efforts.effort, name="effort"),
    path(f"{ONE}target/", targets.targets, name="targets"),
    path(f"{ONE}target/<int:for_year>/", targets.set_targets, name="set_targets"),
    path(f"{ONE}tahun/", years.years, name="years"),
    path(f"{ONE}catatan/", notes.notes, name="notes"),
]
