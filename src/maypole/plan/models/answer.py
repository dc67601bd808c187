"""Who stands behind a version: the therapist, a supervisor where the licence asks for one, each carer, the child."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening, Owned

from .parts import PlanDose, PlanMethod, PlanPerson
from .plan import PlanGoal, PlanVersion


class PlanSignature(Happening):
    """The therapist signs; not while the strengths are empty (S1). `cosigner` is whose signature the licence asks for.

    From here on the database refuses every change to the version and its parts (see `maypole.seals`).
    """

    classified: ClassVar[Classified] = Classified(operational="version cosigner")
    fixes: ClassVar[tuple[type[Owned], ...]] = (PlanGoal, PlanMethod, PlanDose, PlanPerson)
    """The parts of a version that are fixed with it."""

    version = models.OneToOneField(PlanVersion, on_delete=models.PROTECT, related_name="signature")
    cosigner = models.ForeignKey(
        "people.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="to_cosign"
    )

    def __str__(self) -> str:
        return f"{self.version_id} signed"

    @property
    def waits(self) -> bool:
        """Whether the supervisor has not answered yet. Select `cosignature` with it."""
        return self.cosigner_id is not None and not hasattr(self, "cosignature")


class PlanCosignature(Happening):
    """The supervisor's answer to a signed version: beside it, or back with words. Only then the family is asked."""

    classified: ClassVar[Classified] = Classified(operational="signature agreed")

    signature = models.OneToOneField(PlanSignature, on_delete=models.PROTECT, related_name="cosignature")
    agreed = models.BooleanField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(agreed=True) | ~Q(why=""), name="sent_back_with_words")
        ]

    def __str__(self) -> str:
        return f"{self.signature_id}: {self.agreed}"


class AcceptanceRule(Happening):
    """How many carers must say yes before a plan counts as accepted here; the newest row holds, one yes without any."""

    classified: ClassVar[Classified] = Classified(operational="needs")

    class Needs(models.TextChoices):
        ONE = "one", _("One carer who may agree to plans")
        ALL = "all", _("Every carer who may agree to plans")

    needs = models.CharField(_("who has to say yes"), max_length=4, choices=Needs.choices)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]

    def __str__(self) -> str:
        return self.needs


class PlanAcceptance(Happening):
    """A carer's yes or no to a signed version, with their words."""

    classified: ClassVar[Classified] = Classified(clinical="words", operational="version carer accepted")

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="acceptances")
    carer = models.ForeignKey("people.Carer", on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField()
    words = models.TextField(_("your words"), blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(accepted=True) | ~Q(words=""), name="a_no_has_words")
        ]

    def __str__(self) -> str:
        return f"{self.carer_id}: {self.accepted}"


class GoalObjection(Owned):
    """One goal that a carer does not agree to, within an answer: the plan stands, this goal is talked about."""

    classified: ClassVar[Classified] = Classified(clinical="words", operational="acceptance held")

    acceptance = models.ForeignKey(PlanAcceptance, on_delete=models.PROTECT, related_name="objections")
    held = models.ForeignKey(PlanGoal, on_delete=models.PROTECT, related_name="objections")
    words = models.TextField(_("what should be different"))

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["acceptance", "held"], name="a_goal_is_objected_to_once_an_answer"),
            models.CheckConstraint(condition=~Q(words=""), name="an_objection_has_words"),
        ]

    def __str__(self) -> str:
        return self.words


class ObjectionOutcome(Happening):
    """How the talk about a goal ended; `why` says it in words that both sides read."""

    classified: ClassVar[Classified] = Classified(operational="objection outcome")

    class Outcome(models.TextChoices):
        AGREED = "agreed", _("We keep it and agree now")
        CHANGE = "change", _("The next version says it differently")
        LEAVE = "leave", _("We let it go")
        DIFFER = "differ", _("We see it differently, and rest it for now")

    objection = models.OneToOneField(GoalObjection, on_delete=models.PROTECT, related_name="outcome")
    outcome = models.CharField(_("how it ended"), max_length=8, choices=Outcome.choices)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(why=""), name="an_outcome_is_told_in_words")
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


class PlanAssent(Happening):
    """What the child or teen says to a signed version, in their own way: yes or not yet. Nobody is made to answer."""

    classified: ClassVar[Classified] = Classified(clinical="words shown", operational="version answer home_reads")

    class Answer(models.TextChoices):
        YES = "yes", _("Yes, I want that")
        NOT_YET = "not_yet", _("Not yet")

    class Shown(models.TextChoices):
        SELF = "self", _("In their own account")
        SAID = "said", _("Said it")
        SHOWED = "showed", _("Showed it: face, body, pictures or a device")

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="assents")
    answer = models.CharField(_("your answer"), max_length=8, choices=Answer.choices)
    shown = models.CharField(_("how they told us"), max_length=8, choices=Shown.choices)
    words = models.TextField(_("in their own words"), blank=True)
    home_reads = models.BooleanField(_("my family may read my words"), default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return self.answer


class DoseChange(Happening):
    """From `starts_on` the child comes differently than in `before`; `why` says the reason. Written when signed."""

    classified: ClassVar[Classified] = Classified(operational="version before starts_on")

    version = models.OneToOneField(PlanVersion, on_delete=models.PROTECT, related_name="dose_change")
    before = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField()

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(why=""), name="a_dose_changes_for_a_reason"),
            models.CheckConstraint(condition=~Q(version=F("before")), name="a_dose_changes_from_another_version"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} from {self.starts_on}"
