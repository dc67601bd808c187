"""A report: for whom, over which time, in which language; its versions, who signed, to whom it was given."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.classification import Classified
from maypole.access.editions import Edited
from maypole.access.records import Happening, Owned
from maypole.people.models import ChildRecord, ChildRecordQuerySet


class Audience(models.TextChoices):
    """Who a report is written for; what it may contain follows from that (`audiences.py`)."""

    FAMILY = "family", _("Family")
    SCHOOL = "school", _("School")
    PAYER = "payer", _("Insurer or payer")
    REFERRER = "referrer", _("Referrer")
    EVALUATION = "evaluation", _("Evaluation")
    DISCHARGE = "discharge", _("Discharge")


OUTSIDE_ONLY = (Audience.SCHOOL, Audience.PAYER, Audience.REFERRER)
"""These are always written to somebody outside."""
NAMED_PARTY = Q(audience__in=[Audience.FAMILY], party__isnull=True) | (
    Q(audience__in=OUTSIDE_ONLY, party__isnull=False) | Q(audience__in=[Audience.EVALUATION, Audience.DISCHARGE])
)


class ReportQuerySet(ChildRecordQuerySet["Report"]):
    def with_standing(self) -> Self:
        """Annotates `signed_at` and `given_at`: when the newest version was signed, when any was given last."""
        signed = ReportSignature.objects.filter(version__report=OuterRef("pk")).order_by("-at", "-id").values("at")
        given = ReportGiving.objects.filter(version__report=OuterRef("pk")).order_by("-at", "-id").values("at")
        return self.annotate(signed_at=Subquery(signed[:1]), given_at=Subquery(given[:1]))

    def waiting(self) -> Self:
        """Given to nobody yet, those wanted first on top; annotated."""
        return self.with_standing().filter(given_at__isnull=True).order_by("wanted_on", "at", "id")

    def newest_given(self) -> Self:
        """What was given last on top; annotated."""
        return self.with_standing().order_by("-given_at", "-id")

    def given_since(self, since: datetime) -> Self:
        """Given to somebody since then; annotated."""
        return self.with_standing().filter(given_at__gte=since)

    def given(self) -> Self:
        """What has left the desk: a family reads all of it."""
        return self.filter(Exists(ReportGiving.objects.filter(version__report=OuterRef("pk"))))

    def given_to(self, party: UUID) -> Self:
        """What this party was given. Whether they may open it today is another question: see `access.py`."""
        return self.filter(Exists(ReportGiving.objects.filter(version__report=OuterRef("pk"), party=party)))

    def overdue(self, today: date) -> Self:
        """Wanted by a day that has passed, and given to nobody."""
        return self.filter(wanted_on__lt=today).exclude(pk__in=self.given().values("pk"))

    def in_care_of(self, actor: Actor) -> Self:
        """Reports of children this person cares for."""
        return self.filter(child__team__staff_id=actor.staff_id, child__team__ended_at__isnull=True)


class Report(Happening, ChildRecord):
    """One report about one child. `by` asked for it `at` this time; `party` is whom it is written to outside."""

    classified: ClassVar[Classified] = Classified(
        operational="child audience party language starts_on ends_on wanted_on schedule"
    )

    audience = models.CharField(_("for whom"), max_length=10, choices=Audience.choices)
    party = models.ForeignKey(
        "people.OutsideParty", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    language = models.CharField(_("language"), max_length=8, default="en")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    wanted_on = models.DateField(_("wanted by"), null=True, blank=True)
    schedule = models.ForeignKey(
        "reports.ReportSchedule", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )

    signed_at: datetime | None
    """Annotated by `with_standing`."""
    given_at: datetime | None
    """Annotated by `with_standing`."""

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["child", "-at"]),
            models.Index(fields=["organisation", "wanted_on"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="report_ends_after_it_starts"),
            models.CheckConstraint(condition=NAMED_PARTY, name="report_outside_names_its_party"),
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.ends_on}"


class ReportVersion(Edited, Happening):
    """One wording of a report: a draft until it is signed, then fixed. `why` says what a later version changes.

    `chosen` are the keys of the goals it tells of. `content` is everything but the free texts, frozen at signing.
    """

    classified: ClassVar[Classified] = Classified(clinical="content", operational="report number chosen edition")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    chosen = models.JSONField(default=list)
    content = models.JSONField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_number_once"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(why=""), name="a_later_report_version_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.number}"


class ReportText(Owned):
    """A part of a version that a therapist writes."""

    classified: ClassVar[Classified] = Classified(clinical="text", operational="version part")

    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="texts")
    part = models.CharField(max_length=12)
    text = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "part"], name="report_part_once")
        ]

    def __str__(self) -> str:
        return self.part


class ReportSignature(Happening):
    """Signed: from here this version is fixed. `title` is how the signer's profession stood on that day."""

    classified: ClassVar[Classified] = Classified(operational="version title")

    version = models.OneToOneField(ReportVersion, on_delete=models.PROTECT, related_name="signature")
    title = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.version_id} signed"


class ReportGiving(Happening):
    """Given to a party outside, or to the family (no party): in Maypole, or on paper."""

    classified: ClassVar[Classified] = Classified(operational="version party how")

    class How(models.TextChoices):
        HERE = "here", _("In Maypole")
        PAPER = "paper", _("On paper")

    version = models.ForeignKey(ReportVersion, on_delete=models.PROTECT, related_name="givings")
    party = models.ForeignKey("people.OutsideParty", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    how = models.CharField(max_length=5, choices=How.choices, default=How.HERE)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.version_id} given"


class ReportSchedule(Happening, ChildRecord):
    """A report that comes back: first on a day, then every so many months, until somebody or a missing consent ends it.

    The draft is made `ahead` days before, so that there is time to write and sign.
    """

    classified: ClassVar[Classified] = Classified(
        operational="child audience party language first_on every_months ahead"
    )

    audience = models.CharField(_("for whom"), max_length=10, choices=Audience.choices)
    party = models.ForeignKey(
        "people.OutsideParty", on_delete=models.PROTECT, null=True, blank=True, related_name="report_schedules"
    )
    language = models.CharField(_("language"), max_length=8, default="en")
    first_on = models.DateField(_("first on"))
    every_months = models.PositiveSmallIntegerField(_("every so many months"))
    ahead = models.PositiveSmallIntegerField(_("days for writing"), default=14)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=NAMED_PARTY, name="schedule_outside_names_its_party"),
            models.CheckConstraint(
                condition=Q(every_months__range=(1, 24), ahead__range=(0, 60)), name="schedule_comes_back_in_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience} every {self.every_months}"


class ReportRun(Happening):
    """What became of a scheduled report on one day."""

    classified: ClassVar[Classified] = Classified(operational="schedule due_on outcome report seen_at")

    class Outcome(models.TextChoices):
        DRAFTED = "drafted", _("Draft made")
        GIVEN = "given", _("Given")
        LATE = "late", _("Not signed in time")
        STOPPED = "stopped", _("Stopped: the family does not agree any more")

    schedule = models.ForeignKey(ReportSchedule, on_delete=models.PROTECT, related_name="runs")
    due_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, blank=True, related_name="runs")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["schedule", "due_on", "outcome"], name="a_run_ends_one_way_once")
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.outcome}"


class ReportScheduleEnd(Happening):
    """Since when a schedule makes nothing any more, and why."""

    classified: ClassVar[Classified] = Classified(operational="schedule")

    schedule = models.OneToOneField(ReportSchedule, on_delete=models.PROTECT, related_name="end")

    def __str__(self) -> str:
        return f"{self.schedule_id} ended"
