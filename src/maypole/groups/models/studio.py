"""The studio: a term, a proposal somebody arranges, and the families who are asked before it becomes real."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.editions import Edited
from maypole.access.records import Happening
from maypole.people.models import ChildRecord
from maypole.people.models.staff import Discipline


class Term(Happening):
    """The weeks for which groups are formed."""

    classified: ClassVar[Classified] = Classified(operational="name starts_on ends_on")

    name = models.CharField(_("name"), max_length=60)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    class Meta:
        ordering: ClassVar[list[str]] = ["-starts_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "name"], name="term_name_once"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="term_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def with_state(self) -> Self:
        """Annotates `state` from the newest row."""
        newest = ProposalState.objects.filter(proposal=OuterRef("pk")).order_by("-at", "-id")
        return self.annotate(state=Subquery(newest.values("state")[:1]))


class Proposal(Edited, Happening):
    """Groups as a person arranges them for a site, a field and a term.

    `problem` is the document that was solved (ids, no names). `best` is the proven result; `places` is the arrangement
    on the table: `[{"id", "members", "staff", "room", "day", "start", "locked", "held"}]`; `moves` are those by hand
    since it was solved, oldest first: `[{"child", "from", "to"}]`.
    """

    classified: ClassVar[Classified] = Classified(
        clinical="problem best places moves", operational="term site discipline edition"
    )

    state: str | None  # from with_state()

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="proposals")
    site = models.ForeignKey("people.Site", on_delete=models.PROTECT, related_name="+")
    discipline = models.CharField(_("field"), max_length=10, choices=Discipline.choices)
    problem = models.JSONField(default=dict)
    best = models.JSONField(default=dict)
    places = models.JSONField(default=list)
    moves = models.JSONField(default=list)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.site} {self.discipline} {self.term}"


class ProposalState(Happening):
    """On the table, with the families, real, or put aside."""

    classified: ClassVar[Classified] = Classified(operational="proposal state")

    class State(models.TextChoices):
        ARRANGED = "arranged", _("On the table")
        ASKED = "asked", _("Families are asked")
        PUBLISHED = "published", _("Real")
        DROPPED = "dropped", _("Put aside")

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="states")
    state = models.CharField(max_length=10, choices=State.choices)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["proposal", "-at", "-id"])]

    def __str__(self) -> str:
        return self.get_state_display()


class GroupQuestion(Happening, ChildRecord):
    """A family is asked: this day, this adult, so many children. It names no other child (S73).

    `edition`: of the proposal when it was asked; a proposal that went back to the table asks anew.
    """

    classified: ClassVar[Classified] = Classified(
        operational="child proposal edition place size weekday begins staff room"
    )

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="questions")
    edition = models.PositiveIntegerField()
    place = models.CharField(max_length=12)
    size = models.PositiveSmallIntegerField()
    weekday = models.PositiveSmallIntegerField()
    begins = models.TimeField()
    staff = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey("people.Room", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["proposal", "child", "edition"], name="a_family_is_asked_once_an_edition")
        ]

    def __str__(self) -> str:
        return f"{self.child_id} {self.place}"


class GroupAnswer(Happening):
    """A carer's yes or no, with words when it is no; or a yes on paper, with who said it."""

    classified: ClassVar[Classified] = Classified(clinical="agreed words", operational="question carer")

    question = models.ForeignKey(GroupQuestion, on_delete=models.PROTECT, related_name="answers")
    carer = models.ForeignKey("people.Carer", on_delete=models.PROTECT, related_name="+")
    agreed = models.BooleanField()
    words = models.CharField(_("your words"), max_length=500, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(agreed=True) | ~Q(words=""), name="a_no_to_a_group_has_words")
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.agreed}"
