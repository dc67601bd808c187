"""One visit of a group: each child's own visit beside it, what all shared once, and tallies of each child."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.editions import Edited
from maypole.access.records import Happening, Owned
from maypole.people.models import ChildRecord, ChildRecordQuerySet

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


class GroupVisit(Edited, Happening):
    """A group meets. Its children's own visits carry their data, moods and notes; this row holds what is shared.

    `scenario` is what is planned; what was rehearsed indeed is in the shared moments.
    """

    classified: ClassVar[Classified] = Classified(
        clinical="scenario shared_text", operational="group starts_at minutes staff second_adult edition"
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


class GroupVisitOff(Happening):
    """The whole group does not meet on this date (`why`, as families are told); each child's own visit is called off
    with it."""

    classified: ClassVar[Classified] = Classified(operational="group_visit")

    group_visit = models.OneToOneField(GroupVisit, on_delete=models.PROTECT, related_name="off")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(why=""), name="a_group_is_called_off_for_a_reason")
        ]

    def __str__(self) -> str:
        return self.why


class GroupPlace(Owned):
    """One child's own visit within a visit of the group."""

    classified: ClassVar[Classified] = Classified(operational="group_visit visit")

    group_visit = models.ForeignKey(GroupVisit, on_delete=models.PROTECT, related_name="places")
    visit = models.OneToOneField("visits.Visit", on_delete=models.PROTECT, related_name="group_place")

    def __str__(self) -> str:
        return f"{self.visit_id}"


class PlaceMark(Happening):
    """A child came, left, or does not come (`why`); its id is made on the device. Presence is told from these rows in
    the order they happened (`groups/presence.py`), so late, gone early and back again need no field of their own."""

    classified: ClassVar[Classified] = Classified(operational="place kind")

    class Kind(models.TextChoices):
        CAME = "came", _("Here")
        LEFT = "left", _("Left")
        ABSENT = "absent", _("Not here today")

    place = models.ForeignKey(GroupPlace, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=6, choices=Kind.choices)

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(kind="absent") | ~Q(why=""), name="absent_for_a_reason")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


def _withdrawn(name: str) -> models.CheckConstraint:
    """Taken back: when and by whom, or neither."""
    neither = Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
    return models.CheckConstraint(
        condition=neither | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False), name=name
    )


class SharedMomentQuerySet(models.QuerySet["SharedMoment"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class SharedMoment(Happening):
    """Something that happened to all, written once: it goes into every child's note without a name in it. Words, or
    what was rehearsed (S70), or both."""

    classified: ClassVar[Classified] = Classified(
        clinical="words scenario", operational="group_visit withdrawn_at withdrawn_by"
    )

    group_visit = models.ForeignKey(GroupVisit, on_delete=models.PROTECT, related_name="moments")
    scenario = models.CharField(max_length=12, choices=Scenario.choices, blank=True)
    words = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SharedMomentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(words="") | ~Q(scenario=""), name="a_shared_moment_says_something"),
            _withdrawn("moment_taken_back_by_somebody"),
        ]

    def __str__(self) -> str:
        return self.words or self.get_scenario_display()


class GroupTallyQuerySet(ChildRecordQuerySet["GroupTally"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)


class GroupTally(ChildRecord):
    """One thing a child did in company (S71, S75). Append-only like an observation; its id is made on the device."""

    classified: ClassVar[Classified] = Classified(
        clinical="kind", identifying="recorder", operational="child visit recorded_at withdrawn_at withdrawn_by"
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
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = GroupTallyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["recorded_at", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["visit", "kind"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [_withdrawn("tally_taken_back_by_somebody")]

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
