"""Who was there and what they did, and whether the child agreed: rows of a visit, newest one counts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maypole.access.classification import Classified
from maypole.access.records import Happening

from .visit import Moment, Visit


class VisitAssent(Happening):
    """Whether the child agrees, said or shown. A “no” is recorded like a “yes” and never scored."""

    classified: ClassVar[Classified] = Classified(clinical="answer words", operational="visit moment")

    class Answer(models.TextChoices):
        YES = "yes", _("Joins in gladly")
        UNSURE = "unsure", _("Not sure")
        NO = "no", _("Does not want to")

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="assents")
    moment = models.CharField(max_length=6, choices=Moment.choices, default=Moment.START)
    answer = models.CharField(max_length=6, choices=Answer.choices)
    words = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.get_answer_display()


class VisitAttendance(Happening):
    """One person who was there beside the therapist, and their part in it; a later row about them replaces this one."""

    classified: ClassVar[Classified] = Classified(identifying="carer name", operational="visit role")

    class Role(models.TextChoices):
        WATCHED = "watched", _("Watched")
        PRACTISED = "practised", _("Practised")
        COACHED = "coached", _("Was coached")
        ABSENT = "absent", _("Was not there")

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="attendances")
    carer = models.ForeignKey("people.Carer", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=10, choices=Role.choices)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(carer__isnull=False) | ~Q(name=""), name="attendance_names_a_person")
        ]

    def __str__(self) -> str:
        return self.get_role_display()
