"""Give documents out, safely."""

from typing import BinaryIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from caruban.kernel.access import get_visible_or_404, needs
from caruban.kernel.documents import storage
from caruban.kernel.documents.models import Version
from caruban.kernel.documents.permissions import DocumentPermission
from caruban.kernel.errors import Away

INLINE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})


@require_safe
@needs(DocumentPermission.READ)
def download(request: HttpRequest, document: int, number: int) -> HttpResponse:
    """Give one version; PDF and pictures may show in the browser, all else is only saved."""
    version = get_visible_or_404(
        Version,
        to=request.actor,  # type: ignore[attr-defined]
        permission=DocumentPermission.READ,
        document=document,
        number=number,
    )
    if not version.blob.is_readable:
        raise Http404("waiting for the scanner")
    tag = f'"{version.blob.sha256}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    response = FileResponse(
        _opened(version),
        as_attachment=version.blob.media_type not in INLINE,
        filename=version.file_name,
        content_type=version.blob.media_type,
    )
    response["ETag"] = tag
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return response  # type: ignore[return-value]


def _opened(version: Version) -> BinaryIO:
    try:
        return storage.open_file(version.blob.sha256)
    except storage.StoreAway as error:
        raise Away(
            _("Penyimpanan dokumen sedang tidak dapat dihubungi. Coba lagi beberapa menit lagi.")
        ) from error
