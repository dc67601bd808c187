"""What the trail can be narrowed by."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.access.actor import Actor
from maypole.access.models import User

from .models import AuditEvent


def _date_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class TrailForm(forms.Form):
    who = forms.CharField(label=_("Who"), required=False, max_length=120)
    child = forms.UUIDField(label=_("Child"), required=False, widget=forms.HiddenInput)
    action = forms.CharField(label=_("Action"), required=False, max_length=64)
    since = forms.DateField(label=_("From"), required=False, widget=_date_input())
    until = forms.DateField(label=_("Until"), required=False, widget=_date_input())

    def narrow(self, rows: QuerySet[AuditEvent], by: Actor) -> QuerySet[AuditEvent]:
        """The rows that fit; an input that cannot be read narrows nothing and is said."""
        told = self.cleaned_data if self.is_bound and (self.is_valid() or self.cleaned_data) else {}
        if told.get("who"):
            rows = rows.filter(actor__in=_accounts(told["who"], by))
        if told.get("child"):
            rows = rows.filter(child_id=told["child"])
        if told.get("action"):
            rows = rows.filter(action__startswith=told["action"])
        if told.get("since"):
            rows = rows.filter(at__gte=_midnight(told["since"]))
        if told.get("until"):
            rows = rows.filter(at__lt=_midnight(told["until"] + timedelta(days=1)))
        return rows


def _midnight(day: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _accounts(words: str, by: Actor) -> list[str]:
    """Keys of accounts with a role in this organisation whose name or address has these words."""
    members = User.objects.filter(memberships__organisation_id=by.organisation_id)
    found: set[UUID] = set(members.filter(name__icontains=words).values_list("pk", flat=True)[:200])
    found |= set(members.filter(email__iexact=words).values_list("pk", flat=True))
    return [str(key) for key in found]
