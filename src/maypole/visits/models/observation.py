"""The one atom of measurement, and the points that are derived from it.

An observation is append-only: a correction or an undo is a new observation that names the one it replaces. Points exist
only for speed; `visits/points.py` rebuilds them from observations and a test finds no difference.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Owned
from maypole.people.models import ChildRecord, ChildRecordQuerySet
from maypole.plan.models import Measure, Mode

from .visit import Setting, Visit


class PromptLevel(models.TextChoices):
    """The help a child needed, least to most."""

    INDEPENDENT = "I", _("By themselves")
    VISUAL = "V", _("Picture or position cue")
    VERBAL = "VB", _("A word")
    GESTURE = "G", _("A gesture")
    MODEL = "M", _("You showed")
    PARTIAL = "PP", _("A hand")
    FULL = "FP", _("Full help")


class ObservationQuerySet(ChildRecordQuerySet["Observation"]):
    def standing(self) -> Self:
        """Observations that count: not withdrawals, not replaced by another, not a second observer's."""
        return self.filter(replaced_by__isnull=True, withdrawn=False, second=False)


class Observation(ChildRecord):
    """One trial, step, count, time, interval, piece, rating or level of one child on one goal (`visits/kinds.py`).

    `id` is made on the device, so a resend is the same observation. `correct` with `prompt` says how a trial or a step
    went, `correct` alone whether an interval is scored; `value` is a count, seconds, items right of a piece (of
    `out_of`), a rating or a level. `step` is the number of the task step, of the speech target or of the interval, and
    `span_s` the seconds that were watched. `mode` is how the child said it: none counts less than another. An
    observation with `withdrawn` takes back the one it `replaces` (an undo) and counts nothing itself. One with `second`
    is a second observer's, who watched apart from the first: it is compared (`visits/second.py`) and counts nowhere.
    """

    classified: ClassVar[Classified] = Classified(
        clinical="measure correct prompt value step material span_s out_of mode",
        identifying="recorder with_whom",
        operational="child goal visit setting occasion recorded_at received_at device sequence utc_offset_minutes"
        " replaces withdrawn second digest",
    )

    goal = models.ForeignKey("plan.Goal", on_delete=models.PROTECT, related_name="observations")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, blank=True, related_name="observations")
    measure = models.CharField(max_length=10, choices=Measure.choices)
    correct = models.BooleanField(null=True, blank=True)
    prompt = models.CharField(max_length=2, choices=PromptLevel.choices, blank=True)
    value = models.FloatField(null=True, blank=True)
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    span_s = models.FloatField(null=True, blank=True)
    out_of = models.PositiveSmallIntegerField(null=True, blank=True)
    mode = models.CharField(max_length=8, choices=Mode.choices, blank=True)
    setting = models.CharField(max_length=10, choices=Setting.choices, default=Setting.CLINIC)
    occasion = models.CharField(max_length=40)
    recorder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    with_whom = models.CharField(max_length=80, blank=True)
    material = models.CharField(max_length=80, blank=True)
    recorded_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    device = models.UUIDField(null=True, blank=True)
    sequence = models.PositiveBigIntegerField(null=True, blank=True)
    utc_offset_minutes = models.SmallIntegerField(default=0)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    withdrawn = models.BooleanField(default=False)
    second = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["recorded_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["goal", "occasion"]),
            models.Index(fields=["visit", "recorded_at"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["device", "sequence"], condition=Q(device__isnull=False), name="device_sequence_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=True)
                | (Q(measure__in=["trials", "steps"], correct__isnull=False) & ~Q(prompt=""))
                | Q(measure__in=["count", "duration", "rating"], value__isnull=False)
                | Q(measure="latency", value__gte=0)
                | Q(measure="rate", value__gte=0, span_s__gt=0)
                | Q(
                    measure__in=["whole", "partial", "momentary"],
                    correct__isnull=False,
                    step__isnull=False,
                    span_s__gt=0,
                )
                | Q(measure="attainment", value__in=[-2, -1, 0, 1, 2])
                | Q(measure="product", value__gte=0, out_of__isnull=True)
                | Q(measure="product", value__gte=0, value__lte=models.F("out_of")),
                name="observation_says_what_was_measured",
            ),
            models.CheckConstraint(
                condition=Q(mode__in=["", "speech", "sign", "picture", "device", "gesture"]),
                name="observation_mode_is_known",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(replaces__isnull=False), name="withdrawal_names_an_observation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.recorded_at:%Y-%m-%d %H:%M}"


class PointQuerySet(ChildRecordQuerySet["Point"]):
    def of_goals(self, goals: object) -> Self:
        """Points of these goals in the order they happened, as charts need them."""
        return self.filter(goal__in=goals).order_by("goal_id", "at", "id")


class Point(Owned):
    """One goal on one occasion in one setting, derived: k of n where something is tried, one value otherwise.

    `value`: share of independent tries or steps, of items right or of intervals (0 to 1), the sum of counts, the rate
    per minute, the mean of durations (s) or ratings, the restricted mean of latencies (s; `correct` of `trials` were
    answered), the latest attainment level.
    """

    classified: ClassVar[Classified] = Classified(
        clinical="value correct trials", identifying="with_whom", operational="child goal visit setting occasion at"
    )

    child = models.ForeignKey("people.Child", on_delete=models.CASCADE, related_name="points")
    goal = models.ForeignKey("plan.Goal", on_delete=models.CASCADE, related_name="points")
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, null=True, blank=True, related_name="points")
    setting = models.CharField(max_length=10, choices=Setting.choices)
    occasion = models.CharField(max_length=40)
    with_whom = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    value = models.FloatField()
    correct = models.PositiveIntegerField(null=True, blank=True)
    trials = models.PositiveIntegerField(null=True, blank=True)

    objects = PointQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["goal", "at"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["goal", "occasion", "setting"], name="one_point_per_goal_and_occasion")
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.value}"
