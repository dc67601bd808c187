"""Long-term goals and the short-term goals below them, each measurable, each with the family's words."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.editions import Edited
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet
from maypole.people.models.staff import Discipline
from maypole.web.areas import BY_CODE

from .measure import ATTAINED, HELPED, INTERVALS, SHARES, TRIES, Measure

MISSING = {
    "title": _("Say in a few words what the child does."),
    "family_words": _("Write what the family said, in their own words."),
    "area": _("Choose a skill area."),
    "due_on": _("Choose the day by which it should be reached."),
    "parent": _("Choose the long-term goal this is a step towards."),
    "measure": _("Choose how it is measured: that decides what a tap records."),
    "baseline": _("Write how it goes today. Without a start nobody can see progress."),
    "criterion": _("Write how well it should go in the end."),
    "span_s": _("Write how long one interval is, in seconds."),
    "importance": _("Say how much it matters: 1 to 3."),
    "difficulty": _("Say how hard it will be: 1 to 3."),
    "chaining": _("Choose in which order the steps are taught."),
    "in_a_row": _("Write how many tries in a row make a step learnt, 1 to 10."),
}
"""What to write where a goal needs something."""


class GoalQuerySet(ChildRecordQuerySet["Goal"]):
    def with_state(self) -> Self:
        """Annotates `state` with the newest state row."""
        newest = GoalState.objects.filter(goal=OuterRef("pk")).order_by("-at", "-id").values("state")[:1]
        return self.annotate(state=Subquery(newest))

    def open(self) -> Self:
        """Goals of both horizons whose newest state is open."""
        return self.with_state().filter(state=GoalState.State.OPEN)

    def in_state(self, *states: str) -> Self:
        """Goals whose newest state is one of these."""
        return self.with_state().filter(state__in=states)

    def being_worked_on(self) -> Self:
        """Short-term goals that are open today."""
        return self.open().filter(horizon=Goal.Horizon.SHORT)


class Goal(Edited, Happening, ChildRecord):
    """What the child will do. A short-term goal has a long-term goal above it, and baseline, measure, criterion, date.

    `baseline` and `criterion` are told as a family hears them: tries or steps without help out of `scale_max` ("8 of
    10"), percent of intervals, a count, a rate per minute, seconds, a rating from 1, or an attainment level from -2.
    `level` turns them into the unit of the goal's points. `span_s` is the length of an interval, the usual time of
    watching for a rate, or how long one waits for a response.
    """

    classified: ClassVar[Classified] = Classified(
        clinical="title family_words who_does conditions area measure unit baseline criterion improvement scale_max"
        " span_s chaining in_a_row importance difficulty",
        operational="child parent horizon discipline starts_on due_on order edition",
    )

    class Horizon(models.TextChoices):
        LONG = "long", _("Long-term")
        SHORT = "short", _("Short-term")

    class Improvement(models.TextChoices):
        INCREASE = "increase", _("More is better")
        DECREASE = "decrease", _("Less is better")

    class Chaining(models.TextChoices):
        FORWARD = "forward", _("From the first step on")
        BACKWARD = "backward", _("From the last step back")
        TOTAL = "total", _("All steps each time")

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="steps")
    horizon = models.CharField(max_length=5, choices=Horizon.choices)
    area = models.CharField(_("skill area"), max_length=24)
    discipline = models.CharField(max_length=10, choices=Discipline.choices, blank=True)
    title = models.CharField(_("what the child does"), max_length=120, help_text=_("“Ties her shoes”"))
    family_words = models.CharField(_("in the family’s words"), max_length=300)
    who_does = models.CharField(_("does what, exactly"), max_length=300, blank=True)
    conditions = models.CharField(_("under which conditions"), max_length=300, blank=True)
    measure = models.CharField(_("measured by"), max_length=10, choices=Measure.choices, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    improvement = models.CharField(max_length=8, choices=Improvement.choices, default=Improvement.INCREASE)
    baseline = models.FloatField(_("today"), null=True, blank=True)
    criterion = models.FloatField(_("goal"), null=True, blank=True)
    scale_max = models.FloatField(_("out of"), null=True, blank=True)
    span_s = models.FloatField(_("seconds"), null=True, blank=True)
    chaining = models.CharField(_("taught"), max_length=8, choices=Chaining.choices, blank=True)
    in_a_row = models.PositiveSmallIntegerField(_("learnt after tries in a row"), default=3)
    importance = models.PositiveSmallIntegerField(_("how much it matters"), null=True, blank=True)
    difficulty = models.PositiveSmallIntegerField(_("how hard it is"), null=True, blank=True)
    starts_on = models.DateField(_("from"))
    due_on = models.DateField(_("by"))
    order = models.PositiveSmallIntegerField(default=0)

    state: str | None
    """Annotated by `with_state`."""

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(horizon="long", parent__isnull=True) | Q(horizon="short", parent__isnull=False),
                name="short_term_goal_has_a_long_term_goal",
            ),
            models.CheckConstraint(
                condition=Q(horizon="long")
                | (Q(baseline__isnull=False, criterion__isnull=False) & ~Q(measure="") & ~Q(family_words="")),
                name="short_term_goal_is_measurable",
            ),
            models.CheckConstraint(condition=Q(due_on__gte=models.F("starts_on")), name="goal_due_after_start"),
            models.CheckConstraint(
                condition=~Q(measure__in=["trials", "steps", "whole", "partial", "momentary", "product"])
                | Q(
                    scale_max__gte=1,
                    baseline__range=(0, models.F("scale_max")),
                    criterion__range=(0, models.F("scale_max")),
                ),
                name="goal_share_is_of_a_whole",
            ),
            models.CheckConstraint(
                condition=~Q(measure__in=["whole", "partial", "momentary"]) | Q(span_s__gt=0),
                name="interval_goal_says_how_long",
            ),
            models.CheckConstraint(
                condition=~Q(measure="attainment")
                | Q(
                    baseline__range=(-2, 2),
                    criterion__range=(-2, 2),
                    importance__range=(1, 3),
                    difficulty__range=(1, 3),
                    improvement="increase",
                ),
                name="attainment_goal_has_levels_and_weight",
            ),
            models.CheckConstraint(
                condition=Q(chaining="") | Q(measure="steps", chaining__in=["forward", "backward", "total"]),
                name="only_steps_are_chained",
            ),
            models.CheckConstraint(condition=Q(in_a_row__range=(1, 10)), name="step_is_learnt_after_some_tries"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child", "horizon"])]

    def __str__(self) -> str:
        return self.title

    @property
    def is_share(self) -> bool:
        """Whether its points are a share, 0 to 1: of tries, steps, items of a piece, or intervals."""
        return self.measure in SHARES

    @property
    def counts_tries(self) -> bool:
        """Whether its points are k of n, each of the n a try of its own."""
        return self.measure in TRIES

    @property
    def in_intervals(self) -> bool:
        """Whether its points are a share of intervals, told in percent."""
        return self.measure in INTERVALS

    @property
    def is_helped(self) -> bool:
        """Whether each tap says how much help it took."""
        return self.measure in HELPED

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """The whole possible range of its graph where it has one: percent of a share, the levels of attainment."""
        if self.is_share:
            return 0.0, 100.0
        return (-2.0, 2.0) if self.measure == Measure.ATTAINMENT else (None, self.scale_max)

    @property
    def weight(self) -> int:
        """What the goal weighs in goal attainment scaling: importance x difficulty (Turner-Stokes 2009)."""
        return (self.importance or 1) * (self.difficulty or 1)

    def problems(self) -> dict[str, str]:
        """What still keeps this goal from being one: field name -> what to write (S47, S48, S50)."""
        found = {name for name in ("title", "family_words") if not getattr(self, name).strip()}
        found |= {"area"} if self.area not in BY_CODE else set()
        found |= {"due_on"} if self.due_on is None else set()
        problems = {name: str(MISSING[name]) for name in found}
        if self.due_on and self.starts_on and self.due_on < self.starts_on:
            problems["due_on"] = gettext("Choose a day after the goal starts.")
        if self.horizon == self.Horizon.LONG:
            return problems | ({"parent": gettext("A long-term goal stands on its own.")} if self.parent_id else {})
        return problems | self._not_measurable()

    def _not_measurable(self) -> dict[str, str]:
        found = {name for name in ("baseline", "criterion") if getattr(self, name) is None}
        found |= {"measure"} if self.measure not in Measure.values else set()
        if self.parent is None or self.parent.child_id != self.child_id or self.parent.horizon != self.Horizon.LONG:
            found.add("parent")
        problems = {name: str(MISSING[name]) for name in found}
        if self.baseline is not None and self.criterion is not None and not self._better(self.criterion, self.baseline):
            problems["criterion"] = gettext("The goal should be better than today.")
        for name in ("baseline", "criterion") if self.is_share else ():
            if not 0 <= (getattr(self, name) or 0) <= self.out_of:
                problems[name] = gettext("Write a number from 0 to %(whole)d.") % {"whole": self.out_of}
        return problems | self._incomplete_kind()

    def _incomplete_kind(self) -> dict[str, str]:
        """What one kind of measure needs beside the others."""
        found: set[str] = set()
        if self.in_intervals and not (self.span_s or 0) > 0:
            found.add("span_s")
        if self.measure == Measure.ATTAINMENT:
            found |= {name for name in ("importance", "difficulty") if getattr(self, name) not in (1, 2, 3)}
            found |= {name for name in ("baseline", "criterion") if getattr(self, name) not in ATTAINED}
        if self.chaining and (self.measure != Measure.STEPS or self.chaining not in self.Chaining.values):
            found.add("chaining")
        if not 1 <= self.in_a_row <= 10:
            found.add("in_a_row")
        return {name: str(MISSING[name]) for name in found}

    def _better(self, value: float, than: float) -> bool:
        return value > than if self.improvement == self.Improvement.INCREASE else value < than

    def level(self, number: float) -> float:
        """`number` as the family says it (8 of 10) in the unit of the goal's points (0.8); others as they are."""
        return number / (self.scale_max or self.usual_whole) if self.is_share else number

    @property
    def out_of(self) -> int:
        """Tries, steps or items that a level is told in: “6 of 10”; 100 for percent of intervals."""
        return round(self.scale_max or self.usual_whole)

    @property
    def usual_whole(self) -> float:
        return 100.0 if self.in_intervals else 10.0


class GoalState(Happening):
    """Open, met, on hold or let go, and why."""

    classified: ClassVar[Classified] = Classified(operational="goal state")

    class State(models.TextChoices):
        OPEN = "open", _("Working on it")
        MET = "met", _("Reached")
        HOLD = "hold", _("On hold")
        ENDED = "ended", _("Let go")

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="states")
    state = models.CharField(max_length=6, choices=State.choices)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["goal", "-at", "-id"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=["open", "met"]) | ~Q(why=""), name="goal_stops_for_a_reason")
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class GoalPhase(Happening):
    """From when on a goal is in baseline, teaching, generalising or maintaining; a new row starts a new phase."""

    classified: ClassVar[Classified] = Classified(clinical="kind label", operational="goal starts_at")

    class Kind(models.TextChoices):
        BASELINE = "baseline", _("Baseline")
        TEACH = "teach", _("Teaching")
        GENERALISE = "generalise", _("Other places and people")
        MAINTAIN = "maintain", _("Keeping it")

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="phases")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    label = models.CharField(max_length=60, blank=True)
    starts_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["goal", "starts_at"], name="one_phase_starts_at_a_time")
        ]

    def __str__(self) -> str:
        return self.label or self.get_kind_display()
