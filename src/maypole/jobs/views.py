"""The page of a job: it can be left, and is there when you come back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.jobs.models import JobProgress
from maypole.jobs.present import job_page


@require_safe
@signed_in
def job(request: ActorRequest, pk: UUID) -> HttpResponse:
    progress = get_object_or_404(JobProgress.objects.visible_to(request.actor), pk=pk)
    template = "jobs/job.html#progress" if request.htmx else "jobs/job.html"
    return render(request, template, {"job": job_page(progress)})
