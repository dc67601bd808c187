"""The child, and who may see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Self, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat, Trim
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.classification import Classified
from maypole.access.models import BreakGlass
from maypole.access.permissions import Permission
from maypole.access.prepared import Prepared
from maypole.access.records import Owned

from .care import ChildStatus
from .consent import Consent
from .relation import CarerRelation, CareTeamMember


def on_team(staff: UUID | None, child: str = "pk") -> Exists:
    return Exists(CareTeamMember.objects.filter(child=OuterRef(child), staff_id=staff, ended_at__isnull=True))


def carer_of(actor: Actor, child: str = "pk") -> Q:
    assert actor.carer_id is not None
    return Q(
        Exists(
            CarerRelation.objects.filter(
                child=OuterRef(child), carer_id=actor.carer_id, ended_at__isnull=True, blocked=False
            )
        )
    )


def consented_to(actor: Actor, child: str = "pk") -> Q:
    return Q(Exists(Consent.objects.in_force().filter(child=OuterRef(child), party_id=actor.outside_id)))


def emergency_of(user: UUID, now: datetime, child: str = "pk") -> Exists:
    return Exists(BreakGlass.objects.filter(child=OuterRef(child), by_id=user, until__gt=now))


def visible(actor: Actor, child: str = "pk") -> Q:
    """The condition under which `actor` may know of the child whose key is at path `child`.

    One line a reason: the organisation's scope, the care team, being a carer, an outside consent, being the child,
    an emergency. A carer blocked by a court order has no reason left.
    """
    if Permission.SEE_CHILD in actor.everywhere:
        return Q()
    reasons = Q(pk__in=[])
    if actor.staff_id:
        reasons |= Q(on_team(actor.staff_id, child))
    if actor.carer_id:
        reasons |= carer_of(actor, child)
    if actor.outside_id:
        reasons |= consented_to(actor, child)
    if actor.child_id:
        reasons |= Q(**{child: actor.child_id})
    if actor.can(Permission.BREAK_GLASS):
        reasons |= Q(emergency_of(actor.user_id, timezone.now(), child))
    return reasons


class ChildQuerySet(models.QuerySet["Child"]):
    def visible_to(self, actor: Actor) -> Self:
        """Children of the actor's organisation whom the actor may know of."""
        return self.filter(organisation_id=actor.organisation_id).filter(visible(actor))

    def called(self, name: str, organisation: object, born: date | None = None) -> Self:
        """Children of an organisation by full name (any case), and by birth date where one is given."""
        full = Trim(Concat("given_name", Value(" "), "family_name"))
        rows = self.filter(organisation_id=organisation).alias(full=full).filter(full__iexact=" ".join(name.split()))
        return rows.filter(birth_date=born) if born else rows

    def search(self, words: str) -> Self:
        """Children whose given, family or called name has every one of these words in it."""
        found = self
        for word in words.split()[:4]:
            found = found.filter(
                Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(called__icontains=word)
            )
        return found

    def with_state(self) -> Self:
        """Annotates `state` from the newest status row."""
        newest = ChildStatus.objects.filter(child=OuterRef("pk")).order_by("-at", "-id").values("state")[:1]
        return self.annotate(state=models.Subquery(newest))

    def with_asked_at(self) -> Self:
        """Annotates `asked_at`: when the family first asked for help, None when no enquiry is known."""
        return self.annotate(asked_at=models.Min("enquiries__received_at"))

    def in_care(self) -> Self:
        """Children to whom nobody has said goodbye; annotates `state`."""
        return self.with_state().exclude(state=ChildStatus.State.DISCHARGED)

    def in_care_of(self, staff_id: object) -> Self:
        """Children whose care team this person is on today."""
        return self.filter(team__staff_id=staff_id, team__ended_at__isnull=True)

    def in_state(self, *states: str) -> Self:
        """Children whose newest status is one of these."""
        return self.with_state().filter(state__in=states)


class Child(Owned):
    """A unique person; strengths, goals, visits and the rest hang on this row. A diagnosis is never needed."""

    classified: ClassVar[Classified] = Classified(
        identifying="user given_name family_name called birth_date due_date languages lives_with pronouns",
        operational="site registered_at",
    )

    class Pronouns(models.TextChoices):
        SHE = "she", _("she / her")
        HE = "he", _("he / him")
        THEY = "they", _("they / them")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="young_person"
    )
    given_name = models.CharField(_("given name"), max_length=80)
    family_name = models.CharField(_("family name"), max_length=80, blank=True)
    called = models.CharField(_("called"), max_length=80, blank=True, help_text=_("The name the child likes to hear."))
    pronouns = models.CharField(_("pronouns"), max_length=5, choices=Pronouns.choices, default=Pronouns.THEY)
    birth_date = models.DateField(_("born on"), null=True)
    due_date = models.DateField(_("due date"), null=True, blank=True, help_text=_("If born early, for corrected age."))
    languages = models.CharField(_("languages at home"), max_length=80, default="en")
    lives_with = models.CharField(_("lives with"), max_length=160, blank=True)
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    registered_at = models.DateTimeField(default=timezone.now)

    state: str | None
    """Annotated by `with_state`."""
    asked_at: datetime | None
    """Annotated by `with_asked_at`."""

    objects = ChildQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["given_name", "family_name", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organisation", "given_name", "family_name"])]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the child is called."""
        return self.called or self.given_name

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def family_language(self) -> str:
        """What is drafted for the family is drafted in this: the language all its carers chose, else the clinic's."""
        spoken = {language for (language,) in _spoken(child=self.pk)}
        return str(spoken.pop()) if len(spoken) == 1 else self.organisation.language


_spoken = Prepared(
    lambda child: CarerRelation.objects.filter(child=child, ended_at__isnull=True, blocked=False).values_list(
        "carer__language"
    ),
    child=UUID,
)


Row = TypeVar("Row", bound=models.Model)


class ChildRecordQuerySet(models.QuerySet[Row]):
    """Rows about one child: visible exactly where the child is."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the actor's organisation about children whom the actor may know of."""
        return self.filter(organisation_id=actor.organisation_id).filter(visible(actor, "child_id"))


class ChildRecord(Owned):
    """A row about one child; each model names its own query set on top of `ChildRecordQuerySet`."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="%(class)s_rows")

    class Meta:
        abstract = True
