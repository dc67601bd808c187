"""Games a clinic wrote itself: drafted, published, retired, as rows. Published ones stand on the shelf with ours."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.editions import Edited
from maypole.access.records import Happening
from maypole.equipment.models import Kind

from .photo import Photo

AGE = [MinValueValidator(0), MaxValueValidator(252)]
MINUTES = [MinValueValidator(1), MaxValueValidator(60)]
CHILDREN = [MinValueValidator(1), MaxValueValidator(8)]


class OwnActivityQuerySet(models.QuerySet["OwnActivity"]):
    def with_state(self) -> Self:
        """Annotates `state` and `state_why` from the newest row."""
        newest = ActivityState.objects.filter(activity=OuterRef("pk")).order_by("-at", "-id")
        return self.annotate(state=Subquery(newest.values("state")[:1]), state_why=Subquery(newest.values("why")[:1]))

    def published(self) -> Self:
        return self.with_state().filter(state=ActivityState.State.PUBLISHED)

    def off_the_shelf(self) -> Self:
        """Drafts and retired games."""
        return self.with_state().exclude(state=ActivityState.State.PUBLISHED)


class OwnActivity(Edited, Happening):
    """One game of the clinic. Lines of text are lists: one step, one thing, one idea a line. No child is named."""

    classified: ClassVar[Classified] = Classified(
        operational="number language title area places from_months to_months min_children max_children minutes "
        "materials steps easier harder reason tip measure small_parts supervision safety home_friendly equipment "
        "other_names edition"
    )

    class Supervision(models.TextChoices):
        THERAPIST = "therapist_only", _("Clinic only, run by a therapist")
        TWO = "two_adults", _("Two trained adults")
        ARM = "arm_reach", _("Adult within arm’s reach")
        TABLE = "adult_at_table", _("Adult at the same table")
        ROOM = "adult_in_room", _("Adult in the same room")
        NEARBY = "adult_nearby", _("Adult nearby")

    state: str | None  # from with_state()
    state_why: str | None

    number = models.PositiveIntegerField()
    language = models.CharField(_("written in"), max_length=8, default="en")
    title = models.CharField(_("name of the game"), max_length=120)
    area = models.CharField(_("skill area"), max_length=24)
    places = models.CharField(_("where"), max_length=80)
    from_months = models.PositiveSmallIntegerField(_("from age (months)"), validators=AGE)
    to_months = models.PositiveSmallIntegerField(_("to age (months)"), validators=AGE)
    min_children = models.PositiveSmallIntegerField(_("children, at least"), default=1, validators=CHILDREN)
    max_children = models.PositiveSmallIntegerField(_("children, at most"), default=1, validators=CHILDREN)
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=MINUTES)
    materials = models.TextField(_("what you need"), help_text=_("One thing a line."))
    steps = models.TextField(_("how to play"), help_text=_("One step a line."))
    easier = models.TextField(_("easier"), help_text=_("One idea a line."))
    harder = models.TextField(_("harder"), help_text=_("One idea a line."))
    reason = models.TextField(_("why it helps"))
    tip = models.CharField(_("a tip for families"), max_length=300, blank=True)
    measure = models.CharField(_("what you can count"), max_length=160, blank=True)
    small_parts = models.BooleanField(
        _("has small parts"), default=False, help_text=_("Small enough to swallow: never for a child under 3.")
    )
    supervision = models.CharField(
        _("who must be near"), max_length=14, choices=Supervision.choices, default=Supervision.ARM
    )
    safety = models.CharField(_("keep safe"), max_length=240)
    home_friendly = models.BooleanField(_("families may play it at home"), default=False)
    equipment = models.CharField(_("needs equipment"), max_length=14, choices=Kind.choices, blank=True)
    other_names = models.CharField(
        _("other names"), max_length=160, blank=True, help_text=_("Words people may search for.")
    )

    objects = OwnActivityQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["title", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "number"], name="own_activity_number_once"),
            models.CheckConstraint(
                condition=Q(
                    to_months__gte=F("from_months"), max_children__gte=F("min_children"), minutes__range=(1, 60)
                ),
                name="own_activity_ranges_make_sense",
            ),
            models.CheckConstraint(
                condition=Q(small_parts=False) | Q(from_months__gte=36), name="own_small_parts_from_three_years"
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(steps="") & ~Q(safety="") & ~Q(title=""),
                name="own_activity_says_why_and_how",
            ),
            models.CheckConstraint(
                condition=Q(home_friendly=False) | ~Q(supervision__in=["therapist_only", "two_adults"]),
                name="own_clinic_game_stays_in_the_clinic",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        """Its name in addresses and plans, beside the codes of the shipped library."""
        return f"own-{self.number}"


class ActivityState(Happening):
    """Draft, published or retired, from a moment on; retired for a reason."""

    classified: ClassVar[Classified] = Classified(operational="activity state")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("On the shelf")
        RETIRED = "retired", _("Retired")

    activity = models.ForeignKey(OwnActivity, on_delete=models.PROTECT, related_name="states")
    state = models.CharField(max_length=9, choices=State.choices)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["activity", "-at", "-id"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(state="retired") | ~Q(why=""), name="activity_retires_for_a_reason")
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class ActivityPhoto(Happening):
    """A picture that belongs to a game, until somebody takes it off."""

    classified: ClassVar[Classified] = Classified(operational="activity photo removed_at")

    activity = models.ForeignKey(OwnActivity, on_delete=models.PROTECT, related_name="photos")
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.photo_id}"
