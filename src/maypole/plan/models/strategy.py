"""Ways of working with what is known about them, and the one-page cards that say how everybody does it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening, Owned
from maypole.people.models import ChildRecord, ChildRecordQuerySet


class Confidence(models.TextChoices):
    """How sure one can be that it helps the children it was studied with."""

    STRONG = "strong", _("Strong: several good trials or reviews agree")
    MODERATE = "moderate", _("Moderate: good studies, with gaps")
    EMERGING = "emerging", _("Emerging: few or small studies")
    LOW = "low", _("Low: experience, or studies that disagree")


class Strategy(Happening):
    """A way of working the clinic wrote down itself, beside the shipped library; it too names source and confidence."""

    classified: ClassVar[Classified] = Classified(operational="name area source confidence limits steps reviewed_on")

    name = models.CharField(_("what it is called"), max_length=120)
    area = models.CharField(_("skill area"), max_length=24)
    why = models.TextField(_("why this, in plain words"))
    source = models.TextField(_("where that is known from"), help_text=_("Author, year, kind of study."))
    confidence = models.CharField(_("how sure one can be"), max_length=8, choices=Confidence.choices)
    limits = models.TextField(_("what it does not show"))
    steps = models.TextField(_("how it is done, one step a line"))
    reviewed_on = models.DateField(_("the evidence was looked at on"))

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "name"], name="a_strategy_is_named_once_a_clinic"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(why="") & ~Q(source="") & Q(confidence__in=Confidence.values),
                name="a_strategy_has_source_and_confidence",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EvidenceReview(Happening):
    """Somebody looked at the evidence of a way of working again; `why` says what was found."""

    classified: ClassVar[Classified] = Classified(operational="code strategy reviewed_on confidence")

    code = models.CharField(max_length=24, blank=True)
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")
    reviewed_on = models.DateField(_("looked at on"))
    confidence = models.CharField(_("how sure one can be"), max_length=8, choices=Confidence.choices)

    class Meta:
        ordering: ClassVar[list[str]] = ["-reviewed_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(Q(code="", strategy__isnull=False) | (~Q(code="") & Q(strategy__isnull=True))) & ~Q(why=""),
                name="a_look_at_the_evidence_is_of_one_and_says_what",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code or self.strategy_id}: {self.confidence}"


class Place(models.TextChoices):
    """Where a child's days happen; the first four are the settings of visits."""

    CLINIC = "clinic", _("Clinic")
    HOME = "home", _("Home")
    SCHOOL = "school", _("School or nursery")
    COMMUNITY = "community", _("Out and about")
    FAMILY = "family", _("Grandparents and friends")


class HowCardQuerySet(ChildRecordQuerySet["HowCard"]):
    def current(self) -> Self:
        """The newest version of each card of each child that nobody has put away."""
        newest = HowCard.objects.filter(child=OuterRef("child"), topic=OuterRef("topic")).order_by("-number")
        return self.filter(pk=Subquery(newest.values("pk")[:1]), away=False)


class HowCard(Happening, ChildRecord):
    """One version of “how we all do it”: one page, the same for everybody around the child. The newest one holds (S56).

    `topic` keeps the versions of one card together. `why` says what changed. A row that is `away` closes the card.
    """

    classified: ClassVar[Classified] = Classified(
        clinical="title when steps say avoid topic", operational="child code strategy number away"
    )

    topic = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField(default=1)
    code = models.CharField(max_length=24, blank=True)
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("what we all do"), max_length=120)
    when = models.CharField(_("when"), max_length=240, blank=True, help_text=_("“When it is time to leave”"))
    steps = models.TextField(_("how, one step a line"))
    say = models.CharField(_("what we say"), max_length=240, blank=True, help_text=_("The same words everywhere."))
    avoid = models.CharField(_("what we leave out"), max_length=240, blank=True)
    away = models.BooleanField(default=False)

    objects = HowCardQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["title", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["child", "topic", "number"], name="a_card_version_once"),
            models.CheckConstraint(condition=~Q(topic="") & ~Q(title="") & ~Q(steps=""), name="a_card_has_steps"),
            models.CheckConstraint(condition=Q(number=1) | ~Q(why=""), name="a_card_changes_for_a_reason"),
        ]

    def __str__(self) -> str:
        return self.title


class CardUse(Owned):
    """Who uses a card where; belongs to one version of it."""

    classified: ClassVar[Classified] = Classified(identifying="who", operational="card place")

    card = models.ForeignKey(HowCard, on_delete=models.PROTECT, related_name="uses")
    place = models.CharField(_("where"), max_length=10, choices=Place.choices)
    who = models.CharField(_("who"), max_length=120)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["card", "place"], name="a_card_tells_of_a_place_once"),
            models.CheckConstraint(condition=~Q(who=""), name="a_place_says_who"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.who}"
