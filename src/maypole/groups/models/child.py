"""What matters about a child when groups are formed: what is safe, what is wished, what is practised in company."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet
from maypole.visits.models import Setting


class InCompany(Happening, ChildRecord):
    """How the child is best in company; the newest row holds. Never a gate: `not_now` needs a reason and is looked at
    again. Toilet training is no part of it, on purpose."""

    classified: ClassVar[Classified] = Classified(
        clinical="most needs_support unresolved_aggression noise not_now", operational="child look_again_on"
    )

    class Noise(models.TextChoices):
        LOW = "low", _("Needs it quiet")
        MEDIUM = "medium", _("Some noise is fine")
        HIGH = "high", _("Noise is fine")

    most = models.PositiveSmallIntegerField(_("largest group"), null=True, blank=True)
    needs_support = models.BooleanField(_("needs an adult close by"), default=False)
    unresolved_aggression = models.BooleanField(_("hurts others at times, and there is no plan yet"), default=False)
    noise = models.CharField(_("noise"), max_length=6, choices=Noise.choices, default=Noise.MEDIUM)
    not_now = models.BooleanField(_("no group for now"), default=False)
    look_again_on = models.DateField(_("we look at it again on"), null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(not_now=False) | ~Q(why=""), name="no_group_now_has_a_reason"),
            models.CheckConstraint(
                condition=Q(not_now=False) | Q(look_again_on__isnull=False), name="no_group_now_is_looked_at_again"
            ),
            models.CheckConstraint(condition=Q(most__isnull=True) | Q(most__gte=2), name="largest_group_is_a_group"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id}: {self.at:%Y-%m-%d}"


class PairWishQuerySet(models.QuerySet["PairWish"]):
    def standing(self) -> Self:
        """Wishes that nobody has ended."""
        return self.filter(ended_at__isnull=True)


class PairWish(Happening):
    """Two children who should be together, or apart. Staff alone see it: it names one child beside another."""

    classified: ClassVar[Classified] = Classified(clinical="kind", operational="child other ended_at")

    class Kind(models.TextChoices):
        TOGETHER = "together", _("Together")
        APART = "apart", _("Apart")

    child = models.ForeignKey("people.Child", on_delete=models.PROTECT, related_name="pair_wishes")
    other = models.ForeignKey("people.Child", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PairWishQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(child=F("other")), name="a_pair_is_two_children"),
            models.CheckConstraint(condition=~Q(kind="apart") | ~Q(why=""), name="apart_for_a_reason"),
            models.UniqueConstraint(
                fields=["child", "other"], condition=Q(ended_at__isnull=True), name="one_wish_for_a_pair"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class GroupSkill(models.TextChoices):
    """What is practised better in company than alone."""

    TURNS = "turn_taking", _("Taking turns")
    SHARING = "sharing", _("Sharing")
    JOINING = "joining_in", _("Joining in")
    TALKING = "conversation", _("Starting and keeping a talk")
    ASKING = "asking", _("Asking for what one needs")
    RULES = "rules", _("Games with rules")
    WAITING = "waiting", _("Waiting")
    FEELINGS = "feelings", _("Handling big feelings")
    PRETEND = "pretend_play", _("Pretend play")
    TABLE = "table_work", _("Working at a table with others")
    MOVING = "moving_together", _("Moving together")
    EATING = "eating_together", _("Eating together")
    SPEECH = "clear_speech", _("Being understood by others")


class CompanyGoal(Happening):
    """A goal that can be worked on in a group, under which skill; the newest row of a goal holds."""

    classified: ClassVar[Classified] = Classified(clinical="skill", operational="goal")

    goal = models.ForeignKey("plan.Goal", on_delete=models.PROTECT, related_name="in_company")
    skill = models.CharField(max_length=16, choices=GroupSkill.choices, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]

    def __str__(self) -> str:
        return self.get_skill_display() or "–"


class ReadinessSkill(models.TextChoices):
    """Five things that make company easier. They are looked for, and none of them is needed."""

    ATTENDS = "attends", _("Attends to something shared")
    WAITS = "waits", _("Waits a moment")
    IMITATES = "imitates", _("Copies what others do")
    FOLLOWS = "follows", _("Follows an instruction given to all")
    ASKS = "asks", _("Asks for what they need, in any way")


class ReadinessSeen(Happening, ChildRecord):
    """What somebody saw of one of them, where, with the evidence in words; the newest of a skill is today's."""

    classified: ClassVar[Classified] = Classified(clinical="skill seen words", operational="child visit place")

    class Seen(models.TextChoices):
        YES = "yes", _("Often")
        SOME = "some", _("Sometimes")
        NOT_YET = "not_yet", _("Not yet seen")

    skill = models.CharField(max_length=8, choices=ReadinessSkill.choices)
    seen = models.CharField(max_length=8, choices=Seen.choices)
    words = models.CharField(_("what you saw"), max_length=300)
    place = models.CharField(_("where"), max_length=10, choices=Setting.choices, default=Setting.CLINIC)
    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(words=""), name="readiness_has_evidence")
        ]

    def __str__(self) -> str:
        return f"{self.get_skill_display()}: {self.get_seen_display()}"


class StepDecisionQuerySet(ChildRecordQuerySet["StepDecision"]):
    def newest_first(self) -> Self:
        return self.order_by("-at", "-id")


class StepDecision(Happening, ChildRecord):
    """Towards company, or back: always reversible, always with a reason and the family's view (S69)."""

    classified: ClassVar[Classified] = Classified(clinical="choice family_view exception", operational="child")

    class Choice(models.TextChoices):
        TRIAL = "trial", _("Try a group a few times")
        SUPPLEMENT = "supplement", _("A group beside the visits alone")
        GRADUATE = "graduate", _("From visits alone to a group")
        NOT_YET = "not_yet", _("Not yet")
        BACK = "back", _("Back to visits alone")

    choice = models.CharField(max_length=10, choices=Choice.choices)
    family_view = models.CharField(_("what the family says"), max_length=300, blank=True)
    exception = models.CharField(_("why without visits alone first"), max_length=300, blank=True)

    objects = StepDecisionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(why=""), name="a_step_has_a_reason")
        ]

    def __str__(self) -> str:
        return self.get_choice_display()
