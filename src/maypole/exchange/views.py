"""Imports: give a file, look at what it would make, bring it in. And what one child's record says, to take along."""

from __future__ import annotations

import json
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import requires, signed_in
from maypole.access.permissions import Permission
from maypole.people.access import reach, read

from .actions import look_at
from .fhir.bundle import bundle_of
from .forms import UploadForm
from .models import Upload
from .tasks import start_import


@require_http_methods(["GET", "POST"])
@requires(Permission.IMPORT_DATA)
def imports(request: ActorRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        name = str(getattr(request.FILES["file"], "name", "") or "upload.csv")
        given = {"title": form.cleaned_data["title"], "content": form.cleaned_data["file"]}
        upload = look_at(by=request.actor, name=name[:200], **given)
        return redirect("import", upload=upload.pk)
    rows = Upload.objects.visible_to(request.actor).defer("content")
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    status = 422 if request.method == "POST" else 200
    return render(request, "exchange/imports.html", {"form": form, "page": page}, status=status)


@require_GET
@requires(Permission.IMPORT_DATA)
def upload(request: ActorRequest, upload: UUID) -> HttpResponse:
    found = get_object_or_404(Upload.objects.visible_to(request.actor).defer("content"), pk=upload)
    return render(request, "exchange/upload.html", {"upload": found, "report": found.report})


@require_POST
@requires(Permission.IMPORT_DATA)
def start(request: ActorRequest, upload: UUID) -> HttpResponse:
    found = get_object_or_404(Upload.objects.visible_to(request.actor), pk=upload)
    if found.report.get("problems"):
        return redirect("import", upload=found.pk)
    job = start_import(by=request.actor, upload=found)
    return redirect("job", pk=job.pk)


@require_GET
@signed_in
def measurements(request: ActorRequest, child: UUID) -> HttpResponse:
    """Everything measured of this child as a FHIR Bundle, to take to another clinic or to keep."""
    reach(request.actor, child, Permission.SEE_CLINICAL)
    reached = read(request.actor, child, Permission.EXPORT_RECORD, "measurements")
    now = timezone.now()
    text = json.dumps(bundle_of(reached.child, now), ensure_ascii=False, allow_nan=False)
    answer = HttpResponse(text, content_type="application/fhir+json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="measurements-{timezone.localdate(now)}.fhir.json"'
    return answer
