"""The plan of care: versions that never change once signed, accepted by the family."""

from __future__ import annotations

from typing import ClassVar, Self
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.editions import Edited
from maypole.access.records import Happening, Owned
from maypole.people.models import ChildRecord, ChildRecordQuerySet

from .goal import Goal

ONE_TO_TEN = [MinValueValidator(1), MaxValueValidator(10)]


class FamilyPriority(Happening, ChildRecord):
    """A wish in the family's own words: how much it matters, how it goes now, how content they are (1 to 10)."""

    classified: ClassVar[Classified] = Classified(
        clinical="words importance now satisfaction", operational="child carer"
    )

    carer = models.ForeignKey("people.Carer", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(_("the wish"), max_length=300)
    importance = models.PositiveSmallIntegerField(_("how much it matters"), validators=ONE_TO_TEN)
    now = models.PositiveSmallIntegerField(_("how it goes today"), validators=ONE_TO_TEN)
    satisfaction = models.PositiveSmallIntegerField(_("how content you are with it"), validators=ONE_TO_TEN)

    class Meta:
        ordering: ClassVar[list[str]] = ["-importance", "at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(importance__range=(1, 10), now__range=(1, 10), satisfaction__range=(1, 10)) & ~Q(words=""),
                name="priority_has_words_and_1_to_10",
            )
        ]

    def __str__(self) -> str:
        return self.words


class DoseMode(models.TextChoices):
    """How time with a child is spent."""

    ONE = "one", _("One to one")
    GROUP = "group", _("In a group")
    TELEHEALTH = "telehealth", _("By video")
    CONSULT = "consult", _("Advice to family or school")
    HOME = "home", _("Practice at home")


class PlanVersionQuerySet(ChildRecordQuerySet["PlanVersion"]):
    def signed(self) -> Self:
        """Versions that hold: signed, and co-signed where the signer's licence asks for it."""
        return self.filter(
            Q(signature__cosigner__isnull=True) | Q(signature__cosignature__agreed=True), signature__isnull=False
        )

    def drafts(self) -> Self:
        return self.filter(signature__isnull=True)

    def to_cosign(self, supervisor: UUID | None) -> Self:
        """Signed versions that wait for this supervisor."""
        return self.filter(signature__cosigner=supervisor, signature__cosignature__isnull=True)


class PlanVersion(Edited, Happening, ChildRecord):
    """One version of a child's plan. `why` says what changed. A draft may change until it is signed.

    `amends` names the signed version that this one puts right. `mode`, `sessions_a_week`, `minutes` and `weeks` are
    the main visits; other time is in `dose_rows`.
    """

    classified: ClassVar[Classified] = Classified(
        clinical="methods risks expectations settings dose_why",
        operational="child number amends mode sessions_a_week minutes weeks dose_from review_on edition",
    )

    number = models.PositiveSmallIntegerField()
    methods = models.TextField(_("how we will work"), blank=True)
    expectations = models.TextField(_("what we all do the same way"), blank=True)
    risks = models.TextField(_("risks we name openly"), blank=True)
    settings = models.CharField(_("places"), max_length=160, blank=True)
    sessions_a_week = models.FloatField(_("visits a week"), validators=[MinValueValidator(0.25), MaxValueValidator(20)])
    minutes = models.PositiveSmallIntegerField(
        _("minutes a visit"), validators=[MinValueValidator(10), MaxValueValidator(240)]
    )
    mode = models.CharField(_("how we meet"), max_length=10, choices=DoseMode.choices, default=DoseMode.ONE)
    weeks = models.PositiveSmallIntegerField(
        _("for how many weeks"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(104)]
    )
    dose_why = models.TextField(_("why this often, why this long"), blank=True)
    dose_from = models.DateField(_("visits like this from"), null=True, blank=True)
    review_on = models.DateField(_("we look together on"))
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="amended_by")

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["child", "number"], name="plan_version_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, sessions_a_week__gt=0, minutes__gte=1),
                name="plan_version_has_number_and_dose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def holds(self) -> bool:
        """What `signed` asks the database, of a version at hand. Select `signature__cosignature` with it."""
        signature = getattr(self, "signature", None)
        if signature is None:
            return False
        return signature.cosigner_id is None or bool(getattr(getattr(signature, "cosignature", None), "agreed", False))


class PlanGoal(Owned):
    """A goal as this version words it: kept, so that an old version reads as it was signed."""

    classified: ClassVar[Classified] = Classified(clinical="wording", operational="version goal order")

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="goals")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="in_versions")
    wording = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["version", "goal"], name="goal_in_a_version_once")
        ]

    def __str__(self) -> str:
        return self.wording
