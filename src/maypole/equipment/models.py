"""What the clinic owns to play and work with: inspected, cleaned, lent, tried. Its standing comes from dated rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening
from maypole.people.models import ChildRecord, ChildRecordQuerySet


class Kind(models.TextChoices):
    """Kinds of equipment. A game of the library may ask for one of the first three."""

    SWING = "swing", _("Swing")
    BALL = "ball", _("Therapy ball")
    CLIMBING = "climbing", _("Climbing and balance")
    SEATING = "seating", _("Seating and standing")
    WRITING = "writing", _("Tools for writing")
    CUTLERY = "cutlery", _("Tools for eating and drinking")
    COMMUNICATION = "communication", _("Communication device")
    SENSORY = "sensory", _("Sensory material")
    OTHER = "other", _("Other")


class EquipmentQuerySet(models.QuerySet["Equipment"]):
    def with_standing(self) -> Self:
        """Annotates the newest state, inspection and cleaning, and whether a family has it."""
        states = EquipmentState.objects.filter(equipment=OuterRef("pk")).order_by("-at", "-id")
        checks = EquipmentCheck.objects.filter(equipment=OuterRef("pk")).order_by("-on", "-at", "-id")
        inspected = checks.filter(kind=EquipmentCheck.Kind.INSPECTION)
        return self.annotate(
            state=Subquery(states.values("state")[:1]),
            state_why=Subquery(states.values("why")[:1]),
            inspected_on=Subquery(inspected.values("on")[:1]),
            inspection_passed=Subquery(inspected.values("passed")[:1]),
            cleaned_on=Subquery(checks.filter(kind=EquipmentCheck.Kind.CLEANING).values("on")[:1]),
            lent=Exists(EquipmentLoan.objects.out().filter(equipment=OuterRef("pk"))),
        )

    def kept(self) -> Self:
        """What the clinic still has."""
        return self.with_standing().exclude(state=EquipmentState.State.GONE)

    def in_the_house(self) -> Self:
        """What is kept and not with a family."""
        return self.kept().filter(lent=False)


class Equipment(Happening):
    """One thing at one site. What must be inspected is not used before its first inspection."""

    classified: ClassVar[Classified] = Classified(
        operational="site name kind serial where_to_get inspect_every_days clean_every_days"
    )

    state: str | None  # this and the next from with_standing()
    state_why: str | None
    inspected_on: date | None
    inspection_passed: bool | None
    cleaned_on: date | None
    lent: bool

    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="equipment", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=120, help_text=_("“Platform swing, blue”"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    serial = models.CharField(_("serial number"), max_length=60, blank=True)
    where_to_get = models.CharField(
        _("where a family can get one"), max_length=200, blank=True, help_text=_("A shop, a fund, a lending library.")
    )
    inspect_every_days = models.PositiveSmallIntegerField(
        _("inspect every (days)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1096)],
        help_text=_("A swing needs one. Leave empty for what needs none."),
    )
    clean_every_days = models.PositiveSmallIntegerField(
        _("clean every (days)"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )

    objects = EquipmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(kind="swing") | Q(inspect_every_days__isnull=False), name="swings_are_inspected"
            ),
            models.UniqueConstraint(
                fields=["organisation", "serial"], condition=~Q(serial=""), name="equipment_serial_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def inspection_due_on(self) -> date | None:
        """The last day of the newest inspection; the day it came when there was none; None when it needs none."""
        if self.inspect_every_days is None:
            return None
        if self.inspected_on is None:
            return timezone.localdate(self.at)
        return self.inspected_on + timedelta(days=self.inspect_every_days)

    @property
    def cleaning_due_on(self) -> date | None:
        if self.clean_every_days is None:
            return None
        return (self.cleaned_on or timezone.localdate(self.at)) + timedelta(days=self.clean_every_days)

    def overdue(self, today: date) -> bool:
        """Whether its inspection is over its time, or was never made."""
        due = self.inspection_due_on
        return due is not None and (self.inspected_on is None or due < today)

    def usable(self, today: date) -> bool:
        """Whether it may be used today: in service, inspected in time and passed, and not with a family."""
        return (
            self.state == EquipmentState.State.IN_SERVICE
            and self.inspection_passed is not False
            and not self.overdue(today)
            and not self.lent
        )


class EquipmentState(Happening):
    """In service, out of service or gone, from a moment on, and why."""

    classified: ClassVar[Classified] = Classified(operational="equipment state")

    class State(models.TextChoices):
        IN_SERVICE = "in", _("In service")
        OUT = "out", _("Out of service")
        GONE = "gone", _("No longer here")

    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="states")
    state = models.CharField(max_length=4, choices=State.choices)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["equipment", "-at", "-id"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state="in") | ~Q(why=""), name="equipment_stops_for_a_reason")
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class EquipmentCheck(Happening):
    """An inspection or a cleaning: on which day, by whom, and whether it passed. `why` says what was seen."""

    classified: ClassVar[Classified] = Classified(operational="equipment kind on passed")

    class Kind(models.TextChoices):
        INSPECTION = "inspection", _("Inspection")
        CLEANING = "cleaning", _("Cleaning")

    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField(default=timezone.localdate)
    passed = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-at", "-id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["equipment", "kind", "-on"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(passed=True) | ~Q(why=""), name="a_failed_check_says_why")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%Y-%m-%d}"


class EquipmentLoanQuerySet(ChildRecordQuerySet["EquipmentLoan"]):
    def out(self) -> Self:
        """What a family has today."""
        return self.filter(returned_at__isnull=True)


class EquipmentLoan(Happening, ChildRecord):
    """A thing a family has at home: since when, and when it is due back."""

    classified: ClassVar[Classified] = Classified(
        clinical="words", operational="child equipment due_back_on returned_at returned_by"
    )

    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="loans")
    due_back_on = models.DateField(_("due back on"))
    words = models.CharField(_("what it is for"), max_length=300, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EquipmentLoanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["equipment"], condition=Q(returned_at__isnull=True), name="equipment_lent_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True, returned_by__isnull=True)
                | Q(returned_at__isnull=False, returned_by__isnull=False, returned_at__gte=F("at")),
                name="loan_returned_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.equipment_id} until {self.due_back_on:%Y-%m-%d}"


class EquipmentTrial(Happening, ChildRecord):
    """An adaptive tool that was tried with a child: what, for which goal, how it went and what follows."""

    classified: ClassVar[Classified] = Classified(clinical="what outcome words", operational="child equipment goal on")

    class Outcome(models.TextChoices):
        HELPS = "helps", _("It helps: keep it")
        CHANGE = "change", _("Nearly: try another kind")
        NOT = "not", _("It does not help")

    equipment = models.ForeignKey(
        Equipment, on_delete=models.PROTECT, null=True, blank=True, related_name="trials", verbose_name=_("from ours")
    )
    goal = models.ForeignKey(
        "plan.Goal", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for which goal")
    )
    on = models.DateField(_("tried on"), default=timezone.localdate)
    what = models.CharField(_("what was tried"), max_length=160, help_text=_("“Spoon with a thick, bent handle”"))
    outcome = models.CharField(_("how it went"), max_length=6, choices=Outcome.choices)
    words = models.CharField(_("what you saw"), max_length=400)

    objects = ChildRecordQuerySet["EquipmentTrial"].as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(words="") & ~Q(what=""), name="a_trial_says_what_and_how")
        ]

    def __str__(self) -> str:
        return self.what
