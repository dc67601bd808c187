"""What a family plays at home: always with why, how and when to stop (S81, S83)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet


class HomeActivityQuerySet(ChildRecordQuerySet["HomeActivity"]):
    def current(self) -> Self:
        return self.filter(ended_at__isnull=True)


class HomeActivity(Happening, ChildRecord):
    """A game a therapist gives for a goal: minutes, times a week, why, how, and the stop rule. None may be missing."""

    classified: ClassVar[Classified] = Classified(
        clinical="title reason how stop_rule materials safety small_parts",
        operational="child goal library minutes times_a_week ended_at ended_by",
    )

    goal = models.ForeignKey("plan.Goal", on_delete=models.PROTECT, related_name="home_activities")
    library = models.CharField(max_length=20, blank=True)
    title = models.CharField(_("name of the game"), max_length=120)
    reason = models.TextField(_("why it helps"))
    how = models.TextField(_("how to play"), help_text=_("One step a line."))
    stop_rule = models.TextField(_("when to stop"))
    materials = models.CharField(_("what you need"), max_length=240, blank=True)
    safety = models.CharField(_("keep safe"), max_length=300, blank=True)
    small_parts = models.BooleanField(_("has small parts"), default=False)
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1), MaxValueValidator(60)])
    times_a_week = models.PositiveSmallIntegerField(
        _("times a week"), validators=[MinValueValidator(1), MaxValueValidator(14)]
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = HomeActivityQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(how="") & ~Q(stop_rule=""), name="home_activity_says_why_how_and_stop"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="home_activity_ended_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def steps(self) -> list[str]:
        return [line.strip() for line in self.how.splitlines() if line.strip()]


class PracticeLogQuerySet(ChildRecordQuerySet["PracticeLog"]):
    def standing(self) -> Self:
        """Logs nobody has taken back."""
        return self.filter(withdrawn_at__isnull=True)


class PracticeLog(Happening, ChildRecord):
    """“We played”, in two taps. `id` comes with the form; `observation` is the try, when the goal counts tries."""

    classified: ClassVar[Classified] = Classified(
        clinical="went words", operational="child activity played_on minutes observation withdrawn_at"
    )

    class Went(models.TextChoices):
        EASY = "easy", _("Easy")
        RIGHT = "right", _("Just right")
        HARD = "hard", _("Too hard")

    activity = models.ForeignKey(HomeActivity, on_delete=models.PROTECT, related_name="logs")
    played_on = models.DateField(default=timezone.localdate)
    went = models.CharField(max_length=6, choices=Went.choices, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)
    observation = models.OneToOneField(
        "visits.Observation", on_delete=models.PROTECT, null=True, blank=True, related_name="practice_log"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PracticeLogQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-played_on", "-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["activity", "played_on"])]

    def __str__(self) -> str:
        return f"{self.played_on:%Y-%m-%d}"


class FidelityCheckQuerySet(ChildRecordQuerySet["FidelityCheck"]):
    def standing(self) -> Self:
        """Checks nobody has taken back."""
        return self.filter(withdrawn_at__isnull=True)


class FidelityCheck(Happening, ChildRecord):
    """How many steps of a strategy were carried out as planned, on which day, and who looked (S87).

    `by` is the observer. In a self-check they are the person who carried it out. A check is for learning, never a
    grade: a parent sees only their own, with encouragement.
    """

    classified: ClassVar[Classified] = Classified(
        identifying="done_by",
        clinical="who seen steps done left_out words",
        operational="child goal activity checked_on withdrawn_at",
    )

    class Who(models.TextChoices):
        STAFF = "staff", _("Somebody of the team")
        FAMILY = "family", _("The family")

    class Seen(models.TextChoices):
        SELF = "self", _("Self-check")
        OBSERVED = "observed", _("Observed")

    goal = models.ForeignKey("plan.Goal", on_delete=models.PROTECT, related_name="fidelity_checks")
    activity = models.ForeignKey(
        HomeActivity, on_delete=models.PROTECT, null=True, blank=True, related_name="fidelity_checks"
    )
    who = models.CharField(max_length=6, choices=Who.choices)
    seen = models.CharField(max_length=8, choices=Seen.choices)
    done_by = models.CharField(_("who carried it out"), max_length=80)
    checked_on = models.DateField(_("on"), default=timezone.localdate)
    steps = models.PositiveSmallIntegerField()
    done = models.PositiveSmallIntegerField()
    left_out = models.TextField(blank=True)
    words = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = FidelityCheckQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-checked_on", "-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child", "checked_on"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(steps__gte=1, done__lte=models.F("steps")), name="fidelity_is_steps_of_steps"
            ),
            models.CheckConstraint(condition=~Q(done_by=""), name="fidelity_says_who_carried_it_out"),
        ]

    def __str__(self) -> str:
        return f"{self.done}/{self.steps}, {self.checked_on:%Y-%m-%d}"
