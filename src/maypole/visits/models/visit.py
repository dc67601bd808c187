"""A planned meeting with a child; what became of it is a row of its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet


class Setting(models.TextChoices):
    """Places of care and of life."""

    CLINIC = "clinic", _("Clinic")
    HOME = "home", _("Home")
    SCHOOL = "school", _("School")
    COMMUNITY = "community", _("Out and about")
    TELEHEALTH = "telehealth", _("By video")


class Moment(models.TextChoices):
    """When in a visit something was asked or seen."""

    START = "start", _("At the start")
    DURING = "during", _("During the visit")
    END = "end", _("At the end")


class VisitQuerySet(ChildRecordQuerySet["Visit"]):
    def with_state(self) -> Self:
        """Annotates `state` and `state_at` from the newest status row."""
        newest = VisitStatus.objects.filter(visit=OuterRef("pk")).order_by("-at", "-id")
        return self.annotate(state=Subquery(newest.values("state")[:1]), state_at=Subquery(newest.values("at")[:1]))

    def in_state(self, *states: str) -> Self:
        """Visits whose newest status is one of these."""
        return self.with_state().filter(state__in=states)

    def planned(self) -> Self:
        return self.with_state().filter(state=VisitStatus.State.PLANNED)

    def finished(self) -> Self:
        return self.with_state().filter(state=VisitStatus.State.FINISHED)

    def awaiting_note(self) -> Self:
        """Finished visits whose note nobody has signed, or whose signed note a supervisor sent back.

        Sending back opens the next version, so the newest version alone decides.
        """
        versions = apps.get_model("visits", "NoteVersion")._default_manager.filter(note__visit=OuterRef("pk"))
        newest = versions.order_by("-number").values("signature")[:1]
        return self.finished().annotate(signature_of_newest=Subquery(newest)).filter(signature_of_newest__isnull=True)


class Visit(Happening, ChildRecord):
    """One child, one therapist, one place, one time. Its state is the newest `VisitStatus`."""

    classified: ClassVar[Classified] = Classified(operational="child staff room setting starts_at minutes")

    state: str | None  # from with_state()
    state_at: datetime | None

    staff = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="visits")
    room = models.ForeignKey("people.Room", on_delete=models.PROTECT, null=True, blank=True, related_name="visits")
    setting = models.CharField(max_length=10, choices=Setting.choices, default=Setting.CLINIC)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=45)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["staff", "starts_at"]),
            models.Index(fields=["child", "starts_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def occasion(self) -> str:
        """The name under which what was observed in this visit makes one point on a chart."""
        return str(self.pk)


class VisitStatus(Happening):
    classified: ClassVar[Classified] = Classified(operational="visit state")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        STARTED = "started", _("Under way")
        FINISHED = "finished", _("Finished")
        CANCELLED = "cancelled", _("Cancelled")
        MISSED = "missed", _("Did not come")

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="statuses")
    state = models.CharField(max_length=10, choices=State.choices)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["visit", "-at", "-id"])]

    def __str__(self) -> str:
        return self.get_state_display()


class VisitMood(Happening):
    """How the child is: at the start, during, at the end; “stop” is recorded and never scored."""

    classified: ClassVar[Classified] = Classified(clinical="mood", operational="visit moment")

    class Mood(models.TextChoices):
        KEEN = "keen", _("Keen")
        OKAY = "okay", _("Okay")
        TIRED = "tired", _("Tired")
        STOP = "stop", _("Said stop")

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="moods")
    mood = models.CharField(max_length=6, choices=Mood.choices)
    moment = models.CharField(max_length=6, choices=Moment.choices, default=Moment.DURING)

    def __str__(self) -> str:
        return self.get_mood_display()
