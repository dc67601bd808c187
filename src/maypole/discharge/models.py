"""Ending well: prepared with the family, with a reason, a plan to keep going, follow-ups, and a way back (S102)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.editions import Edited
from maypole.access.records import Happening, Owned
from maypole.people.models import ChildRecord, ChildRecordQuerySet
from maypole.plan.models import Episode, Goal


class DischargeQuerySet(ChildRecordQuerySet["Discharge"]):
    def preparing(self) -> Self:
        """Goodbyes that are being prepared."""
        return self.filter(completion__isnull=True)

    def done(self) -> Self:
        """Goodbyes that were said, those from which a child has come back included."""
        return self.filter(completion__isnull=False)


class Discharge(Edited, Happening, ChildRecord):
    """The goodbye of one episode: why, until when therapy lasts, how home keeps going, and how to come back."""

    classified: ClassVar[Classified] = Classified(
        clinical="reason keep_going watch_intro way_back child_words",
        operational="child episode last_on edition",
    )

    class Reason(models.TextChoices):
        GOALS = "goals", _("Goals reached")
        FAMILY = "family", _("The family’s wish")
        MOVED = "moved", _("Moved away")
        SERVICE = "service", _("Goes on with another service")
        SCHOOL = "school", _("Goes on at school")
        AGE = "age", _("Too old for this service")
        FUNDING = "funding", _("No funding any more")
        CONTACT = "contact", _("Contact was lost")
        OTHER = "other", _("Another reason")

    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="discharge")
    reason = models.CharField(_("why we say goodbye"), max_length=8, choices=Reason.choices)
    last_on = models.DateField(_("last day"))
    keep_going = models.TextField(_("how home keeps going"), blank=True)
    watch_intro = models.CharField(_("a word about what to watch for"), max_length=300, blank=True)
    way_back = models.TextField(_("how to come back"), blank=True)
    child_words = models.CharField(_("what the child says"), max_length=300, blank=True)

    objects = DischargeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(why=""), name="goodbye_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.last_on:%Y-%m-%d}"


class FadeStep(Owned):
    """From a day on, so many visits a week: therapy becomes less before it ends."""

    classified: ClassVar[Classified] = Classified(
        clinical="note", operational="discharge from_on sessions_a_week minutes"
    )

    discharge = models.ForeignKey(Discharge, on_delete=models.CASCADE, related_name="fading")
    from_on = models.DateField(_("from"))
    sessions_a_week = models.FloatField(_("visits a week"), validators=[MinValueValidator(0.0), MaxValueValidator(20)])
    minutes = models.PositiveSmallIntegerField(_("minutes a visit"))
    note = models.CharField(_("what else changes"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["from_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["discharge", "from_on"], name="one_fade_step_a_day"),
            models.CheckConstraint(
                condition=Q(sessions_a_week__range=(0, 20), minutes__range=(0, 240)), name="fade_step_is_a_dose"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on:%Y-%m-%d}: {self.sessions_a_week:g}"


class WatchSign(Owned):
    """One thing to look for at home, and what to do then, in the family's words."""

    classified: ClassVar[Classified] = Classified(clinical="look_for what_to_do", operational="discharge number")

    discharge = models.ForeignKey(Discharge, on_delete=models.CASCADE, related_name="signs")
    number = models.PositiveSmallIntegerField()
    look_for = models.CharField(_("if you see"), max_length=200)
    what_to_do = models.CharField(_("then"), max_length=300)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["discharge", "number"], name="watch_sign_number_once"),
            models.CheckConstraint(condition=~Q(look_for="") & ~Q(what_to_do=""), name="watch_sign_says_what_to_do"),
        ]

    def __str__(self) -> str:
        return self.look_for


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def open(self) -> Self:
        """Follow-ups of goodbyes that were said, that nobody has made, of children who have not come back."""
        return self.filter(outcome__isnull=True, discharge__completion__isnull=False, discharge__comeback__isnull=True)

    def overdue(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)


class FollowUp(Owned):
    """Somebody asks how it goes, three and six months later."""

    classified: ClassVar[Classified] = Classified(operational="discharge due_on owner")

    discharge = models.ForeignKey(Discharge, on_delete=models.CASCADE, related_name="follow_ups")
    due_on = models.DateField(_("around this day"))
    owner = models.ForeignKey(
        "people.StaffMember", on_delete=models.PROTECT, related_name="follow_ups", verbose_name=_("who asks")
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["owner", "due_on"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["discharge", "due_on"], name="one_follow_up_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.due_on:%Y-%m-%d}"


class FollowUpOutcome(Happening):
    """How it goes by then, in one word and a few more."""

    classified: ClassVar[Classified] = Classified(clinical="outcome words", operational="follow_up")

    class Outcome(models.TextChoices):
        KEPT = "kept", _("It has lasted")
        PARTLY = "partly", _("Some of it has lasted")
        LOST = "lost", _("It has gone back")
        RETURN = "return", _("The family would like to come back")
        UNREACHED = "unreached", _("Nobody could be reached")

    follow_up = models.OneToOneField(FollowUp, on_delete=models.PROTECT, related_name="outcome")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    words = models.CharField(_("in a few words"), max_length=600, blank=True)

    def __str__(self) -> str:
        return self.get_outcome_display()


class DischargeCompletion(Happening):
    """Goodbye was said: only with a reason (the discharge has one) and a day on which somebody asks again."""

    classified: ClassVar[Classified] = Classified(operational="discharge follow_up_on")

    discharge = models.OneToOneField(Discharge, on_delete=models.PROTECT, related_name="completion")
    follow_up_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.discharge_id} done"


class Comeback(Happening):
    """The child is back: the whole record is there, in a new episode."""

    classified: ClassVar[Classified] = Classified(operational="discharge episode")

    discharge = models.OneToOneField(Discharge, on_delete=models.PROTECT, related_name="comeback")
    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="comeback")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(why=""), name="comeback_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.discharge_id} back"


class GoalWord(Happening, ChildRecord):
    """What the family says of a goal at the end: does it matter, is it reached in their eyes? The newest holds."""

    classified: ClassVar[Classified] = Classified(clinical="matters achieved", operational="child goal carer")

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="family_says")
    carer = models.ForeignKey("people.Carer", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    matters = models.BooleanField(_("it matters to us"))
    achieved = models.BooleanField(_("it is reached"))

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["goal", "-at", "-id"])]

    def __str__(self) -> str:
        return f"{self.goal_id}: {self.matters}, {self.achieved}"
