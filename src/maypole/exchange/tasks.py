"""Work of this slice that outlives a request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from maypole.access.actor import Actor
from maypole.access.models import User
from maypole.cores.progress.series import Series
from maypole.jobs.actions import begin
from maypole.jobs.models import JobProgress
from maypole.jobs.progress import Watched
from maypole.jobs.task import task

from .actions import outline_of, read_upload
from .models import Upload
from .series.actions import bring_in, collection


@task()
def import_series(progress: str, upload: str, user: str) -> int:
    """Bring in every new series of an upload. Repeating it brings in only what is missing."""
    given = Upload.objects.get(pk=UUID(upload))
    actor = collection(owner=User.objects.get(pk=UUID(user)), name=given.title)
    watched = Watched(progress)

    def watch(series: Sequence[Series]) -> Iterator[Series]:
        return watched.each(series, lambda _one: _("Making goals"))

    made = bring_in(by=actor, found=outline_of(given, read_upload(given)), watch=watch)
    Upload.objects.filter(pk=given.pk, imported_at__isnull=True).update(imported_at=timezone.now())
    return made


@transaction.atomic
def start_import(*, by: Actor, upload: Upload, now: datetime | None = None) -> JobProgress:
    """Queue the import; its page shows how far it is. The person who asks may read the series afterwards."""
    user = User.objects.get(pk=by.user_id)
    return begin(
        by=by,
        task=import_series,
        title=_("Bringing in {name}").format(name=upload.name),
        now=now or timezone.now(),
        arguments={"upload": str(upload.pk), "user": str(user.pk)},
        result_path=reverse("import", args=[upload.pk]),
    )
