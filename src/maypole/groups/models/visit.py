"""One visit of a group: each child's own visit beside it, what all shared once, and tallies of each child."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening, Owned
from maypole.people.models import ChildRecord

from .roster import TherapyGroup


class Scenario(models.TextChoices):
    """What the visit rehearses (S70)."""

    PARTY = "party", _("A birthday")
    QUEUE = "queue", _("Waiting in a line")
    TURNS = "turns", _("A game with turns")
    CLASS = "class", _("In class")
    PLAYDATE = "playdate", _("A friend’s house")
    SHOP = "shop", _("At the shop")
    MEAL = "meal", _("Eating together")
    PLAYGROUND = "playground", _("On the playground")


class GroupVisit(Happening):
    """A group meets. Its children's own visits carry their data, moods and notes; this row holds what is shared."""

    classified: ClassVar[Classified] = Classified(
        clinical="scenario shared_text", operational="group starts_at minutes staff second_adult"
    )

    group = models.ForeignKey(TherapyGroup, on_delete=models.PROTECT, related_name="visits")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    staff = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="+")
    second_adult = models.ForeignKey(
        "people.StaffMember", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scenario = models.CharField(_("what we rehearse"), max_length=12, choices=Scenario.choices, blank=True)
    shared_text = models.TextField(_("what all of us did"), blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["group", "starts_at"], name="a_group_meets_once_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class GroupPlace(Owned):
    """One child's own visit within a visit of the group; late, absent or gone early by child."""

    classified: ClassVar[Classified] = Classified(operational="group_visit visit came_at left_at absent_why")

    group_visit = models.ForeignKey(GroupVisit, on_delete=models.PROTECT, related_name="places")
    visit = models.OneToOneField("visits.Visit", on_delete=models.PROTECT, related_name="group_place")
    came_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    absent_why = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.visit_id}"


class SharedMoment(Happening):
    """Something that happened to all, written once: it goes into every child's note without a name in it."""

    classified: ClassVar[Classified] = Classified(clinical="words scenario", operational="group_visit")

    group_visit = models.ForeignKey(GroupVisit, on_delete=models.PROTECT, related_name="moments")
    scenario = models.CharField(max_length=12, choices=Scenario.choices, blank=True)
    words = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(words=""), name="a_shared_moment_has_words")
        ]

    def __str__(self) -> str:
        return self.words


class GroupTally(ChildRecord):
    """One thing a child did in company (S71, S75). Append-only like an observation; its id is made on the device."""

    classified: ClassVar[Classified] = Classified(
        clinical="kind", identifying="recorder", operational="child visit recorded_at withdrawn_at"
    )

    class Kind(models.TextChoices):
        SHARED = "shared", _("Shared")
        TURN = "turn", _("Took turns")
        BEGAN = "began", _("Began a talk")
        RULE = "rule", _("Kept a rule")
        SPOTTED = "spotted", _("Spotted a slip")
        CHEERED = "cheered", _("Cheered a friend")

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT, related_name="tallies")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    recorder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["recorded_at", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["visit", "kind"])]

    def __str__(self) -> str:
        return self.get_kind_display()


class FunRating(Happening):
    """The child's own answer to “Was it fun?”, by pointing at a face (S77)."""

    classified: ClassVar[Classified] = Classified(clinical="face", operational="visit")

    class Face(models.IntegerChoices):
        NO = 1, _("Not much")
        SOME = 2, _("So-so")
        YES = 3, _("A lot")

    visit = models.ForeignKey("visits.Visit", on_delete=models.PROTECT, related_name="fun")
    face = models.PositiveSmallIntegerField(choices=Face.choices)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(face__range=(1, 3)), name="fun_is_one_of_three_faces")
        ]

    def __str__(self) -> str:
        return self.get_face_display()
