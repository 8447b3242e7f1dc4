"""The roadmap as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from members.loading import load_group
from members.permissions import can_see_names
from members.viewer import viewer_of
from roadmap.export import FORMS, document_of, file_name, written


@require_safe
@cache_control(private=True, no_cache=True)
def download(request: HttpRequest, group: str, form: str) -> HttpResponse:
    """The document as the viewer may see it, to be saved."""
    found = load_group(request, group)
    if form not in FORMS:
        raise Http404("There is no such form of the document.")
    viewer = viewer_of(request)
    document = document_of(found, viewer, names=can_see_names(viewer, found))
    response = HttpResponse(written(document, form), content_type=FORMS[form].content_type)
    disposition = content_disposition_header(as_attachment=True, filename=file_name(found, document.record, form))
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
