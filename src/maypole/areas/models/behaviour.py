"""What came before, what the child did, what came after; what it may mean; what a clinic learns from harm (S43)."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet
from maypole.visits.models import Setting

LONGEST = 8 * 3600


class Antecedent(models.TextChoices):
    """What came right before."""

    ASKED = "asked", _("Was asked to do something")
    TOLD_NO = "told_no", _("Heard no, or something was taken away")
    CHANGE = "change", _("A change, or waiting")
    ALONE = "alone", _("Nobody had time just then")
    SENSES = "senses", _("Noise, crowd, heat or pain")
    OTHER = "other", _("Something else, or not seen")


class Consequence(models.TextChoices):
    """What came right after."""

    ATTENTION = "attention", _("Somebody came, talked or held")
    GOT_IT = "got_it", _("Got the thing or the activity")
    STOPPED = "stopped", _("The task stopped or got easier")
    QUIET = "quiet", _("Went to a calm place, or it got quieter")
    NOTHING = "nothing", _("Nothing changed")
    OTHER = "other", _("Something else")


class Function(models.TextChoices):
    """What a behaviour may get or get away from, in the field's terms."""

    ATTENTION = "attention", _("Attention: to be with somebody")
    ESCAPE = "escape", _("Escape: to get away from something")
    TANGIBLE = "tangible", _("Tangible: to get a thing or an activity")
    SENSORY = "sensory", _("Sensory: it feels good, or takes something away")


class BehaviourEventQuerySet(ChildRecordQuerySet["BehaviourEvent"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def words_used(self, child: UUID, most: int = 4) -> list[str]:
        """What was said most of this child's last 60 events, for the tiles of the form."""
        rows = self.standing().filter(child=child).order_by("-happened_at")[:60]
        return [words for words, _n in Counter(rows.values_list("behaviour", flat=True)).most_common(most)]

    def unreviewed(self) -> Self:
        """Events in which somebody was hurt and that nobody has reviewed."""
        return self.standing().filter(hurt=True, review__isnull=True)


class BehaviourEvent(Happening, ChildRecord):
    """One event: before, behaviour, after, seconds. `id` is made where it is logged, so a resend is the same event."""

    classified: ClassVar[Classified] = Classified(
        clinical="antecedent before behaviour consequence after duration_s intensity note hurt place_words",
        operational="child happened_at place withdrawn_at",
    )
    CONTENT: ClassVar[tuple[str, ...]] = (
        "happened_at", "antecedent", "before", "behaviour", "consequence", "after", "duration_s", "intensity", "place",
        "place_words", "note", "hurt",
    )  # fmt: skip

    happened_at = models.DateTimeField(_("when"), default=timezone.now)
    antecedent = models.CharField(_("before"), max_length=8, choices=Antecedent.choices)
    before = models.CharField(_("before, in your words"), max_length=300, blank=True)
    behaviour = models.CharField(_("what the child did"), max_length=120)
    consequence = models.CharField(_("after"), max_length=10, choices=Consequence.choices)
    after = models.CharField(_("after, in your words"), max_length=300, blank=True)
    duration_s = models.PositiveIntegerField(_("how long, in seconds"))
    intensity = models.CharField(_("how strong, in your words"), max_length=120, blank=True)
    place = models.CharField(_("where"), max_length=10, choices=Setting.choices, default=Setting.HOME)
    place_words = models.CharField(_("where exactly"), max_length=80, blank=True)
    note = models.TextField(_("anything else"), blank=True)
    hurt = models.BooleanField(_("somebody was hurt"), default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = BehaviourEventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-happened_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child", "-happened_at"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(antecedent__in=Antecedent.values, consequence__in=Consequence.values) & ~Q(behaviour=""),
                name="event_has_before_behaviour_after",
            ),
            models.CheckConstraint(condition=Q(duration_s__range=(1, LONGEST)), name="event_lasts_up_to_8_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.happened_at:%Y-%m-%d %H:%M}"


class FunctionHypothesisQuerySet(ChildRecordQuerySet["FunctionHypothesis"]):
    pass


class FunctionHypothesis(Happening, ChildRecord):
    """What a behaviour may be for, why we think so (`why`), and what everybody does; the newest row counts."""

    classified: ClassVar[Classified] = Classified(clinical="behaviour function teach respond", operational="child")

    behaviour = models.CharField(_("which behaviour"), max_length=120)
    function = models.CharField(_("what it may be for"), max_length=10, choices=Function.choices)
    teach = models.TextField(_("what we teach instead"))
    respond = models.TextField(_("what everybody does"))

    objects = FunctionHypothesisQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(behaviour="") & ~Q(teach="") & ~Q(respond=""),
                name="hypothesis_has_a_reason_and_a_plan",
            ),
            models.CheckConstraint(condition=Q(function__in=Function.values), name="hypothesis_function_known"),
        ]

    def __str__(self) -> str:
        return self.function


class IncidentReview(Happening):
    """What the clinical lead found after somebody was hurt, and what changes; once for each event."""

    classified: ClassVar[Classified] = Classified(clinical="found changes", operational="event family_told_on")

    event = models.OneToOneField(BehaviourEvent, on_delete=models.PROTECT, related_name="review")
    found = models.TextField(_("what happened and why"))
    changes = models.TextField(_("what changes from now on"))
    family_told_on = models.DateField(_("family told on"), null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(found="") & ~Q(changes=""), name="incident_review_finds_and_changes")
        ]

    def __str__(self) -> str:
        return f"{self.event_id} reviewed"
