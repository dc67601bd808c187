"""What everyone who meets the child must know: state, strengths, precautions. State is the newest row."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.classification import Classified
from maypole.access.records import Happening


class ChildStatus(Happening):
    """Where a child is in the loop. No diagnosis is needed for any of them."""

    classified: ClassVar[Classified] = Classified(operational="child state")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        EVALUATING = "evaluating", _("Being evaluated")
        ACTIVE = "active", _("In therapy")
        PAUSED = "paused", _("Paused")
        DISCHARGED = "discharged", _("Said goodbye")

    child = models.ForeignKey("people.Child", on_delete=models.PROTECT, related_name="statuses")
    state = models.CharField(max_length=12, choices=State.choices)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child", "-at", "-id"])]

    def __str__(self) -> str:
        return self.get_state_display()


class AboutChild(Happening):
    """Strengths first, in the family's and the team's words; the newest row is shown, the older ones are kept."""

    classified: ClassVar[Classified] = Classified(
        clinical="strengths loves dislikes calms matters matters_by culture", operational="child"
    )

    child = models.ForeignKey("people.Child", on_delete=models.PROTECT, related_name="about_rows")
    strengths = models.TextField(_("strengths"), help_text=_("One a line: “Keeps trying: when an animal needs help”."))
    loves = models.CharField(_("loves"), max_length=300, blank=True)
    dislikes = models.CharField(_("dislikes"), max_length=300, blank=True)
    calms = models.CharField(_("what helps"), max_length=300, blank=True)
    matters = models.TextField(_("what matters to the family"), blank=True)
    matters_by = models.CharField(_("in whose words"), max_length=120, blank=True)
    culture = models.TextField(_("culture and values"), blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["child", "-at", "-id"])]

    def __str__(self) -> str:
        return self.strengths

    @property
    def strength_lines(self) -> list[tuple[str, str]]:
        """Each strength as (name, detail); a line without a colon is all name."""
        pairs = (line.partition(":") for line in self.strengths.splitlines() if line.strip())
        return [(name.strip(), detail.strip()) for name, _colon, detail in pairs]


class PrecautionQuerySet(models.QuerySet["Precaution"]):
    def in_force(self) -> Self:
        """Precautions that nobody has ended."""
        return self.filter(end__isnull=True)

    def told_to(self, actor: Actor) -> Self:
        """Those this person may read: a custody limit is for the people who work here only."""
        return self if actor.is_staff else self.exclude(kind=Precaution.Kind.CUSTODY)


class Precaution(Happening):
    """An allergy, seizure, swallowing risk, fear or custody limit: shown on every screen where the child is met."""

    classified: ClassVar[Classified] = Classified(clinical="title advice", operational="child kind")

    class Kind(models.TextChoices):
        ALLERGY = "allergy", _("Allergy")
        SEIZURE = "seizure", _("Seizures")
        SWALLOWING = "swallowing", _("Swallowing")
        MOUTHING = "mouthing", _("Puts things in the mouth")
        RUNNING = "running", _("Runs away")
        FEAR = "fear", _("Fear")
        CUSTODY = "custody", _("Custody limit")
        VOICE = "voice", _("Speaks with help (AAC)")
        OTHER = "other", _("Other")

    child = models.ForeignKey("people.Child", on_delete=models.PROTECT, related_name="precautions")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("what it is"), max_length=120)
    advice = models.CharField(_("what to do"), max_length=240, blank=True)

    objects = PrecautionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return self.title

    def may_be_told_to(self, actor: Actor) -> bool:
        """What `told_to` asks the database, of a row at hand."""
        return actor.is_staff or self.kind != Precaution.Kind.CUSTODY


class PrecautionEnd(Happening):
    """Why and when a precaution stopped holding."""

    classified: ClassVar[Classified] = Classified(operational="precaution")

    precaution = models.OneToOneField(Precaution, on_delete=models.PROTECT, related_name="end")

    def __str__(self) -> str:
        return f"{self.precaution_id} ended"


class Diagnosis(Happening):
    """A diagnosis somebody else made, with its code. Many children have none, and need none."""

    classified: ClassVar[Classified] = Classified(clinical="code label given_by given_on", operational="child")

    child = models.ForeignKey("people.Child", on_delete=models.PROTECT, related_name="diagnoses")
    code = models.CharField(max_length=12, blank=True)
    label = models.CharField(max_length=160)
    given_by = models.CharField(max_length=120, blank=True)
    given_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label
